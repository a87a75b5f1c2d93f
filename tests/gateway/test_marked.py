"""Drafts under a secrecy marking: one setting at every gate, and nothing of their text told by any."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import Result
from conftest import CONFIG, SECRET
from servers import Server, decisions, serving
from test_hook import Site
from test_icap import Client, port_of, put

FINE = SECRET.replace("！", "。")
WORDS = ("蓄水位", "甲水库", "开闸", "水库调度")
FACTS = ("机密", "示政发", "示例市", "town/calm", "感叹号")
"""What a gate that holds a draft may tell, and one that refuses it may not."""

Run = Callable[..., Result]


class Seen(NamedTuple):
    """Whether a draft passed, and everything that anybody was told of it."""

    passed: bool
    told: str


Door = Callable[[Path, Run, str], Seen]


def over_http(office: Path, _run: Run, text: str) -> Seen:
    with served(office) as server:
        answer = server.lint(text.encode(), "a.txt")
        page = server.upload("/", [("a.txt", text.encode())]).body.decode()
        copy = server.upload("/annotated", [("a.txt", text.encode())])
        figures = server.send("GET", "/metrics").body.decode()
        assert copy.status == 422
        shown = re.sub("(?s)<style>.*?</style>", "", page)
        assert ("没有声明可以存放涉密文稿" in page) is ("没有声明可以存放涉密文稿" in answer.told["message"])
        told = (answer.body.decode(), shown, copy.body.decode(), server.said(), figures)
        return Seen(answer.told["ok"], "".join(told))


def over_icap(office: Path, _run: Run, text: str) -> Seen:
    with served(office) as server, closing(Client(port_of(server))) as client:
        reply = client.ask(put(text))
        assert reply.status in (200, 204)
        return Seen(reply.status == 204, reply.page + reply.http + server.said())


def by_push(office: Path, _run: Run, text: str) -> Seen:
    (office / "srv").mkdir()
    toml = (office / "wenlint.toml").read_text(encoding="utf-8")
    toml = toml.replace('["checks"]', '["../checks"]').replace('["packs"]', '["../packs"]')
    (office / "srv" / "wenlint.toml").write_text(toml, encoding="utf-8")
    site = Site(office)
    site.commit({"a.txt": text})
    told = site.push()
    (office / "srv" / "audit.jsonl").rename(office / "audit.jsonl")
    return Seen(site.has(), told)


def by_drop(office: Path, run: Run, text: str) -> Seen:
    (office / "收件").mkdir()
    (office / "收件" / "a.txt").write_text(text, encoding="utf-8")
    result = run(*"drop 收件 --passed 通过 --refused 退回 --once --still 0 --every 0.1 -j 1 --report json".split())
    reports = "".join(path.read_text(encoding="utf-8") for path in (office / "退回").glob("*.json"))
    return Seen((office / "通过" / "a.txt").exists(), result.output + reports)


def served(office: Path) -> AbstractContextManager[Server]:
    return serving(office, "--icap", "127.0.0.1:0")


@pytest.mark.parametrize("door", [over_http, over_icap, by_push, by_drop])
@pytest.mark.parametrize(
    ("marked", "text"),
    [("", FINE), ("hold", SECRET), ("allow", FINE), ("allow", SECRET), ("refuse", SECRET)],
    ids=["default", "hold", "allow-fine", "allow-flawed", "refuse"],
)
def test_one_setting_holds_at_every_gate(project: Path, wenlint: Run, door: Door, marked: str, text: str) -> None:
    setting = f'marked = "{marked}"\n' if marked else ""
    (project / "wenlint.toml").write_text(f'{CONFIG}[gate]\naudit = "audit.jsonl"\n{setting}', encoding="utf-8")
    seen = door(project, wenlint, text)
    audit = (project / "audit.jsonl").read_text(encoding="utf-8")
    assert seen.passed is (marked == "allow" and text == FINE)
    assert not [word for word in WORDS if word in seen.told + audit]
    decision = decisions(project / "audit.jsonl")[0]
    assert decision["held"] is (marked in ("", "hold"))
    if marked == "refuse":
        assert decision["verdict"] == "unjudged"
        assert decision["findings"] == []
        assert "不收涉密文稿" in seen.told
        assert not [word for word in FACTS if word in seen.told]
        assert not [word for word in ("机密", "示政发", "示例市") if word in audit]
    else:
        assert decision["verdict"] == ("passed" if seen.passed else "refused")
        assert ("town/calm" in json.dumps(decision["findings"])) is (text == SECRET)
    if marked in ("", "hold"):
        assert "没有声明可以存放涉密文稿" in seen.told or "涉密" in seen.told
