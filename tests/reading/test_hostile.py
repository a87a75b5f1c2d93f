"""Files made to hurt: each ends with one line, in bounded time and memory, and the others are still judged."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pdf_maker
import pytest
from hostile_maker import HOSTILE, docx, forms_within_forms, inflating_page, many_pages, page, stream
from hypothesis import given
from hypothesis import strategies as st

from wenlint.document import Measure
from wenlint.reading import ReadingError, contained, formats, limits, pace, read_bytes
from wenlint.reading.child import _answer
from wenlint.reading.docx import numerals
from wenlint.reading.formats import Task, read_flow

GOOD = "关于开展检查的通知\n各区人民政府：\n请认真检查。\n示例市人民政府\n2024年1月1日\n"
LIMITED = pytest.mark.skipif(sys.platform != "linux", reason="processor time and memory are limited on Linux")


@LIMITED
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_ends_soon_with_one_line_of_its_own(name: str) -> None:
    make, reason, words = HOSTILE[name]
    data = make()
    before = sum(os.times()[:4])
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, "a")
    assert re.fullmatch(reason, caught.value.reason)
    assert re.search(words, caught.value.message)
    assert "\n" not in caught.value.message
    assert sum(os.times()[:4]) - before < 6  # of processor time, that of the process ended too


@LIMITED
def test_a_page_without_bounds_is_taken_for_an_ordinary_one() -> None:
    data = page(stream(zlib.compress(b"BT /F 9 Tf 9 9 Td (x) Tj ET"))).replace(b"595 842", b"1e30 1e30")
    assert read_bytes(data, "a").text == "x"


@LIMITED
def test_others_are_judged_and_memory_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(inflating_page(450))
    (tmp_path / "b.pdf").write_bytes(forms_within_forms(20, 10))
    (tmp_path / "c.txt").write_text(GOOD, encoding="utf-8")
    code = (
        "import resource, runpy, sys\n"
        "sys.argv = ['wenlint', 'check', '.']\n"
        "try:\n    runpy.run_module('wenlint', run_name='__main__')\n"
        "except SystemExit as end:\n    result = end.code\n"
        # ru_maxrss of the process itself would be that of the tests, which it was forked from
        "own = next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(result, max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) >> 10)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True, timeout=60)
    *report, last = result.stdout.decode().splitlines()
    exit_code, megabytes = map(int, last.split())
    assert exit_code == 3
    assert megabytes < 500
    assert sum("没能判断：" in line for line in report) == 2
    assert "c.txt" in report


def test_reading_elsewhere_gives_the_same_document() -> None:
    data = GOOD.encode()
    task = Task("通知.txt", "txt")
    assert contained.read_document(data, task) == formats.read_document(data, task)
    with pytest.raises(ReadingError, match="空字符"):
        contained.read_document(b"a\0b", task)


def test_small_text_is_read_without_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contained, "read_document", None)
    assert "认真检查" in read_bytes(GOOD.encode(), "a.txt").text
    assert read_bytes(docx("<w:p><w:r><w:t>通知</w:t></w:r></w:p>"), "a.docx").text == "通知"


def test_a_program_in_one_file_reads_in_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(contained, "read_document", None)
    with pytest.raises(ReadingError, match="没有文字"):
        read_bytes(many_pages(1), "a.pdf")


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.01)
    monkeypatch.setattr(limits, "SECONDS", 0)
    with pytest.raises(ReadingError) as caught:
        contained.read_document((GOOD * 5000).encode(), Task("a.txt", "txt"))
    assert caught.value.reason == "timed-out"


def printed(pages: int) -> bytes:
    """An honest document of so many full pages."""
    return pdf_maker.document(["各街道要对辖区内河道逐段排查，重点看桥涵闸口。" * 25] * pages, numbers=False)


def test_text_earns_the_time_to_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "SECONDS", 1.0)  # none of it is for the pages
    monkeypatch.setattr(pace, "MICROSECONDS_A_CHARACTER", 5000)
    data = printed(8)
    assert read_flow(data, Task("a", "pdf")).pages == Measure(8, "pdf pages", exact=True)
    monkeypatch.setattr(pace, "MICROSECONDS_A_CHARACTER", 0)
    with pytest.raises(ReadingError, match=r"共 8 页，读到第 [1-7] 页") as caught:
        read_flow(data, Task("a", "pdf"))
    assert caught.value.reason == "timed-out"


@pytest.mark.parametrize(("size", "characters", "earned"), [(10**6, 600, 1), (2000, 600, 0), (10**6, 0, 0)])
def test_seconds_are_earned_by_text_that_the_file_holds(size: int, characters: int, earned: int) -> None:
    told: list[int] = []
    pace.listen(told.append)
    keeper = pace.Pace(100, size)
    for number in range(1, 100):
        keeper.check(number, characters)
    pace._listeners.remove(told.append)
    assert told == [1] * earned


def test_a_long_document_is_given_more_time() -> None:
    pages = 1_100_000 // limits.MICROSECONDS_A_CHARACTER // 600
    contained.read_document(printed(pages), Task("a", "pdf"))
    assert contained._idle[-1]._earned == 1


@pytest.mark.parametrize(
    ("code", "reason"), [(-24, "timed-out"), (-6, "too-large"), (-9, "too-large"), (-11, "damaged"), (3, "damaged")]
)
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_ends_without_an_answer(code: int, reason: str) -> None:
    assert contained._died(code, 4).reason == reason


def test_a_process_that_read_well_reads_on_and_one_that_refused_does_not() -> None:
    task = Task("a.txt", "txt")
    first = contained.read_document(GOOD.encode(), task)
    (reader,) = contained._idle
    assert contained.read_document(GOOD.encode(), task) == first
    assert contained._idle == [reader]
    with pytest.raises(ReadingError):
        contained.read_document(b"a\0b", task)
    assert not contained._idle
    assert not reader.is_ours()


def test_an_idle_process_that_was_killed_is_replaced() -> None:
    task = Task("a.txt", "txt")
    first = contained.read_document(GOOD.encode(), task)
    contained._idle[-1].end()
    assert contained.read_document(GOOD.encode(), task) == first


def test_an_answer_may_hold_nothing_but_plain_values_and_documents() -> None:
    with pytest.raises(pickle.UnpicklingError):
        contained._told(pickle.dumps(os.getcwd))


@pytest.mark.parametrize(
    ("error", "reason"), [(MemoryError, "too-large"), (RecursionError, "too-large"), (KeyError, "broken")]
)
def test_whatever_happens_there_becomes_one_line(
    error: type[Exception], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("wenlint.reading.child.read_document", fails)
    is_done, refusal = _answer(b"", Task("a", "txt"))
    assert not is_done
    assert refusal[0] == reason
    assert "\n" not in refusal[1]


def test_a_document_without_words_is_not_judged() -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(docx("<w:p/>" * 5), "a.docx")
    assert caught.value.reason == "empty"


@given(number=st.integers(-10, 40_000), format=st.sampled_from(sorted(numerals._FORMATS)))
def test_any_number_can_be_written_in_any_format(number: int, format: str) -> None:
    assert (format != "none") <= len(numerals.numeral(number, format)) < 300
