"""Characters of symbol fonts (w:sym, bullets) as Unicode."""

from __future__ import annotations

_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x80: "⓪", 0x8B: "⓿", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xB6: "☆",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
} | {0x81 + i: chr(0x2460 + i) for i in range(10)} | {0x8C + i: chr(0x2776 + i) for i in range(10)}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x30: "☐"}
_SYMBOL = {
    0x2D: "−", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "μ", 0x70: "π", 0xA3: "≤", 0xA5: "∞", 0xA8: "♦", 0xB0: "°",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xAC: "←", 0xAE: "→", 0xD7: "·",
    0xD6: "√", 0xE5: "∑",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)


def symbol(code: int, font: str) -> str:
    """The character that ``code`` shows in ``font``; the code point itself where the font is unknown."""
    table = _FONTS.get(font.lower())
    low = code - _PRIVATE.start if code in _PRIVATE else code
    if table and low in table:
        return table[low]
    if code in _PRIVATE and table is None and chr(low).isprintable() and low < 0x80:
        return chr(low)
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def bullet(text: str, font: str) -> str:
    """A bullet as a sign that any font shows."""
    sign = symbol(ord(text[0]), font) if text else ""
    return "•" if not sign or "\ue000" <= sign <= "\uf8ff" else sign + text[1:]
