"""Writes .docx files from raw WordprocessingML, so that tests can hold what Word and WPS write."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from wenlint.reading import docx
from wenlint.reading.flow import Flow, Paragraph, Region

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = {
    "styles": "styles.xml",
    "numbering": "numbering.xml",
    "theme": "theme/theme1.xml",
    "settings": "settings.xml",
    "footnotes": "footnotes.xml",
    "endnotes": "endnotes.xml",
}


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*content: str, properties: str = "") -> str:
    """A paragraph of runs; plain words become a run."""
    inside = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def table(*rows: list[str], grid: str = "") -> str:
    """A table whose cells are given as block XML."""
    body = "".join(f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def box(content: str, y: int = 0, x: int = 0, relative: str = "paragraph") -> str:
    """A floating text box as Word writes it, with its VML fallback; offsets in points."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{x * 12700}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{y * 12700}</wp:posOffset></wp:positionV>'
        f'<a:graphic><a:graphicData uri=""><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="position:absolute;margin-top:{y}pt"><v:textbox>{inner}</v:textbox></v:shape>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def styles(*definitions: str, defaults: str = "") -> str:
    return f"<w:styles {NAMESPACES}>{defaults}{''.join(definitions)}</w:styles>"


def style(name: str, inside: str, kind: str = "paragraph", default: bool = False) -> str:
    return f'<w:style w:type="{kind}" w:default="{int(default)}" w:styleId="{name}">{inside}</w:style>'


def numbering(abstracts: str, instances: str) -> str:
    return f"<w:numbering {NAMESPACES}>{abstracts}{instances}</w:numbering>"


def level(index: int, format: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listed(number: int | str, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def package(
    body: str,
    parts: dict[str, str] | None = None,
    margins: dict[str, str] | None = None,
    main: str = "word/document.xml",
) -> bytes:
    """A .docx: ``parts`` by relationship kind, ``margins`` by relationship id ("header-a", "footer-b")."""
    folder, _, name = main.rpartition("/")
    document = body if body.startswith("<?xml") else f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    files = {main: document, "_rels/.rels": _relationships({"rId1": ("officeDocument", main)})}
    listing: dict[str, tuple[str, str]] = {}
    for kind, content in (parts or {}).items():
        listing[kind] = (kind, _TYPES[kind])
        files[f"{folder}/{_TYPES[kind]}"] = content
    for identifier, content in (margins or {}).items():
        kind = identifier.partition("-")[0]
        listing[identifier] = (kind, f"{identifier}.xml")
        tag = "hdr" if kind == "header" else "ftr"
        files[f"{folder}/{identifier}.xml"] = f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"
    files[f"{folder}/_rels/{name}.rels"] = _relationships(listing)
    return zipped({"[Content_Types].xml": _content_types(main, folder, listing), **files})


def _content_types(main: str, folder: str, listing: dict[str, tuple[str, str]]) -> str:
    types = {main: "document.main"} | {f"{folder}/{target}": kind for kind, target in listing.values()}
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{kind}+xml"/>'
        for part, kind in types.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relationships(entries: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{identifier}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for identifier, (kind, target) in entries.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def flow(body: str, **rest: object) -> Flow:
    return docx.read(package(body, **rest))  # type: ignore[arg-type]


def words(body: str, **rest: object) -> list[str]:
    """The texts of a document with this body."""
    return [paragraph.text for paragraph in flow(body, **rest).paragraphs]


def only(body: str, **rest: object) -> Paragraph:
    (paragraph,) = flow(body, **rest).paragraphs
    return paragraph


def in_region(flow: Flow, region: Region) -> list[str]:
    return [paragraph.text for paragraph in flow.paragraphs if paragraph.region is region]
