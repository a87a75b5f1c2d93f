"""The parts of an Office Open XML package, found through relationships (ISO/IEC 29500-2)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from wenlint.reading.archive import Archive
from wenlint.reading.docx.names import STRICT_TO_TRANSITIONAL, W
from wenlint.reading.errors import ReadingError, in_short, refuse_lack_of_memory
from wenlint.reading.limits import LINES, XML_ELEMENTS

_LINE_TAGS = (b"<w:p>", b"<w:p/>", b"<w:p ", b"<w:br", b"<w:cr")
_LARGEST_KEPT = 512 << 10  # bytes, in memory thirteen times as much
_FAMILIAR_MAIN_PART = "word/document.xml"
_OTHER_OFFICE_FILES = {"xl/workbook.xml": "Excel 工作簿", "ppt/presentation.xml": "演示文稿"}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: its kind (last word of the type) and the part it leads to."""

    kind: str
    target: str


class Package:
    """Reads parts of one file; they may have ``elements`` XML elements in all.

    Raises:
        ReadingError: when the file is damaged, is no word-processing document, or is too large.
    """

    def __init__(self, data: bytes, elements: int = XML_ELEMENTS) -> None:
        self._archive = Archive(data)
        self._elements = self._allowed = elements
        self.main = self._find_main()

    def parse(self, part: str) -> etree._Element:
        """The root element of a part that exists."""
        return self._built(self._archive.read(part), part)

    def styles(self, relations: dict[str, Relation]) -> etree._Element | None:
        """Root of the style definitions, not to be changed; None when there are none.

        They are kept for the next drafts: those of one template carry the same, often more of it than text.
        """
        part = self._first(relations, "styles")
        if part is None:
            return None
        source = self._archive.read(part)
        if len(source) > _LARGEST_KEPT:
            return self._built(source, part)
        kept = _kept(source, part)
        self._take(kept.elements)
        return kept.root

    def related(self, part: str) -> dict[str, Relation]:
        """Relationships of a part by their id; targets outside the package are left out."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", name + ".rels")
        if listing not in self._archive:
            return {}
        return {
            entry.get("Id", ""): Relation(
                entry.get("Type", "").rpartition("/")[2], _resolved(folder, entry.get("Target", ""))
            )
            for entry in self.parse(listing).iter(_RELATIONSHIP)
            if entry.get("TargetMode") != "External"
        }

    def external(self, part: str) -> list[str]:
        """Targets of a part's relationships that lie outside the package."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", name + ".rels")
        if listing not in self._archive:
            return []
        entries = self.parse(listing).iter(_RELATIONSHIP)
        return [entry.get("Target", "") for entry in entries if entry.get("TargetMode") == "External"]

    def first(self, relations: dict[str, Relation], kind: str) -> etree._Element | None:
        """Root of the first related part of a kind, None when there is none."""
        part = self._first(relations, kind)
        return None if part is None else self.parse(part)

    def __contains__(self, part: str) -> bool:
        return part in self._archive

    def _find_main(self) -> str:
        for relation in self.related("").values():
            if relation.kind == "officeDocument" and relation.target in self._archive:
                return relation.target
        if _FAMILIAR_MAIN_PART in self._archive:
            return _FAMILIAR_MAIN_PART
        raise ReadingError(
            "damaged", "不是完整的 Word 文档（缺少正文部分），请用 Word 或 WPS 打开后另存为 .docx 再检查"
        )

    def _first(self, relations: dict[str, Relation], kind: str) -> str | None:
        return next(
            (one.target for one in relations.values() if one.kind == kind and one.target in self._archive), None
        )

    def _built(self, source: bytes, part: str) -> etree._Element:
        source = _normalised(source)
        self._refuse_excess(source)
        return _parsed(source, part)

    def _refuse_excess(self, source: bytes) -> None:
        elements = _elements(source)
        if elements > LINES:
            refuse_crowd(sum(map(source.count, _LINE_TAGS)))
        self._take(elements)

    def _take(self, elements: int) -> None:
        self._elements -= elements
        if self._elements < 0:
            raise ReadingError(
                "too-large",
                f"文件内容过大（内部元素超过 {self._allowed // 10_000} 万个，相当于一千多页），请拆分后再检查",
            )


def require_document(root: etree._Element, part: str) -> None:
    """Refuses a main part that is no WordprocessingML document."""
    if root.tag == W + "document":
        return
    kind = _OTHER_OFFICE_FILES.get(part)
    if kind:
        raise ReadingError("unsupported", f"这是{kind}，不是 Word 文档，请改交 .docx 或 .pdf")
    raise ReadingError("damaged", "不是 Word 文档（正文部分的格式不对），请用 Word 或 WPS 打开后另存为 .docx 再检查")


def refuse_crowd(lines: int) -> None:
    """Refuses a part with more paragraphs and line breaks than any draft has."""
    if lines > LINES:
        raise ReadingError(
            "too-large", f"文件内容过大（段落和换行超过 {LINES // 10_000} 万个，相当于一千多页），请拆分后再检查"
        )


def _elements(source: bytes) -> int:
    # Start tags are counted in the bytes: building the tree first is what a bomb waits for.
    return source.count(b"<") - source.count(b"</")


class _Kept(NamedTuple):
    """A part that drafts have in common."""

    root: etree._Element
    elements: int


@lru_cache(maxsize=2)
def _kept(source: bytes, part: str) -> _Kept:
    source = _normalised(source)
    return _Kept(_parsed(source, part), _elements(source))


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    path = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path).lstrip("/")


def _normalised(source: bytes) -> bytes:
    """UTF-8 with transitional namespaces, so that one set of names serves all files."""
    if b"\x00" in source[:64]:
        source = _transcoded(source)
    if b"purl.oclc.org/ooxml" in source:
        for strict, transitional in STRICT_TO_TRANSITIONAL:
            source = source.replace(strict, transitional)
    return source


def _transcoded(source: bytes) -> bytes:
    try:
        text = source.decode("utf-16" if source[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le")
    except UnicodeDecodeError:
        return source
    declaration, end, rest = text.partition("?>")
    return (rest if end and declaration.lstrip("\ufeff").startswith("<?xml") else text).encode()


def _parsed(source: bytes, part: str) -> etree._Element:
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source:
        raise ReadingError("damaged", f"内部的 {in_short(part)} 带有实体定义，正常的 Word 文档没有这种内容，未予检查")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        refuse_lack_of_memory(error)
        raise _syntax_error(str(error), part) from None


def _syntax_error(message: str, part: str) -> ReadingError:
    if "depth" in message:
        return ReadingError("too-large", f"内部的 {in_short(part)} 嵌套层次过深，不像正常文稿，未予检查")
    if "huge" in message or "too long" in message:
        return ReadingError(
            "too-large", f"内部的 {in_short(part)} 有超长的文字（一处超过 10 MB），不像正常文稿，未予检查"
        )
    return ReadingError(
        "damaged", f"文件已损坏（内部的 {in_short(part)} 不是完整的 XML），请重新获取原文件或用 WPS 修复后再检查"
    )
