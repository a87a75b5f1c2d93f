"""Writes .docx packages part by part, for drafts with whatever python-docx does not make."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from html import escape

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
EMU = 12_700


@dataclass(frozen=True)
class Look:
    """Type and spacing of a paragraph; lengths in points, ``line`` a multiple under "auto"."""

    size: float = 16.0
    font: str = "仿宋_GB2312"
    latin: str = "Times New Roman"
    hint: bool = True
    rule: str = "auto"
    line: float = 1.0
    indent_chars: float = 2.0
    before: float = 0.0
    after: float = 0.0
    before_lines: float = 0.0
    after_lines: float = 0.0
    align: str = "both"
    widows: bool = False
    keep_next: bool = False
    on_grid: bool = True


@dataclass
class Package:
    """The parts of one file; ``grid`` is the pitch in twips, 0 for none."""

    body: list[str] = field(default_factory=list)
    grid: int = 0
    margins: tuple[float, float, float, float] = (104.9, 99.2, 79.35, 73.7)  # top, bottom, left, right
    columns: int = 1
    header: str = ""
    footer: str = ""
    notes: list[str] = field(default_factory=list)
    compresses: bool = True

    def note(self, content: str) -> str:
        """Adds a footnote; returns the run that refers to it."""
        self.notes.append(content)
        raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        return f'<w:r>{raised}<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'

    def section(self, start: str = "nextPage", columns: int | None = None, landscape: bool = False) -> str:
        """Section properties."""
        top, bottom, left, right = (round(side * 20) for side in self.margins)
        size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
        references = "".join(
            f'<w:{kind}Reference w:type="default" r:id="{kind}"/>'
            for kind in ("header", "footer")
            if getattr(self, kind)
        )
        grid = f'<w:docGrid w:type="lines" w:linePitch="{self.grid}"/>' if self.grid else ""
        return (
            f'<w:sectPr>{references}<w:type w:val="{start}"/><w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}" '
            f'w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="992" w:gutter="0"/>'
            f'<w:cols w:num="{columns or self.columns}" w:space="425"/>{grid}</w:sectPr>'
        )

    def bytes(self) -> bytes:
        """The file."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self._parts().items():
                archive.writestr(name, content)
        return buffer.getvalue()

    def _parts(self) -> dict[str, str | bytes]:
        kinds = ["styles", "settings", *(kind for kind in ("header", "footer") if getattr(self, kind))]
        kinds += ["footnotes"] if self.notes else []
        parts: dict[str, str | bytes] = {
            "[Content_Types].xml": _content_types(kinds),
            "_rels/.rels": _relations({"document": ("officeDocument", "word/document.xml")}),
            "word/_rels/document.xml.rels": _relations(
                {kind: (kind, f"{kind}.xml") for kind in kinds} | {"picture": ("image", "media/picture.png")}
            ),
            "word/document.xml": _part("document", f"<w:body>{''.join(self.body)}{self.section()}</w:body>"),
            "word/styles.xml": _part("styles", _STYLES),
            "word/settings.xml": _part("settings", self._settings()),
            "word/media/picture.png": _png(),
        }
        for kind in _ROOTS.keys() & set(kinds):
            parts[f"word/{kind}.xml"] = _part(_ROOTS[kind], getattr(self, kind))
        if self.notes:
            parts["word/footnotes.xml"] = _part("footnotes", self._footnotes())
        return parts

    def _settings(self) -> str:
        control = "compressPunctuation" if self.compresses else "doNotCompress"
        # LibreOffice puts the lines of cells on the grid whether or not the file asks for it.
        return (
            f'<w:characterSpacingControl w:val="{control}"/><w:compat><w:adjustLineHeightInTable/><w:useFELayout/>'
            '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
            'w:val="15"/></w:compat>'
        )

    def _footnotes(self) -> str:
        marks = ("separator", "continuationSeparator")
        rules = "".join(
            f'<w:footnote w:type="{mark}" w:id="{index - 1}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
            for index, mark in enumerate(marks)
        )
        return rules + "".join(
            f'<w:footnote w:id="{index}">{content}</w:footnote>' for index, content in enumerate(self.notes, start=1)
        )


_ROOTS = {"header": "hdr", "footer": "ftr"}
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:eastAsia="宋体"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:widowControl '
    'w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="21"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="t"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
    '<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def paragraph(
    text: str,
    look: Look = Look(),
    inside: str = "",
    break_before: bool = False,
    section: str = "",
    anchored: str = "",
) -> str:
    """A paragraph; ``inside`` is put after its text, ``anchored`` before; a line feed breaks the line.

    LibreOffice puts exact line heights on the grid and grows all lines of a multiple but the first;
    Word does neither. Such paragraphs leave the grid, which changes nothing in Word for the former.
    """
    spacing = {
        "before": round(look.before * 20),
        "after": round(look.after * 20),
        "beforeLines": round(look.before_lines * 100),
        "afterLines": round(look.after_lines * 100),
        "line": round(look.line * (240 if look.rule == "auto" else 20)),
    }
    attributes = "".join(f' w:{name}="{value}"' for name, value in spacing.items() if value)
    snaps = look.on_grid and (look.rule == "atLeast" or (look.rule, look.line) == ("auto", 1.0))
    chars, points = round(look.indent_chars * 100), round(look.indent_chars * look.size * 20)
    indent = f'<w:ind w:firstLineChars="{chars}" w:firstLine="{points}"/>'
    return (
        f"<w:p><w:pPr>{'<w:keepNext/>' if look.keep_next else ''}{'<w:pageBreakBefore/>' if break_before else ''}"
        f'<w:snapToGrid w:val="{int(snaps)}"/><w:widowControl w:val="{int(look.widows)}"/>'
        f'<w:spacing{attributes} w:lineRule="{look.rule}"/>{indent if look.indent_chars else ""}'
        f'<w:jc w:val="{look.align}"/>{_run_properties(look)}{section}</w:pPr>{anchored}{run(text, look)}{inside}</w:p>'
    )


def run(text: str, look: Look) -> str:
    """Characters of one look."""
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{_run_properties(look)}{inside}</w:r>" if text else ""


def _run_properties(look: Look) -> str:
    hint = ' w:hint="eastAsia"' if look.hint else ""
    return (
        f'<w:rPr><w:rFonts{hint} w:ascii="{look.latin}" w:hAnsi="{look.latin}" w:eastAsia="{look.font}"/>'
        f'<w:sz w:val="{round(look.size * 2)}"/></w:rPr>'
    )


PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


def picture(width: float, height: float, wrap: str = "", x: float = 0.0, y: float = 0.0) -> str:
    """A run with a picture: in the line, or floating ("wrapSquare", "wrapTopAndBottom", "wrapNone")."""
    extent = f'<wp:extent cx="{round(width * EMU)}" cy="{round(height * EMU)}"/>'
    graphic = (
        '<wp:docPr id="1" name="p"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
        'picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="picture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" '
        f'y="0"/><a:ext cx="{round(width * EMU)}" cy="{round(height * EMU)}"/></a:xfrm><a:prstGeom prst="rect"/>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    if not wrap:
        return f"<w:r><w:drawing><wp:inline>{extent}{graphic}</wp:inline></w:drawing></w:r>"
    how = f'<wp:{wrap} wrapText="bothSides"/>' if wrap == "wrapSquare" else f"<wp:{wrap}/>"
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" '
        'relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{round(x * EMU)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{round(y * EMU)}</wp:posOffset></wp:positionV>'
        f'{extent}<wp:effectExtent l="0" t="0" r="0" b="0"/>{how}{graphic}</wp:anchor></w:drawing></w:r>'
    )


@dataclass(frozen=True)
class Row:
    """A table row: (content, columns spanned, "", "restart" or "continue") of each cell."""

    cells: list[tuple[str, int, str]]
    height: float = 0.0
    rule: str = "atLeast"
    whole: bool = False
    repeats: bool = False


def table(rows: list[Row], widths: list[float], border: int = 4, floating: str = "") -> str:
    """A table with borders ``border`` eighths of a point thick."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{border}" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = f"<w:tblBorders>{sides}</w:tblBorders>" if border else ""
    grid = "".join(f'<w:gridCol w:w="{round(width * 20)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{floating}<w:tblW w:w="{round(sum(widths) * 20)}" w:type="dxa"/>{borders}<w:tblLayout '
        f'w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(_row(row, widths) for row in rows)}</w:tbl>'
    )


def _row(row: Row, widths: list[float]) -> str:
    cells, column = "", 0
    for content, span, merge in row.cells:
        width = round(sum(widths[column : column + span]) * 20)
        merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        cells += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged}</w:tcPr>{content}</w:tc>'
        column += span
    height = f'<w:trHeight w:val="{round(row.height * 20)}" w:hRule="{row.rule}"/>' if row.height else ""
    whole, repeats = "<w:cantSplit/>" if row.whole else "", "<w:tblHeader/>" if row.repeats else ""
    return f"<w:tr><w:trPr>{whole}{height}{repeats}</w:trPr>{cells}</w:tr>"


def _part(root: str, content: str) -> str:
    return f"{_HEAD}<w:{root} {_NAMESPACES}>{content}</w:{root}>"


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONS}{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{namespace}">{entries}</Relationships>'


def _content_types(kinds: list[str]) -> str:
    overrides = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPES}{kind}+xml"/>' for kind in kinds)
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}document.main+xml"/>{overrides}</Types>'
    )


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x80\x80" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
