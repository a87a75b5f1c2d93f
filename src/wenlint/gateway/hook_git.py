"""What a push brings, asked of git: the versions of drafts that no branch or tag of the server leads to yet."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from types import TracebackType
from typing import IO, NamedTuple

_FILE_MODES = (
    b"100644",
    b"100755",
    b"100664",
)  # the last one is of old repositories; links and submodules are no files


class GitError(Exception):
    """git did not answer, so that nothing can be said of the push; the message is one line in Chinese."""


class Update(NamedTuple):
    """A line that git gives the hook: what a branch or tag was, what it is to be, and its name."""

    old: str
    new: str
    ref: str

    @property
    def is_deletion(self) -> bool:
        """Whether the branch or tag is to go."""
        return not self.new.strip("0")


class Version(NamedTuple):
    """A version of a file: its path in the repository, and the blob."""

    path: str
    blob: str


class Push(NamedTuple):
    """What a push brings.

    Attributes:
        final: versions as the pushed branches and tags end.
        passing: versions that only commits on the way there have; they stay in the history.
        strange: names of refs that are to point at something other than a commit.
    """

    final: tuple[Version, ...]
    passing: tuple[Version, ...]
    strange: tuple[str, ...]


def updates_of(lines: Iterable[bytes]) -> list[Update]:
    """The lines on the hook's standard input (githooks(5), pre-receive).

    Raises:
        GitError: when a line is none of git's.
    """
    updates = []
    for line in lines:
        parts = os.fsdecode(line.rstrip(b"\n")).split(" ", 2)
        if len(parts) != 3:
            raise GitError("标准输入不是 git 给钩子的内容；这个命令由 git 服务器调用，不用手工运行")
        updates.append(Update(*parts))
    return updates


def is_bare() -> bool:
    """Whether the repository that the hook runs in has no work tree.

    Raises:
        GitError: when it runs in no repository.
    """
    return _git("rev-parse", "--is-bare-repository").strip() == b"true"


def pushed(updates: Sequence[Update], is_wanted: Callable[[PurePosixPath], bool]) -> Push:
    """The versions of wanted files that come with a push.

    Commits are looked at one by one, against their parents: a file whose content was on the
    server before counts when a new commit brings it in, and what a merge takes over from
    either side does not count again.

    Raises:
        GitError: when git does not answer.
    """
    aims = [update for update in updates if not update.is_deletion]
    types = _peeled([update.new for update in aims])
    strange = tuple(update.ref for update, (_, type) in zip(aims, types, strict=True) if type != "commit")
    tips = sorted({commit for commit, type in types if type == "commit"})
    versions = [version for version in _brought(tips) if is_wanted(PurePosixPath(version.path))]
    versions = list(dict.fromkeys(versions))
    last = {version for tip in tips for version in _tree(tip)} if versions else set()
    return Push(
        tuple(version for version in versions if version in last),
        tuple(version for version in versions if version not in last),
        strange,
    )


def _peeled(names: Sequence[str]) -> list[tuple[str, str]]:
    """What the names lead to once tags are followed: object and type."""
    asked = "".join(f"{name}^{{}}\n" for name in names).encode()
    lines = _git("cat-file", "--batch-check=%(objectname) %(objecttype)", input=asked).decode().splitlines()
    found = [(object, type) for object, _, type in (line.partition(" ") for line in lines)]
    if len(found) != len(names) or any(type == "missing" for _, type in found):
        raise GitError("推送里缺少对象，没法查")
    return found


def _brought(tips: Sequence[str]) -> Iterator[Version]:
    if not tips:
        return
    commits = _git("rev-list", "--stdin", "--not", "--all", input="".join(f"{tip}\n" for tip in tips).encode())
    told = _git("diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "--no-renames", "--no-abbrev", "-z",
                "--no-commit-id", input=commits)  # fmt: skip
    fields = iter(told.split(b"\0"))
    for head in fields:
        if not head.startswith(b":"):
            continue
        path = next(fields)
        parents = len(head) - len(head.lstrip(b":"))
        words = head.lstrip(b":").split()
        mode, blob = words[parents], words[2 * parents + 1]
        if mode in _FILE_MODES:
            yield Version(os.fsdecode(path), blob.decode())


def _tree(commit: str) -> Iterator[Version]:
    for line in _git("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        facts, tab, path = line.partition(b"\t")
        if tab:
            yield Version(os.fsdecode(path), facts.split()[2].decode())


class Blobs:
    """Contents of blobs, one after another, from one git process."""

    def __enter__(self) -> Blobs:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_surroundings()
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def read(self, blob: str) -> bytes:
        """The content.

        Raises:
            GitError: when git has none.
        """
        asking, answer = _pipes(self._process)
        try:
            asking.write(f"{blob}\n".encode())
            asking.flush()
        except OSError:
            raise GitError("git cat-file 中途停了") from None
        words = answer.readline().split()
        if len(words) != 3:
            raise GitError(f"git 读不出 {blob}")
        size = int(words[2])
        data = answer.read(size)
        if len(data) != size or answer.read(1) != b"\n":
            raise GitError(f"git 读不全 {blob}")
        return data


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def sizes(blobs: Sequence[str]) -> dict[str, int]:
    """Sizes of blobs in bytes.

    Raises:
        GitError: when one is missing.
    """
    asked = "".join(f"{blob}\n" for blob in blobs).encode()
    lines = _git("cat-file", "--batch-check=%(objectname) %(objectsize)", input=asked).decode().splitlines()
    try:
        return {words[0]: int(words[1]) for words in map(str.split, lines)}
    except ValueError:
        raise GitError("推送里缺少对象，没法查") from None


def _git(*words: str, input: bytes = b"") -> bytes:
    try:
        done = subprocess.run(["git", *words], input=input, capture_output=True, check=False, env=_surroundings())
    except OSError as error:
        raise GitError(f"git 运行不了（{error.strerror}）") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise GitError(f"git {words[0]} 没有成功（{lines[-1] if lines else done.returncode}）")
    return done.stdout


def _surroundings() -> dict[str, str]:
    """A replacement (git-replace(1)) that was pushed earlier must not stand in for what is pushed now."""
    return {**os.environ, "GIT_NO_REPLACE_OBJECTS": "1"}
