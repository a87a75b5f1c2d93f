"""What counts as restated, and where exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import INNOCENT, draft, prose, superior

from wenlint.check import Restatement
from wenlint.document import Document
from wenlint.reuse import Entry, entry_of_text, memory_library
from wenlint.reuse.memory import MemoryLibrary
from wenlint.text.normal import normalise

SOURCES = [superior(seed) for seed in range(30)]
LIBRARY = memory_library(SOURCES)
PLAIN = [f"示例省第{seed}号意见\n" + "\n".join(prose(1000 * seed + part, 4) for part in range(6)) for seed in range(30)]
PLAIN_LIBRARY = memory_library(PLAIN)
PROVINCIAL = (
    "示例省人民政府关于加强农村公路养护的意见\n示政发〔2021〕7号\n"
    "全省各级交通部门应当建立农村公路巡查台账，全省每条县道每月巡查不少于2次，发现坑槽在3日内修补。"
    "养护资金列入省级预算，按每公里1万元拨付，任何单位不得截留挪用。"
    "汛期前要完成桥梁和涵洞的逐座检查，对存在隐患的设置警示标志并限制通行。"
)


def restated(*paragraphs: str, title: str = "云川市人民政府办公室关于做好年度工作的通知") -> Restatement:
    return LIBRARY.restated(draft(*paragraphs, title=title))


@settings(max_examples=60, deadline=None)
@given(
    source=st.integers(0, len(PLAIN) - 1),
    where=st.floats(0, 1),
    length=st.integers(25, 160),
    host=st.integers(0, len(INNOCENT) - 1),
    cut=st.floats(0, 1),
)
def test_a_verbatim_passage_is_found_to_the_character(
    source: int, where: float, length: int, host: int, cut: float
) -> None:
    body = PLAIN[source].split("\n", 1)[1]
    visible = [at for at, char in enumerate(body) if char.isalnum()]
    start = visible[int(where * (len(visible) - length - 1))]
    end = visible[visible.index(start) + length - 1] + 1
    words = body[start:end].replace("\n", "")
    innocent = INNOCENT[host]
    at = int(cut * len(innocent))
    document = draft(*INNOCENT[:host], innocent[:at] + words + innocent[at:], *INNOCENT[host + 1 :])
    begins = document.text.index(words)
    passages = PLAIN_LIBRARY.restated(document).passages
    assert passages
    assert abs(passages[0].draft.start - begins) <= 2
    assert abs(passages[-1].draft.end - (begins + len(words))) <= 2
    assert len(passages) == 1
    assert passages[0].source.title == f"示例省第{source}号意见"
    assert passages[0].source_span.of(PLAIN[source]) == passages[0].source_text
    # A single character of a clause cut off at either end may be chance and need not be told.
    found, whole = normalise(passages[0].source_text).text, normalise(words).text
    assert found in whole
    assert len(found) >= len(whole) - 2


def test_innocent_text_restates_nothing() -> None:
    result = restated(*INNOCENT, prose(4711, 20))
    assert result.passages == ()
    assert (result.share, result.characters, result.longest_run, result.main) == (0.0, 0, 0, None)
    assert result.compared == len(SOURCES)


def test_figures_of_a_draft_that_is_half_copied() -> None:
    article = SOURCES[3].splitlines()[4].removeprefix("第三条 ")
    result = restated(article, *INNOCENT)
    own = "".join(INNOCENT)
    han = sum(char.isalnum() for char in article)
    assert result.characters == result.longest_run == han
    assert result.share == pytest.approx(han / (han + sum(char.isalnum() for char in own)), abs=0.01)
    (passage,) = result.passages
    assert passage.trail == ("第三条",)
    assert passage.source_text.endswith(article)


@pytest.mark.parametrize(
    "words",
    [
        # 换地名、数字
        "全市各级交通部门应当建立农村公路巡查台账，全市每条县道每月巡查不少于3次，发现坑槽在5日内修补。"
        "养护资金列入市级预算，按每公里2万元拨付，任何单位不得截留挪用。",
        # 换几个词
        "全市各级交通单位必须健全农村公路巡查台账，每条县道每月巡查不少于两次，发现坑槽三日内修补完毕。"
        "养护经费列入市级预算，按每公里1万元拨付，任何部门不准截留挪用。",
        # 调换顺序
        "汛期前要完成桥梁和涵洞的逐座检查，对存在隐患的设置警示标志并限制通行。"
        "养护资金列入省级预算，按每公里1万元拨付，任何单位不得截留挪用。"
        "全省各级交通部门应当建立农村公路巡查台账，发现坑槽在3日内修补，全省每条县道每月巡查不少于2次。",
    ],
)
def test_reworded_passages_are_found_whole(words: str) -> None:
    document = draft(*INNOCENT[:2], words, *INNOCENT[2:])
    (passage,) = memory_library([PROVINCIAL, *SOURCES]).restated(document).passages
    begins = document.text.index(words)
    assert abs(passage.draft.start - begins) <= 2
    assert abs(passage.draft.end - (begins + len(words))) <= 2


_SENTENCE = "汛期前要完成桥梁和涵洞的逐座检查，对存在隐患的设置警示标志并限制通行"


@pytest.mark.parametrize(
    "words",
    [
        f"《示例省人民政府关于加强农村公路养护的意见》（示政发〔2021〕7号）指出：“{_SENTENCE}。”",
        f"“{_SENTENCE}”，这是《关于加强农村公路养护的意见》的明确要求。",
        f"省政府示政发〔2021〕7号文件要求，「{_SENTENCE}」。",
        f"对照《关于加强农村公路养护的意见》『{_SENTENCE}』的规定，逐条自查。",
        f'省政府领导同志强调："{_SENTENCE}。"',
        f"《关于加强农村公路养护的意见》第二条规定：\n　　“{_SENTENCE}。”",
        "根据《示例省人民政府关于加强农村公路养护的意见》（示政发〔2021〕7号）等有关规定，结合本市实际，制定本文件。",
        "以习近平新时代中国特色社会主义思想为指导，坚持以人民为中心的发展思想，完整、准确、全面贯彻新发展理念。",
    ],
)
def test_attributed_quotations_cited_names_and_set_phrases_are_exempt(words: str) -> None:
    library = memory_library([PROVINCIAL + "\n" + words.replace(_SENTENCE, "此处从略"), *SOURCES])
    assert library.restated(draft(*INNOCENT[:2], words, *INNOCENT[2:])).passages == ()


def test_a_quotation_without_a_source_is_no_excuse() -> None:
    library = memory_library([PROVINCIAL, *SOURCES])
    assert library.restated(draft(*INNOCENT[:2], f"“{_SENTENCE}。”", *INNOCENT[2:])).passages


def test_words_that_many_documents_share_belong_to_none() -> None:
    formula = "各级主管机关每逢换季须对照清册盘点库房钥匙，交接双方当面点验并在簿册上画押备查。"
    library = memory_library([f"{text}\n{formula}" for text in SOURCES])
    assert library.restated(draft(*INNOCENT[:2], formula, *INNOCENT[2:])).passages == ()
    library = memory_library([*SOURCES[:-1], f"{SOURCES[-1]}\n{formula}"])
    assert library.restated(draft(*INNOCENT[:2], formula, *INNOCENT[2:])).passages


def test_shared_text_goes_to_the_document_that_explains_most() -> None:
    part = PROVINCIAL.splitlines()[2].split("。")[0]
    library = memory_library([*SOURCES, f"某厅关于公路的通知\n{part}。", PROVINCIAL])
    result = library.restated(draft(PROVINCIAL.splitlines()[2]))
    assert {passage.source.number for passage in result.passages} == {"示政发〔2021〕7号"}


def _library(**facts: str) -> MemoryLibrary:
    entry = replace(entry_of_text(PROVINCIAL), **facts)
    return MemoryLibrary([entry, *(entry_of_text(text) for text in SOURCES)])


def _copy(**elements: str) -> Document:
    document = draft(PROVINCIAL.splitlines()[2])
    return replace(document, elements=replace(document.elements, **elements))


def test_a_draft_is_not_held_against_itself() -> None:
    own = draft(PROVINCIAL.splitlines()[2])
    assert memory_library([own.text, *SOURCES]).restated(own).passages == ()
    version = _copy(title="示例省人民政府关于加强农村公路养护的意见", document_number=None)
    assert _library().restated(version).passages == ()
    other = _copy(title="示例省人民政府关于加强农村公路养护的意见", document_number="示政发〔2022〕9号")
    assert _library().restated(other).passages


def test_a_draft_is_not_held_against_later_documents_of_its_own_level() -> None:
    draft_ = _copy(issuer="示例省人民政府", title="示例省人民政府关于公路的意见", date="2020-01-01")
    assert _library(level="province", date="2019-12-31").restated(draft_).passages
    assert _library(level="province", date="2021").restated(draft_).passages == ()
    assert _library(level="central", date="2021").restated(draft_).passages
    assert _library(level="province", date="").restated(draft_).passages


def test_a_notice_that_forwards_the_original_restates_nothing() -> None:
    title = "云川市人民政府转发《示例省人民政府关于加强农村公路养护的意见》的通知"
    assert _library().restated(_copy(title=title)).passages == ()


def test_title_addressee_and_signature_are_not_compared() -> None:
    title = "云川市人民政府办公室关于" + PROVINCIAL.splitlines()[2].split("，")[0] + "的通知"
    assert memory_library([PROVINCIAL, *SOURCES]).restated(draft(*INNOCENT, title=title)).passages == ()


@pytest.mark.parametrize("text", ["", "只有一行", "标题\n正文。"])
def test_tiny_drafts_and_tiny_libraries(text: str) -> None:
    from wenlint.reading import ReadingError, read_bytes

    try:
        document = read_bytes(text.encode(), "tiny.txt")
    except ReadingError:
        return
    assert memory_library(["标题\n正文。"]).restated(document).passages == ()
    assert memory_library([]).restated(document).compared == 0


def test_find_by_number_and_by_title() -> None:
    library = memory_library(
        [
            PROVINCIAL,
            "云川市人民政府关于印发生活垃圾分类行动方案的通知\n云政发〔2020〕3号\n正文。",
            "中华人民共和国档案法\n第一条 正文。",
            "某市人民政府关于加强农村公路养护的意见\n正文。",
        ]
    )

    def title_of(title: str, number: str = "") -> str:
        found = library.find(title, number)
        return found.ref.title if found else ""

    assert title_of("", "示政发[2021] 7 号").startswith("示例省")
    assert title_of("关于加强农村公路养护的意见") == "示例省人民政府关于加强农村公路养护的意见"
    assert title_of("某市人民政府关于加强农村公路养护的意见").startswith("某市")
    assert title_of("国务院关于加强农村公路养护的意见") == ""
    assert title_of("《生活垃圾分类行动方案》").startswith("云川市")
    assert title_of("档案法") == "中华人民共和国档案法"
    assert title_of("中华人民共和国档案法（2020年修订）") == "中华人民共和国档案法"
    assert title_of("没有的文件") == title_of("", "示政发〔2021〕8号") == title_of("") == ""


def test_entries_of_one_text_are_one() -> None:
    assert len(MemoryLibrary([Entry("甲", "正文一二三"), Entry("乙", "正文 一二三")])) == 1
