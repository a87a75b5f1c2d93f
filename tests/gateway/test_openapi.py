"""The description of the interface held against the server by a program that knows nothing else of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from conftest import CLEAN, FLAWED, SECRET, UNJUDGED
from openapi_spec_validator import validate
from servers import Server, serving

from wenlint.gateway.openapi import description

SCHEMATHESIS = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
EXAMPLES = Path(__file__).parents[2] / "examples"
TOKEN = "a-token-of-the-tests-1234"
# What is refused for reasons that no schema can tell: no file that can be read, a host that is not allowed.
EXPECTED = """\
[checks]
positive_data_acceptance.expected-statuses = [200, 403, 422]
negative_data_rejection.expected-statuses = [400, 401, 403, 405, 413, 415, 422]
"""


@pytest.fixture
def server(project: Path) -> Iterator[Server]:
    options = ["--max-mb", "1", "--upload-timeout", "2", "--fetch-from", "http://127.0.0.1:1"]
    with serving(project, *options, environment={"WENLINT_TOKEN": TOKEN}) as server:
        yield server


@pytest.mark.skipif(SCHEMATHESIS is None, reason="needs schemathesis")
def test_the_server_does_what_the_description_says(server: Server, project: Path) -> None:
    assert SCHEMATHESIS is not None
    (project / "schemathesis.toml").write_text(EXPECTED, encoding="utf-8")
    command = [SCHEMATHESIS, "run", f"http://127.0.0.1:{server.port}/openapi.json", "--checks", "all", "--no-color"]
    command += ["--phases", "coverage,fuzzing", "--max-examples", "40", "--generation-deterministic"]
    command += ["--header", f"Authorization: Bearer {TOKEN}", "--request-timeout", "10"]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout
    assert "Tested: 5" in result.stdout
    assert "✅ 5 passed" in result.stdout
    broken = server.figure('wenlint_requests_refused_total{reason="broken"}', Authorization=f"Bearer {TOKEN}")
    assert broken == 0


def test_every_answer_has_the_shape_that_is_described(server: Server) -> None:
    bearer = f"Bearer {TOKEN}"
    described = server.send("GET", "/openapi.json", Authorization=bearer).told
    validate(described)
    schema = {"$ref": "#/components/schemas/Answer", "components": described["components"]}
    drafts = [text.encode() for text in (CLEAN, FLAWED, SECRET, UNJUDGED, "", "\0")]
    drafts += [path.read_bytes() for path in sorted((EXAMPLES / "flawed").glob("*.docx"))[:3]]
    for data in drafts:
        for packs in ("town", "beijing-2019-13"):
            answer = server.send("POST", f"/v1/lint?packs={packs}", data, Authorization=bearer)
            assert answer.status in (200, 422)
            jsonschema.validate(answer.told, schema)
    refused = {"$ref": "#/components/schemas/Refusal", "components": described["components"]}
    jsonschema.validate(server.send("POST", "/v1/lint?kind=x", b"", Authorization=bearer).told, refused)
    jsonschema.validate(server.send("POST", "/v1/lint", b"").told, refused)


def test_the_description_names_what_this_server_has() -> None:
    usual = {"needs_token": False, "packs": ["a", "b"], "drafts": 7}
    for fetches in (False, True):
        told = description(fetches=fetches, **usual)  # type: ignore[arg-type]
        validate(told)
        assert ("/v1/lint-urls" in told["paths"]) is fetches
        assert json.dumps(["a", "b"]) in json.dumps(told)
    urls = told["paths"]["/v1/lint-urls"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert urls["properties"]["urls"]["maxItems"] == 7
    assert told["security"] == []


def test_what_the_address_and_the_form_say_counts_together(server: Server) -> None:
    def asked(query: str, *fields: tuple[str, str]) -> tuple[int, str]:
        answer = server.upload(
            f"/v1/lint{query}", [("a.txt", FLAWED.encode())], fields, Authorization=f"Bearer {TOKEN}"
        )
        return answer.status, answer.told["message"] if answer.status != 200 else ",".join(answer.told["packs"])

    assert asked("?packs=beijing-2019-13", ("packs", "town")) == (200, "beijing-2019-13,town")
    assert asked("?kind=letter", ("kind", "letter"))[0] == 200
    status, message = asked("?kind=letter", ("kind", "policy"))
    assert (status, "写了两种" in message) == (400, True)
    assert "写了两种" in asked("?kind=letter&kind=policy")[1]
    assert "写了两次" in asked("?filename=a.txt&filename=b.pdf")[1]
    status, message = asked("?pack=town")
    assert (status, "pack" in message) == (400, True)
