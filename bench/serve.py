"""Drafts a second and waiting times through ``wenlint serve``, over HTTP and ICAP, on loopback.

    python bench/serve.py [--requests 400] [--seconds 20] [--soak 20000]

A server with two workers judges the .docx samples of examples/: for 16 senders that each wait
for their answer; at 25 drafts a second, come what may; and at ten times that over 160
connections, when it may send drafts away (503) but must answer all. For comparison two
processes judge the same drafts with no server before them, before and after: what the machine
can do in those minutes. With ``--soak`` so many requests come over both at once, and the memory
of the server and its workers is noted on the way.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from load import Request, Result, closed, over_http, over_icap, steady

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "examples").glob("*/*.docx"))
SENDERS = 16
RATE = 25.0
JOBS = 2
_NOTED = 1000  # requests between two looks at the memory


class Server:
    """A server that runs, and the ports at which it can be asked."""

    def __init__(self, process: subprocess.Popen[str], ports: dict[str, int]) -> None:
        self.process, self.ports = process, ports

    def memory(self) -> dict[str, float]:
        """Resident memory in MB: of the server itself, and of the largest of its workers."""
        return {"server": resident(self.process.pid), "worker": max(map(resident, self._workers()), default=0.0)}

    def processor(self) -> tuple[float, float]:
        """Seconds of processor time so far: of the server itself, and of its workers, those that ended included."""
        ended = sum(map(spent_by_ended, children_of(self.process.pid)))
        return spent(self.process.pid), ended + sum(map(spent, self._workers()))

    def _workers(self) -> list[int]:
        return [worker for starter in children_of(self.process.pid) for worker in children_of(starter)]


@contextmanager
def serving() -> Iterator[Server]:
    """A server of its own, in an empty folder."""
    command = [sys.executable, "-m", "wenlint", "serve", "--http", "127.0.0.1:0", "--icap", "127.0.0.1:0"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder  # no library of superior documents
        command += ["--jobs", str(JOBS), "--quiet"]
        process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
        try:
            assert process.stderr is not None
            said = process.stderr.readline() + process.stderr.readline()
            ports = {kind: int(port) for kind, port in re.findall(r"(http|icap)://[^/]*:(\d+)/", said)}
            assert len(ports) == 2, f"the server did not start: {said}"
            yield Server(process, ports)
        finally:
            process.terminate()
            process.wait(30)


def stat(pid: int) -> list[str]:
    """What Linux tells of a process, from its state on; empty when there is none, or on another system."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    every = [int(status.parent.name) for status in Path("/proc").glob("[0-9]*/stat")]
    return [one for one in every if stat(one)[1:2] == [str(pid)]]


def spent(pid: int) -> float:
    """Seconds of processor time of a process."""
    return sum(map(int, stat(pid)[11:13])) / os.sysconf("SC_CLK_TCK")


def spent_by_ended(pid: int) -> float:
    """Seconds of processor time of the processes that a process had started and that have ended."""
    return sum(map(int, stat(pid)[13:15])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Resident memory of a process (MB); 0 when there is none, or where the system does not tell."""
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def bare(count: int) -> None:
    """Judges so many drafts here and now, and prints how many a second."""
    from wenlint import config
    from wenlint.batch.brief import Brief
    from wenlint.batch.judge import Item, Judge

    settings = config.load({})
    judge = Judge(Brief(settings, settings.today, ""))
    items = [Item("a.docx", path.read_bytes()) for path in SAMPLES]
    list(judge(items, settings.pages.value))
    began = time.perf_counter()
    for number in range(count):
        list(judge([items[number % len(items)]], settings.pages.value))
    print(count / (time.perf_counter() - began))


def bare_rate(count: int) -> float:
    """Drafts a second that two processes judge with nothing before them."""
    command = [sys.executable, __file__, "--bare", str(count // JOBS)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(JOBS)]
    return sum(float(process.communicate()[0]) for process in processes)


def tell(what: str, server: Server, bound: float, load: Callable[[], Result]) -> None:
    """Puts a load on the server and prints a line."""
    before = server.processor()
    result = load()
    lost = result.statuses["lost"] + result.without_word
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(result.statuses.items()))
    after = server.processor()
    own, workers = (1000 * (now - then) / len(result.seconds) for now, then in zip(after, before, strict=True))
    print(
        f"{what:28} {result.rate:5.1f} drafts/s ({result.rate / bound:4.0%} of bare)  "
        + "  ".join(f"p{share} {result.percentile(share):4.0f} ms" for share in (50, 95, 99))
        + f"  {statuses}; {lost} lost or without Retry-After; processor time of a draft: "
        f"server {own:.1f} ms, workers {workers:.1f} ms",
        flush=True,
    )


def measure(server: Server, count: int, seconds: float) -> None:
    """The three loads over either protocol."""
    drafts = [path.read_bytes() for path in SAMPLES]
    requests = {"http": [*map(over_http, drafts)], "icap": [*map(over_icap, drafts)]}
    bound = bare_rate(count)
    print(f"bare judgement in {JOBS} processes: {bound:.1f} drafts/s")
    for kind, port in server.ports.items():
        asked = requests[kind]
        tell(f"{kind}: {SENDERS} senders", server, bound, partial(closed, port, asked, SENDERS, count))
        tell(f"{kind}: {RATE:.0f}/s", server, bound, partial(steady, port, asked, SENDERS, RATE, seconds))
        overload = partial(steady, port, asked, 10 * SENDERS, 10 * RATE, seconds)
        tell(f"{kind}: {10 * RATE:.0f}/s, {10 * SENDERS} senders", server, bound, overload)
        bound = bare_rate(count)
        print(f"bare judgement in {JOBS} processes: {bound:.1f} drafts/s")


def soak(server: Server, count: int) -> None:
    """So many requests, half of them over HTTP and half over ICAP, from 8 senders each."""
    drafts = [path.read_bytes() for path in SAMPLES]
    noted: list[dict[str, float]] = []
    results: list[Result] = []

    def send(port: int, requests: Sequence[Request], left: int) -> None:
        while left > 0:
            results.append(closed(port, requests, SENDERS // 2, min(left, _NOTED // 2)))
            left -= _NOTED // 2

    senders = [
        threading.Thread(target=send, args=(server.ports[kind], [*map(over, drafts)], count // 2))
        for kind, over in (("http", over_http), ("icap", over_icap))
    ]
    began = time.perf_counter()
    for sender in senders:
        sender.start()
    while any(sender.is_alive() for sender in senders):
        time.sleep(0.5)
        noted.append({"at": float(sum(sum(one.statuses.values()) for one in results)), **server.memory()})
    took = time.perf_counter() - began
    answers = {status: sum(one.statuses[status] for one in results) for one in results for status in one.statuses}
    print(f"{count} requests over both in {took:.0f} s: {count / took:.1f} a second, answers {answers}")
    for who in ("server", "worker"):
        later = [one for one in noted if one["at"] >= count / 10]
        peaks = [
            max((one[who] for one in later if one["at"] // _NOTED == step), default=0.0)
            for step in range(count // _NOTED + 1)
        ]
        print(f"{who}: {later[0][who]:.1f} → {later[-1][who]:.1f} MB, {slope(later, who):+.2f} MB per 1000 requests")
        print("  most in each thousand: " + " ".join(f"{peak:.0f}" for peak in peaks if peak))


def slope(noted: Sequence[dict[str, float]], who: str) -> float:
    """MB that a thousand requests add, by least squares."""
    at = [one["at"] / 1000 for one in noted]
    mean_at, mean = sum(at) / len(at), sum(one[who] for one in noted) / len(noted)
    spread = sum((one - mean_at) ** 2 for one in at)
    return sum((x - mean_at) * (one[who] - mean) for x, one in zip(at, noted, strict=True)) / spread if spread else 0.0


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--soak", type=int, default=0)
    parser.add_argument("--bare", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare:
        bare(asked.bare)
        return 0
    with serving() as server:
        if asked.soak:
            soak(server, asked.soak)
        else:
            measure(server, asked.requests, asked.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
