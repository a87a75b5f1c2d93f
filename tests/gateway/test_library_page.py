"""The library on the page: who may add to it, what becomes of each document, and that drafts are held against it."""

from __future__ import annotations

import hashlib
import html
import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from conftest import SECRET
from servers import WENLINT, Answer, Server, serving

from wenlint.reuse import Entry, create_library, open_library, verify_library

ROOT = Path(__file__).parents[2]
OPINION = ROOT / "corpus" / "superior" / "2025-08-18-elderly-meals-opinion.txt"
RESTATING = ROOT / "examples" / "flawed" / "copied-opinion.docx"
TITLE = "示例省人民政府关于加快发展老年助餐服务的意见"
ADDING = ("--corpus", "library", "--allow-corpus-add")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that lets the page add to its library, which is new and empty."""
    with serving(tmp_path, *ADDING, "--audit", "audit.jsonl", jobs=2) as server:
        yield server


def notice(number: int, words: str = "巡查河道") -> str:
    return (
        f"示例省人民政府办公厅关于{words}{number}的通知\n示政办发〔2025〕{number}号\n各市人民政府：\n"
        f"各市每年{words}不少于{number}次，由水务部门牵头，结果在政府网站公布，接受群众监督。\n"
        "示例省人民政府办公厅\n2025年3月1日\n"
    )


def add(server: Server, *files: tuple[str, bytes]) -> Answer:
    return server.upload("/library", files)


def said(answer: Answer) -> str:
    """The words of a page."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", answer.body.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", body))


def restatements(server: Server) -> list[str]:
    """Titles of the superior documents that the sample draft is found to restate."""
    (told,) = server.lint(RESTATING.read_bytes(), RESTATING.name).told["documents"]
    found = [one for one in told["findings"] if one["check"] == "restatement"]
    return [place["document"]["title"] for one in found for place in one["at"] if place.get("document")]


def held(folder: Path) -> list[str]:
    with open_library(folder / "library") as library:
        return [stored.entry.title for stored in library.entries()]


def test_nobody_adds_to_the_library_unless_allowed(tmp_path: Path) -> None:
    create_library(tmp_path / "library").close()
    with serving(tmp_path, "--corpus", "library") as server:
        page = server.send("GET", "/library")
        answer = add(server, (OPINION.name, OPINION.read_bytes()))
    assert page.status == 200
    assert "<form" not in page.body.decode()
    assert "共 0 份" in said(page)
    assert answer.status == 403
    assert "没有加入" in said(answer)
    assert held(tmp_path) == []


def test_other_sites_cannot_add_and_a_token_holds_here_too(tmp_path: Path) -> None:
    token = "a-token-of-the-tests-1234"
    with serving(tmp_path, *ADDING, environment={"WENLINT_TOKEN": token}) as server:
        files = [(OPINION.name, OPINION.read_bytes())]
        known = {"Authorization": f"Bearer {token}"}
        page = server.send("GET", "/library")
        assert page.status == 401
        assert "打不开这一页" in said(page)
        assert server.upload("/library", files).status == 401
        assert server.upload("/library", files, Sec_Fetch_Site="cross-site", **known).status == 403
        assert server.upload("/library", files, Origin="http://evil.example", **known).status == 403
        assert held(tmp_path) == []
        assert server.upload("/library", files, Sec_Fetch_Site="same-origin", **known).status == 200
    assert held(tmp_path) == [TITLE]


def test_what_is_added_is_there_for_the_next_draft(server: Server, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        before = list(threads.map(lambda _: restatements(server), range(4)))  # both workers have judged
        answer = add(server, (OPINION.name, OPINION.read_bytes()), ("通知.txt", notice(3).encode()))
        after = list(threads.map(lambda _: restatements(server), range(6)))
    assert before == [[]] * 4
    assert answer.status == 200
    words = said(answer)
    assert f"已加入：{TITLE}" in words
    assert "共 2 份" in words
    assert "示政办发〔2025〕3号" in words
    assert "2025-03-01" in words
    assert "省级" in words
    assert all(found and set(found) == {TITLE} for found in after)
    assert sorted(held(tmp_path)) == sorted([TITLE, "示例省人民政府办公厅关于巡查河道3的通知"])


def test_each_document_is_told_of(server: Server, tmp_path: Path) -> None:
    copy = OPINION.read_text("utf-8") + "\n　　附件：名单\n"
    add(server, (OPINION.name, OPINION.read_bytes()))
    words = said(
        add(
            server,
            ("再来.txt", OPINION.read_bytes()),
            ("改动.txt", copy.encode()),
            ("坏.docx", b"PK\x03\x04 no more"),
            ("包.txt", b"Rar!\x1a\x07\0"),
            ("目录.csv", "title,text\n甲,乙\n".encode()),
            ("好.txt", notice(5).encode()),
        )
    )
    told = dict(re.findall(r"^(\S+\.\w+)(已加入|库里已有|没有加入)", words, re.MULTILINE))
    assert told == {
        "再来.txt": "库里已有",
        "改动.txt": "已加入",
        "坏.docx": "没有加入",
        "包.txt": "没有加入",
        "目录.csv": "没有加入",
        "好.txt": "已加入",
    }
    assert "替换了库里的旧稿" in words
    assert "文件不完整" in words
    assert "没有查" not in words
    assert len(held(tmp_path)) == 2


def test_a_marked_or_broken_document_is_not_added(server: Server, tmp_path: Path) -> None:
    answer = add(server, ("机.txt", SECRET.encode()), ("空.txt", b""), ("坏.pdf", b"%PDF-1.7 no more"))
    words = said(answer)
    assert answer.status == 200
    assert words.count("没有加入") == 3
    assert "带密级标志" in words
    assert not [word for word in ("水库", "示例市", "开闸") if word in words + server.said()]
    assert held(tmp_path) == []


def test_of_a_marked_document_nothing_is_shown(tmp_path: Path) -> None:
    with create_library(tmp_path / "library") as library:
        library.add(
            Entry("关于某水库的通知", "甲水库即日开闸。", number="示密〔2024〕1号", issuer="示例市", marked=True)
        )
    with serving(tmp_path, "--corpus", "library") as server:
        words = said(server.send("GET", "/library"))
    assert "带密级标志，不显示" in words
    assert not [word for word in ("水库", "示密", "示例市") if word in words]


def test_a_document_that_takes_too_long_is_not_added(tmp_path: Path) -> None:
    """Here because somebody else is writing to the library all the time; drafts are judged meanwhile."""
    with serving(tmp_path, *ADDING, "--timeout", "2", jobs=2) as server:
        with closing(sqlite3.connect(tmp_path / "library" / "library.sqlite", isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            with ThreadPoolExecutor(1) as thread:
                answer = thread.submit(add, server, ("通知.txt", notice(1).encode()))
                assert server.lint(notice(2).encode()).status == 200
                words = said(answer.result(30))
            db.execute("ROLLBACK")
        assert "没有加入：判断超过 2 秒，已停止" in words
        assert held(tmp_path) == []
        assert "已加入" in said(add(server, ("通知.txt", notice(1).encode())))
    assert len(held(tmp_path)) == 1


def test_adding_and_judging_at_once_disturb_neither(server: Server, tmp_path: Path) -> None:
    add(server, (OPINION.name, OPINION.read_bytes()))

    def one(number: int) -> str:
        if number % 2:
            return said(add(server, (f"{number}.txt", notice(number, "检查桥梁").encode())))
        return "已加入" if set(restatements(server)) == {TITLE} else "judged wrongly"

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(one, range(24)))
    assert [answer for answer in answers if "已加入" not in answer] == []
    assert len(held(tmp_path)) == 13
    assert verify_library(tmp_path / "library") == []


def test_what_was_added_is_still_there_after_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path, *ADDING) as server:
        add(server, (OPINION.name, OPINION.read_bytes()))
    with serving(tmp_path, "--corpus", "library") as server:
        assert restatements(server) == [TITLE] * len(restatements(server)) != []
        assert TITLE in said(server.send("GET", "/library"))
    listed = subprocess.run(
        [*WENLINT, "corpus", "list", "--corpus", "library", "--format", "json"], cwd=tmp_path, capture_output=True
    )
    assert f"网页上传：{OPINION.name}" in listed.stdout.decode()


def test_a_large_library_makes_a_small_page(tmp_path: Path) -> None:
    long = "关于进一步加强和改进城乡社区服务体系建设若干重点工作任务分工方案的补充通知" * 2
    with create_library(tmp_path / "library") as library:
        library.add_all(Entry(f"{long}{i}", number=f"示政发〔2020〕{i}号", issuer="示例省人民政府") for i in range(250))
    with serving(tmp_path, "--corpus", "library") as server:
        first, last = server.send("GET", "/library"), server.send("GET", "/library?page=3")
        beyond, odd = server.send("GET", "/library?page=9999999"), server.send("GET", "/library?page=-1")
    assert max(len(first.body), len(last.body)) < 100_000
    assert "共 250 份，第 1 页，共 3 页" in said(first)
    assert "没有全文" in said(first)
    assert f"{long}249" in said(first)
    assert f"{long}149" not in said(first)
    assert f"{long}0" in said(last)
    assert last.body == beyond.body
    assert first.body == odd.body


def test_without_a_library_the_page_says_so(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert "还没有上级文件库" in said(server.send("GET", "/library"))


def test_allowing_makes_a_library_where_there_is_none(tmp_path: Path) -> None:
    with serving(tmp_path, "--allow-corpus-add", environment={"XDG_DATA_HOME": str(tmp_path / "data")}) as server:
        assert "已加入" in said(add(server, ("通知.txt", notice(1).encode())))
    with open_library(tmp_path / "data" / "wenlint" / "corpus") as library:
        assert len(library) == 1


def test_who_added_what_is_in_the_audit(tmp_path: Path) -> None:
    with serving(tmp_path, *ADDING, "--audit", "audit.jsonl") as server:
        add(server, ("机密名.txt", notice(1).encode()), ("机密名.txt", SECRET.encode()))
        add(server, ("机密名.txt", notice(1).encode()))
    with open_library(tmp_path / "library") as library:
        (stored,) = library.entries()
    text = (tmp_path / "audit.jsonl").read_text("utf-8")
    lines = [line for line in map(json.loads, text.splitlines()) if line["event"] == "library"]
    digests = [hashlib.sha256(data.encode()).hexdigest() for data in (notice(1), SECRET, notice(1))]
    assert [(line["outcome"], line["document"]) for line in lines] == [
        ("asked", None),
        ("new", stored.id),
        ("asked", None),
        ("refused", None),
        ("asked", None),
        ("known", stored.id),
    ]
    assert [line["sha256"] for line in lines[::2]] == [line["sha256"] for line in lines[1::2]] == digests
    assert {line["sender"] for line in lines} == {"http:"}
    assert not [word for word in ("机密名", "巡查", "水库") if word in text]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_what_cannot_be_written_down_is_not_added(tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    with serving(tmp_path, *ADDING, "--audit", str(audit)) as server:
        audit.unlink()
        audit.symlink_to("/dev/full")
        words = said(add(server, ("通知.txt", notice(1).encode())))
    assert "没有加入：审计记录写不进，请告诉管理员" in words
    assert held(tmp_path) == []


def test_titles_are_text_and_no_path_is_told(server: Server, tmp_path: Path) -> None:
    text = notice(1).replace("巡查河道1", "<script>alert(1)</script>巡查")
    answer = add(server, ("<img src=x onerror=alert(2)>.txt", text.encode()))
    page = answer.body.decode()
    assert page.count("<script>") == 1  # the page's own
    assert "<img" not in page
    assert str(tmp_path) not in page
    (tmp_path / "library" / "library.sqlite").write_bytes(b"no library at all" * 100)
    broken = server.send("GET", "/library")
    assert broken.status == 503
    assert str(tmp_path) not in broken.body.decode()


def test_what_does_not_look_like_a_document_of_a_superior_is_doubted(server: Server) -> None:
    words = said(add(server, ("随笔.txt", "春天的河\n河边的柳树发芽了，孩子们在放风筝。\n".encode())))
    assert "没有认出文号和发文机关" in words
    assert "没有认出文号和发文机关" not in said(add(server, ("通知.txt", notice(1).encode())))
