"""What a draft is once it has been read.

Everything here is a frozen value without behaviour beyond look-up. Offsets are
half-open character offsets into :attr:`Document.text`; 页 and 字 are counted as
:class:`Measure` and :class:`Characters` say.

The elements and their names follow 《党政机关公文处理工作条例》 (中办发〔2012〕14号)
第九条 and GB/T 9704—2012 第7章.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from wenlint.appearance import Appearance

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of character offsets into a text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` under this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Measure(Generic[T]):
    """A measured value with the way it was measured.

    ``low`` and ``high`` bound a value that is only estimated; both are None when
    the value has no range.
    """

    value: T
    how: str
    exact: bool
    low: T | None = None
    high: T | None = None

    @property
    def least(self) -> T:
        """The smallest value the measurement allows."""
        return self.value if self.low is None else self.low

    @property
    def most(self) -> T:
        """The largest value the measurement allows."""
        return self.value if self.high is None else self.high


class BlockKind(StrEnum):
    """What a block is in the document (公文要素, GB/T 9704—2012 第7章)."""

    COPY_NUMBER = "copy-number"  # 份号
    SECRECY = "secrecy"  # 密级和保密期限
    URGENCY = "urgency"  # 紧急程度
    ISSUER = "issuer"  # 发文机关标志
    DOC_NUMBER = "doc-number"  # 发文字号
    SIGNER = "signer"  # 签发人
    TITLE = "title"  # 标题
    ADDRESSEE = "addressee"  # 主送机关
    HEADING = "heading"  # 层次标题
    BODY = "body"  # 正文
    CELL = "cell"  # 表格
    ATTACHMENT_NOTE = "attachment-note"  # 附件说明
    SIGNATURE = "signature"  # 发文机关署名
    DATE = "date"  # 成文日期
    ANNOTATION = "annotation"  # 附注
    ATTACHMENT = "attachment"  # 附件标识 ("附件1") and the attachment's own title
    IMPRINT = "imprint"  # 版记
    CONTENTS = "contents"  # 目录
    FOOTNOTE = "footnote"
    HEADER = "header"  # 页眉
    FOOTER = "footer"  # 页脚
    FOREIGN = "foreign"  # not of the document: website furniture, metadata before the text


class Part(StrEnum):
    """The zone of the document that a block belongs to."""

    HEAD = "head"  # 版头
    MAIN = "main"  # 主体, from the title to the annotation
    ENCLOSED = "enclosed"  # the text that a notice issues or forwards (印发、转发), after the notice's date
    ATTACHMENT = "attachment"  # 附件
    IMPRINT = "imprint"  # 版记
    MARGIN = "margin"  # headers and footers
    FOREIGN = "foreign"


class Kind(StrEnum):
    """Kind of document as limits speak of it; not the same as the genre (文种)."""

    POLICY = "policy"
    COMPREHENSIVE_REPORT = "comprehensive-report"
    SPECIAL_REPORT = "special-report"
    MEETING_NOTICE = "meeting-notice"
    INSPECTION_NOTICE = "inspection-notice"
    RESEARCH_PLAN = "research-plan"
    REQUEST = "request"
    LETTER = "letter"
    MINUTES = "minutes"
    BRIEF = "brief"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind's name in Chinese."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.POLICY: "政策性文件",
    Kind.COMPREHENSIVE_REPORT: "综合报告",
    Kind.SPECIAL_REPORT: "专项报告",
    Kind.MEETING_NOTICE: "会议通知",
    Kind.INSPECTION_NOTICE: "督查检查考核通知",
    Kind.RESEARCH_PLAN: "调研方案",
    Kind.REQUEST: "请示",
    Kind.LETTER: "函件",
    Kind.MINUTES: "纪要",
    Kind.BRIEF: "简报",
    Kind.OTHER: "其他",
}


class Direction(StrEnum):
    """Direction of issue (行文方向)."""

    UP = "up"  # 上行
    DOWN = "down"  # 下行
    LEVEL = "level"  # 平行


@dataclass(frozen=True, slots=True)
class Block:
    """One element of the document, or one paragraph of its text.

    Attributes:
        kind: what it is.
        span: where it stands in ``Document.text``.
        part: the zone it belongs to.
        level: 1–4 for headings, 0 otherwise.
        number: the heading's number as printed ("一、", "（二）", "3.", "第四条"), or "".
        page: page it starts on, counted from 1, or None when that is not known.
        paragraph: index of the paragraph of the source that it came from, from 0.
        origin: where the source file holds it, for an annotated copy
            (for .docx: part name and element path); "" when there is nothing finer.
    """

    kind: BlockKind
    span: Span
    part: Part = Part.MAIN
    level: int = 0
    number: str = ""
    page: int | None = None
    paragraph: int = 0
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """密级和保密期限 as printed: ``机密★5年`` has level 机密 and term 5年.

    ``term`` is None when the marking states none. ``standing`` is False when the marking
    stands in a header or another unusual place.
    """

    level: str
    term: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–4 with its printed number and its words."""

    level: int
    number: str
    text: str
    span: Span
    part: Part
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of an official document, as far as the draft shows them.

    An element that is not there is None or an empty tuple. ``genre`` is one of the 15
    statutory genres (文种, 条例第八条) or None. ``date`` is ISO 8601. ``addressees`` and
    ``attachments`` hold names without punctuation.
    """

    title: str | None = None
    genre: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    signer: str | None = None
    addressees: tuple[str, ...] = ()
    date: str | None = None
    secrecy: SecrecyMark | None = None
    urgency: str | None = None
    copy_number: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Characters:
    """字 by each definition; see :mod:`wenlint.text.counting`.

    ``word``, ``han`` and ``non_space`` count the body, from title to signature, without
    版头, 版记, headers, footers and 附件. ``enclosed_word`` counts as ``word`` does over the
    text that a notice issues or forwards. ``whole_word`` counts so over the whole file
    without headers and footers.
    """

    word: int
    han: int
    non_space: int
    whole_word: int
    enclosed_word: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A draft, read.

    Attributes:
        path: as the caller named it.
        digest: SHA-256 of the file's bytes, in hexadecimal.
        format: "docx", "pdf", "ofd", "doc", "odt", "rtf", "txt", "md", "image".
        text: complete text in reading order, headers, footers and footnotes last.
        blocks: elements and paragraphs in the order of their spans.
        elements: what was read off the blocks.
        kind, direction: how the limits see it.
        pages: None when it cannot be told (``notes`` says why).
        characters: 字 by each definition.
        notes: what the reader could not tell, or did that a reader of the result should know.
        appearance: how it looks on paper; None when the format tells nothing.
    """

    path: str
    digest: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    elements: Elements
    kind: Measure[Kind]
    direction: Direction | None
    pages: Measure[int] | None
    characters: Characters
    notes: tuple[str, ...] = field(default=())
    appearance: Appearance | None = None

    def of_kind(self, *kinds: BlockKind) -> Iterator[Block]:
        """The blocks of the given kinds, in order."""
        return (block for block in self.blocks if block.kind in kinds)

    def in_part(self, *parts: Part) -> Iterator[Block]:
        """The blocks of the given parts, in order."""
        return (block for block in self.blocks if block.part in parts)

    def headings(self) -> Iterator[Heading]:
        """Headings of all levels, in order."""
        for block in self.of_kind(BlockKind.HEADING):
            words = block.span.of(self.text)
            yield Heading(
                level=block.level,
                number=block.number,
                text=words.removeprefix(block.number).strip().rstrip("。：:"),
                span=block.span,
                part=block.part,
                page=block.page,
            )

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the character at ``offset``."""
        after = bisect_right(self.blocks, offset, key=lambda block: block.span.start)
        block = self.blocks[after - 1] if after else None
        return block if block is not None and offset < block.span.end else None

    @property
    def is_marked_secret(self) -> bool:
        """Whether the draft bears a secrecy marking, even a misused one (its text must not be echoed)."""
        return self.elements.secrecy is not None or any(self.of_kind(BlockKind.SECRECY))
