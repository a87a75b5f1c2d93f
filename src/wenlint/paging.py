"""Many drafts, with pages counted as the settings say: estimated, or laid out by LibreOffice.

Rendering takes seconds, most of them for starting LibreOffice: drafts go through it together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wenlint.check import Check, Context, Rule
from wenlint.config import PageCount
from wenlint.document import Document, Kind
from wenlint.finding import Outcome
from wenlint.linting import lint
from wenlint.reading import ReadingError, read_bytes

if TYPE_CHECKING:
    from wenlint.reading.rendering import Rendering

_AT_ONCE = 40
"""Drafts that are rendered together and held in memory meanwhile."""


class RenderingError(Exception):
    """Rendering was asked for and cannot be had; the message is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Source:
    """A draft to judge: its name, its bytes when asked for, or in Chinese why there are none."""

    name: str
    load: Callable[[], bytes]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How drafts are to be read: as what kind, with pages counted how, and whether text may be recognised."""

    kind: Kind | None = None
    pages: PageCount = PageCount.ESTIMATE
    ocr: bool = False


_NOTHING = Asked()


@dataclass(frozen=True, slots=True)
class _Lint:
    rules: Sequence[Rule]
    checks: Mapping[str, Check]
    context: Context
    asked: Asked

    def __call__(self, source: Source, rendered: Rendering | ReadingError | None = None) -> Outcome:
        if source.error:
            return Outcome(source.name, None, error=source.error)
        return lint(source.name, lambda: self._read(source, rendered), self.rules, self.checks, self.context)

    def _read(self, source: Source, rendered: Rendering | ReadingError | None) -> Document:
        document = read_bytes(source.load(), source.name, self.asked.kind, ocr=self.asked.ocr)
        if isinstance(rendered, ReadingError):
            return replace(document, notes=(*document.notes, f"{rendered.message}；页数仍按版面估算"))
        if rendered is None:
            return document
        from wenlint.reading.rendering import applied

        return applied(document, rendered)


def lint_all(
    sources: Sequence[Source],
    rules: Sequence[Rule],
    checks: Mapping[str, Check],
    context: Context,
    asked: Asked = _NOTHING,
) -> Iterator[Outcome]:
    """Judges drafts in the order given. One that cannot be read gives an outcome with an error.

    Raises:
        RenderingError: when rendering is asked for and there is no LibreOffice.
    """
    judge = _Lint(rules, checks, context, asked)
    if asked.pages is PageCount.RENDER:
        yield from _rendered(sources, judge)
    elif asked.pages is PageCount.AUTO:
        yield from _rendered_in_doubt(sources, judge)
    else:
        yield from map(judge, sources)


def _rendered(sources: Sequence[Source], judge: _Lint) -> Iterator[Outcome]:
    from wenlint.reading import rendering

    if not rendering.is_available():
        raise RenderingError(rendering.MISSING)
    for start in range(0, len(sources), _AT_ONCE):
        group = [_kept(source) for source in sources[start : start + _AT_ONCE]]
        found = _render(group)
        for index, source in enumerate(group):
            yield judge(source, found.get(str(index)))


def _rendered_in_doubt(sources: Sequence[Source], judge: _Lint) -> Iterator[Outcome]:
    """Holds back the drafts in doubt, and in order what follows them, until enough are together."""
    waiting: list[tuple[Source, Outcome]] = []
    for source in sources:
        outcome = judge(source)
        if waiting or _is_in_doubt(outcome):
            waiting.append((source, outcome))
        else:
            yield outcome
        if len(waiting) >= _AT_ONCE:
            yield from _settled(waiting, judge)
            waiting = []
    yield from _settled(waiting, judge)


def _settled(waiting: Sequence[tuple[Source, Outcome]], judge: _Lint) -> Iterator[Outcome]:
    kept = {index: _kept(source) for index, (source, outcome) in enumerate(waiting) if _is_in_doubt(outcome)}
    found = _render(list(kept.values())) if kept else {}
    places = {index: str(place) for place, index in enumerate(kept)}
    for index, (_, outcome) in enumerate(waiting):
        yield judge(kept[index], _trusted(found.get(places[index]))) if index in kept else outcome


def _trusted(rendered: Rendering | ReadingError | None) -> Rendering | ReadingError | None:
    """A rendering that can settle a doubt; one under a caution (missing fonts) is no better than the estimate."""
    if rendered is None or isinstance(rendered, ReadingError) or not rendered.caution:
        return rendered
    return ReadingError("unsettled", f"LibreOffice 排出 {rendered.pages.value} 页，但{rendered.caution}")


def _is_in_doubt(outcome: Outcome) -> bool:
    """Whether rendering could settle what the estimate leaves open."""
    if outcome.document is None or all(skipped.wants != "pages" for skipped in outcome.skipped):
        return False
    from wenlint.reading import rendering  # it brings subprocess along, which most drafts do without

    return outcome.document.format in rendering.FORMATS and rendering.is_available()


def _kept(source: Source) -> Source:
    """The source with its bytes at hand, so that what is rendered is what is read."""
    if source.error:
        return source
    try:
        data = source.load()
    except ReadingError as error:
        return replace(source, error=error.message)
    return replace(source, load=lambda: data)


def _render(sources: Sequence[Source]) -> dict[str, Rendering | ReadingError]:
    """Renderings by the index of their source; none of a source that is no word-processing document."""
    from wenlint.reading import rendering
    from wenlint.reading.sniff import sniff

    drafts: dict[str, tuple[bytes, str]] = {}
    for index, source in enumerate(sources):
        if source.error:
            continue
        data = source.load()
        try:
            format = sniff(data, source.name)
        except ReadingError:
            continue  # reading it tells why
        if format in rendering.FORMATS:
            drafts[str(index)] = (data, format)
    if not drafts:
        return {}
    try:
        return dict(rendering.render(drafts))
    except ReadingError as error:
        return dict.fromkeys(drafts, error)
