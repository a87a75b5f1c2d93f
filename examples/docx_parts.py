"""Parts of a .docx that python-docx does not write: footnotes, automatic numbers, text boxes."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_EMU_PER_MM = 36000
_WIDTH = 156  # of the type area, in millimetres


class FootnotePart:
    """Collects footnotes and adds the part when there are any."""

    def __init__(self, document: Any, font: str) -> None:
        self._document = document
        self._font = font
        self._notes: list[str] = []

    def add(self, words: str) -> Any:
        """Keeps a footnote and returns the run that refers to it."""
        self._notes.append(words)
        return parse_xml(
            f'<w:r {_W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{len(self._notes)}"/></w:r>'
        )

    def attach(self) -> None:
        """Writes the part into the package."""
        if not self._notes:
            return
        separators = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote>"
        )
        notes = "".join(self._note(number, words) for number, words in enumerate(self._notes, start=1))
        blob = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {_W}>{separators}{notes}</w:footnotes>'
        part = self._document.part
        footnotes = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob.encode(), part.package)
        part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)

    def _note(self, number: int, words: str) -> str:
        look = f'<w:rPr><w:rFonts w:eastAsia={quoteattr(self._font)} w:hint="eastAsia"/><w:sz w:val="18"/></w:rPr>'
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="18"/></w:rPr><w:footnoteRef/></w:r>'
        return (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:snapToGrid w:val="0"/></w:pPr>{mark}'
            f"<w:r>{look}<w:t>{escape(words)}</w:t></w:r></w:p></w:footnote>"
        )


def add_numbering(document: Any) -> tuple[str, str]:
    """Adds a list that counts 一、 and one that counts （一） right through, and returns their number ids."""
    root = document.part.numbering_part.element
    first = root.find(qn("w:num"))
    for identity, text in (("90", "%1、"), ("91", "（%1）")):
        abstract = parse_xml(
            f'<w:abstractNum {_W} w:abstractNumId="{identity}"><w:multiLevelType w:val="singleLevel"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
        )
        root.append(abstract) if first is None else first.addprevious(abstract)
        root.append(parse_xml(f'<w:num {_W} w:numId="{identity}"><w:abstractNumId w:val="{identity}"/></w:num>'))
    return "90", "91"


def text_box(order: int, words: str, place: tuple[int, int], font: str, points: float, color: str) -> Any:
    """A run with a text box as wide as the type area.

    ``place`` is its distance from the top margin and its height, in millimetres. It is written
    twice, as Word and WPS do: the drawing, and the older VML for readers that know no drawing.
    """
    top, height = place
    run = (
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia={quoteattr(font)}'
        f' w:hint="eastAsia"/><w:color w:val="{color}"/><w:sz w:val="{round(points * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
    )
    content = f"<w:txbxContent>{run}</w:txbxContent>"
    size = f'cx="{_WIDTH * _EMU_PER_MM}" cy="{height * _EMU_PER_MM}"'
    return parse_xml(
        f'<w:r {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml">'
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251658240" behindDoc="0"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="margin"><wp:posOffset>{top * _EMU_PER_MM}</wp:posOffset></wp:positionV>'
        f"<wp:extent {size}/>"
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{order}" name="文本框 {order}"/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData"
        ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f'<wps:txbx>{content}</wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape id="box{order}" style="position:absolute;width:{_WIDTH}mm;height:{height}mm;margin-top:{top}mm"'
        f' stroked="f"><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    )
