"""By what drafts are judged, in a form that travels to another process or machine.

Two briefs with the same :attr:`Brief.state` judge alike: it covers wenlint's own code, the
checks, the packs, the settings and the library. The cache and the workers of a cluster rest on it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wenlint import __version__, packs
from wenlint.config import PageCount, Settings
from wenlint.reuse import library_state
from wenlint.ruleset import Ruleset, gather

_OF_JUDGEMENT = ("select", "ignore", "kind", "pages", "ocr", "own_pack")
"""Settings that change what is found in a draft; packs, plan and library are told by what is in them."""


@dataclass(frozen=True, slots=True)
class Brief:
    """Settings, the day, and what they came to where the brief was made."""

    settings: Settings
    today: dt.date
    state: str

    @property
    def pages(self) -> PageCount:
        """How pages are counted."""
        return self.settings.pages.value


def brief_for(settings: Settings, ruleset: Ruleset, today: dt.date) -> Brief:
    """The brief of a run.

    Raises:
        LibraryError: when the library cannot be read.
    """
    return Brief(settings, today, state_of(settings, ruleset))


def gathered(brief: Brief) -> Ruleset:
    """The rules that the brief stands for, found anew.

    Raises:
        RulesetError: when they cannot be put together.
    """
    return gather(brief.settings, brief.today)


def state_of(settings: Settings, ruleset: Ruleset) -> str:
    """A digest of everything but the draft (and the day) that a judgement rests on."""
    digest = hashlib.sha256()
    for line in _lines(settings, ruleset):
        digest.update(line.encode(errors="surrogateescape") + b"\n")
    return digest.hexdigest()


def _lines(settings: Settings, ruleset: Ruleset) -> Iterator[str]:
    yield __version__
    if settings.corpus.value:
        yield f"library {library_state(settings.corpus.value)}"
    yield from (f"{name}={getattr(settings, name)!r}" for name in _OF_JUDGEMENT)
    if settings.plan.value:
        yield f"plan {_content(settings.plan.value)}"
    yield from (rule.id for rule in ruleset.rules)
    yield from (f"{pack.id} {_content(pack.path)}" for pack in ruleset.packs)
    yield from (f"{path.name} {_content(path)}" for path in _code(ruleset))


def _code(ruleset: Ruleset) -> list[Path]:
    """Every file of wenlint's own and of the checks: under development they change without a new version."""
    modules = {sys.modules[check.run.__module__].__file__ for check in ruleset.checks.values()}
    own = Path(packs.__file__).parent.rglob("*.py")
    return sorted({*own, *(Path(file) for file in modules if file)})


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
