"""Drafts a second and waiting times through ``POST /v1/lint``, on loopback.

    python bench/serve.py [requests]

A server with two workers judges the .docx samples of examples/, first for 16 senders that each
wait for their answer, then for 160 at once, of whom it may send some away (503) but must answer all.
"""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "examples").glob("*/*.docx"))
SENDERS = 16


def burst(port: int, senders: int, requests: int) -> tuple[list[float], Counter[str]]:
    """Seconds of each answer that was a verdict, and how often each status came ("lost" for none)."""
    seconds: list[float] = []
    statuses: Counter[str] = Counter()
    numbers = count()
    drafts = [path.read_bytes() for path in SAMPLES]

    def send() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while (number := next(numbers)) < requests:
            began = time.perf_counter()
            try:
                connection.request("POST", "/v1/lint?filename=a.docx", drafts[number % len(drafts)])
                response = connection.getresponse()
                response.read()
                statuses[str(response.status)] += 1
                if response.status == 200:
                    seconds.append(time.perf_counter() - began)
            except OSError:
                statuses["lost"] += 1
                connection.close()

    threads = [threading.Thread(target=send) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(seconds), statuses


def memory(process: subprocess.Popen[str]) -> int:
    """Resident memory of the server's own process (MB); 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


def main(arguments: list[str]) -> int:
    """Prints the figures."""
    requests = int(arguments[0]) if arguments else 400
    command = [sys.executable, "-m", "wenlint", "serve", "--http", "127.0.0.1:0", "--jobs", "2", "--quiet"]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
        try:
            assert process.stderr is not None
            found = re.search(r":(\d+)/", process.stderr.readline())
            assert found, "the server did not start"
            port = int(found[1])
            burst(port, SENDERS, 40)
            for senders in (SENDERS, 10 * SENDERS):
                before, began = memory(process), time.perf_counter()
                seconds, statuses = burst(port, senders, requests)
                took = time.perf_counter() - began
                p50, p99 = (1000 * seconds[len(seconds) * share // 100] for share in (50, 99))
                print(
                    f"{senders} senders, {requests} requests: {len(seconds) / took:.1f} drafts/s, "
                    f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, answers {dict(statuses)}, "
                    f"server memory {before} → {memory(process)} MB"
                )
        finally:
            process.terminate()
            process.wait(30)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
