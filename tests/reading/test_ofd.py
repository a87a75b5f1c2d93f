"""OFD files made here come back as the paragraphs they were made of (GB/T 33190—2016)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_maker import PITCH, SIZE, wrapped

from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow, Region
from wenlint.reading.ofd import read
from wenlint.reading.ofd.values import is_red, numbers, steps
from wenlint.reading.sniff import sniff

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72
SPRING = "为保障汛后河道畅通，现就秋季清理有关事项通知如下。"
DUTY = (
    "各街道要对辖区内河道逐段排查，重点查看桥涵、闸口和排水口，发现淤积、垃圾堆放和违规搭建的，"
    "当天登记、当天上报，并在三日内提出处理办法；涉及两个以上街道的，由区水务局牵头会商。"
)


def text(x: float, y: float, words: str, size: float = SIZE, *, font: int = 1, inner: str = "", more: str = "") -> str:
    """A text object with its base line ``y`` points from the top."""
    em = size * MM
    deltas = f"g {len(words) - 1} {em:.4f}" if len(words) > 1 else ""
    box = f"{x * MM:.3f} {(y - size) * MM:.3f} 150 10"
    return (
        f'<ofd:TextObject ID="9" Boundary="{box}" Font="{font}" Size="{em:.4f}" {more}>'
        f'{inner}<ofd:TextCode X="0" Y="{em:.4f}" DeltaX="{deltas}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    box = f"{x0 * MM} {y0 * MM} {max(0.1, (x1 - x0) * MM)} {max(0.1, (y1 - y0) * MM)}"
    data = f"M 0 0 L {(x1 - x0) * MM} {(y1 - y0) * MM}"
    return f'<ofd:PathObject ID="8" Boundary="{box}"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def page(*objects: str, template: str = "") -> str:
    layer = f"<ofd:Layer ID='7'>{''.join(objects)}</ofd:Layer>"
    return f"<ofd:Page {NAMESPACE}>{template}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def package(pages: Iterable[str], templates: Iterable[str] = (), **extra: str) -> bytes:
    """The file."""
    pages, templates = list(pages), list(templates)
    listed = "".join(f'<ofd:Page ID="{100 + n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(pages)))
    known = "".join(f'<ofd:TemplatePage ID="{200 + n}" BaseLoc="T{n}.xml"/>' for n in range(len(templates)))
    files = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData>{known}"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>/Doc_0/Res.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Res.xml": f'<ofd:Res {NAMESPACE}><ofd:Fonts><ofd:Font ID="1" FontName="FangSong_GB2312"/>'
        '<ofd:Font ID="2" FontName="SimHei" Bold="true"/></ofd:Fonts><ofd:DrawParams><ofd:DrawParam ID="5">'
        '<ofd:FillColor Value="#ee #20 #25"/></ofd:DrawParam></ofd:DrawParams></ofd:Res>',
        **{f"Doc_0/Pages/P{n}.xml": content for n, content in enumerate(pages)},
        **{f"Doc_0/T{n}.xml": content for n, content in enumerate(templates)},
        **extra,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def set_lines(paragraphs: Iterable[str], top: float = 105) -> list[str]:
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
    return [text(79.4 + inset * SIZE, top + row * PITCH, words) for row, (inset, words) in enumerate(lines)]


def body(flow: Flow) -> list[str]:
    return [p.text for p in flow.paragraphs if p.region is Region.BODY]


def test_paragraphs_come_back() -> None:
    number = [text(280, 790, f"— {n} —", 14) for n in (1, 2)]
    data = package([page(*set_lines([SPRING, DUTY, DUTY]), number[0]), page(*set_lines([DUTY, SPRING]), number[1])])
    assert sniff(data, "a.zip") == "ofd"
    flow = read(data)
    assert body(flow) == [SPRING, DUTY, DUTY, DUTY, SPRING]
    assert flow.format == "ofd"
    assert flow.pages is not None
    assert (flow.pages.value, flow.pages.how, flow.pages.exact) == (2, "ofd pages", True)
    assert [p.text for p in flow.paragraphs if p.region is Region.FOOTER] == ["— 1 —", "— 2 —"]
    first = flow.paragraphs[0].look
    assert (first.font, first.size, first.indent) == ("仿宋_GB2312", 16.0, 2.0)


def test_line_split_over_text_objects_is_one() -> None:
    parts = [text(79.4 + 7 * n * SIZE, 105, DUTY[7 * n : 7 * n + 7]) for n in range(4)]
    assert body(read(package([page(*parts)]))) == [DUTY[:28]]


def test_look_of_title_and_red_head() -> None:
    colour = '<ofd:FillColor Value="238 32 37"/>'
    flow = read(
        package(
            [
                page(
                    text(150, 140, "云河区水务局文件", 37, inner=colour),
                    text(137, 240, "关于做好秋季河道清理工作的通知", 22, font=2),
                    *set_lines([DUTY], 300),
                    text(79.4, 500, "特急", more='DrawParam="5"'),
                )
            ]
        )
    )
    red, title, plain, urgent = flow.paragraphs
    assert (red.look.red, red.look.align, red.look.size) == (True, "center", 37.0)
    assert (title.look.font, title.look.bold, title.look.red) == ("黑体", True, False)
    assert plain.text == DUTY
    assert urgent.look.red


def test_transformed_text_is_placed_by_its_matrix() -> None:
    small = text(79.4, 105, "河道", 1, more='CTM="16 0 0 16 0 0"')
    assert read(package([page(small, *set_lines([DUTY], 200))])).paragraphs[0].look.size == 16.0


def test_composite_object_is_unfolded() -> None:
    unit = (
        f'<ofd:CompositeGraphicUnit ID="6"><ofd:Content>{text(10, 30, "抄送")}</ofd:Content></ofd:CompositeGraphicUnit>'
    )
    resources = f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    used = '<ofd:CompositeObject ID="4" ResourceID="6" Boundary="30 200 50 50"/>'
    data = package([page(*set_lines([DUTY]), used)], **{"Doc_0/Res.xml": resources})
    assert body(read(data)) == [DUTY, "抄送"]


def test_template_stands_behind_the_page() -> None:
    used = '<ofd:Template TemplateID="200" ZOrder="Background"/>'
    template = page(text(79.4, 60, "河道清理专报", 22))
    flow = read(package([page(*set_lines([DUTY]), template=used)], [template]))
    assert body(flow) == ["河道清理专报", DUTY]


def test_invisible_objects_are_left_out() -> None:
    hidden = text(79.4, 60, "作废", more='Visible="false"')
    assert body(read(package([page(hidden, *set_lines([DUTY]))]))) == [DUTY]


def test_text_printed_twice_is_bold() -> None:
    flow = read(package([page(text(79.4, 60, "河道"), text(79.7, 60, "河道"), *set_lines([DUTY]))]))
    assert body(flow) == ["河道", DUTY]
    assert flow.paragraphs[0].look.bold


def test_watermark_stays_out_of_the_text() -> None:
    mark = text(200, 500, "内部资料", 60, more='CTM="0.866 -0.5 0.5 0.866 0 0"')
    flow = read(package([page(mark, *set_lines([DUTY]))]))
    assert body(flow) == [DUTY]
    assert [p.text for p in flow.paragraphs if p.region is Region.HEADER] == ["内部资料"]


def test_cells_of_a_ruled_table() -> None:
    rules = [rule(80, y, 400, y) for y in (100, 130, 160)] + [rule(x, 100, x, 160) for x in (80, 240, 400)]
    words = [("河道", 90, 120), ("期限", 250, 120), ("东河", 90, 150), ("九月", 250, 150)]
    flow = read(package([page(*rules, *(text(x, y, cell, 12) for cell, x, y in words))]))
    assert [(p.text, p.region, p.table) for p in flow.paragraphs] == [(cell, Region.CELL, 1) for cell, _, _ in words]


def test_distances_with_repeats() -> None:
    assert list(steps("g 3 4.5 2 g 2 1")) == [4.5, 4.5, 4.5, 2, 1, 1]
    assert list(steps("1 x 2")) == [1]
    assert len(list(steps("g 999999999 1"))) == 100_000
    assert numbers("0 0 210 297 nan 3") == (0, 0, 210, 297)


@pytest.mark.parametrize(
    ("value", "red"), [("238 32 37", True), ("#ff #0 #0", True), ("0 255 255 0", True), ("0 0 0", False), ("x", False)]
)
def test_red_in_several_colour_spaces(value: str, red: bool) -> None:
    assert is_red(value) is red


IMAGE = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="4"/>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package([page(IMAGE)]), "scanned"),
        (package([page()]), "empty"),
        (package([]), "damaged"),
        (package([page()] * 2001), "too-large"),
        (package([page(text(80, 80, "\ue000\ue001\ue002" * 9))]), "garbled"),
        (package([page(text(80, 80, SPRING))])[:-30], "damaged"),
        (package([page(text(80, 80, SPRING))], **{"Doc_0/Pages/P0.xml": "<ofd:Page"}), "damaged"),
        (package([page(text(80, 80, SPRING))], **{"OFD.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "damaged"),
        (package([page(text(80, 80, SPRING))], **{"OFD.xml": f"<ofd:OFD {NAMESPACE}/>"}), "damaged"),
        (package([page(text(80, 80, SPRING))], **{"Encryptions.xml": "<x/>"}), "encrypted"),
    ],
    ids=[
        "scanned",
        "empty",
        "no-pages",
        "many-pages",
        "garbled",
        "cut",
        "bad-page",
        "entities",
        "no-body",
        "encrypted",
    ],
)
def test_refusals(data: bytes, reason: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data)
    assert caught.value.reason == reason
    assert "\n" not in caught.value.message


ATTRIBUTES = st.text("0123456789 .-gM#nae", max_size=20)


@settings(deadline=None)
@given(ATTRIBUTES, ATTRIBUTES, ATTRIBUTES, ATTRIBUTES)
def test_any_numbers_are_read_or_refused(boundary: str, matrix: str, size: str, deltas: str) -> None:
    code = f'<ofd:TextCode X="{size}" DeltaX="{deltas}">河道清理</ofd:TextCode>'
    odd = f'<ofd:TextObject Boundary="{boundary}" CTM="{matrix}" Size="{size}">{code}</ofd:TextObject>'
    path = f'<ofd:PathObject Boundary="{boundary}"><ofd:AbbreviatedData>{deltas}</ofd:AbbreviatedData></ofd:PathObject>'
    assert DUTY in read(package([page(path, *set_lines([DUTY]))])).text
    try:
        flow = read(package([page(odd, path)]))
    except ReadingError:
        return
    assert "河" in flow.text
