"""Characters that fonts and converters put in place of the usual ones."""

from __future__ import annotations

import unicodedata
from functools import cache

from wenlint.text.patterns import pattern

# CJK Radicals Supplement → unified ideographs (Unicode EquivalentUnifiedIdeograph), those that are whole characters.
_RADICALS = dict(
    zip(
        "⺁⺇⺊⺌⺍⺒⺝⺟⺠⺧⺩⺪⺬⺮⺴⺵⺶⺷⺸⺻⺼⺽⻁⻄⻅⻆⻇⻉⻊⻋⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻞⻟⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻲⻳⻑",
        "厂几卜小小巳月母民牛王疋示竹冈冈羊羊羊聿月臼虎西见角角贝足车长门阜雨青韦页风飞食食食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟龟龟长",
        strict=True,
    )
)
# Symbol and Wingdings code points (U+F000 + byte) that stand for list marks and ticks.
_PRIVATE = {
    "\uf0b7": "•",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf0a7": "▪",
    "\uf0a8": "□",
    "\uf06f": "□",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0fe": "☑",
    "\uf0b2": "☆",
    "\uf0ab": "★",
    "\uf0b0": "°",
    "\uf0b1": "±",
    "\uf0b4": "×",
    "\uf0b8": "÷",
    "\uf0a3": "≤",
    "\uf0b3": "≥",
    "\uf020": " ",
}
_SIMPLE = {
    "\u00a0": " ",
    "\t": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\x02": "-",  # a hyphen that pdfium takes for one of word division
    "\ufffe": "-",
    "\u00ad": "",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
}
_KNOWN = dict.fromkeys(map(ord, _PRIVATE | _SIMPLE))
_SURROGATES = pattern("[\ud800-\udfff]")
_SENSELESS = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CONTROL = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xFFFF], "")


@cache
def _table() -> dict[int, str]:
    compatible = [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0xFB00, 0xFB07)]
    composed = {code: unicodedata.normalize("NFKC", chr(code)) for code in compatible}
    return _CONTROL | composed | {ord(char): usual for char, usual in (_RADICALS | _PRIVATE | _SIMPLE).items()}


def usual(text: str) -> str:
    """The text with the usual characters in place of their doubles; control codes are left out.

    Kangxi and supplementary radicals and compatibility ideographs become unified
    ideographs, ligatures their letters. Full-width forms stay as they are.
    """
    if _SURROGATES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text if text.isascii() and text.isprintable() else text.translate(_table())


def senseless(text: str) -> int:
    """How many characters say that the file does not tell what their glyphs mean."""
    return len(_SENSELESS.findall(text.translate(_KNOWN)))
