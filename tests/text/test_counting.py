"""字: the rule of counting, held against a plain model, laws of its own, and counts that WPS stored."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.document import Part
from wenlint.reading import read, read_bytes
from wenlint.text.counting import count_han, count_non_space, count_word

HAN = "减负增效示例市〇㐀𠀀"
MARKS = "，。、；：？！（）《》〈〉【】〔〕「」％＋１Ａｂ～￥＂"
SHARED = "“”‘’—…★×"
OTHER = "aZ09.%-/@_'éΩЖ①℃Ⅲ"
BLANKS = " \t\n\r\u3000\u00a0\u200b\ufeff"
text = st.text(alphabet=HAN + MARKS + SHARED + OTHER + BLANKS, max_size=60)


def plainly(words: str) -> int:
    """The rule, character by character."""
    count, in_run = 0, False
    for character in words:
        runs_on = character in OTHER
        count += character in HAN + MARKS + SHARED or (runs_on and not in_run)
        in_run = runs_on
    return count


@pytest.mark.parametrize(
    ("words", "word", "han", "non_space"),
    [
        ("", 0, 0, 0),
        ("做好基层减负工作", 8, 8, 8),
        ("减负，提质；增效。", 9, 6, 9),
        ("所谓“痕迹管理”", 8, 6, 8),
        ("减负——再减负……", 9, 5, 9),
        ("共2024份文件", 5, 4, 8),
        ("增长12.5%以上", 5, 4, 9),
        ("使用OA system报送", 6, 4, 12),
        ("《意见》〔2024〕1号", 9, 3, 12),
        ("机密★5年", 5, 3, 5),
        ("关　于\t减 负\u200b", 4, 4, 4),
        ("二〇二四年", 5, 5, 5),
        ("２０２４年", 5, 1, 5),
        ("3×4", 3, 0, 3),
    ],
)
def test_counts_by_each_definition(words: str, word: int, han: int, non_space: int) -> None:
    assert (count_word(words), count_han(words), count_non_space(words)) == (word, han, non_space)


@given(text)
def test_the_rule_agrees_with_its_plain_model(words: str) -> None:
    assert count_word(words) == plainly(words)


@given(text)
def test_each_definition_counts_no_less_than_the_narrower(words: str) -> None:
    assert count_han(words) <= count_word(words) <= count_non_space(words) <= len(words)


@given(text, text, st.sampled_from(BLANKS))
def test_what_blanks_part_adds_up(one: str, other: str, blank: str) -> None:
    for count in (count_word, count_han, count_non_space):
        assert count(one + blank + other) == count(one) + count(other)


@given(st.lists(st.sampled_from(HAN + MARKS + SHARED), max_size=30), st.sampled_from(BLANKS))
def test_spreading_letters_changes_nothing(characters: list[str], blank: str) -> None:
    assert count_word(blank.join(characters)) == count_word("".join(characters)) == len(characters)


NOTICE = """示例市人民政府文件
示政发〔2024〕7号
关于做好减负工作的通知
各区：
请做好减负工作。
附件：任务分工表
示例市人民政府
2024年3月1日
{enclosed}抄送：市委办公室。
示例市人民政府办公室　　2024年3月2日印发"""


@given(st.lists(st.text(alphabet="任务分工表甲乙丙", min_size=1, max_size=20), max_size=8))
def test_attachments_and_imprint_are_never_counted_in_the_body(lines: list[str]) -> None:
    enclosed = "".join(f"{line}\n" for line in ("附件", *lines))
    with_attachment = read_bytes(NOTICE.format(enclosed=enclosed).encode(), "a.txt").characters
    without = read_bytes(NOTICE.format(enclosed="").encode(), "a.txt").characters
    assert with_attachment.word == without.word
    assert with_attachment.whole_word == without.whole_word + count_word(enclosed)


def test_the_body_runs_from_title_to_date() -> None:
    body = "关于做好减负工作的通知各区：请做好减负工作。附件：任务分工表示例市人民政府2024年3月1日"
    assert read_bytes(NOTICE.format(enclosed="附件\n共三项。\n").encode(), "a.txt").characters.word == count_word(body)


FOLDER = os.environ.get("WENLINT_REAL", "")


def stored_by_wps(path: Path) -> tuple[int, int] | None:
    """字数 and 字符数 (不计空格) that WPS left in a .docx."""
    try:
        properties = zipfile.ZipFile(path).read("docProps/app.xml").decode()
    except (OSError, KeyError, zipfile.BadZipFile):
        return None
    found = {name: re.search(rf"<{name}>([^<]*)<", properties) for name in ("Application", "Words", "Characters")}
    if not all(found.values()):
        return None
    application, words, characters = (match[1] for match in found.values() if match)
    return (int(words), int(characters)) if application.startswith("WPS") and int(words) else None


WPS_FILES = [
    (path, stored) for path in sorted(Path(FOLDER).rglob("*.docx")) if FOLDER and (stored := stored_by_wps(path))
]


@pytest.mark.skipif(not WPS_FILES, reason="WENLINT_REAL names no folder with files of WPS")
@pytest.mark.parametrize(("path", "stored"), WPS_FILES, ids=[path.name[:40] for path, _ in WPS_FILES])
def test_counts_equal_those_that_wps_stored(path: Path, stored: tuple[int, int]) -> None:
    document = read(path)
    shown = "".join(block.span.of(document.text) for block in document.blocks if block.part is not Part.MARGIN)
    assert (document.characters.whole_word, count_non_space(shown)) == stored
