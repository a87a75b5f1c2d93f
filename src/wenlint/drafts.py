"""Which files there are to judge: paths named by the user → drafts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from wenlint.reading import SUFFIXES

# Office formats that hold drafts but that no reader takes yet. A folder with such a file has not been
# judged whole, so they go to the reader, which says what to do.
UNREAD_SUFFIXES = frozenset({".docm", ".dotx", ".uof", ".uot", ".wpt"})


@dataclass(frozen=True, slots=True)
class Target:
    """A file to judge. ``error`` says in Chinese why it cannot even be opened; "" otherwise."""

    path: Path
    error: str = ""


def find(paths: Iterable[Path], exclude: Sequence[str] = (), include: Sequence[str] = ()) -> Iterator[Target]:
    """The drafts that the paths stand for, in order, none twice.

    A file stands for itself, whatever its name. A folder stands for the drafts below it:
    hidden files, lock files of an editor (``~$…``) and whatever matches a pattern of
    ``exclude`` (by its name or its path below the folder) are left out, and so are files that
    match no pattern of ``include``, where there are any. Links are not followed.
    A subfolder that cannot be listed is a target with an error.
    """
    seen: set[str] = set()
    for path in paths:
        for target in _below(path, exclude, include) if path.is_dir() else [_named(path)]:
            key = os.path.realpath(target.path)
            if key not in seen:
                seen.add(key)
                yield target


def _named(path: Path) -> Target:
    # A device or a pipe may never end.
    if path.exists() and not path.is_file():
        return Target(path, "不是普通文件；要从管道读入，请用 - 并加 --stdin-filename")
    return Target(path)


def lock_files(folder: Path) -> list[Path]:
    """Lock files below a folder: somebody has the drafts that they are named after open."""
    return sorted(path for path in folder.rglob("~$*") if path.is_file())


def _below(folder: Path, exclude: Sequence[str], include: Sequence[str]) -> Iterator[Target]:
    unlisted: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=unlisted.append):
        here = Path(place)
        folders[:] = sorted(name for name in folders if _is_wanted(here / name, folder, exclude))
        for name in sorted(files):
            path = here / name
            is_draft = path.suffix.lower() in SUFFIXES | UNREAD_SUFFIXES and _is_wanted(path, folder, exclude)
            if is_draft and (not include or _matches(path, folder, include)):
                yield _named(path)
    for error in unlisted:
        yield Target(Path(error.filename), "文件夹打不开，里面的文稿没有检查；请核对权限")


def _is_wanted(path: Path, folder: Path, exclude: Sequence[str]) -> bool:
    if path.name.startswith((".", "~$", ".~")) or path.is_symlink():
        return False
    return not _matches(path, folder, exclude)


def is_chosen(below: PurePath, exclude: Sequence[str] = (), include: Sequence[str] = ()) -> bool:
    """Whether the patterns leave a file in, told by its path below the folder or repository that they are meant for."""
    around = [below, *below.parents][:-1]
    if any(_fits(place, exclude) for place in around):
        return False
    return not include or _fits(below, include)


def _matches(path: Path, folder: Path, patterns: Sequence[str]) -> bool:
    return _fits(path.relative_to(folder), patterns)


def _fits(below: PurePath, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(below.name, pattern) or fnmatchcase(below.as_posix(), pattern) for pattern in patterns)
