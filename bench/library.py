"""The library of superior documents at size: building, size on disk, look-up warm and cold, memory, one addition.

    python bench/library.py [--documents N] [--length CHARACTERS] [--drafts N] [--work FOLDER] [--no-peers]

The documents are made up: words drawn by Zipf's law, three sentences in ten out of a common
stock (:class:`Made`). Drafts are half new, half copied from documents with every tenth word
another. Each measurement is a process of its own. ``--work`` keeps the library, and uses one
that is there. The same drafts are then held against the usual ways to find copied text,
on as many documents as each can stand; one that is not installed is said to be (group bench).
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenlint.document import Document
from wenlint.reading import read_bytes
from wenlint.reuse import Entry, create_library, open_library
from wenlint.text.normal import normalise

Array = NDArray[Any]

RUN = 13  # the usual rule of thumb for copied Chinese text
_WORDS, _STOCK = 12_000, 20_000


class Made:
    """Made-up documents of about ``length`` characters; a number always makes the same document."""

    def __init__(self, length: int) -> None:
        rng = np.random.default_rng(1)
        characters = np.array([ord(bytes([high, low]).decode("gb2312"))
                               for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)], np.uint16)  # fmt: skip
        rng.shuffle(characters)
        weight = 1 / np.arange(1, len(characters) + 1) ** 0.6
        self._words = rng.choice(characters, (_WORDS, 2), p=weight / weight.sum())
        self._by_weight = _table(rng, _WORDS, 1 << 20)
        self._stock_by_weight = _table(rng, _STOCK, 1 << 20)
        self._stock = [self._sentence(rng) for _ in range(_STOCK)]
        self._sentences = max(1, length // 29)

    def text(self, number: int) -> str:
        """The text of the document of that number."""
        rng = np.random.default_rng(1_000_003 * number + 17)
        lines = [title(number), f"示政发〔{2000 + number % 25}〕{number}号"]
        common = rng.random(self._sentences) < 0.3
        picks = self._stock_by_weight[rng.integers(0, len(self._stock_by_weight), self._sentences)]
        own = iter(self.sentences(rng, int((~common).sum())))
        sentences = [
            self._stock[pick] if is_common else next(own) for pick, is_common in zip(picks, common, strict=True)
        ]
        lines += [f"第{at // 4 + 1}条　" + "".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
        return "\n".join(lines)

    def sentences(self, rng: np.random.Generator, count: int) -> list[str]:
        """New sentences of 13 words."""
        words = self._words[self._by_weight[rng.integers(0, len(self._by_weight), (count, 13))]]
        text = words.tobytes().decode("utf-16-le")
        return [f"{text[at : at + 14]}，{text[at + 14 : at + 26]}。" for at in range(0, len(text), 26)]

    def _sentence(self, rng: np.random.Generator) -> str:
        return self.sentences(rng, 1)[0]

    def draft(self, number: int, documents: int) -> Document:
        """A draft of some 90 sentences; nine in twenty are copied from three documents, changed here and there."""
        rng = np.random.default_rng(7_777_777 + number)
        paragraphs = []
        for _ in range(3):
            source = self.text(int(rng.integers(documents))).splitlines()[2:]
            at = int(rng.integers(max(1, len(source) - 4)))
            copied = "".join(line.partition("　")[2] for line in source[at : at + 4])
            paragraphs.append(self._changed(rng, copied))
            paragraphs.append("".join(self.sentences(rng, 16)))
        body = "\n".join(f"　　{paragraph}" for paragraph in paragraphs)
        text = f"关于做好第{number}项工作的通知\n各区人民政府：\n{body}\n云川市人民政府办公室\n2027年3月5日\n"
        return read_bytes(text.encode(), "draft.txt")

    def _changed(self, rng: np.random.Generator, text: str) -> str:
        pieces = [text[at : at + 20] for at in range(0, len(text), 20)]
        words = self.sentences(rng, len(pieces))
        return "".join(word[:2] + piece[2:] for word, piece in zip(words, pieces, strict=True))


def _table(rng: np.random.Generator, count: int, size: int) -> Array:
    weight = 1 / np.arange(1, count + 1)
    return rng.choice(count, size, p=weight / weight.sum()).astype(np.int32)


def title(number: int) -> str:
    """The title of a made-up document."""
    return f"示例省人民政府关于推进第{number}号事项的意见"


# -- measurements, each in a process of its own ------------------------------------------------


def build(folder: Path, documents: int, length: int) -> dict[str, float]:
    """Adds the documents to a new library; the making of the texts is not counted where it can be told apart."""
    made = Made(length)
    texts, own = 0.0, 0.0

    def entries() -> Iterator[Entry]:
        nonlocal texts, own
        for first in range(0, documents, 50_000):
            began, cpu = time.perf_counter(), time.process_time()
            some = [
                Entry(title(number), made.text(number), f"示政发〔{2000 + number % 25}〕{number}号", date="2020-01-01")
                for number in range(first, min(first + 50_000, documents))
            ]
            gc.freeze()
            texts, own = texts + time.perf_counter() - began, own + time.process_time() - cpu
            yield from some

    with create_library(folder) as library:
        began, cpu = time.perf_counter(), time.process_time()
        library.add_all(entries())
        seconds = time.perf_counter() - began - texts
        own = time.process_time() - cpu - own
    settled = time.perf_counter() - began - texts
    with open_library(folder) as library:
        stats = library.stats()
    return {
        "seconds": seconds,
        "seconds until segments are merged": settled,
        "processor seconds": own + _children_seconds(),
        "of them this process": own,
        "million characters": stats["characters"] / 1e6,
        "index bytes a document": stats["index_bytes"] / documents,
        "all bytes a document": stats["bytes"] / documents,
        "segments": stats["segments"],
    }


def _children_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def warm(folder: Path, documents: int, length: int, drafts: int) -> dict[str, float]:
    """Look-up and whole comparison, one process, each draft new to it."""
    return _queries(folder, documents, length, range(drafts), warm_up=10)


def cold(folder: Path, documents: int, length: int, number: int) -> dict[str, float]:
    """One draft in a new process, the library's files out of the system's cache."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return _queries(folder, documents, length, range(number, number + 1), warm_up=0)


def _queries(folder: Path, documents: int, length: int, numbers: range, warm_up: int) -> dict[str, float]:
    from wenlint.reuse.draft import prepare
    from wenlint.reuse.lookup import look_up

    made = Made(length)
    drafts = [made.draft(number, documents) for number in numbers]
    before = [made.draft(-1 - number, documents) for number in range(warm_up)]
    base = _resident()
    prepared = [prepare(draft) for draft in drafts]
    found, opening, looking, whole = 0, 0.0, [], []
    with open_library(folder) as library:
        for draft in before:
            library.restated(draft)
        began = time.perf_counter()
        index = library.index()
        opening = time.perf_counter() - began
        for ready in prepared:
            began = time.perf_counter()
            look_up(ready, index)
            looking.append(1000 * (time.perf_counter() - began))
        for draft in drafts:
            began = time.perf_counter()
            restatement = library.restated(draft)
            whole.append(1000 * (time.perf_counter() - began))
            found += restatement.share > 0.3
        resident = _resident()
    return {
        "opening ms": 1000 * opening,
        **_quantiles("look-up ms", looking),
        **_quantiles("whole comparison ms", whole),
        "drafts found": found / len(drafts),
        "resident MB": resident,
        "resident MB before": base,
    }


def _quantiles(name: str, values: Sequence[float]) -> dict[str, float]:
    if len(values) < 2:
        return {name: values[0]}
    return {f"{name} p50": statistics.median(values), f"{name} p95": statistics.quantiles(values, n=20)[-1]}


def _resident() -> float:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


def one_addition(folder: Path, length: int) -> dict[str, float]:
    """Documents added one by one to the library, each durable when the call returns."""
    made = Made(length)
    times = []
    with open_library(folder) as library:
        library.add(Entry("热身", made.text(99_999_999)))
        for number in range(100_000_000, 100_000_040):
            entry = Entry(title(number), made.text(number))
            began = time.perf_counter()
            id_ = library.add(entry)
            times.append(1000 * (time.perf_counter() - began))
            assert library.get(id_) is not None
    return _quantiles("one addition ms", times)


# -- peers -----------------------------------------------------------------------------------


def peers(documents: int, length: int, drafts: int) -> Iterator[tuple[str, dict[str, float] | str]]:
    """Every peer on the same drafts: figures, or why there are none."""
    made = Made(length)
    texts = [made.text(number) for number in range(documents)]
    asked = [made.draft(number, documents).text for number in range(drafts)]
    for name, module, measure, most in _PEERS:
        if module and importlib.util.find_spec(module) is None:
            yield name, "not installed (group bench)"
        else:
            yield f"{name}, {min(most, documents)} documents", measure(texts[:most], asked)


def _timed(build: Callable[[], Any], ask: Callable[[Any, str], object], asked: Sequence[str]) -> dict[str, float]:
    began = time.perf_counter()
    index = build()
    seconds = time.perf_counter() - began
    times = []
    for text in asked:
        began = time.perf_counter()
        ask(index, text)
        times.append(1000 * (time.perf_counter() - began))
    return {"build seconds": seconds, **_quantiles("query ms", times)}


def _identical(texts: Sequence[str], asked: Sequence[str]) -> dict[str, float]:
    def build() -> dict[str, int]:
        owner: dict[str, int] = {}
        for number, text in enumerate(texts):
            plain = normalise(text).text
            for at in range(len(plain) - RUN + 1):
                owner.setdefault(plain[at : at + RUN], number)
        return owner

    def ask(owner: dict[str, int], text: str) -> object:
        plain = normalise(text).text
        return [owner.get(plain[at : at + RUN]) for at in range(len(plain) - RUN + 1)]

    return _timed(build, ask, asked)


def _sentences(text: str) -> list[list[str]]:
    plain = [normalise(sentence).text for sentence in text.replace("\n", "。").split("。")]
    return [[one[at : at + 3] for at in range(len(one) - 2)] for one in plain if len(one) >= 6]


def _rensa(texts: Sequence[str], asked: Sequence[str]) -> dict[str, float]:
    from rensa import RMinHash, RMinHashLSH

    def signature(grams: list[str]) -> Any:
        minhash = RMinHash(num_perm=64, seed=1)
        minhash.update(grams)
        return minhash

    def build() -> Any:
        index = RMinHashLSH(threshold=0.5, num_perm=64, num_bands=16)
        key = 0
        for text in texts:
            for grams in _sentences(text):
                index.insert(key, signature(grams))
                key += 1
        return index

    return _timed(build, lambda index, text: [index.query(signature(grams)) for grams in _sentences(text)], asked)


def _datasketch(texts: Sequence[str], asked: Sequence[str]) -> dict[str, float]:
    from datasketch import MinHash, MinHashLSH

    def signature(grams: list[str]) -> Any:
        minhash = MinHash(num_perm=64)
        minhash.update_batch([gram.encode() for gram in grams])
        return minhash

    def build() -> Any:
        index = MinHashLSH(threshold=0.5, num_perm=64)
        key = 0
        for text in texts:
            for grams in _sentences(text):
                index.insert(key, signature(grams))
                key += 1
        return index

    return _timed(build, lambda index, text: [index.query(signature(grams)) for grams in _sentences(text)], asked)


def _copydetect(texts: Sequence[str], asked: Sequence[str]) -> dict[str, float]:
    from copydetect.utils import hashed_kgrams, winnow

    def prints(text: str) -> Any:
        hashes = hashed_kgrams(text, 8)
        return winnow(hashes, 6)

    def ask(index: list[Any], text: str) -> object:
        mine, _ = prints(text)
        return [np.intersect1d(mine, theirs) for theirs, _ in index]

    return _timed(lambda: [prints(text) for text in texts], ask, asked)


def _difflib(texts: Sequence[str], asked: Sequence[str]) -> dict[str, float]:
    from difflib import SequenceMatcher

    def ask(index: Sequence[str], text: str) -> object:
        return [SequenceMatcher(None, theirs, text, autojunk=False).get_matching_blocks() for theirs in index]

    return _timed(lambda: texts, ask, asked[:3])


_PEERS: tuple[tuple[str, str, Callable[[Sequence[str], Sequence[str]], dict[str, float]], int], ...] = (
    (f"{RUN} identical characters", "", _identical, 1000),
    ("MinHash LSH by sentence (rensa)", "rensa", _rensa, 1000),
    ("MinHash LSH by sentence (datasketch)", "datasketch", _datasketch, 200),
    ("winnowing (copydetect)", "copydetect", _copydetect, 500),
    ("difflib", "", _difflib, 5),
)


# -- the run ---------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--length", type=int, default=4_400)
    parser.add_argument("--drafts", type=int, default=200)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.task:
        print(json.dumps(_task(options)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        options.work = options.work or Path(scratch)
        folder = options.work / f"library-{options.documents}-{options.length}"
        tasks = ["warm", *(f"cold:{number}" for number in range(5)), "one"]
        for task in tasks if (folder / "library.sqlite").exists() else ["build", *tasks]:
            _print(task, _apart(task, options))
        if options.peers:
            count = min(options.documents, 1000)
            for name, figures in peers(count, options.length, min(options.drafts, 20)):
                _print(name, figures)
    return 0


def _task(options: argparse.Namespace) -> dict[str, float]:
    folder = options.work / f"library-{options.documents}-{options.length}"
    name, _, number = options.task.partition(":")
    if name == "build":
        return build(folder, options.documents, options.length)
    if name == "warm":
        return warm(folder, options.documents, options.length, options.drafts)
    if name == "cold":
        return cold(folder, options.documents, options.length, int(number))
    return one_addition(folder, options.length)


def _apart(task: str, options: argparse.Namespace) -> dict[str, float]:
    command = [sys.executable, __file__, "--task", task, "--work", str(options.work)]
    command += ["--documents", str(options.documents), "--length", str(options.length), "--drafts", str(options.drafts)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _print(name: str, figures: dict[str, float] | str) -> None:
    told = figures if isinstance(figures, str) else "  ".join(f"{key} {value:.4g}" for key, value in figures.items())
    print(f"{name}: {told}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
