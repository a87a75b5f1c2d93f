"""By what drafts are judged, in a form that travels to another process or machine.

Two briefs with the same :attr:`Brief.state` judge alike: it covers wenlint's own code, the
checks, the packs, the settings and the library. The cache and the workers of a cluster rest on it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from wenlint import __version__, packs
from wenlint.config import PageCount, Settings
from wenlint.ruleset import Ruleset, gather

_NOT_OF_JUDGEMENT = frozenset({"fail_on", "exclude", "file", "corpus"})
"""Settings that do not change what is found in a draft; the library is told by its own state."""


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


def brief_for(settings: Settings, ruleset: Ruleset, library_state: str, today: dt.date) -> Brief:
    """The brief of a run. ``library_state`` tells one state of the library from another; "" without one."""
    return Brief(settings, today, state_of(settings, ruleset, library_state))


def gathered(brief: Brief) -> Ruleset:
    """The rules that the brief stands for, found anew.

    Raises:
        RulesetError: when they cannot be put together.
    """
    return gather(brief.settings, brief.today)


def state_of(settings: Settings, ruleset: Ruleset, library_state: str) -> str:
    """A digest of everything but the draft (and the day) that a judgement rests on."""
    digest = hashlib.sha256()
    for line in _lines(settings, ruleset, library_state):
        digest.update(line.encode(errors="surrogateescape") + b"\n")
    return digest.hexdigest()


def _lines(settings: Settings, ruleset: Ruleset, library_state: str) -> Iterator[str]:
    yield __version__
    yield library_state
    for field in fields(settings):
        if field.name not in _NOT_OF_JUDGEMENT:
            yield f"{field.name}={getattr(settings, field.name).value!r}"
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
