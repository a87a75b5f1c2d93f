"""Makes a draft ready for LibreOffice: around what it gets wrong, and with a word on what it cannot know."""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from functools import lru_cache

from wenlint.reading.archive import Archive
from wenlint.reading.errors import ReadingError

_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_GRID = re.compile(rb"<w:docGrid\b[^>]*>")
_TYPE = re.compile(rb"""\bw:type=["'](?:linesAndChars|snapToChars)["']""")
_SPACE = re.compile(rb"""\bw:charSpace=["'](-\d+)["']""")
_RUN_DEFAULTS = re.compile(rb"(<w:rPrDefault>\s*<w:rPr>)(.*?)(</w:rPr>)", re.DOTALL)
_FONTS = re.compile(rb"""<w:rFonts\b[^>]*?\bw:eastAsia=["']([^"']+)["']""")
_USUAL_FONTS = (
    "仿宋_GB2312", "仿宋", "FangSong", "宋体", "SimSun", "黑体", "SimHei", "楷体_GB2312", "楷体", "KaiTi",
    "方正小标宋简体", "方正小标宋_GBK", "微软雅黑", "等线", "华文中宋", "华文仿宋",
)  # fmt: skip
_OPEN_PARTS = ("content.xml", "styles.xml")
_FONT_LIST_SECONDS = 5.0
_LARGEST = 128 << 20  # inflated bytes of a container that is written anew


def prepared(data: bytes, format: str) -> tuple[bytes, str]:
    """The bytes to render, and in Chinese what to keep in mind of the result; "" for nothing."""
    if format != "docx":
        return data, _caution(missing_fonts(_mentioned(data, format)))
    try:
        archive = Archive(data)
        main = archive.read(_DOCUMENT) if _DOCUMENT in archive else b""
        styles = archive.read(_STYLES) if _STYLES in archive else b""
    except ReadingError:
        return data, ""  # LibreOffice may open what we do not
    cautions = []
    space = _closer_grid(main)
    if space:
        changed = _with_spacing(styles, space)
        if changed is None or not _is_moderate(data):
            cautions.append("这份文稿用的字符网格 LibreOffice 排得不对")
        else:
            data = _replaced(data, {_DOCUMENT: _GRID.sub(_lines_only, main), _STYLES: changed})
    named = (name.decode("utf-8", "replace") for name in _FONTS.findall(main))
    return data, _caution(missing_fonts([*named, *_resolved(data)]), *cautions)


def _caution(missing: Sequence[str], *others: str) -> str:
    cautions = list(others)
    if missing:
        cautions.append(f"本机没有文稿用的字体（{'、'.join(missing[:3])}{'等' if len(missing) > 3 else ''}）")
    return "；".join(cautions) + "，按 LibreOffice 排版的页数可能不准" if cautions else ""


def _resolved(data: bytes) -> list[str]:
    """The fonts that the paragraphs of a .docx have by their styles and the theme."""
    from wenlint.reading import docx

    try:
        paragraphs = docx.read(data).paragraphs
    except ReadingError:
        return []
    return [paragraph.look.font for paragraph in paragraphs if paragraph.look.font]


def _mentioned(data: bytes, format: str) -> list[str]:
    """The usual fonts that a file names; whether its text is set in them is not told."""
    if format == "odt":
        try:
            archive = Archive(data)
            data = b"".join(archive.read(part) for part in _OPEN_PARTS if part in archive)
        except ReadingError:
            return []
    return [name for name in _USUAL_FONTS if _spelt(name, format) in data]


def _spelt(name: str, format: str) -> bytes:
    """The name as a list of fonts holds it."""
    match format:
        case "doc":
            return name.encode("utf-16-le") + b"\0\0"
        case "rtf":
            signs = (c if c.isascii() else "".join(f"\\'{byte:02x}" for byte in c.encode("gbk")) for c in name)
            return f"{''.join(signs)};".encode()
        case _:
            return name.encode()


def missing_fonts(names: Iterable[str]) -> list[str]:
    """The fonts among ``names`` that are not installed; none where that cannot be told."""
    installed = _installed()
    return [name for name in dict.fromkeys(names) if name.lower() not in installed] if installed else []


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        listed = subprocess.run(
            [program, ":", "family"], capture_output=True, timeout=_FONT_LIST_SECONDS, check=True, text=True
        ).stdout
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return frozenset()
    return frozenset(name.strip().replace("\\", "").lower() for line in listed.splitlines() for name in line.split(","))


def _closer_grid(main: bytes) -> int:
    """The charSpace (in 4096ths of a point) of a grid that sets characters closer; 0 for none."""
    for grid in _GRID.findall(main):
        space = _SPACE.search(grid)
        if space and _TYPE.search(grid):
            return int(space[1])
    return 0


def _lines_only(grid: re.Match[bytes]) -> bytes:
    return _SPACE.sub(b"", _TYPE.sub(b'w:type="lines"', grid[0])) if _SPACE.search(grid[0]) else grid[0]


def _with_spacing(styles: bytes, space: int) -> bytes | None:
    """Styles in which every character is set closer; None when they have no place for it."""
    # Rounded down: a line that just holds its 28 characters must go on holding them.
    spacing = f'<w:spacing w:val="{math.floor(space / 4096 * 20)}"/>'.encode()
    changed, count = _RUN_DEFAULTS.subn(lambda match: match[1] + match[2] + spacing + match[3], styles, count=1)
    return changed if count else None


def _is_moderate(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(entry.file_size for entry in archive.infolist()) <= _LARGEST


def _replaced(data: bytes, parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry, parts.get(entry.filename) or source.read(entry))
    return buffer.getvalue()
