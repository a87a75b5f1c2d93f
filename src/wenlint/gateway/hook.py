"""The gate of a git server: what a push brings is judged before any branch or tag moves.

Versions that the pushed branches end with are held against the rules. Versions that only
commits on the way have are gone from the branch but stay in the history: they are refused
when they bear a secrecy marking that is not allowed here, or when nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from wenlint.batch.judge import Item
from wenlint.config import Settings
from wenlint.drafts import UNREAD_SUFFIXES, is_chosen
from wenlint.gateway.gate import Gate, Ruling
from wenlint.gateway.hook_git import Blobs, Push, Update, Version, pushed, sizes
from wenlint.reading import SUFFIXES, ReadingError
from wenlint.report.folder.overview import Verdict
from wenlint.waivers import Exemptions

_LFS = b"version https://git-lfs.github.com/spec/"
_NOT_SENT = "推来的只是 Git LFS 的指针，文稿本身不在推送里，没法查；请不要用 LFS 存放文稿"


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of one content of a draft.

    Attributes:
        names: its paths in the repository.
        is_final: whether a pushed branch or tag ends with it.
    """

    names: tuple[str, ...]
    is_final: bool
    ruling: Ruling

    @property
    def passes(self) -> bool:
        """Whether the push may bring it in."""
        return self.ruling.passes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a push: answers in the order of their paths, and refs that lead to no commit."""

    answers: tuple[Answer, ...]
    strange: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether the push is accepted."""
        return not self.strange and all(answer.passes for answer in self.answers)

    @property
    def is_unjudged(self) -> bool:
        """Whether something could not be judged."""
        return bool(self.strange) or any(answer.ruling.verdict is Verdict.FAILED for answer in self.answers)


def judge(updates: Sequence[Update], settings: Settings, gate: Gate, exemptions: Exemptions) -> Outcome:
    """Judges what a push brings.

    Raises:
        GitError: when git does not answer.
        EngineError: when no worker can be had.
    """
    exclude, include = settings.exclude.value, settings.include.value

    def is_wanted(path: PurePosixPath) -> bool:
        return _ending(path) in SUFFIXES | UNREAD_SUFFIXES and is_chosen(path, exclude, include)

    push = pushed(updates, is_wanted)
    contents = _contents(push)
    last = {_key(version) for version in push.final}
    rulings = gate.rulings(_items(contents), exemptions, history=contents.keys() - last)
    answers = [
        Answer(tuple(contents[ruling.row.path]), ruling.row.path in last, ruling)
        for ruling in rulings
    ]  # fmt: skip
    return Outcome(tuple(sorted(answers, key=lambda answer: answer.names)), push.strange)


def _contents(push: Push) -> dict[str, list[str]]:
    """The paths of every content; those with which branches end where there are any."""
    contents: dict[str, list[str]] = {}
    for version in push.final:
        contents.setdefault(_key(version), []).append(version.path)
    passing: dict[str, list[str]] = {}
    for version in push.passing:
        if _key(version) not in contents:
            passing.setdefault(_key(version), []).append(version.path)
    return contents | passing


def _key(version: Version) -> str:
    """Readers look at the ending of a name besides the content; two paths that agree in both are one draft."""
    return f"{version.blob}{_ending(PurePosixPath(version.path))}"


def _ending(path: PurePosixPath) -> str:
    """As Windows has it, which drops dots and blanks at the end of a name."""
    return PurePosixPath(path.name.rstrip(" .")).suffix.lower()


def _items(contents: dict[str, list[str]]) -> Iterator[Item]:
    """The contents as workers take them: read one by one, never all at once."""
    if not contents:
        return
    blobs = {key: PurePosixPath(key).stem for key in contents}
    size = sizes(sorted(set(blobs.values())))
    with Blobs() as store:
        for key, blob in blobs.items():
            error = _oversize(size[blob])
            data = b"" if error else store.read(blob)
            if data.startswith(_LFS):
                error = _NOT_SENT
            yield Item(key, data, error)


def _oversize(size: int) -> str:
    from wenlint.reading.sniff import refuse_oversize

    try:
        refuse_oversize(size)
    except ReadingError as error:
        return error.message
    return ""
