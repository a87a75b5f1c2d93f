"""Patterns compiled on first use, and that all of them can be compiled."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import wenlint
import wenlint_checks
from wenlint.text.patterns import LazyPattern, pattern


def test_it_answers_as_a_compiled_pattern_does() -> None:
    lazy, compiled = pattern(r"(?P<year>\d{4})年", re.ASCII), re.compile(r"(?P<year>\d{4})年", re.ASCII)
    text = "2023年和2024年"
    assert lazy.findall(text) == compiled.findall(text) == ["2023", "2024"]
    assert [match["year"] for match in lazy.finditer(text)] == ["2023", "2024"]
    assert lazy.sub("某年", text) == "某年和某年"
    assert lazy.split(text) == compiled.split(text)
    assert lazy.match(text, 6) is not None
    assert lazy.fullmatch("2023年")
    assert lazy.pattern == compiled.pattern
    assert lazy.flags == compiled.flags
    assert lazy.groupindex == compiled.groupindex


def test_bytes_are_fine_too() -> None:
    assert pattern(rb"%PDF-\d").match(b"%PDF-1")


def test_nothing_is_compiled_before_it_is_used() -> None:
    faulty = pattern(r"(")
    with pytest.raises(re.error):
        faulty.search("x")


def modules() -> list[str]:
    return [
        info.name
        for package in (wenlint, wenlint_checks)
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not info.name.endswith("__main__")
    ]


@pytest.mark.parametrize("name", modules())
def test_every_pattern_of_every_module_is_sound(name: str) -> None:
    for value in vars(importlib.import_module(name)).values():
        for lazy in value if isinstance(value, (tuple, list)) else [value]:
            if isinstance(lazy, LazyPattern):
                assert lazy.groups >= 0
