"""Text recognition (OCR) of pages and images, by the extra ``wenlint[ocr]``; on this machine alone.

The models come inside the package ``rapidocr``; their files are named to it, so that it has
nothing to fetch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wenlint.reading.errors import ReadingError
from wenlint.reading.fixed.pieces import within
from wenlint.reading.fixed.sheet import Piece, Sheet, Style
from wenlint.reading.plausible import is_cjk
from wenlint.text.patterns import pattern

if TYPE_CHECKING:
    from PIL.Image import Image

INSTALL = 'pip install "wenlint[ocr]"'
"""How to get what this module needs."""

# Sizes of Chinese print from 初号 to 小五, in points.
_SIZES = (42.0, 36.0, 26.0, 24.0, 22.0, 18.0, 16.0, 15.0, 14.0, 12.0, 10.5, 9.0)
# By which share a line's size may miss that of the text, from so many Chinese characters on:
# the box around a short line is wide and high for its ink.
_NEAR = ((8, 0.12), (4, 0.25), (0, 0.4))
_LEAST_CHARACTERS = 4  # a shorter line tells its size by its height alone
_HEIGHT = 0.92  # of the box around a line, in ems
_BASE = 0.36  # from the middle of a line down to its base line, in ems
_OPENING, _CLOSING = "（《〈“‘【〔「『", "）》〉”’】〕」』，。、；：！？"
_INK = 0.55  # blank half of a full-width mark, in ems
_DARK = 140  # of 255
_RED, _NOT_RED = 150, 100
_SAMPLE = (48, 12)  # pixels that stand for a line when its colour is looked at
_UNSURE = 0.8
_LATIN_BRACKET = pattern(r"(?<=[\u3400-\u9fff])[()]|[()](?=[\u3400-\u9fff])")


class Recognised(NamedTuple):
    """A line of print: its text, box (left, top, right, bottom in pixels), confidence 0–1, whether it is red."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    red: bool


class Recogniser:
    """Recognises text; loading its models takes a second.

    Raises:
        ReadingError: unsupported, when the extra is not installed.
    """

    def __init__(self) -> None:
        try:
            import rapidocr
        except ModuleNotFoundError:
            raise ReadingError("unsupported", f"要识别图片上的文字，请先装上文字识别（OCR）组件：{INSTALL}") from None
        folder = Path(rapidocr.__file__).parent / "models"
        models = {part: sorted(folder.glob(f"*_{part}_*.onnx")) for part in ("det", "cls", "rec")}
        if not all(models.values()):
            raise ReadingError("unsupported", f"文字识别（OCR）组件不完整（缺模型），请重新安装：{INSTALL}")
        paths = {f"{part.capitalize()}.model_path": str(found[0]) for part, found in models.items()}
        self._engine: Any = rapidocr.RapidOCR(params={"Global.log_level": "critical", **paths})

    def lines(self, image: Image) -> list[Recognised]:
        """The lines of print on an image."""
        found = self._engine(image)
        if found.boxes is None:
            return []
        made = zip(found.txts, map(_upright, found.boxes.tolist()), found.scores, strict=True)
        return [
            Recognised(_with_chinese_brackets(text.strip()), box, float(score), _is_red(image, box))
            for text, box, score in made
            if text.strip()
        ]


def sheet(lines: Sequence[Recognised], number: int, width: float, height: float, scale: float) -> Sheet:
    """The page that the lines make up; ``scale`` is pixels to a point, ``width`` and ``height`` are in points."""
    sizes = _sizes(lines, scale)
    pieces = (_piece(line, size, scale) for line, size in zip(lines, sizes, strict=True))
    inside, _ = within(pieces, width, height)
    return Sheet(number, width, height, inside, [])


def note(lines: Iterable[Recognised], where: str) -> str:
    """What a reader of the result should know; ``where`` names the pages."""
    scores = [(line.confidence, len(line.text)) for line in lines]
    total = sum(length for _, length in scores) or 1
    mean = sum(score * length for score, length in scores) / total
    unsure = sum(score < _UNSURE for score, _ in scores)
    doubt = f"，有 {unsure} 行把握不足 {_UNSURE:.0%}" if unsure else ""
    return f"{where}文字由 OCR 识别，可能有误（平均把握 {mean:.0%}{doubt}），请对照原件"


def _upright(corners: Sequence[Sequence[float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _with_chinese_brackets(text: str) -> str:
    """Brackets beside Chinese characters that were taken for Latin ones: (一） is （一）."""
    return _LATIN_BRACKET.sub(lambda match: "（" if match[0] == "(" else "）", text)


def _is_red(image: Image, box: tuple[float, float, float, float]) -> bool:
    """Whether the dark or coloured pixels of a line are red for the most part."""
    left, top, right, bottom = (round(edge) for edge in box)
    if right <= left or bottom <= top:
        return False
    small = image.crop((left, top, right, bottom)).convert("RGB").resize(_SAMPLE)
    values = small.tobytes()
    pixels = list(zip(values[0::3], values[1::3], values[2::3], strict=True))
    ink = [pixel for pixel in pixels if min(pixel) < _DARK]
    red = sum(r > _RED and g < _DARK and b < _DARK and r - max(g, b) > _NOT_RED / 2 for r, g, b in ink)
    return bool(ink) and red > len(ink) / 2


def _sizes(lines: Sequence[Recognised], scale: float) -> list[float]:
    """Font size of each line in points: the nearest of Chinese print, with that of the text for all near it."""
    measured = [_measured(line) / scale for line in lines]
    shares: Counter[float] = Counter()
    for line, size in zip(lines, measured, strict=True):
        shares[_nearest(size)] += len(line.text)
    usual = shares.most_common(1)[0][0] if shares else 0.0
    return [
        usual if abs(size - usual) <= _tolerance(line.text) * usual else _nearest(size)
        for line, size in zip(lines, measured, strict=True)
    ]


def _tolerance(text: str) -> float:
    wide = sum(map(is_cjk, text))
    return next(share for least, share in _NEAR if wide >= least)


def _measured(line: Recognised) -> float:
    """Size of a line in pixels: by its length where it has enough Chinese characters, else by its height."""
    left, top, right, bottom = line.box
    by_height = (bottom - top) * _HEIGHT
    wide = sum(map(is_cjk, line.text))
    if wide < _LEAST_CHARACTERS:
        return by_height
    ems = wide + 0.5 * (len(line.text) - wide) - _INK * _outer_blanks(line.text)
    by_length = (right - left) / ems
    return by_length if by_length < 1.3 * by_height else by_height  # a letter-spaced line


def _outer_blanks(text: str) -> int:
    return (text[0] in _OPENING) + (text[-1] in _CLOSING)


def _nearest(size: float) -> float:
    return min(_SIZES, key=lambda known: abs(known - size))


def _piece(line: Recognised, size: float, scale: float) -> Piece:
    left, top, right, bottom = (edge / scale for edge in line.box)
    # A box goes around the ink; a bracket or comma at the edge has half an em of blank beyond it.
    left -= _INK * size * (line.text[0] in _OPENING)
    right += _INK * size * (line.text[-1] in _CLOSING)
    style = Style("", size, bold=False, red=line.red)
    return Piece(line.text, left, right, (top + bottom) / 2 + _BASE * size, style)
