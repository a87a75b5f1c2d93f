"""The container of an OFD file: documents, pages, templates, resources (GB/T 33190—2016 6, 7)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from wenlint.reading.archive import Archive
from wenlint.reading.errors import ReadingError, in_short, refuse_lack_of_memory
from wenlint.reading.fixed.fonts import family, is_bold_name
from wenlint.reading.limits import OFD_OBJECTS, PAGES, XML_ELEMENTS
from wenlint.reading.ofd.values import numbers

_LARGEST = 10_000.0  # millimetres
_A4 = (0.0, 0.0, 210.0, 297.0)


class Font(NamedTuple):
    """A font resource."""

    family: str
    bold: bool


class Source(NamedTuple):
    """The XML of one page.

    Attributes:
        parts: templates in the background, the page itself, templates in the foreground.
        box: x, y, width, height of the page in millimetres.
    """

    parts: list[etree._Element]
    box: tuple[float, ...]


class Package:
    """An OFD file, opened.

    Raises:
        ReadingError: damaged, encrypted or too-large.
    """

    def __init__(self, data: bytes, elements: int = XML_ELEMENTS) -> None:
        self._archive = Archive(data)
        self._elements = self._allowed = elements
        self._objects = 0
        if any(posixpath.basename(name).lower() == "encryptions.xml" for name in self._archive.names()):
            raise ReadingError("encrypted", "OFD 文件加了密，读不了；请解密后再查")
        root = self._xml("OFD.xml")
        places = [_text(place) for place in root.iterfind("{*}DocBody/{*}DocRoot")]
        if not places:
            raise _damaged("OFD.xml")
        self._documents = [(posixpath.dirname(place.lstrip("/")), self._xml(place)) for place in places]
        self.count = self._counted()
        self.fonts: dict[str, Font] = {}
        self.params: dict[str, etree._Element] = {}
        self.units: dict[str, etree._Element] = {}

    def _counted(self) -> int:
        """Number of pages of all documents in the file."""
        total = sum(len(document.findall("{*}Pages/{*}Page")) for _, document in self._documents)
        if not total:
            raise ReadingError("damaged", "OFD 里没有页面，文件已损坏，请重新取得或重新导出")
        if total > PAGES:
            raise ReadingError("too-large", f"OFD 有 {total} 页，超过 {PAGES} 页的上限，请拆分后再查")
        return total

    def pages(self) -> Iterator[Source]:
        """The pages of all documents in the file, in order.

        ``fonts``, ``params`` and ``units`` hold the resources of the document that the page belongs to.
        """
        for folder, document in self._documents:
            self._take_resources(folder, document)
            templates = {
                template.get("ID", ""): _resolved(folder, template.get("BaseLoc", ""))
                for template in document.iterfind("{*}CommonData/{*}TemplatePage")
            }
            usual = document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")
            for page in document.iterfind("{*}Pages/{*}Page"):
                yield self._source(_resolved(folder, page.get("BaseLoc", "")), templates, usual)

    def count_object(self) -> None:
        """Notes that one more object is drawn: composite objects use others many times over.

        Raises:
            ReadingError: too-large.
        """
        self._objects += 1
        if self._objects > OFD_OBJECTS:
            raise ReadingError("too-large", f"OFD 内容过大（图元超过 {OFD_OBJECTS // 10_000} 万个），请拆分后再查")

    def _source(self, place: str, templates: dict[str, str], usual: etree._Element | None) -> Source:
        page = self._xml(place)
        behind: list[etree._Element] = []
        before: list[etree._Element] = []
        for used in page.iterfind("{*}Template"):
            template = templates.get(used.get("TemplateID", ""))
            if template:
                (before if used.get("ZOrder") == "Foreground" else behind).append(self._xml(template))
        own = page.find("{*}Area/{*}PhysicalBox")
        box = numbers(_text(own if own is not None else usual))
        return Source([*behind, page, *before], box if _is_a_page(box) else _A4)

    def _take_resources(self, folder: str, document: etree._Element) -> None:
        self.fonts, self.params, self.units = {}, {}, {}
        common = document.find("{*}CommonData")
        for place in common.iterchildren("{*}PublicRes", "{*}DocumentRes") if common is not None else ():
            resources = self._xml(_resolved(folder, _text(place)))
            for font in resources.iterfind("{*}Fonts/{*}Font"):
                name = font.get("FontName", "").encode()
                bold = font.get("Bold") == "true" or is_bold_name(name)
                self.fonts[font.get("ID", "")] = Font(family(name), bold)
            for param in resources.iterfind("{*}DrawParams/{*}DrawParam"):
                self.params[param.get("ID", "")] = param
            for unit in resources.iterfind("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"):
                self.units[unit.get("ID", "")] = unit

    def _xml(self, place: str) -> etree._Element:
        try:
            source = self._archive.read(place)
        except KeyError:
            raise _damaged(place) from None
        self._refuse_excess(source)
        if b"<!DOCTYPE" in source or b"<!ENTITY" in source:
            raise _damaged(place)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(source, parser)
        except etree.XMLSyntaxError as error:
            refuse_lack_of_memory(error)
            raise _damaged(place) from None

    def _refuse_excess(self, source: bytes) -> None:
        # Start tags are counted in the bytes: building the tree first is what a bomb waits for.
        self._elements -= source.count(b"<") - source.count(b"</")
        if self._elements < 0:
            raise ReadingError(
                "too-large", f"OFD 内容过大（内部元素超过 {self._allowed // 10_000} 万个），请拆分后再查"
            )


def _is_a_page(box: tuple[float, ...]) -> bool:
    return len(box) == 4 and 0 < box[2] < _LARGEST > box[3] > 0 and abs(box[0]) < _LARGEST > abs(box[1])


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _resolved(folder: str, place: str) -> str:
    """A location in the container: absolute, or from the folder of the document (7.3, ST_Loc)."""
    return place.lstrip("/") if place.startswith("/") else posixpath.normpath(posixpath.join(folder, place))


def _damaged(place: str) -> ReadingError:
    return ReadingError("damaged", f"OFD 文件已损坏（内部的 {in_short(place)} 缺失或不完整），请重新取得文件或重新导出")
