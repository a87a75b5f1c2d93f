from __future__ import annotations

from wenlint.document import BlockKind, Part
from wenlint.reading import read_bytes
from wenlint.text.paragraphs import closing_text, is_issued, is_older_than, paragraphs, running_text

DRAFT = """云川市人民政府关于加强涵洞巡查的通知
各区人民政府：
一、排查。各区逐个排查涵洞。
二、整治。发现问题立即整治。
云川市人民政府
2011年5月6日
"""


def read(text: str = DRAFT):  # type: ignore[no-untyped-def]
    return read_bytes(text.encode(), "a.txt", None)


def test_a_run_in_heading_and_its_text_are_one_paragraph() -> None:
    document = read()
    texts = [paragraph.text for paragraph in paragraphs(document)]
    assert texts == DRAFT.strip().split("\n")
    (first, _) = running_text(document, Part.MAIN)
    assert first.kinds == {BlockKind.HEADING, BlockKind.BODY}
    assert first.place(0, 2).of(document.text) == "一、"


def test_every_paragraph_stands_where_it_says() -> None:
    document = read()
    assert all(paragraph.span.of(document.text) == paragraph.text for paragraph in paragraphs(document))


def test_what_is_kept_for_one_draft_is_not_given_for_another() -> None:
    one, other = read(), read(DRAFT.replace("涵洞", "管网"))
    assert paragraphs(one) is paragraphs(one)
    assert "管网" in paragraphs(other)[0].text
    assert "涵洞" in paragraphs(one)[0].text


def test_closing_text_is_the_end_of_the_body() -> None:
    assert [paragraph.text[:2] for paragraph in closing_text(read(), 1)] == ["二、"]


def test_age_and_standing() -> None:
    assert is_issued(read())
    assert not is_issued(read("云川市涵洞的故事\n从前有一座涵洞。\n"))
    assert is_older_than(read(), "2012-07-01")
    assert not is_older_than(read(), "2011-05-06")
    assert not is_older_than(read("关于巡查的通知\n各区：\n请巡查。\n"), "2012-07-01")
