"""Spoils files so that readers meet what no one would write: bytes for any format, members and XML for containers.

Every mutant follows from a generator seeded by its number, so that a number brings it back.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

INTERESTING_NUMBERS = (
    "0", "-1", "1", "2", "7", "100", "255", "256", "-32768", "32767", "65535", "65536", "2147483647", "-2147483648",
    "4294967295", "9223372036854775807", "1e9", "1e308", "-1e308", "nan", "inf", "0.0001", "-0.5", "٣", "1 2", "", "x",
)  # fmt: skip
WORDS = (
    "一、", "（一）", "（", "）", "《", "》", "〔2024〕", "第一条", "附件", "附件：1.", "附件1", "机密★1年", "绝密",
    "特急", "000001", "关于", "的通知", "各区人民政府：", "示例市人民政府", "2024年1月1日", "二〇二四年十三月四十日",
    "抄送：", "签发人：", "示政发〔2024〕1号", "第2号", "　　", " ", "\t", "\u200b", "\u202e", "\U00020000", "e\u0301",
    "—1—", "| a |", "|-|-|", "# ", "```", "\f", "%PDF-", "<w:p>", "&amp;", "…………", "１２", "①",
)  # fmt: skip
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_MOST_BYTES = 300_000


def mutant(seed: bytes, others: list[bytes], number: str) -> bytes:
    """The mutant of a seed file that goes by ``number``; ``others`` are files to take pieces from."""
    random = Random(number)
    data = seed
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        if data.startswith(b"PK") and random.random() < 0.9:
            data = _container(data, random)
        elif data.startswith(b"%PDF") and random.random() < 0.7:
            data = random.choice((_number, _number, _in_stream, _token))(data, random)
        else:
            data = random.choice(_BYTE_LEVEL)(data, random.choice(others), random)
    return data[:_MOST_BYTES]


# -- bytes --------------------------------------------------------------------------------------


def _place(data: bytes, random: Random) -> int:
    return random.randrange(len(data) + 1)


def _flip(data: bytes, _other: bytes, random: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        if spoilt:
            spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def _insert(data: bytes, _other: bytes, random: Random) -> bytes:
    at = _place(data, random)
    words = random.choice(WORDS).encode() if random.random() < 0.7 else random.randbytes(random.randrange(1, 9))
    return data[:at] + words * random.choice((1, 1, 1, 3, 200)) + data[at:]


def _delete(data: bytes, _other: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + data[at + random.choice((1, 2, 10, 100, 1000)) :]


def _repeat(data: bytes, _other: bytes, random: Random) -> bytes:
    at = _place(data, random)
    end = at + random.choice((1, 5, 50, 500))
    return data[:end] + data[at:end] * random.choice((1, 2, 20)) + data[end:]


def _splice(data: bytes, other: bytes, random: Random) -> bytes:
    start = _place(other, random)
    return data[: _place(data, random)] + other[start : start + 2000] + data[_place(data, random) :]


def _cut(data: bytes, _other: bytes, random: Random) -> bytes:
    return data[: _place(data, random)]


_BYTE_LEVEL = (_flip, _flip, _insert, _insert, _insert, _delete, _repeat, _splice, _cut)


# -- PDF ----------------------------------------------------------------------------------------


def _number(data: bytes, random: Random) -> bytes:
    """Another value for one of its numbers."""
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    place = random.choice(found)
    return data[: place.start()] + random.choice(INTERESTING_NUMBERS).encode() + data[place.end() :]


def _token(data: bytes, random: Random) -> bytes:
    """One word of the file in the place of another."""
    words = list(re.finditer(rb"[^\s\x80-\xff]{1,24}", data))
    if len(words) < 2:
        return data
    place, word = random.choice(words), random.choice(words)
    return data[: place.start()] + word[0] + data[place.end() :]


def _in_stream(data: bytes, random: Random) -> bytes:
    """A change inside a compressed stream, compressed again."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    place = random.choice(found)
    try:
        inner = zlib.decompress(place[1])
    except zlib.error:
        return _number(data, random)
    change: Callable[[bytes, Random], bytes] = random.choice((_number, _number, _token))
    packed = zlib.compress(change(inner, random))
    return data[: place.start(1)] + packed + data[place.end(1) :]


# -- containers and XML -------------------------------------------------------------------------


def _container(data: bytes, random: Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError):
        return _flip(data, b"", random)
    if not members:
        return data
    # The main part is where most of the reader's work is.
    name = random.choice(sorted(members, key=lambda name: len(members[name]))[-3:] * 2 + sorted(members))
    chance = random.random()
    if chance < 0.8:
        members[name] = _xml(members[name], random)
    elif chance < 0.9:
        members[name] = random.choice(_BYTE_LEVEL)(members[name], b"<w:p/>", random)
    elif chance < 0.95:
        del members[name]
    else:
        members[random.choice(("../../etc/passwd", "/abs", "word\\document.xml", "a\nb", name.upper(), " "))] = b"<a/>"
    return _packed(members)


def _packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _xml(source: bytes, random: Random) -> bytes:
    try:
        root = etree.fromstring(source)
    except etree.XMLSyntaxError:
        return _flip(source, b"", random)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for _ in range(random.choice((1, 1, 2, 4))):
        random.choice(_XML_LEVEL)(random.choice(elements), elements, random)
    try:
        return etree.tostring(root)
    except (ValueError, etree.LxmlError):
        return source


def _set_attribute(element: etree._Element, _all: list[etree._Element], random: Random) -> None:
    if not element.attrib:
        return
    name = random.choice(sorted(element.attrib))
    element.set(
        name,
        random.choice(INTERESTING_NUMBERS) if random.random() < 0.8 else random.choice(("on", "auto", "a:b;c:1e9pt")),
    )


def _borrow_attribute(element: etree._Element, everything: list[etree._Element], random: Random) -> None:
    other = random.choice(everything)
    for name, value in other.attrib.items():
        element.set(name, value)


def _rename(element: etree._Element, everything: list[etree._Element], random: Random) -> None:
    element.tag = random.choice(everything).tag


def _remove(element: etree._Element, _all: list[etree._Element], _random: Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _copy_into(element: etree._Element, everything: list[etree._Element], random: Random) -> None:
    """Copies of an element at another place, possibly inside itself."""
    for _ in range(random.choice((1, 1, 2, 30))):
        copy = deepcopy(element)
        if sum(1 for _ in copy.iter()) > 400:
            return
        random.choice(everything).append(copy)


def _nest(element: etree._Element, _all: list[etree._Element], random: Random) -> None:
    """Wraps the children of an element in many elements of its kind."""
    children = list(element)
    inner = element
    for _ in range(random.choice((1, 5, 60))):
        inner = etree.SubElement(inner, element.tag, dict(element.attrib))
    inner.extend(children)


def _shuffle(element: etree._Element, _all: list[etree._Element], random: Random) -> None:
    children = list(element)
    random.shuffle(children)
    element[:] = children


def _reword(element: etree._Element, _all: list[etree._Element], random: Random) -> None:
    element.text = "".join(random.choices(WORDS[:29], k=random.choice((1, 3, 10)))) * random.choice((1, 1, 1, 40))


_XML_LEVEL = (_set_attribute, _set_attribute, _set_attribute, _borrow_attribute, _rename, _remove, _copy_into, _nest,
              _shuffle, _reword, _reword)  # fmt: skip
