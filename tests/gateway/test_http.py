"""Drafts over HTTP, through a real server on loopback: the interface for programs and the page."""

from __future__ import annotations

import base64
import http.client
import io
import json
import shutil
import ssl
import stat
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import servers
from conftest import CLEAN, FLAWED, SECRET
from openapi_spec_validator import validate
from pypdf import PdfReader
from servers import WENLINT, Server, decisions, multipart, serving

from wenlint.document import Kind

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path for folder in ("clean", "flawed") for path in (ROOT / "examples" / folder).iterdir())
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TOKEN = "a-token-of-the-tests-1234"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of the sample documents and no configuration."""
    folder = tmp_path_factory.mktemp("server")
    command = [*WENLINT, "corpus", "add", str(ROOT / "corpus"), "--corpus", str(folder / "library")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def samples(place: Path) -> Iterator[Server]:
    """A server with that library, for drafts as they come."""
    with serving(place, "--corpus", "library", "--audit", "audit.jsonl", jobs=2) as server:
        yield server


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return servers.ground(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def town(ground: Path) -> Iterator[Server]:
    """A server with the rule of the tests alone."""
    with serving(ground, "--audit", "audit.jsonl", "--allow-host", "oa.example") as server:
        yield server


def checked(folder: Path, *arguments: str) -> dict[str, Any]:
    """What ``wenlint check`` says."""
    command = [*WENLINT, "check", *arguments, "--format", "json"]
    result = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    told = json.loads(result.stdout)
    assert isinstance(told, dict)
    return told


# --- one judgement ----------------------------------------------------------------------------


def test_every_sample_is_judged_as_on_the_command_line(samples: Server, place: Path) -> None:
    told = checked(place, *map(str, SAMPLES), "--corpus", "library")
    there = {Path(one["path"]).name: one for one in told["documents"]}
    assert len(there) == len(SAMPLES) > 15
    assert sum(len(one["findings"]) for one in there.values()) > 5
    for path in SAMPLES:
        answer = samples.lint(path.read_bytes(), path.name)
        (here,) = answer.told["documents"]
        assert answer.status == 200
        assert here.pop("gate")["verdict"] in ("passed", "refused")
        assert [one.pop("gate", "") for one in here["findings"]].count("refused") == sum(
            one["severity"] == "error" for one in here["findings"]
        )
        assert here == {**there[path.name], "path": path.name}
        is_wrong = any(one["severity"] == "error" for one in here["findings"]) or here["facts"]["secrecy"]
        assert answer.told["ok"] is not bool(is_wrong)


def test_several_drafts_get_one_answer(samples: Server) -> None:
    files = [(path.name, path.read_bytes()) for path in SAMPLES[:2]] + [("坏.docx", b"PK\x03\x04 no more")]
    answer = samples.upload("/v1/lint", files)
    assert answer.status == 422
    assert [one["path"] for one in answer.told["documents"]] == [name for name, _ in files]
    assert [one["status"] for one in answer.told["documents"]] == ["judged", "judged", "failed"]
    assert answer.told["ok"] is False
    assert "坏.docx：文件不完整" in answer.told["message"]
    assert answer.told["summary"]["documents"] == 3
    assert answer.told["summary"]["failed"] == 1


def test_the_sender_chooses_kind_and_packs(samples: Server, place: Path) -> None:
    path = next(path for path in SAMPLES if path.name == "policy-over-10-pages.docx")
    asked = {"kind": "special-report", "packs": "beijing-2019-13"}
    answer = samples.upload("/v1/lint", [(path.name, path.read_bytes())], list(asked.items()))
    raw = samples.send(
        "POST", f"/v1/lint?filename={path.name}&kind=special-report&packs=beijing-2019-13", path.read_bytes()
    )
    told = checked(place, str(path), "--kind", "special-report", "--pack", "beijing-2019-13", "--corpus", "library")
    assert answer.told["packs"] == told["packs"] == raw.told["packs"]
    fingerprints = [one["fingerprint"] for one in told["documents"][0]["findings"]]
    usual = samples.lint(path.read_bytes(), path.name).told["documents"][0]["findings"]
    for one in (answer, raw):
        assert [one["fingerprint"] for one in one.told["documents"][0]["findings"]] == fingerprints
    assert fingerprints != [one["fingerprint"] for one in usual]


@pytest.mark.parametrize(("query", "word"), [("kind=novel", "novel"), ("packs=no-such-pack", "no-such-pack")])
def test_an_unknown_choice_is_named(samples: Server, query: str, word: str) -> None:
    answer = samples.send("POST", f"/v1/lint?{query}", CLEAN.encode())
    assert answer.status == 400
    assert answer.told["ok"] is False
    assert word in answer.told["message"]


def test_waivers_hold_here_too_and_are_read_anew(project: Path) -> None:
    with serving(project) as server:
        (found,) = server.lint(FLAWED.encode()).told["documents"][0]["findings"]
        with (project / "wenlint-waivers.toml").open("w", encoding="utf-8") as stream:
            entry = (
                f'[[waiver]]\nfingerprint = "{found["fingerprint"]}"\nreason = "同意"\nby = "张"\nuntil = 2999-01-01\n'
            )
            stream.write(entry)
        assert server.lint(FLAWED.encode()).told["ok"] is False  # no such file when the server started
    with serving(project) as server:
        answer = server.lint(FLAWED.encode()).told
        assert answer["ok"] is True
        assert [one["fingerprint"] for one in answer["documents"][0]["waived"]] == [found["fingerprint"]]
        time.sleep(2.1)  # from then on the file is read only when it has changed
        assert [server.lint(FLAWED.encode()).told["ok"] for _ in range(2)] == [True, True]
        expired = entry.replace("2999", "2001")  # as long as it was
        (project / "wenlint-waivers.toml").write_text(expired, encoding="utf-8")
        assert server.lint(FLAWED.encode()).told["ok"] is False


# --- the description --------------------------------------------------------------------------


def test_the_description_is_valid_and_kept(samples: Server) -> None:
    described = samples.send("GET", "/openapi.json").told
    validate(described)
    assert described["paths"]["/v1/lint"]["post"]["parameters"][1]["schema"]["enum"] == [kind.value for kind in Kind]
    output = json.loads((ROOT / "docs" / "output-schema.json").read_text(encoding="utf-8"))
    for name, data in [("a.docx", SAMPLES[-1].read_bytes()), ("b.docx", b"PK\x03\x04")]:
        answer = samples.lint(data, name)
        jsonschema.validate(answer.told, output)
        schema = {"$ref": "#/components/schemas/Answer", "components": described["components"]}
        jsonschema.validate(answer.told, schema)
        assert str(answer.status) in described["paths"]["/v1/lint"]["post"]["responses"]
    for path in described["paths"]:
        assert samples.send("GET", path).status == (405 if path == "/v1/lint" else 200)


def test_an_unknown_address_is_told(samples: Server) -> None:
    assert samples.send("GET", "/v2/lint").status == 404


def test_an_answer_is_sent_at_once(samples: Server) -> None:
    """Its body does not wait until the caller's system has confirmed the head, which it puts off for 40 ms."""
    seconds = []
    with closing(http.client.HTTPConnection("127.0.0.1", samples.port, timeout=30)) as connection:
        for _ in range(40):
            began = time.monotonic()
            connection.request("GET", "/healthz")
            assert connection.getresponse().read()
            seconds.append(time.monotonic() - began)
    assert min(seconds[20:]) < 0.03


# --- the page ---------------------------------------------------------------------------------


def test_the_form_is_small_and_works_without_script(samples: Server) -> None:
    answer = samples.send("GET", "/")
    page = answer.body.decode()
    assert answer.status == 200
    assert len(answer.body) < 100_000
    assert 'method="post" action="/" enctype="multipart/form-data"' in page
    assert 'lang="zh-CN"' in page
    for field in ("drafts", "kind"):
        assert f'label for="{field}"' in page
        assert f'id="{field}"' in page
    assert page.count('name="packs"') > 4
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_the_report_shows_every_draft_and_no_markup_of_theirs(samples: Server) -> None:
    flawed = FLAWED.replace("马上行动", "<script>alert(1)</script>马上行动").replace("通知", "通知<b>", 1)
    files = [("<img src=x onerror=alert(2)>.txt", flawed.encode()), ("稿.docx", SAMPLES[0].read_bytes())]
    answer = samples.upload("/", files)
    page = answer.body.decode()
    assert answer.status == 200
    assert "<img src=x" not in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "2 份文稿的检查报告" in page
    assert '<a href="/">' in page


def test_the_report_is_that_of_the_command_line(samples: Server, place: Path) -> None:
    path = next(path for path in SAMPLES if path.name == "copied-opinion.docx")
    page = samples.upload("/", [(path.name, path.read_bytes())]).body.decode()
    findings = checked(place, str(path), "--corpus", "library")["documents"][0]["findings"]
    assert len(findings) > 1
    for one in findings:
        assert one["fingerprint"] in page
        assert one["rule"] in page


def test_a_form_without_a_file_says_so_on_a_page(samples: Server) -> None:
    answer = samples.upload("/", [("", b"")])
    assert answer.status == 400
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "没有收到文稿" in answer.body.decode()


def test_a_refused_copy_loaded_again_is_the_form(samples: Server) -> None:
    assert samples.send("GET", "/annotated").body == samples.send("GET", "/").body


def test_the_annotated_copy_comes_from_the_page(samples: Server) -> None:
    path = next(path for path in SAMPLES if path.name == "copied-opinion.docx")
    answer = samples.upload("/annotated", [("意见.docx", path.read_bytes())])
    assert answer.status == 200
    assert "filename*=UTF-8''%E6%84%8F%E8%A7%81-%E6%89%B9%E6%B3%A8.docx" in answer.headers["Content-Disposition"]
    findings = samples.lint(path.read_bytes(), path.name).told["documents"][0]["findings"]
    comments = zipfile.ZipFile(io.BytesIO(answer.body)).read("word/comments.xml").decode()
    for one in findings:
        assert one["fingerprint"] in comments


def test_a_pdf_comes_back_annotated_as_a_pdf(samples: Server) -> None:
    data = next(path for path in SAMPLES if path.name == "policy-over-10-pages.pdf").read_bytes()
    answer = samples.upload("/annotated", [("意见.pdf", data)])
    assert answer.status == 200
    assert "filename*=UTF-8''%E6%84%8F%E8%A7%81-%E6%89%B9%E6%B3%A8.pdf" in answer.headers["Content-Disposition"]
    assert answer.body.startswith(data)
    findings = samples.lint(data, "a.pdf").told["documents"][0]["findings"]
    annotations = [item.get_object() for item in PdfReader(io.BytesIO(answer.body)).pages[0]["/Annots"]]
    names = {str(one["/NM"]) for one in annotations if "/NM" in one}
    assert names == {f"wenlint-{one['fingerprint']}-1" for one in findings} != set()


@pytest.mark.parametrize(
    ("files", "status", "word"),
    [
        ([("稿.txt", FLAWED.encode())], 422, "不能加批注"),
        ([("坏.docx", b"PK\x03\x04")], 422, "不完整"),
        ([("甲.txt", CLEAN.encode()), ("乙.txt", CLEAN.encode())], 422, "不能加批注"),
    ],
)
def test_no_copy_is_explained(samples: Server, files: list[tuple[str, bytes]], status: int, word: str) -> None:
    answer = samples.upload("/annotated", files)
    assert answer.status == status
    assert word in answer.body.decode()


# --- who may come in --------------------------------------------------------------------------


def test_a_network_address_needs_a_token(project: Path) -> None:
    for options, word in [
        (["--http", "0.0.0.0:0"], "要有令牌"),
        (["--http", "0.0.0.0:0", "--token-file", "short"], "至少 16 个"),
        (["--http", "nonsense"], "主机:端口"),
    ]:
        (project / "short").write_text("short", encoding="utf-8")
        result = subprocess.run(
            [*WENLINT, "serve", *options], cwd=project, capture_output=True, timeout=60, check=False
        )
        assert result.returncode == 2
        assert word in result.stderr.decode()


def test_a_token_keeps_everybody_else_out(project: Path) -> None:
    """One from the environment does in test_library_page.py."""
    (project / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    with serving(project, "--token-file", "token") as server:
        basic = base64.b64encode(f"anybody:{TOKEN}".encode()).decode()
        for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic !!"}, {"Authorization": TOKEN}):
            answer = server.lint(CLEAN.encode(), **given)
            assert answer.status == 401
            assert answer.told["ok"] is False
            assert "Basic" in answer.headers["WWW-Authenticate"]
            for path in ("/metrics", "/", "/openapi.json", f"/progress?progress={'0' * 32}"):
                assert server.send("GET", path, **given).status == 401
        for good in (f"Bearer {TOKEN}", f"Basic {basic}"):
            assert server.lint(CLEAN.encode(), Authorization=good).told["ok"] is True
            assert server.send("GET", "/", Authorization=good).status == 200
        assert server.send("GET", "/healthz").status == 200
        assert server.send("GET", "/readyz").status == 200
        assert TOKEN not in server.said()


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl")
def test_with_a_certificate_it_speaks_tls(project: Path) -> None:
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
        *named,
    ]
    subprocess.run(made, cwd=project, check=True, capture_output=True, timeout=60)
    with serving(project, "--tls-cert", "cert.pem", "--tls-key", "key.pem") as server:
        context = ssl.create_default_context(cafile=str(project / "cert.pem"))
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=30, context=context)
        connection.request("POST", "/v1/lint", FLAWED.encode())
        assert json.loads(connection.getresponse().read())["ok"] is False
        connection.close()
        assert "https://" in server.said()


def test_other_sites_cannot_use_a_browser_on_this_machine(samples: Server) -> None:
    assert samples.lint(CLEAN.encode(), Host="evil.example").status == 421
    assert samples.lint(CLEAN.encode(), Host="evil.example:80").status == 421
    assert samples.lint(CLEAN.encode(), Sec_Fetch_Site="cross-site").status == 403
    assert samples.lint(CLEAN.encode(), Sec_Fetch_Site="same-origin").status == 200
    assert samples.lint(CLEAN.encode(), Host="localhost:1").status == 200
    # Older browsers, and all of them over plain HTTP from another machine, send the Origin alone.
    own = f"127.0.0.1:{samples.port}"
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1", f"http://{own}.evil.example"):
        assert samples.lint(CLEAN.encode(), Origin=origin).status == 403
    assert samples.lint(CLEAN.encode(), Origin=f"http://{own}").status == 200
    assert samples.lint(CLEAN.encode(), Origin="https://proxy.example", Sec_Fetch_Site="same-origin").status == 200


def test_a_name_can_be_allowed(town: Server) -> None:
    assert town.lint(CLEAN.encode(), Host="OA.example").status == 200
    assert town.lint(CLEAN.encode(), Host="other.example").status == 421
    assert town.lint(CLEAN.encode(), Origin="https://oa.example").status == 200


# --- what is told and what is not -------------------------------------------------------------


def test_under_a_marking_nothing_of_the_text_is_told(town: Server, ground: Path) -> None:
    answer = town.lint(SECRET.encode())
    page = town.upload("/", [("secret.txt", SECRET.encode())])
    assert answer.status == page.status == 200
    assert answer.told["ok"] is False
    assert answer.told["documents"][0]["facts"]["secrecy"]["level"] == "机密"
    for place in (
        answer.body.decode(),
        page.body.decode(),
        town.said(),
        (ground / "audit.jsonl").read_text("utf-8"),
    ):
        assert not [word for word in ("蓄水位", "甲水库", "开闸", "水库调度") if word in place]


def test_marked_drafts_can_be_refused_outright(project: Path) -> None:
    with serving(project, "--marked", "refuse", "--audit", "audit.jsonl") as server:
        answer = server.lint(SECRET.encode(), "secret.txt")
        page = server.upload("/", [("secret.txt", SECRET.encode())]).body.decode()
        copy = server.upload("/annotated", [("secret.txt", SECRET.encode())])
        assert server.lint(CLEAN.encode()).told["ok"] is True
    assert answer.status == copy.status == 422
    assert answer.told["ok"] is False
    (document,) = answer.told["documents"]
    assert document["facts"] is None
    assert document["findings"] == []
    assert "不收涉密文稿" in answer.told["message"]
    assert "不收涉密文稿" in page
    assert not [word for word in ("机密", "示例市", "水库") if word in answer.body.decode() + page]
    verdicts = [line["verdict"] for line in decisions(project / "audit.jsonl")]
    assert verdicts == ["unjudged", "unjudged", "unjudged", "passed"]


def test_logs_and_metrics_hold_nothing_of_a_draft(town: Server, ground: Path) -> None:
    names = ('wenlint_drafts_total{verdict="refused"}', 'wenlint_requests_total{path="/v1/lint",status="200"}')
    before = [town.figure(name) for name in names]
    town.lint(FLAWED.encode(), "%E6%95%8F%E6%84%9F.txt")
    town.upload("/", [("敏感.txt", FLAWED.encode())])
    figures = town.send("GET", "/metrics").body.decode()
    assert [town.figure(name) - was for name, was in zip(names, before, strict=True)] == [2, 1]
    audit = (ground / "audit.jsonl").read_text(encoding="utf-8")
    for place in (town.said(), figures, audit):
        assert not [word for word in ("敏感", "%E6", "马上", "防汛") if word in place]
    assert "POST /v1/lint 200" in town.said()
    line = decisions(ground / "audit.jsonl")[-2]
    assert (line["door"], line["verdict"]) == ("api", "refused")
    assert [one["rule"] for one in line["findings"]] == ["town/calm"]
    assert len(line["sha256"]) == 64
    assert stat.S_IMODE((ground / "audit.jsonl").stat().st_mode) == 0o600


def test_no_path_of_the_server_is_told(town: Server, ground: Path) -> None:
    answers = [town.lint(data.encode()) for data in (CLEAN, FLAWED, "", "\0\1\2" * 50)]
    answers.append(town.upload("/", [("../../etc/passwd", FLAWED.encode())]))
    answers.append(town.lint(FLAWED.encode(), "C:%5Cwork%5Cdraft.txt"))
    for answer in answers:
        text = answer.body.decode()
        assert str(ground) not in text
        assert "etc/passwd" not in text
    assert answers[-1].told["documents"][0]["path"] == "draft.txt"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_what_cannot_be_written_down_does_not_pass(project: Path) -> None:
    with serving(project, "--audit", "audit.jsonl") as server:
        (project / "audit.jsonl").unlink()
        (project / "audit.jsonl").symlink_to("/dev/full")
        answer = server.lint(CLEAN.encode())
    assert answer.status == 503
    assert answer.told["ok"] is False
    assert "审计记录" in answer.told["message"]


def test_a_form_is_read_to_the_letter(samples: Server) -> None:
    """Whatever is not understood is refused; nothing is left out in silence."""
    whole = multipart([("a.txt", CLEAN.encode())])
    transcoded = whole.replace(b"Content-Type:", b"Content-Transfer-Encoding: base64\r\nContent-Type:")
    for body, word in [
        (multipart([("a.txt", CLEAN.encode())], [("kindd", "policy")]), "kindd"),
        (multipart([], [("draft", CLEAN)]), "draft"),
        (multipart([], [("kind", "x" * 9000)]), "字段太长"),
        (transcoded, "转码"),
        (whole[:-4], "没有传完"),
        (b"no form at all", "格式不对"),
    ]:
        answer = samples.send(
            "POST", "/v1/lint", body, Content_Type="multipart/form-data; boundary=----a-boundary-of-the-tests"
        )
        assert answer.status == 400, body
        assert answer.told["ok"] is False
        assert word in answer.told["message"]
    assert samples.send("POST", "/v1/lint", whole, Content_Type="multipart/form-data").status == 400
    assert samples.lint(CLEAN.encode(), Content_Encoding="gzip").status == 415
