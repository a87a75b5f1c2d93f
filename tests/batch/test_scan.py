"""``wenlint scan`` as a clerk uses it, and as things go wrong."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from folders import draft, fill, misbehaving


class Scan:
    """The command in a process of its own, in a project of its own."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.folder = project / "待发"
        self.report = project / "报告"
        self.config = misbehaving(project)

    def start(self, *options: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.project / "cache"), "NO_COLOR": "1"}
        words = ["scan", str(self.folder), "--config", str(self.config), "-j", "2", *options]
        return subprocess.Popen(
            [sys.executable, "-m", "wenlint", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=self.project,
        )

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*options)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def results(self) -> dict[str, Any]:
        result: dict[str, Any] = json.loads((self.report / "results.json").read_text(encoding="utf-8"))
        return result


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    scan = Scan(tmp_path)
    fill(scan.folder, 6)
    return scan


def statuses(results: dict[str, Any]) -> dict[str, str]:
    return {Path(document["path"]).name: document["status"] for document in results["documents"]}


def test_a_clean_folder(scan: Scan) -> None:
    done = scan.run("--report", str(scan.report))
    assert done.returncode == 0, done.stderr
    assert "共 6 份，可以发 6 份。" in done.stdout
    assert set(statuses(scan.results()).values()) == {"judged"}
    assert scan.results()["summary"]["documents"] == 6
    assert (scan.report / "index.html").is_file()
    assert len(list((scan.report / "drafts").glob("*.html"))) == 6


def test_what_has_not_changed_is_not_judged_again(scan: Scan) -> None:
    scan.run()
    scan.write("003.txt", draft(3, "另行通知。"))
    done = scan.run()
    assert "其中 5 份内容没变" in done.stdout


def test_other_rules_judge_anew(scan: Scan) -> None:
    scan.run()
    pack = scan.project / "packs" / "odd.toml"
    pack.write_text(
        pack.read_text(encoding="utf-8").replace("只在测试里用的规则", "只在测试里用的一条规则"), encoding="utf-8"
    )
    assert "内容没变" not in scan.run().stdout


def test_a_verdict_that_rests_on_the_day_is_of_that_day(scan: Scan) -> None:
    scan.write("007.txt", draft(7, "今天就办。"))
    scan.run("--on", "2026-03-01")
    assert "其中 7 份内容没变" in scan.run("--on", "2026-03-01").stdout
    assert "其中 6 份内容没变" in scan.run("--on", "2026-03-02").stdout


def test_without_a_cache_nothing_is_remembered(scan: Scan) -> None:
    scan.run("--no-cache")
    assert "内容没变" not in scan.run("--no-cache").stdout
    assert not (scan.project / "cache").exists()


def test_a_damaged_cache_is_made_anew(scan: Scan) -> None:
    scan.run()
    file = scan.project / "cache" / "wenlint" / "scan.sqlite"
    file.write_bytes(b"SQLite format 3\0" + os.urandom(4000))
    done = scan.run()
    assert done.returncode == 0, done.stderr
    assert "内容没变" not in done.stdout
    assert "其中 6 份内容没变" in scan.run().stdout


def test_a_record_that_was_tampered_with_is_not_trusted(scan: Scan) -> None:
    scan.run()
    with sqlite3.connect(scan.project / "cache" / "wenlint" / "scan.sqlite") as connection:
        connection.execute("UPDATE record SET data = substr(data, 1, length(data) - 1)")
    assert "内容没变" not in scan.run().stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [("停在这里。", "超过 3 秒"), ("当场退出。", "意外中止"), ("吃光内存。", "内存不足")],
)
def test_one_bad_file_costs_one_file(scan: Scan, words: str, said: str) -> None:
    scan.write("004.txt", draft(4, words))
    done = scan.run("--timeout", "3", "--report", str(scan.report))
    assert done.returncode == 3
    assert "没能判断 1 份" in done.stdout
    assert said in done.stdout
    assert statuses(scan.results()) == {f"{n:03}.txt": "failed" if n == 4 else "judged" for n in range(1, 7)}


def test_a_failure_is_not_remembered(scan: Scan) -> None:
    scan.write("004.txt", draft(4, "当场退出。"))
    scan.run()
    done = scan.run()
    assert "没能判断 1 份" in done.stdout
    assert "其中 5 份内容没变" in done.stdout


def test_a_worker_killed_from_outside(scan: Scan) -> None:
    for number in range(1, 41):
        scan.write(f"{number:03}.txt", draft(number, "慢慢来。"))
    process = scan.start("--report", str(scan.report))
    killed = 0
    deadline = time.monotonic() + 60
    while killed < 2 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(1.0)
        for worker in _workers(process.pid)[:1]:
            os.kill(worker, signal.SIGKILL)
            killed += 1
    out, err = process.communicate(timeout=120)
    found = statuses(scan.results())
    assert killed, err
    assert len(found) == 40
    assert process.returncode == 3
    assert 1 <= list(found.values()).count("failed") <= killed
    assert f"没能判断 {list(found.values()).count('failed')} 份" in out


def _workers(parent: int) -> list[int]:
    """Processes that judge: descendants of the scan that run the pool's code and have used processor time."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            ancestors = _ancestors(int(entry.name))
        except (OSError, ValueError, ProcessLookupError):
            continue
        if parent in ancestors[1:] and "forkserver" in command and len(ancestors) >= 3 and ancestors[2] == parent:
            found.append(int(entry.name))
    return found


def _ancestors(pid: int) -> list[int]:
    chain = [pid]
    while pid > 1:
        pid = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        chain.append(pid)
    return chain


def test_a_scan_that_was_killed_goes_on_where_it_stopped(scan: Scan) -> None:
    for number in range(1, 41):
        scan.write(f"{number:03}.txt", draft(number, "慢慢来。"))
    process = scan.start()
    assert _soon(lambda: _remembered(scan) > 0)
    process.kill()
    process.communicate(timeout=30)
    done = scan.run("--report", str(scan.report))
    assert done.returncode == 0, done.stderr
    assert "份内容没变，用上次的结论" in done.stdout
    assert len(scan.results()["documents"]) == 40


def _remembered(scan: Scan) -> int:
    file = scan.project / "cache" / "wenlint" / "scan.sqlite"
    if not file.exists():
        return 0
    try:
        with closing(sqlite3.connect(file)) as connection:
            return int(connection.execute("SELECT count(*) FROM record").fetchone()[0])
    except sqlite3.OperationalError:  # the table is still to be made
        return 0


def _soon(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_two_scans_at_once(scan: Scan) -> None:
    fill(scan.folder, 30)
    first, second = scan.start(), scan.start()
    for process in (first, second):
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert "共 30 份，可以发 30 份" in out


def test_a_file_that_vanishes(scan: Scan) -> None:
    for number in range(1, 21):
        scan.write(f"{number:03}.txt", draft(number, "慢慢来。"))
    process = scan.start("--report", str(scan.report), "--no-cache")
    time.sleep(1.5)
    (scan.folder / "020.txt").unlink()
    process.communicate(timeout=60)
    assert process.returncode == 3
    assert statuses(scan.results())["020.txt"] == "failed"
    assert len(scan.results()["documents"]) == 20


def test_a_report_that_cannot_be_written_leaves_the_old_one(scan: Scan) -> None:
    scan.run("--report", str(scan.report))
    before = (scan.report / "results.json").read_text(encoding="utf-8")
    (scan.report / "summary.xlsx").unlink()
    (scan.report / "summary.xlsx").mkdir()
    (scan.report / "summary.xlsx" / "x").touch()
    done = scan.run("--report", str(scan.report))
    assert done.returncode == 2
    assert "报告写不进" in done.stderr
    assert json.loads(before)["documents"] == scan.results()["documents"]


def test_a_marked_draft_comes_first_and_is_not_quoted(scan: Scan) -> None:
    secret = "核查结果由专班保管不得外传"
    scan.write("005.txt", "机密★5年\n" + draft(5, f"{secret}。"))
    done = scan.run("--report", str(scan.report))
    assert done.returncode == 1
    assert done.stdout.startswith("带密级标志")
    everything = [path.read_bytes() for path in scan.project.rglob("*") if path.is_file() and "待发" not in path.parts]
    for hidden in (secret, "第5批设施检修"):
        assert hidden not in done.stdout
        assert not any(hidden.encode() in data for data in everything)
    assert scan.run("--marked", "allow").returncode == 0
    silent = scan.run("--marked", "refuse", "--report", str(scan.report))
    assert silent.returncode == 3
    assert "不收涉密文稿" in silent.stdout
    told = (scan.report / "results.json").read_text(encoding="utf-8")
    assert not [words for words in ("机密", secret, "第5批设施检修") if words in silent.stdout + told]


def test_files_that_somebody_has_open_are_named(scan: Scan) -> None:
    scan.write("~$001.docx", "")
    assert "~$001.docx" in scan.run().stderr


def test_only_some_files(scan: Scan) -> None:
    assert "共 2 份" in scan.run("--include", "00[12].txt").stdout
    assert "共 5 份" in scan.run("--exclude", "001.txt").stdout


def test_drafts_against_each_other(scan: Scan) -> None:
    scan.write("007.txt", draft(2).replace("示水发〔2026〕2号", "示水发〔2026〕9号").replace("的通知", "的补充通知"))
    done = scan.run("--report", str(scan.report), "--fail-on", "warning")
    assert done.returncode == 1
    (shared,) = [one for one in scan.results()["shared"] if one["check"] == "duplicate-filing"]
    assert [Path(path).name for path in shared["paths"]] == ["002.txt", "007.txt"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--cache", "a", "--no-cache"), "只能写一个"),
        (("--jobs", "0"), "jobs"),
        (("--include", "*.none"), "没有可查的文稿"),
    ],
)
def test_wrong_use(scan: Scan, options: tuple[str, ...], said: str) -> None:
    done = scan.run(*options)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_watching_judges_what_arrives(scan: Scan) -> None:
    pytest.importorskip("watchfiles")
    process = scan.start("--watch", "--report", str(scan.report))
    assert _soon(lambda: (scan.report / "index.html").exists())
    time.sleep(1)
    scan.write("007.txt", draft(7))
    assert _soon(lambda: scan.results()["summary"]["documents"] == 7)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "共 7 份，可以发 7 份" in out


def test_an_expired_waiver_is_told(scan: Scan) -> None:
    (scan.project / "wenlint-waivers.toml").write_text(
        '[[waiver]]\nfingerprint = "0123456789abcdef"\nreason = "试行"\nby = "办公室"\nuntil = 2020-01-01\n',
        encoding="utf-8",
    )
    assert "0123456789abcdef" in scan.run().stderr


def test_a_file_that_grows_is_judged_again(scan: Scan) -> None:
    for number in range(1, 21):
        scan.write(f"{number:03}.txt", draft(number, "慢慢来。"))
    process = scan.start()
    assert _soon(lambda: _remembered(scan) > 0)
    scan.write("020.txt", draft(20, "慢慢来。另行通知。"))
    process.communicate(timeout=60)
    scan.run("--report", str(scan.report))
    grown = scan.results()["documents"][-1]
    assert grown["sha256"] == hashlib.sha256((scan.folder / "020.txt").read_bytes()).hexdigest()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own with next to no room."""
    folder = tmp_path / "小盘"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40k", "wenlint-test", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_under_the_cache_only_costs_the_cache(scan: Scan, small_disk: Path) -> None:
    fill(scan.folder, 40)
    done = scan.run("--cache", str(small_disk / "scan.sqlite"), "--report", str(scan.report))
    assert done.returncode == 0, done.stderr
    assert "缓存用不了" in done.stderr
    assert len(scan.results()["documents"]) == 40


def test_a_full_disk_under_the_report_says_so(scan: Scan, small_disk: Path) -> None:
    done = scan.run("--report", str(small_disk / "报告"))
    assert done.returncode == 2
    assert "报告写不进" in done.stderr
    assert "共 6 份" in done.stdout
    assert not list((small_disk / "报告").glob("*.html"))


def test_a_folder_that_may_not_be_written_to(scan: Scan) -> None:
    scan.report.write_text("", encoding="utf-8")
    done = scan.run("--report", str(scan.report))
    assert done.returncode == 2
    assert "报告写不进" in done.stderr
