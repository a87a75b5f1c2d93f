"""Characters that fonts and converters put in place of the usual ones."""

from __future__ import annotations

import unicodedata

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
_USUAL = {**_RADICALS, **_PRIVATE, **_SIMPLE}
_KNOWN: dict[str, str] = {}


def usual(char: str) -> str:
    """The usual character or characters for ``char``; "" for one without meaning of its own.

    Kangxi and supplementary radicals and compatibility ideographs become unified
    ideographs, ligatures their letters. Full-width forms stay as they are.
    """
    known = _KNOWN.get(char)
    if known is None:
        known = _KNOWN[char] = _work_out(char)
    return known


def _work_out(char: str) -> str:
    if char in _USUAL:
        return _USUAL[char]
    if "\u2f00" <= char <= "\u2fd5" or "\uf900" <= char <= "\ufaff" or "\ufb00" <= char <= "\ufb06":
        return unicodedata.normalize("NFKC", char)
    return char


def is_senseless(char: str) -> bool:
    """Whether a character says that the file does not tell what its glyph means."""
    if char < " " or "\x7f" <= char < "\xa0":
        return True
    return char in "\ufffd\uffff" or "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
