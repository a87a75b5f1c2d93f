"""Which URLs lead to a host that the administrator named, and which addresses are another machine's."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import WENLINT

from wenlint.gateway.errors import RefusedError
from wenlint.gateway.origins import Origin, is_elsewhere, origin_of, targets_of


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://oa.example", "https://oa.example:443"]))
def test_whatever_is_written_as_a_url_leads_to_a_named_host_or_nowhere(text: str, start: str) -> None:
    allowed = {origin_of("https://oa.example")}
    with suppress(RefusedError):
        (target,) = targets_of([start + text], allowed)
        assert target.origin in allowed
        assert target.path.startswith("/")
        assert target.path.isascii()
        assert not set(target.path) & set(" \r\n\t\\#")


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("oa.example", Origin("https", "oa.example", 443)),
        ("OA.example:8443", Origin("https", "oa.example", 8443)),
        ("http://10.0.0.5", Origin("http", "10.0.0.5", 80)),
        ("http://[fd00::1]:8080/", Origin("http", "[fd00::1]", 8080)),
    ],
)
def test_a_host_is_named_by_scheme_name_and_port(text: str, origin: Origin) -> None:
    assert origin_of(text) == origin


@pytest.mark.parametrize(
    "text", ["", "*", "https://*.example", "ftp://oa", "https://a/b", "https://u:p@a", "a b", "https://a?x", "oa:0"]
)
def test_what_names_no_single_host_is_refused_at_the_start(text: str, project: Path) -> None:
    with pytest.raises(ValueError, match="要写成 https://"):
        origin_of(text)
    if text in ("*", "https://a/b"):
        result = subprocess.run(
            [*WENLINT, "serve", "--fetch-from", text], cwd=project, capture_output=True, check=False
        )
        assert result.returncode == 2
        assert "要写成 https://" in result.stderr.decode()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.0.0.5", True),
        ("192.168.1.1", True),
        ("8.8.8.8", True),
        ("fd00::1", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("100.100.100.200", False),
        ("168.63.129.16", False),
        ("fd00:ec2::254", False),
        ("nonsense", False),
    ],
)
def test_what_counts_as_another_machine(address: str, expected: bool) -> None:
    assert is_elsewhere(address) is expected
