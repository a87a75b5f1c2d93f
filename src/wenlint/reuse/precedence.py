"""Whether a draft may have copied a document: not itself, nor one that came later from its own level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenlint.document import Document
from wenlint.reuse.entry import LEVELS, Entry
from wenlint.reuse.naming import Name, name_of, number_key
from wenlint.text.titles import enclosed_title

_RANK = {level: rank for rank, level in enumerate(LEVELS)}
_MUNICIPALITY = re.compile(r"^(?:中共)?(?:北京|上海|天津|重庆)市")
_UNTOLD = -1
_FORWARDED = re.compile(r"转发|批转")


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a draft decides which documents can stand above or before it."""

    digest: str
    name: Name | None
    number: str
    date: str
    lowest: int
    forwarded: Name | None

    @staticmethod
    def of(document: Document) -> Standing:
        """The standing of a draft."""
        elements = document.elements
        title = elements.title or ""
        inner = enclosed_title(title) if _FORWARDED.search(title) else None
        return Standing(
            digest=Entry("", document.text).digest,
            name=name_of(title) if title else None,
            number=number_key(elements.document_number or ""),
            date=elements.date or "",
            # A text that is put together from others may carry another's signature.
            lowest=max(_lowest_rank(elements.issuer or ""), _lowest_rank(title.partition("关于")[0])),
            forwarded=name_of(inner) if inner else None,
        )

    def admits(self, entry: Entry) -> bool:
        """Whether the draft may have copied the document.

        A document of the draft's own level or below counts only when it is not younger; one
        from above always does, since a draft's printed date is often a placeholder. Where a
        level or a date is not known, the document is taken to stand above and before.
        """
        if entry.digest == self.digest or self._is(entry):
            return False
        if self.forwarded is not None and self.forwarded.means(name_of(entry.title)):
            return False
        is_above = self.lowest == _UNTOLD or _RANK.get(entry.level, -1) < self.lowest
        return is_above or not _is_later(entry.date, self.date)

    def _is(self, entry: Entry) -> bool:
        """Whether the document is the draft itself or another version of it."""
        if self.name is None or not self.name.means(name_of(entry.title)):
            return False
        number = number_key(entry.number)
        return not number or not self.number or number == self.number


def _is_later(date: str, than: str) -> bool:
    size = min(len(date), len(than))
    return size >= 4 and date[:size] > than[:size]


_TOWN = re.compile(r"街道|[\u4e00-\u9fff]{2}(?:镇|乡)(?:人民政府|党委|委员会)")
_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,6}(?:省|自治区)(?!.*[市县旗州盟])")
_COUNTY = re.compile(
    r"(?!.{2,6}自治区(?!.*[市县旗]))(?:[^省市]{2,6}(?:省|自治区))?(?:[^市]{2,8}(?:市|州|盟|地区))?.{1,8}(?:区|县|旗)"
)
_CENTRAL = re.compile(r"国务院|中共中央|中央|全国人")


def _lowest_rank(issuer: str) -> int:
    """The lowest rank an issuer of this name can have; the highest of all when it does not tell.

    A 市 may be one of a province's cities or a county's equal.
    """
    municipal = _MUNICIPALITY.match(issuer)
    if _TOWN.search(issuer):
        return _RANK["town"]
    if _COUNTY.match(issuer[municipal.end() :] if municipal else issuer):
        return _RANK["county"]
    if municipal or _PROVINCE.match(issuer):
        return _RANK["province"]
    if re.search(r"市|自治州|盟", issuer):
        return _RANK["county"]
    return _RANK["central"] if _CENTRAL.match(issuer) else _UNTOLD
