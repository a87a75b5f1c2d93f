"""Random documents: every text that is there comes out exactly once, in order."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest
from docx_builder import box, flow, para, run, table
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.reading import docx
from wenlint.reading.docx.names import PARAGRAPH
from wenlint.reading.docx.package import Package
from wenlint.reading.flow import Region

WRAPPINGS = (
    "{}",
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:ins w:id='1' w:author='乙'>{}</w:ins>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF</w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
)
DROPPED = (
    "<w:del w:id='1' w:author='乙'><w:r><w:delText>删</w:delText></w:r></w:del>",
    "<w:moveFrom w:id='1' w:author='乙'><w:r><w:t>移</w:t></w:r></w:moveFrom>",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>",
    "<w:r><w:instrText>码</w:instrText></w:r>",
    "",
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Block XML with the marks it holds, in reading order; each mark is a word of its own."""
    marks: list[str] = []
    numbers = count(1)

    def mark() -> str:
        marks.append(f"〔{next(numbers)}〕")
        return marks[-1]

    def paragraph(depth: int) -> str:
        boxed = box(blocks(depth + 1)) if depth < 2 and draw(st.integers(0, 5)) == 0 else ""
        inside = "".join(
            draw(st.sampled_from(WRAPPINGS)).format(run(mark())) + draw(st.sampled_from(DROPPED))
            for _ in range(draw(st.integers(0, 3)))
        )
        return para(boxed, inside) if boxed or inside else para()

    def blocks(depth: int) -> str:
        kinds = st.sampled_from(["p", "p", "p", "tbl", "sdt"] if depth < 3 else ["p"])
        return "".join(block(draw(kinds), depth) for _ in range(draw(st.integers(1, 4))))

    def block(kind: str, depth: int) -> str:
        if kind == "tbl":
            return table(*[[blocks(depth + 1) for _ in range(2)] for _ in range(draw(st.integers(1, 2)))])
        if kind == "sdt":
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{blocks(depth + 1)}</w:sdtContent></w:sdt>"
        return paragraph(depth)

    return blocks(0), marks


@settings(max_examples=150, deadline=None)
@given(bodies())
def test_every_text_once_and_in_order(drawn: tuple[str, list[str]]) -> None:
    body, marks = drawn
    found = flow(body)
    assert found.text.replace("\n", "") == "".join(marks)
    for paragraph in found.paragraphs:
        assert paragraph.span.of(found.text) == paragraph.text
        assert (paragraph.table > 0) == (paragraph.region is Region.CELL)


@settings(max_examples=40, deadline=None)
@given(bodies())
def test_origin_leads_back_to_the_paragraph(drawn: tuple[str, list[str]]) -> None:
    from docx_builder import package

    data = package(drawn[0])
    elements = list(Package(data).parse("word/document.xml").iter(PARAGRAPH))
    for paragraph in docx.read(data).paragraphs:
        part, _, index = paragraph.origin.partition("#p")
        assert part == "word/document.xml"
        first = paragraph.text.partition("〕")[0]
        assert first in "".join(elements[int(index)].itertext())


def real_files() -> list[Path]:
    folder = os.environ.get("WENLINT_REAL", "")
    return sorted(Path(folder, "files").glob("*.docx")) if folder else []


@pytest.mark.skipif(not real_files(), reason="no folder of real files (WENLINT_REAL)")
def test_real_files_are_read() -> None:
    for path in real_files():
        assert docx.read(path.read_bytes()).text.strip(), path.name
