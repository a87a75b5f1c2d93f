"""Drafts put into a folder, and where they are found afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from servers import decisions

from wenlint import config
from wenlint.batch.judge import Item
from wenlint.gateway import drop_claim, drop_files
from wenlint.gateway.drop import Drop, Folders, opened
from wenlint.gateway.gate import Gate, Options, Ruling
from wenlint.ruleset import gather
from wenlint.waivers import Exemptions

GOOD = "关于做好防汛工作的通知\n各区人民政府：\n请认真做好{}工作。\n示例市人民政府\n2024年5月1日\n"
BAD = GOOD.replace("。\n示例", "！\n示例")
MARKED = "机密★5年\n" + BAD

Run = Callable[..., Result]


class Place:
    """The folders, and the command run on them."""

    def __init__(self, folder: Path, wenlint: Run) -> None:
        self.folder, self._wenlint = folder, wenlint
        self.inbox = folder / "收件"
        self.inbox.mkdir()

    def put(self, name: str, text: str | bytes) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def words(self, *options: str) -> list[str]:
        folders = ["--passed", str(self.folder / "通过"), "--refused", str(self.folder / "退回")]
        return ["drop", str(self.inbox), *folders, "--still", "0", "--every", "0.1", "-j", "1", *options]

    def run(self, *options: str) -> Result:
        return self._wenlint(*self.words("--once", *options))

    def start(self, *options: str) -> subprocess.Popen[str]:
        """As a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "wenlint", *self.words(*options)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def found(self) -> dict[str, list[str]]:
        """Files by folder, hidden ones left out."""
        return {
            name: sorted(
                path.relative_to(self.folder / name).as_posix()
                for path in (self.folder / name).rglob("*")
                if path.is_file() and ".wenlint-drop" not in path.parts
            )
            for name in ("收件", "通过", "退回")
        }


@pytest.fixture
def place(project: Path, wenlint: Run) -> Place:
    return Place(project, wenlint)


def test_drafts_go_where_their_verdict_says_with_a_report_beside_the_refused(place: Place) -> None:
    place.put("局办/通知.txt", GOOD.format("防汛"))
    place.put("关于会务的通知.txt", BAD.format("会务"))
    place.put("坏稿.docx", b"PK\x03\x04")
    result = place.run()
    assert result.exit_code == 3
    assert place.found() == {
        "收件": [],
        "通过": ["局办/通知.txt"],
        "退回": ["关于会务的通知.txt", "关于会务的通知.txt.html", "坏稿.docx", "坏稿.docx.html"],
    }
    report = (place.folder / "退回" / "关于会务的通知.txt.html").read_text(encoding="utf-8")
    assert "有感叹号" in report
    assert "index.html" not in report
    assert "没能判断" in (place.folder / "退回" / "坏稿.docx.html").read_text(encoding="utf-8")
    assert (place.folder / "通过" / "局办" / "通知.txt").read_text(encoding="utf-8") == GOOD.format("防汛")
    assert "关于会务的通知.txt：退回（town/calm）" in result.stdout
    assert "局办/通知.txt：通过 → " in result.stdout


@pytest.mark.parametrize(("name", "text", "code"), [("a.txt", GOOD, 0), ("a.txt", BAD, 1), ("a.docx", "PK\x03\x04", 3)])
def test_the_exit_code_tells_the_worst(place: Place, name: str, text: str, code: int) -> None:
    place.put(name, text)
    assert place.run().exit_code == code
    assert place.run().exit_code == 0  # nothing left


def test_what_cannot_be_judged_can_go_to_a_folder_of_its_own(place: Place) -> None:
    place.put("坏稿.docx", b"PK\x03\x04")
    place.put("图.png", b"\x89PNG\r\n\x1a\n")
    place.run("--unjudged", str(place.folder / "待查"))
    assert sorted(path.name for path in (place.folder / "待查").iterdir()) == [
        "图.png",
        "图.png.html",
        "坏稿.docx",
        "坏稿.docx.html",
    ]
    assert place.found()["通过"] == place.found()["退回"] == []


def test_names_that_are_taken_get_a_number(place: Place) -> None:
    for text in (GOOD.format("防汛"), GOOD.format("抗旱")):
        place.put("通知.txt", text)
        place.run()
    for text in (BAD.format("防汛"), BAD.format("抗旱")):
        place.put("稿.txt", text)
        place.run()
    assert place.found()["通过"] == ["通知 (2).txt", "通知.txt"]
    assert place.found()["退回"] == ["稿 (2).txt", "稿 (2).txt.html", "稿.txt", "稿.txt.html"]
    assert "防汛" in (place.folder / "通过" / "通知.txt").read_text(encoding="utf-8")
    assert "抗旱" in (place.folder / "通过" / "通知 (2).txt").read_text(encoding="utf-8")


def test_a_name_too_long_for_its_report_is_cut(place: Place) -> None:
    name = "关" * 83 + ".txt"  # 253 bytes
    place.put(name, BAD.format("防汛"))
    assert place.run().exit_code == 1
    draft, report = place.found()["退回"]
    assert report == f"{draft}.html"
    assert draft.startswith("关" * 80)


def test_unfinished_hidden_and_excluded_files_and_links_stay(place: Place) -> None:
    names = [".隐.txt", "~$通知.docx", "上传.docx.part", "历史/旧.txt", ".夹/a.txt"]
    for name in names:
        place.put(name, GOOD)
    (place.inbox / "链接.txt").symlink_to(place.folder / "clean.txt")
    place.run("--exclude", "历史")
    assert place.found()["收件"] == sorted([*names, "链接.txt"])


def test_a_marked_draft_is_refused_and_none_of_it_told(place: Place) -> None:
    place.put("稿.txt", MARKED.format("甲水库开闸放水"))
    result = place.run()
    assert result.exit_code == 1
    assert "涉密，拒收" in result.stdout
    report = (place.folder / "退回" / "稿.txt.html").read_text(encoding="utf-8")
    for words in ("甲水库", "做好防汛"):
        assert words not in report + result.output
    place.put("好.txt", "机密★5年\n" + GOOD.format("调度"))
    place.run("--marked", "allow")
    assert place.found()["通过"] == ["好.txt"]


def test_a_report_for_programs(place: Place) -> None:
    place.put("局办/稿.txt", BAD.format("防汛"))
    place.run("--report", "json")
    told = json.loads((place.folder / "退回" / "局办" / "稿.txt.json").read_text(encoding="utf-8"))
    assert (told["verdict"], told["path"], told["findings"][0]["rule"]) == ("退回", "局办/稿.txt", "town/calm")


def test_a_name_that_is_no_text_comes_through(place: Place) -> None:
    name = os.fsdecode("稿".encode("gb18030") + b".txt")
    place.put(name, GOOD)
    place.run()
    assert place.found()["通过"] == [name]


def test_folders_that_would_go_round_are_refused(place: Place) -> None:
    assert place.run("--refused", str(place.inbox / "退回")).exit_code == 2
    assert place.run("--refused", str(place.folder / "通过")).exit_code == 2
    assert place.run("--passed", str(place.folder)).exit_code == 2
    place.inbox.rmdir()
    assert "不存在" in place.run().stderr


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_folders_on_another_file_system_are_refused(place: Place) -> None:
    far = Path("/dev/shm") / f"wenlint-{os.getpid()}"
    if place.folder.stat().st_dev == far.parent.stat().st_dev:
        pytest.skip("one file system")
    try:
        assert "同一个文件系统" in place.run("--passed", str(far)).stderr
    finally:
        far.rmdir()


def test_a_verdict_that_others_have_put_there_counts_for_nothing(place: Place) -> None:
    """Who may put drafts into the inbox may put another folder in the place of the gate's own, too."""
    if not hasattr(os, "geteuid") or os.geteuid():
        pytest.skip("takes a second user")
    forged = place.inbox / ".wenlint-drop" / "claims" / ("0" * 32)
    forged.mkdir(parents=True)
    (forged / "claim.json").write_text('{"below": "a.txt"}')
    (forged / "way.json").write_text('{"to": "passed", "name": "a.txt", "beside": "", "verdict": "通过"}')
    (forged / "judged").write_text(BAD)
    for folder in (forged, forged.parent, forged.parents[1]):
        os.chown(folder, 65534, 65534)
        result = place.run()
        assert result.exit_code == 2
        assert "可能是别人放的" in result.stderr
        assert not (place.folder / "通过" / "a.txt").exists()


def test_nothing_in_the_inbox_says_how_to_judge(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put("a.txt", MARKED)
    for name, text in (("wenlint.toml", '[gate]\nmarked = "allow"\n'), ("wenlint-waivers.toml", "")):
        file = place.put(name, text)
        monkeypatch.chdir(place.inbox)
        result = place.run()
        assert result.exit_code == 2
        assert f"{name} 在收件文件夹里" in result.stderr
        file.unlink()
    assert place.found()["收件"] == ["a.txt"]


def test_only_one_works_on_an_inbox(place: Place) -> None:
    targets = (place.folder / name for name in ("通过", "退回", "退回"))
    with opened(Folders(place.inbox, *targets)):
        assert "已有一个" in place.run().stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes")
def test_a_draft_that_is_still_being_written_is_waited_for(place: Place) -> None:
    text = GOOD.format("防汛").encode()
    with (place.inbox / "通知.txt").open("wb", buffering=0) as file:
        file.write(text[:60])  # by itself nothing to object to
        process = place.start("--once")
        time.sleep(1.5)
        assert place.found()["收件"] == ["通知.txt"]
        file.write(text[60:])
    assert process.wait(20) == 0
    assert (place.folder / "通过" / "通知.txt").read_bytes() == text


def test_it_watches_until_it_is_told_to_end(place: Place) -> None:
    process = place.start()
    assert process.stdout is not None
    assert "守在这里" in process.stdout.readline()
    for number in range(3):
        place.put(f"{number}.txt", GOOD)
        assert f"{number}.txt：通过" in process.stdout.readline()
    process.terminate()
    assert process.wait(10) == 0


def test_killed_again_and_again_every_draft_arrives_once(place: Place) -> None:
    names = [f"局{number % 3}/{number:03}.txt" for number in range(150)]
    texts = {name: (GOOD, BAD)[number % 2].format(f"第{number}处") for number, name in enumerate(names)}
    for turn, seconds in enumerate((0.05, 0.1, 0.02)):
        for name in names[turn * 50 : turn * 50 + 50]:  # each time there is enough to be killed at
            place.put(name, texts[name])
        process = place.start()
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()  # the first draft has arrived
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    assert place.run().exit_code in (0, 1)
    found = place.found()
    assert found["收件"] == []
    assert found["通过"] == sorted(names[::2])
    assert found["退回"] == sorted(f"{name}{end}" for name in names[1::2] for end in ("", ".html"))
    assert all((place.folder / "通过" / name).read_text(encoding="utf-8") == texts[name] for name in names[::2])
    assert not list((place.inbox / ".wenlint-drop" / "claims").iterdir())


# -- killed at a step, in this process ---------------------------------------------------------


class KilledError(BaseException):
    """As a kill: nothing catches it."""


@pytest.fixture
def gate(project: Path) -> Iterator[Gate]:
    settings = config.load()
    with closing(Gate(settings, gather(settings), Options("drop:"))) as gate:
        yield gate


def look_until_done(folders: Folders, gate: Gate, told: list[str]) -> Drop:
    def judge(items: Iterable[Item]) -> Iterator[Ruling]:
        return gate.rulings(items, Exemptions())

    with opened(folders):
        drop = Drop(folders, judge, lambda _: True, 0, False, told.append)
        drop.look()
        while drop.is_waiting:
            drop.look()
    return drop


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_what_cannot_be_written_down_stays_until_it_can(place: Place, project: Path) -> None:
    audit = project / "audit.jsonl"
    settings = config.load({"audit": audit})
    folders = Folders(place.inbox, project / "通过", project / "退回", project / "退回")
    place.put("a.txt", GOOD.format("防汛"))
    told: list[str] = []
    with closing(Gate(settings, gather(settings), Options("drop:收件"))) as gate:
        audit.unlink()
        audit.symlink_to("/dev/full")
        drop = look_until_done(folders, gate, told)
        assert place.found() == {"收件": [], "通过": [], "退回": []}
        assert (drop.tally.stuck, drop.tally.passed) == (1, 0)
        assert ["审计记录写不进" in line for line in told] == [True]
        audit.unlink()
        look_until_done(folders, gate, told)
    assert place.found()["通过"] == ["a.txt"]
    assert [one["verdict"] for one in decisions(audit)] == ["passed"]


def killing(monkeypatch: pytest.MonkeyPatch, step: int) -> list[int]:
    """Lets the process end before or after the so-manieth act on a file; the count of acts."""
    acts = [0]

    def killable(act: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            acts[0] += 1
            if acts[0] == step:
                raise KilledError
            result = act(*args)
            acts[0] += 1
            if acts[0] == step:
                raise KilledError
            return result

        return run

    for name in ("move", "write", "remove"):
        monkeypatch.setattr(drop_files, name, killable(getattr(drop_files, name)))
    return acts


@pytest.mark.parametrize("unread", [False, True], ids=["read", "unread"])
def test_killed_at_any_step_a_draft_arrives_once(
    place: Place, gate: Gate, monkeypatch: pytest.MonkeyPatch, unread: bool
) -> None:
    """``unread``: a draft that cannot be read goes out itself, not as a copy."""
    if unread:
        monkeypatch.setattr("wenlint.reading.load", _unreadable)
    step = 0
    while True:
        step += 1
        root = place.folder / f"第{step}步"
        folders = Folders(root / "收件", root / "通过", root / "退回", root / "退回")
        folders.inbox.mkdir(parents=True)
        (folders.inbox / "稿.txt").write_text(BAD, encoding="utf-8")
        with monkeypatch.context() as patch:
            acts = killing(patch, step)
            try:
                look_until_done(folders, gate, [])
            except KilledError:
                arrived = (folders.refused / "稿.txt").exists()
            else:
                break
        if arrived:  # and is fetched before there is a restart
            (folders.refused / "稿.txt").rename(root / "取走")
        look_until_done(folders, gate, [])
        names = sorted(path.name for path in folders.refused.iterdir())
        assert names == (["稿.txt.html"] if arrived else ["稿.txt", "稿.txt.html"]), step
        assert not list((folders.inbox / ".wenlint-drop" / "claims").iterdir())
        assert not (folders.inbox / "稿.txt").exists()
    assert acts[0] >= 10


@pytest.mark.parametrize("left", ["draft", "claim.json", "way.json"])
def test_killed_while_tidying_up_a_draft_does_not_come_again(
    place: Place, gate: Gate, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """A folder is emptied in any order; ``left`` is what was to go last."""
    folders = Folders(place.inbox, *(place.folder / name for name in ("通过", "退回", "退回")))
    place.put("稿.txt", GOOD)

    def interrupted(folder: Path) -> None:
        for path in folder.iterdir():
            if path.name != left:
                path.unlink()
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", interrupted)
        with pytest.raises(KilledError):
            look_until_done(folders, gate, [])
    told: list[str] = []
    look_until_done(folders, gate, told)
    assert place.found()["通过"] == ["稿.txt"]
    assert told == []
    assert not list((place.inbox / ".wenlint-drop" / "claims").iterdir())


def _unreadable(path: Path) -> bytes:
    from wenlint.reading import ReadingError

    raise ReadingError("unreadable", "读不出来")


def test_a_name_taken_at_the_last_moment_is_given_up(place: Place, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = Folders(place.inbox, *(place.folder / name for name in ("通过", "退回", "退回")))
    place.put("稿.txt", BAD)
    move = drop_files.move
    rival = folders.refused / "稿.txt"

    def raced(source: Path, target: Path) -> None:
        if target == rival and not rival.exists():
            rival.write_text("别人的", encoding="utf-8")
        move(source, target)

    monkeypatch.setattr(drop_files, "move", raced)
    look_until_done(folders, gate, [])
    assert place.found()["退回"] == ["稿 (2).txt", "稿 (2).txt.html", "稿.txt"]
    assert rival.read_text(encoding="utf-8") == "别人的"


def test_on_a_full_disk_nothing_is_lost_and_all_goes_on_later(
    place: Place, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = Folders(place.inbox, *(place.folder / name for name in ("通过", "退回", "退回")))
    place.put("好.txt", GOOD)
    write = drop_claim.Claim.settle

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    told: list[str] = []
    monkeypatch.setattr(drop_claim.Claim, "settle", full)
    drop = look_until_done(folders, gate, told)
    assert drop.tally.stuck == 1
    assert told == ["好.txt：No space left on device；还留着，下次再试"]
    assert place.found()["通过"] == []
    monkeypatch.setattr(drop_claim.Claim, "settle", write)
    look_until_done(folders, gate, told)
    assert place.found()["通过"] == ["好.txt"]


def test_what_is_written_to_while_it_is_judged_is_judged_again(place: Place, gate: Gate) -> None:
    folders = Folders(place.inbox, *(place.folder / name for name in ("通过", "退回", "退回")))
    place.put("稿.txt", GOOD)
    rounds = []

    def judge(items: Iterable[Item]) -> Iterator[Ruling]:
        for ruling in gate.rulings(items, Exemptions()):
            rounds.append(ruling.verdict)
            if len(rounds) == 1:
                (draft,) = (place.inbox / ".wenlint-drop" / "claims").glob("*/draft")
                draft.write_text(BAD, encoding="utf-8")
            yield ruling

    with opened(folders):
        drop = Drop(folders, judge, lambda _: True, 0, False, lambda _: None)
        for _ in range(3):
            drop.look()
    assert len(rounds) == 2
    assert place.found()["退回"] == ["稿.txt", "稿.txt.html"]
    assert place.found()["通过"] == []
