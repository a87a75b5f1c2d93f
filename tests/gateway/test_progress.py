"""How far an upload of the page has come: told by its number while it is under way, and to nobody else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import CLEAN
from hypothesis import given
from hypothesis import strategies as st
from servers import Server, ground, serving

from wenlint.gateway.progress import Progress

NUMBER = "0123456789abcdef" * 2
SLOWLY = CLEAN.replace("请认真", "慢慢来")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(ground(tmp_path_factory.mktemp("server"), is_slow=True), "--max-drafts", "3") as server:
        yield server


def test_the_page_hears_which_draft_is_being_judged(server: Server) -> None:
    files = [("甲.txt", CLEAN.encode()), ("乙.txt", SLOWLY.encode()), ("丙.txt", CLEAN.encode())]
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(server.upload, f"/?progress={NUMBER}", files)
        heard: list[dict[str, int]] = []
        while not answer.done():
            heard.append(server.send("GET", f"/progress?progress={NUMBER}").told)
            assert server.send("GET", f"/progress?progress={NUMBER[::-1]}").told == {}
            time.sleep(0.05)
    assert answer.result().status == 200
    assert {"file": 2, "files": 3} in heard
    assert [told["file"] for told in heard if told] == sorted(told["file"] for told in heard if told)
    assert server.send("GET", f"/progress?progress={NUMBER}").told == {}
    assert NUMBER not in server.said()


def test_an_upload_that_is_refused_leaves_nothing(server: Server) -> None:
    files = [(f"{number}.txt", CLEAN.encode()) for number in range(4)]
    assert server.upload(f"/?progress={NUMBER}", files).status == 413
    assert server.send("GET", f"/progress?progress={NUMBER}").told == {}
    assert server.upload(f"/?progress={NUMBER}", files[:1]).status == 200


@given(st.text(max_size=40) | st.from_regex("[0-9a-f]{30,34}", fullmatch=True))
def test_only_a_number_that_nobody_guesses_is_followed(number: str) -> None:
    progress = Progress()
    with progress.of(number) as course:
        for _ in course.through("ab"):
            told = progress.told(number)
            assert (told != {}) == (len(number) == 32 and set(number) <= set("0123456789abcdef"))
    assert progress.told(number) == {}


def test_a_number_in_use_stays_with_whoever_had_it_first() -> None:
    progress = Progress()
    with progress.of(NUMBER) as mine:
        list(mine.through("abc"))
        with progress.of(NUMBER) as other:
            list(other.through("a"))
            assert progress.told(NUMBER) == {"file": 3, "files": 3}
        assert progress.told(NUMBER) == {"file": 3, "files": 3}
