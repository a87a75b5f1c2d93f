"""Files made to hurt: bombs, loops, and honest forms blown up beyond all measure."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFD = "http://www.ofdspec.org/2016"


def packed(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str) -> bytes:
    return packed({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def ofd(layer: str, resources: str = "", pages: int = 1) -> bytes:
    listed = '<o:Page ID="1" BaseLoc="P.xml"/>' * pages
    root = "<o:DocBody><o:DocRoot>D/Document.xml</o:DocRoot></o:DocBody>"
    return packed(
        {
            "OFD.xml": f'<o:OFD xmlns:o="{OFD}">{root}</o:OFD>',
            "D/Document.xml": f'<o:Document xmlns:o="{OFD}"><o:CommonData><o:PublicRes>R.xml</o:PublicRes>'
            f"</o:CommonData><o:Pages>{listed}</o:Pages></o:Document>",
            "D/R.xml": f'<o:Res xmlns:o="{OFD}">{resources}</o:Res>',
            "D/P.xml": f'<o:Page xmlns:o="{OFD}"><o:Content><o:Layer>{layer}</o:Layer></o:Content></o:Page>',
        }
    )


def nested_units(width: int, depth: int) -> bytes:
    """Composite objects that use others many times over."""
    units = "".join(
        f'<o:CompositeGraphicUnit ID="{n}"><o:Content>{use(n + 1) * width}</o:Content></o:CompositeGraphicUnit>'
        for n in range(depth)
    )
    return ofd(use(0) * width, f"<o:CompositeGraphicUnits>{units}</o:CompositeGraphicUnits>")


def use(unit: int) -> str:
    return f'<o:CompositeObject ResourceID="{unit}" Boundary="0 0 9 9"/>'


def pdf(objects: list[bytes]) -> bytes:
    body = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(body),
    )


def stream(content: bytes, entries: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    return b"<<%s/Length %d/Filter[%s]>>stream\n%s\nendstream" % (entries, len(content), filters, content)


def page(content: bytes, resources: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources,
            content,
            *more,
        ]
    )


def forms_within_forms(width: int, depth: int) -> bytes:
    """A page that draws a form many times, which draws another many times, and so on."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    again = zlib.compress(b"/X Do " * width)
    forms = tuple(stream(again, entries % (6 + level)) for level in range(depth))
    return page(stream(again), b"/XObject<</X 5 0 R>>", forms)


def inflating_page(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)), packer.flush()])
    return page(stream(zlib.compress(once, 9), filters=b"/FlateDecode/FlateDecode"))


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    listing = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", listing, *[leaf] * count])


def docx_with(members: dict[str, str]) -> bytes:
    """A small draft with other members beside it."""
    body = "<w:body><w:p><w:r><w:t>关于开展检查的通知</w:t></w:r></w:p></w:body>"
    return packed({"word/document.xml": f'<w:document xmlns:w="{WORD}">{body}</w:document>', **members})


def elements() -> bytes:
    """More elements than are read, each a little different, so that they do not compress too well."""
    return docx("".join(f'<w:proofErr w:id="{n * 2654435761 % 2**32:08x}"/>' for n in range(1_200_000)))


def entities(levels: int) -> bytes:
    """Entities that hold ten of the one before."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    document = (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&e{levels - 1};</w:t></w:r></w:p></w:body></w:document>'
    )
    return packed({"word/document.xml": f'<!DOCTYPE x [<!ENTITY e0 "法">{declared}]>{document}'})


def million_paths() -> bytes:
    """A page that draws a line a million times."""
    return page(stream(zlib.compress(b"0 0 m 9 9 l S " * 1_000_000)))


def page_tree_in_a_circle() -> bytes:
    """A page tree whose node is its own child."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>"])


def table_of_objects_in_a_circle() -> bytes:
    """A cross-reference table that names itself as the one before."""
    good = page(stream(zlib.compress(b"BT ET")))
    start = good.rindex(b"xref\n0")
    return good.replace(b"trailer\n<<", b"trailer\n<</Prev %d" % start)


class Hostile(NamedTuple):
    """How to make a file, and the reason and some words of its refusal."""

    make: Callable[[], bytes]
    reason: str
    words: str


HOSTILE: dict[str, Hostile] = {
    "3 million paragraphs": Hostile(lambda: docx("<w:p/>" * 3_000_000), "too-large", "展开为 \\d+ 倍"),
    "elements 5,000 deep": Hostile(lambda: docx("<w:ins>" * 5000 + "</w:ins>" * 5000), "too-large", "嵌套"),
    "entities within entities": Hostile(lambda: entities(12), "damaged", "实体"),
    "a member of 71 MB": Hostile(lambda: docx("文" * 25_000_000), "too-large", "展开后 71 MB"),
    "1.2 million elements": Hostile(elements, "too-large", "元素|标签|个"),
    "30,000 members": Hostile(lambda: docx_with({f"word/{n}.xml": "" for n in range(30_000)}), "too-large", "30001 个"),
    "OFD of composite objects": Hostile(lambda: nested_units(100, 6), "too-large", "图元"),
    "OFD of blanks": Hostile(lambda: ofd(" " * 80_000_000), "too-large", "展开后 76 MB"),
    "OFD of 3,000 pages": Hostile(lambda: ofd("", pages=3000), "too-large", "3000 页"),
    "PDF forms within forms": Hostile(lambda: forms_within_forms(20, 10), "timed-out|too-large", "秒|内存"),
    "PDF that inflates": Hostile(lambda: inflating_page(450), "too-large|timed-out", "内存|秒"),
    "PDF of 10,010 pages": Hostile(lambda: many_pages(10_010), "too-large", "10010 页"),
    "PDF of a million paths": Hostile(
        lambda: page(stream(zlib.compress(b"0 0 m 9 9 l S " * 1_000_000))),
        "scanned|timed-out|too-large",
        "图片|秒|内存",
    ),
    "PDF pages in a circle": Hostile(page_tree_in_a_circle, "damaged|empty", "损坏|没有文字"),
    "PDF tables in a circle": Hostile(table_of_objects_in_a_circle, "damaged|empty", "损坏|没有文字"),
    "text of one line, 50 MB": Hostile(lambda: ("一、（二）《关于" * 2_300_000).encode(), "too-large", "MB"),
    "text of one line, 15 MB": Hostile(lambda: ("一、（二）《关于" * 620_000).encode(), "too-large", "万字"),
}
