"""The pages about the server name what there is: options, addresses, and tests that guard each promise."""

from __future__ import annotations

import re
from pathlib import Path

from wenlint.cli.serve import command

ROOT = Path(__file__).parents[2]
HTTP = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_promise_of_the_threat_model_has_its_test() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", SECURITY)
    assert len(named) > 20
    assert [name for name in named if f"def {name}(" not in written] == []
    assert all((ROOT / path).exists() for path in re.findall(r"`(tests/[\w/]+\.py)`", SECURITY))


def test_every_option_and_default_is_as_the_page_says() -> None:
    options = {name: option for option in command.params for name in option.opts}
    told = set(re.findall(r"(--[a-z][a-z-]+)", HTTP)) - {"--format", "--data-binary"}
    assert told <= set(options)
    for name, figure in re.findall(r"^\| `(--max-[a-z]+|--timeout|--upload-timeout)` \| \D*(\d+)", HTTP, re.M):
        assert options[name].default == float(figure), name
    server_only = {
        "--http",
        "--token-file",
        "--allow-host",
        "--tls-cert",
        "--tls-key",
        "--marked",
        "--sender-header",
        "--sender-from",
        "--audit",
    }
    assert server_only - {"--http"} <= told


def test_every_status_on_the_page_is_in_the_description() -> None:
    from wenlint.gateway.openapi import description

    told = {status for row in re.findall(r"^\| ([\d、]+) \|", HTTP, re.M) for status in row.split("、")}
    paths = description(needs_token=True, packs=["a"], drafts=1, fetches=True)["paths"]
    for path in ("/v1/lint", "/v1/lint-urls"):
        assert told == set(paths[path]["post"]["responses"]) - {"500"}
