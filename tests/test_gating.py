"""For whom a rule only warns."""

from __future__ import annotations

import datetime as dt

import pytest

from wenlint.gating import Override, sender


def override(*senders: str, rules: tuple[str, ...] = ("calm",)) -> Override:
    return Override(rules, senders, "试行", "主任", dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("patterns", "who", "is_meant"),
    [
        (("*",), "http:oa", True),
        (("*",), "http:", True),
        (("http:*",), "http:oa", True),
        (("http:*",), "http:", True),
        (("http:*",), "icap:oa", False),
        (("http:oa",), "http:oa", True),
        (("http:oa",), "hook:oa", False),
        (("http:oa",), "http:oa2", False),
        (("http:oa",), "http:OA", False),
        (("http:oa",), "http:", False),
        (("hook:张三", "hook:李四"), "hook:李四", True),
        (("icap:10.1.0.0/16",), "icap:10.1.2.3", True),
        (("icap:10.1.0.0/16",), "icap:10.2.2.3", False),
        (("icap:10.1.0.0/16",), "icap:::1", False),
        (("icap:10.1.0.0/16",), "icap:", False),
        (("icap:10.1.0.0/16",), "http:10.1.2.3", False),
        (("icap:fd00::/8",), "icap:fd00::5", True),
    ],
)
def test_an_override_is_for_those_it_names(patterns: tuple[str, ...], who: str, is_meant: bool) -> None:
    assert override(*patterns).is_for(who) is is_meant


def test_an_override_covers_rules_by_id_and_by_check_and_ends() -> None:
    assert override("*", rules=("town/calm",)).covers("town/calm", "shouting")
    assert override("*", rules=("shouting",)).covers("town/calm", "shouting")
    assert override("*", rules=("*",)).covers("town/calm", "shouting")
    assert not override("*", rules=("calm",)).covers("town/calm", "shouting")
    assert override("*").holds_on(dt.date(2026, 12, 31))
    assert not override("*").holds_on(dt.date(2027, 1, 1))


@pytest.mark.parametrize("name", ["", " ", "*", "a\nb", "\x1b[2J", "长" * 101])
def test_a_name_that_nobody_can_have_is_none(name: str) -> None:
    """So that it cannot stand for everybody, nor draw on a terminal or tear a line."""
    assert sender("hook", name) == "hook:"
