"""The scan on a Dask cluster of processes on this machine, some of which are killed."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from folders import draft, fill, misbehaving

from wenlint import config
from wenlint.ruleset import all_packs, found

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[2]


class Cluster:
    """A scheduler and workers in processes of their own, on the loopback address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        port = self.address.partition(":")[2]
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        self.workers = [self.add_worker()]

    def add_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        return self._start(
            "worker", f"tcp://{self.address}", "--nthreads", "1", "--no-nanny", "--no-dashboard", **environment
        )

    def _start(self, role: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{role}", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env={**os.environ, **environment},
        )

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait(timeout=20)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path)
    yield cluster
    with suppress(OSError):
        cluster.end()


def start(project: Path, cluster: Cluster, *options: str) -> subprocess.Popen[str]:
    config = misbehaving(project)
    words = ["scan", str(project / "待发"), "--config", str(config), "--engine", f"dask://{cluster.address}"]
    return subprocess.Popen(
        [sys.executable, "-m", "wenlint", *words, "--report", str(project / "报告"), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "XDG_CACHE_HOME": str(project / "cache"), "NO_COLOR": "1"},
        cwd=project,
    )


def statuses(project: Path) -> list[str]:
    results = json.loads((project / "报告" / "results.json").read_text(encoding="utf-8"))
    return [document["status"] for document in results["documents"]]


def _wait_for_records(project: Path) -> None:
    """Until the scan has judged some drafts."""
    cache = project / "cache" / "wenlint" / "scan.sqlite"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(f"file:{cache}?mode=ro", uri=True)) as connection,
        ):
            if connection.execute("SELECT count(*) FROM record").fetchone()[0]:
                return
        time.sleep(0.2)


@pytest.mark.parametrize("options", [(), ("--shared-paths",)])
def test_a_cluster_judges_as_this_machine_does(tmp_path: Path, cluster: Cluster, options: tuple[str, ...]) -> None:
    fill(tmp_path / "待发", 6)
    (tmp_path / "待发" / "004.txt").write_text("", encoding="utf-8")
    process = start(tmp_path, cluster, *options)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 3, err
    assert "共 6 份，没能判断 1 份，可以发 5 份" in out
    there = json.loads((tmp_path / "报告" / "results.json").read_text(encoding="utf-8"))["documents"]
    here = subprocess.run(
        [sys.executable, "-m", "wenlint", "check", str(tmp_path / "待发"), "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert there == json.loads(here.stdout)["documents"]


def test_on_a_cluster_every_sample_gets_the_same_findings(tmp_path: Path, cluster: Cluster) -> None:
    """By fingerprint, with every pack and the library; the other doors are in tests/gateway/test_one_judgement.py."""
    packs = ["--pack", ",".join(pack.id for pack in all_packs(found(config.load(folder=ROOT / "examples"))))]
    (tmp_path / "wenlint.toml").write_text('pages = "estimate"\ncorpus = "library"\n', encoding="utf-8")
    (tmp_path / "待发").mkdir()
    for folder in ("clean", "flawed"):
        shutil.copytree(ROOT / "examples" / folder, tmp_path / "待发", dirs_exist_ok=True)

    def told(*words: str) -> str:
        command = [sys.executable, "-m", "wenlint", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout

    told("corpus", "add", str(ROOT / "corpus"), "--corpus", "library")
    here = json.loads(told("check", "待发", "--format", "json", *packs))
    address = f"dask://{cluster.address}"
    told("scan", "待发", *packs, "--engine", address, "--report", "报告", "--no-cache", "--quiet")
    there = json.loads((tmp_path / "报告" / "results.json").read_text(encoding="utf-8"))
    assert fingerprints(there) == fingerprints(here)
    assert sum(map(len, fingerprints(here).values())) > 10


def fingerprints(report: dict[str, Any]) -> dict[str, list[str]]:
    return {
        Path(document["path"]).name: [finding["fingerprint"] for finding in document["findings"]]
        for document in report["documents"]
    }


def test_a_lost_worker_costs_nothing(tmp_path: Path, cluster: Cluster) -> None:
    fill(tmp_path / "待发", 30)
    for path in (tmp_path / "待发").iterdir():
        path.write_text(draft(int(path.stem), "慢慢来。"), encoding="utf-8")
    cluster.workers.append(cluster.add_worker())
    time.sleep(3)  # both are there when the scan begins, or only one is taken on
    process = start(tmp_path, cluster)
    _wait_for_records(tmp_path)
    cluster.workers[0].kill()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert statuses(tmp_path) == ["judged"] * 30


def test_a_lost_scheduler_loses_no_count(tmp_path: Path, cluster: Cluster) -> None:
    fill(tmp_path / "待发", 40)
    for path in (tmp_path / "待发").iterdir():
        path.write_text(draft(int(path.stem), "慢慢来。"), encoding="utf-8")
    process = start(tmp_path, cluster, "--timeout", "3")
    _wait_for_records(tmp_path)
    cluster.scheduler.kill()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 3, err
    assert "内部出错" not in err
    found = statuses(tmp_path)
    assert len(found) == 40
    assert "failed" in found
    assert f"没能判断 {found.count('failed')} 份" in out


def test_a_worker_with_other_rules_is_refused(tmp_path: Path, cluster: Cluster) -> None:
    fill(tmp_path / "待发", 2)
    plugin = tmp_path / "elsewhere" / "wenlint"
    cluster.workers[0].kill()
    source = Path(__import__("wenlint").__file__).parent
    shutil.copytree(source, plugin, ignore=shutil.ignore_patterns("__pycache__"))
    (plugin / "__init__.py").write_text(
        (plugin / "__init__.py").read_text(encoding="utf-8").replace('__version__ = "', '__version__ = "9.'),
        encoding="utf-8",
    )
    cluster.workers = [cluster.add_worker(PYTHONPATH=str(tmp_path / "elsewhere"))]
    time.sleep(4)
    process = start(tmp_path, cluster)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "版本、规则包或上级文件库和这里不一样" in err


def test_no_scheduler(tmp_path: Path, cluster: Cluster) -> None:
    fill(tmp_path / "待发", 2)
    cluster.end()
    process = start(tmp_path, cluster)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "连不上 Dask 调度器" in err
    assert "Traceback" not in err
