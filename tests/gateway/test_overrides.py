"""Rules that only warn certain senders: what is found stays, whether the draft passes changes, and it is recorded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from conftest import CONFIG, FLAWED, SECRET, UNJUDGED
from servers import Server, decisions, serving
from test_hook import BAD, Site
from test_icap import Client, port_of, put

OA, PAGE = "token-of-the-oa-system", "token-of-the-web-page"
WARN = """
[gate]
audit = "audit.jsonl"

[[gate.warn-only]]
rules = ["town/calm"]
senders = ["http:oa", "icap:10.1.0.0/16", "hook:zhang", "drop:试行"]
reason = "新规定试行"
by = "办公室主任"
until = 2999-12-31
"""
REASON = "新规定试行；办公室主任同意，到 2999-12-31"
USED = [{"rule": "town/calm", "reason": "新规定试行", "by": "办公室主任", "until": "2999-12-31"}]

Run = Callable[..., Result]


@pytest.fixture
def office(project: Path) -> Path:
    (project / "wenlint.toml").write_text(CONFIG + WARN, encoding="utf-8")
    (project / "tokens").write_text(f"# 一人一个\noa {OA}\n网页 {PAGE}\n", encoding="utf-8")
    return project


@pytest.fixture
def server(office: Path) -> Iterator[Server]:
    with serving(office, "--token-file", "tokens", "--icap", "127.0.0.1:0") as server:
        yield server


def test_over_http_the_holder_of_the_token_counts(server: Server, office: Path) -> None:
    warned = server.lint(FLAWED.encode(), Authorization=f"Bearer {OA}")
    refused = server.lint(FLAWED.encode(), Authorization=f"Bearer {PAGE}")
    assert warned.status == refused.status == 200
    (there,), (here,) = warned.told["documents"], refused.told["documents"]
    assert [one.pop("gate") for one in there["findings"]] == ["warned"]
    assert [one.pop("gate") for one in here["findings"]] == ["refused"]
    assert there["findings"] == here["findings"]
    assert there["gate"] == {"verdict": "passed", "held": False, "overrides": USED}
    assert here["gate"] == {"verdict": "refused", "held": False, "overrides": []}
    assert warned.told["ok"] is True
    assert refused.told["ok"] is False
    assert f"可以通过：错误 1 处\n只提醒、不拦的 1 处 [town/calm]（{REASON}）" in warned.told["message"]
    assert "只提醒" not in refused.told["message"]
    page = server.upload("/", [("a.txt", FLAWED.encode())], Authorization=f"Bearer {OA}").body.decode()
    assert f"只提醒、不拦的 1 处 [town/calm]（{REASON}）" in page
    assert [(one["sender"], one["verdict"], one["overrides"]) for one in decisions(office / "audit.jsonl")] == [
        ("http:oa", "passed", USED),
        ("http:网页", "refused", []),
        ("http:oa", "passed", USED),
    ]


def test_over_icap_what_the_proxy_says_counts(server: Server, office: Path) -> None:
    with closing(Client(port_of(server))) as client:
        assert client.ask(put(FLAWED, "X-Client-IP: 10.1.2.3")).status == 204
        assert client.ask(put(FLAWED, "X-Client-IP: 10.2.2.3")).is_refusal
        assert client.ask(put(FLAWED)).is_refusal
        # What the uploader says himself is in the message, and no word of the proxy's.
        assert client.ask(put(FLAWED, more=b"X-Client-IP: 10.1.2.3\r\n")).is_refusal
        assert client.ask(put(SECRET, "X-Client-IP: 10.1.2.3")).is_refusal
    senders = [one["sender"] for one in decisions(office / "audit.jsonl")]
    assert senders == ["icap:10.1.2.3", "icap:10.2.2.3", "icap:", "icap:", "icap:10.1.2.3"]


@pytest.fixture
def site(office: Path) -> Site:
    (office / "srv").mkdir()
    text = (CONFIG + WARN).replace('["checks"]', '["../checks"]').replace('["packs"]', '["../packs"]')
    (office / "srv" / "wenlint.toml").write_text(text, encoding="utf-8")
    return Site(office)


def test_at_a_push_the_account_that_the_server_names_counts(site: Site, office: Path) -> None:
    site.hook("--sender-env GL_USERNAME")
    site.commit({"a.txt": BAD.format("防汛")})
    assert "退回 1 份" in site.git("push", "-q", "origin", "main", ok=False, GL_USERNAME="li")
    assert "退回 1 份" in site.git("push", "-q", "origin", "main", ok=False)
    assert not site.has()
    told = site.git("push", "-q", "origin", "main", ok=False, GL_USERNAME="zhang")
    assert site.has()
    assert "错误  有感叹号" in told
    assert f"放行  [town/calm] 这里只提醒、不拦（{REASON}）" in told
    assert [(one["sender"], one["verdict"]) for one in decisions(office / "srv" / "audit.jsonl")] == [
        ("hook:li", "refused"),
        ("hook:", "refused"),
        ("hook:zhang", "passed"),
    ]


def test_at_a_push_no_name_in_a_commit_counts(site: Site) -> None:
    """Anybody can write it, and nobody asks the environment unless told to."""
    site.git("config", "user.name", "zhang")
    site.commit({"a.txt": BAD.format("防汛")})
    told = site.git("push", "-q", "origin", "main", ok=False, GL_USERNAME="zhang", USER="zhang", LOGNAME="zhang")
    assert "退回 1 份" in told
    assert not site.has()


def test_a_version_in_the_history_is_written_down_as_decided(site: Site, office: Path) -> None:
    site.hook("--sender-env GL_USERNAME")
    site.commit({"a.txt": BAD.format("防汛")})
    site.commit({"a.txt": BAD.format("防汛").replace("！", "。")})
    site.push()
    assert site.has()
    assert [one["verdict"] for one in decisions(office / "srv" / "audit.jsonl")] == ["passed", "passed"]


@pytest.mark.parametrize(("inbox", "place"), [("试行", "通过"), ("收件", "退回")])
def test_in_a_drop_folder_the_inbox_counts(office: Path, wenlint: Run, inbox: str, place: str) -> None:
    (office / inbox).mkdir()
    (office / inbox / "a.txt").write_text(FLAWED, encoding="utf-8")
    result = wenlint(*"drop --passed 通过 --refused 退回 --once --still 0 --every 0.1 -j 1".split(), inbox)
    assert (office / place / "a.txt").exists()
    assert (REASON in result.stdout) is (place == "通过")
    (decision,) = decisions(office / "audit.jsonl")
    assert decision["sender"] == f"drop:{inbox}"
    assert decision["verdict"] == ("passed" if place == "通过" else "refused")


@pytest.mark.parametrize(("sender", "code"), [("paperless:*", 0), ("drop:*", 1)])
def test_for_paperless_nobody_is_told_apart(office: Path, wenlint: Run, sender: str, code: int) -> None:
    (office / "wenlint.toml").write_text((CONFIG + WARN).replace("http:oa", sender), encoding="utf-8")
    (office / "a.txt").write_text(FLAWED, encoding="utf-8")
    result = wenlint("hook", "pre-consume", env={"DOCUMENT_WORKING_PATH": str(office / "a.txt")})
    assert result.exit_code == code
    assert "有感叹号" in result.output
    assert (REASON in result.output) is (code == 0)
    (decision,) = decisions(office / "audit.jsonl")
    assert (decision["door"], decision["sender"]) == ("paperless", "paperless:")
    assert decision["verdict"] == ("refused" if code else "passed")


def test_no_override_lets_through_what_is_marked_or_was_not_judged(office: Path, wenlint: Run) -> None:
    text = CONFIG + WARN.replace('["town/calm"]', '["*"]').replace("senders = [", 'senders = ["*", ')
    (office / "wenlint.toml").write_text(text, encoding="utf-8")
    (office / "收件").mkdir()
    for name, draft in {"密.txt": SECRET, "坏.docx": "PK\x03\x04", "错.txt": FLAWED, "疑.txt": UNJUDGED}.items():
        (office / "收件" / name).write_text(draft, encoding="utf-8")
    result = wenlint(*"drop 收件 --passed 通过 --refused 退回 --once --still 0 --every 0.1 -j 1".split())
    assert result.exit_code == 3
    assert sorted(path.name for path in (office / "通过").iterdir()) == ["疑.txt", "错.txt"]
    verdicts = {one["sha256"]: (one["verdict"], one["held"]) for one in decisions(office / "audit.jsonl")}
    assert sorted(verdicts.values()) == [("passed", False), ("passed", False), ("refused", True), ("unjudged", False)]


@pytest.mark.parametrize("options", ["", "--on 2024-01-01"])
def test_when_its_time_is_over_a_rule_refuses_again(office: Path, wenlint: Run, options: str) -> None:
    """Whatever day's rules are judged by: that is no day of the calendar on the wall."""
    (office / "wenlint.toml").write_text((CONFIG + WARN).replace("2999", "2024"), encoding="utf-8")
    (office / "试行").mkdir()
    (office / "试行" / "a.txt").write_text(FLAWED, encoding="utf-8")
    result = wenlint(
        *"drop 试行 --passed 通过 --refused 退回 --once --still 0 --every 0.1 -j 1".split(), *options.split()
    )
    assert (office / "退回" / "a.txt").exists()
    assert "只提醒，已于 2024-12-31 到期，照常拦" in result.stderr


@pytest.mark.parametrize(
    "words", [["serve", "--http", "127.0.0.1:0"], ["drop", "收件", "--passed", "a", "--refused", "b"]]
)
def test_a_rule_that_is_none_stops_every_gate(office: Path, wenlint: Run, words: list[str]) -> None:
    (office / "收件").mkdir()
    (office / "wenlint.toml").write_text((CONFIG + WARN).replace("town/calm", "town/clam"), encoding="utf-8")
    result = wenlint(*words)
    assert result.exit_code == 2
    assert "warn-only：没有名为 town/clam 的检查或规则，是不是想写 town/calm？" in result.stderr


@pytest.mark.parametrize(
    ("tokens", "fault"),
    [
        ("oa short", "至少 16 个"),
        (f"oa system {OA}", "名字 令牌"),
        (f"oa {OA}\npage {OA}", "令牌相同"),
        ("# 没有\n", "没有令牌"),
        (f"* {OA}", "用不了"),
    ],
)
def test_tokens_that_tell_nobody_apart_are_refused(office: Path, wenlint: Run, tokens: str, fault: str) -> None:
    (office / "tokens").write_text(tokens, encoding="utf-8")
    result = wenlint("serve", "--token-file", "tokens")
    assert result.exit_code == 2
    assert fault in result.stderr
    assert OA not in result.output


def test_a_proxy_is_believed_only_where_both_halves_are_said(office: Path, wenlint: Run) -> None:
    for words in (["--sender-header", "X-Remote-User"], ["--sender-from", "10.0.0.5"]):
        result = wenlint("serve", *words)
        assert result.exit_code == 2
        assert "要一起写" in result.stderr


def test_a_trusted_proxy_names_its_user(office: Path) -> None:
    text = (CONFIG + WARN).replace("http:oa", "http:zhang")
    (office / "wenlint.toml").write_text(text, encoding="utf-8")
    with serving(office, "--sender-header", "X-Remote-User", "--sender-from", "127.0.0.1") as server:
        assert server.lint(FLAWED.encode(), X_Remote_User="zhang").told["ok"] is True
        assert server.lint(FLAWED.encode(), X_Remote_User="li").told["ok"] is False
    with serving(office) as server:
        assert server.lint(FLAWED.encode(), X_Remote_User="zhang").told["ok"] is False
    assert [one["sender"] for one in decisions(office / "audit.jsonl")] == ["http:zhang", "http:li", "http:"]


def test_what_a_gate_decides_by_is_recorded_before_the_first_decision(server: Server, office: Path) -> None:
    first = json.loads((office / "audit.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (first["event"], first["door"]) == ("start", "serve")
    assert first["settings"]["warn-only"][0]["reason"] == "新规定试行"
