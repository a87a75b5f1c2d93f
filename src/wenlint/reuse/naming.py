"""Whether two names mean one document: titles and document numbers made comparable.

A title is cited with and without its issuer (《关于X的意见》, 《国务院关于X的意见》), with and
without 中华人民共和国, and by the text that a notice issues (《X方案》 for 关于印发《X方案》的通知).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenlint.text.normal import squeeze
from wenlint.text.patterns import pattern
from wenlint.text.titles import enclosed_title, strip_brackets

_REPUBLIC = "中华人民共和国"
_NUMBER = pattern(r"^(?P<code>.+?)[〔\[［(（【﹝〈]?(?P<year>(?:19|20)\d\d)[〕\]］)）】﹞〉年]?第?(?P<serial>\d+)号?$")
_VERSION = pattern(r"[（(][^（）()]*(?:\d{4}|修正|修订|修改)[^（）()]*[）)]")
_ISSUER = pattern(r"^(?P<issuer>[^关]{2,40}?)(?=关于)")


@dataclass(frozen=True, slots=True)
class Name:
    """A title taken apart: who it says issues it ("" when it does not say) and the rest."""

    issuer: str
    matter: str

    def means(self, other: Name) -> bool:
        """Whether both may name the same document."""
        if self.matter != other.matter:
            return False
        return not self.issuer or not other.issuer or self.issuer in other.issuer or other.issuer in self.issuer


def number_key(number: str) -> str:
    """The document number without regard to brackets, blanks, 第 and 号; "" for none."""
    flat = re.sub(r"\s+", "", number)
    match = _NUMBER.match(flat)
    if match is None:
        return squeeze(flat)
    return f"{squeeze(match['code'])}{match['year']}-{int(match['serial'])}"


def title_key(title: str) -> str:
    """The whole title, punctuation, blanks and a note of its version apart."""
    return squeeze(_VERSION.sub("", title))


def name_of(title: str) -> Name:
    """The title as issuer and matter."""
    flat = re.sub(r"[\s《》〈〉“”]", "", strip_brackets(_VERSION.sub("", title)))
    match = _ISSUER.match(flat)
    issuer = squeeze(match["issuer"]) if match else ""
    matter = squeeze(flat[match.end() :] if match else flat)
    return Name(issuer.removeprefix(_REPUBLIC), matter.removeprefix(_REPUBLIC))


def names_of(title: str) -> tuple[Name, ...]:
    """Every name the document goes by: its own, and that of the text it issues or forwards."""
    own = name_of(title)
    inner = enclosed_title(title)
    return (own,) if inner is None else (own, name_of(inner))


def family_key(title: str) -> str:
    """A key that versions of one document share (（2018年修正） and the like apart)."""
    return name_of(title).matter
