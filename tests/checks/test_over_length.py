"""Length limits of the shipped packs, on drafts whose length is known exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.check import Confidence, Context, Finding, Severity
from wenlint.document import Document, Kind, Measure
from wenlint.finding import Skipped
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find
from wenlint.trial import filler

_REGISTRY = find()
_RULES = [
    rule
    for rule in load_pack(_REGISTRY.packs["beijing-2019-13"], _REGISTRY.checks).rules
    if rule.check == "over-length"
]
_OPINION = "示例市关于推进老旧小区改造的意见\n各区人民政府：\n{}\n示例市人民政府\n2024年5月6日"


def _draft(text: str, kind: Kind | None = None, pages: Measure[int] | None = None) -> Document:
    document = read_bytes(text.encode(), "draft.txt", kind)
    return replace(document, pages=pages) if pages else document


def _judged(document: Document) -> tuple[tuple[Finding, ...], tuple[Skipped, ...]]:
    return judge(document, _RULES, _REGISTRY.checks, Context())


def _pages(low: int, high: int, how: str = "estimated layout") -> Measure[int]:
    return Measure(low, how, low == high, low, high)


@given(st.integers(1, 30), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_only_a_range_wholly_above_the_limit_breaks_the_rule(low: int, width: int) -> None:
    findings, skipped = _judged(_draft(_OPINION.format(filler(100)), pages=_pages(low, low + width)))
    assert bool(findings) == (low > 10)
    assert bool(skipped) == (low <= 10 < low + width)


def test_what_is_said_of_too_many_pages() -> None:
    (finding,), _ = _judged(_draft(_OPINION.format(filler(100)), pages=_pages(12, 13)))
    assert "12–13 页（版面估算" in finding.message
    assert "原则上不超过 10 页" in finding.message
    assert "至少超出 2 页" in finding.message
    assert "至少压减 2 页" in finding.advice
    assert finding.severity is Severity.WARNING
    assert finding.evidence == {"value": 12, "low": 12, "high": 13, "limit": 10, "unit": "页"}


def test_one_estimated_page_too_many_is_less_sure() -> None:
    (finding,), _ = _judged(_draft(_OPINION.format(filler(100)), pages=_pages(11, 12)))
    assert finding.confidence is Confidence.MEDIUM
    (exact,), _ = _judged(_draft(_OPINION.format(filler(100)), pages=_pages(11, 11, "pdf pages")))
    assert exact.confidence is Confidence.HIGH
    assert "PDF 实际页数" in exact.message


def test_a_range_across_the_limit_says_how_to_settle_it() -> None:
    _, (skipped,) = _judged(_draft(_OPINION.format(filler(100)), pages=_pages(9, 11)))
    assert "9–11 页" in skipped.reason
    assert "PDF" in skipped.reason


def test_unknown_pages_are_not_taken_for_few() -> None:
    document = replace(_draft(_OPINION.format(filler(100))), pages=None)
    findings, (skipped,) = _judged(document)
    assert not findings
    assert "测不出来" in skipped.reason


def test_pages_are_counted_by_the_reader_of_a_long_draft() -> None:
    text = _OPINION.format("\n".join(filler(600) for _ in range(16)))
    (finding,), _ = _judged(_draft(text))
    assert finding.evidence["value"] >= 15


def test_the_place_is_where_the_eleventh_page_begins() -> None:
    document = _draft(_OPINION.format("\n".join(filler(600) for _ in range(16))))
    (finding,), _ = _judged(document)
    block = document.block_at(finding.at[0].span.start)
    assert block is not None
    assert block.page is None or block.page >= 11


def _report(length: int, about: str = "2024年工作情况") -> str:
    return f"示例区关于{about}的报告\n市政府：\n{filler(length)}\n示例区人民政府\n2024年12月20日"


@given(st.integers(4800, 5200))
@settings(max_examples=25, deadline=None)
def test_a_report_is_over_exactly_when_its_count_is(length: int) -> None:
    document = _draft(_report(length))
    assert document.kind.value is Kind.COMPREHENSIVE_REPORT
    findings, _ = _judged(document)
    assert bool(findings) == (document.characters.word > 5000)


def test_what_is_said_of_a_report() -> None:
    document = _draft(_report(3400, "河道清淤专项整治情况"), Kind.SPECIAL_REPORT)
    (finding,), _ = _judged(document)
    excess = document.characters.word - 3000
    assert finding.severity is Severity.ERROR
    assert f"{document.characters.word} 字" in finding.message
    assert f"超出 {excess} 字" in finding.message
    assert f"至少删去 {excess} 字" in finding.advice
    assert "附件" in finding.advice


def test_the_place_is_where_the_count_crosses_the_limit() -> None:
    document = _draft(_report(5400))
    (finding,), _ = _judged(document)
    start = finding.at[0].span.start
    body = document.text.index("市政府：")
    assert abs((start - body) - 5000) < 40


def test_the_attachment_does_not_count() -> None:
    text = (
        f"示例区关于2024年工作情况的报告\n市政府：\n{filler(4800)}\n附件：项目进展表\n示例区人民政府\n2024年12月20日\n"
        f"附件\n项目进展表\n{filler(3000)}"
    )
    assert _judged(_draft(text))[0] == ()


def test_pages_of_the_attachment_do_not_count() -> None:
    body = "\n".join(filler(600) for _ in range(8))
    table = "\n".join(filler(600) for _ in range(8))
    text = f"{_OPINION.format(body)}\n附件\n任务表\n{table}"
    document = _draft(text)
    first = next((block.page for block in document.blocks if block.part.value == "attachment"), None)
    if first is None:
        pytest.skip("the reader of plain text gives no pages")
    assert document.pages is not None
    assert document.pages.value > 10
    assert _judged(document)[0] == ()


def test_a_count_that_only_one_definition_finds_too_high_says_so() -> None:
    document = _draft(_report(5100))
    (finding,), _ = _judged(document)
    assert document.characters.han <= 5000 < document.characters.word
    assert "只数汉字" in finding.message
    assert finding.confidence is Confidence.MEDIUM


def test_a_report_to_the_peoples_congress_is_none_to_a_superior() -> None:
    text = f"示例市政府工作报告\n——2024年1月9日在示例市第五届人民代表大会第三次会议上\n各位代表：\n{filler(9000)}"
    assert _judged(_draft(text)) == ((), ())


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.LETTER, Kind.MINUTES, Kind.BRIEF, Kind.MEETING_NOTICE, Kind.OTHER])
def test_kinds_without_a_limit(kind: Kind) -> None:
    assert _judged(_draft(_report(6000), kind, _pages(15, 15))) == ((), ())


def test_legislation_is_no_policy_paper() -> None:
    text = f"示例市绿道条例\n2024年3月1日示例市第五届人民代表大会常务委员会第九次会议通过\n第一条 {filler(200)}"
    assert _judged(_draft(text, pages=_pages(20, 20))) == ((), ())


# --- at the edges ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "limit", "kind"),
    [("2024年工作情况", 5000, Kind.COMPREHENSIVE_REPORT), ("防汛工作情况", 3000, Kind.SPECIAL_REPORT)],
)
def test_the_limit_itself_is_kept_and_one_more_is_not(about: str, limit: int, kind: Kind) -> None:
    other = _draft(_report(limit, about)).characters.word - limit  # 字 of the title and the rest
    exactly, one_more = _draft(_report(limit - other, about)), _draft(_report(limit - other + 1, about))
    assert (exactly.kind.value, exactly.characters.word, one_more.characters.word) == (kind, limit, limit + 1)
    assert _judged(exactly) == ((), ())
    (finding,), _ = _judged(one_more)
    assert "超出 1 字" in finding.message
    assert f"规定不超过 {limit} 字" in finding.message


@pytest.mark.parametrize("how", ["pdf pages", "rendered by LibreOffice", "estimated layout"])
def test_exactly_ten_pages_are_kept(how: str) -> None:
    assert _judged(_draft(_OPINION.format(filler(100)), pages=_pages(10, 10, how))) == ((), ())
    assert len(_judged(_draft(_OPINION.format(filler(100)), pages=_pages(11, 11, how)))[0]) == 1


@pytest.mark.parametrize("mark", ["附件\n数据表", "附件1\n数据表", "附：数据表", "附表1：\n数据表", "附录\n数据表"])
def test_whatever_an_attachment_is_called_it_does_not_count(mark: str) -> None:
    document = _draft(f"{_report(4900)}\n{mark}\n{filler(3000)}")
    assert document.characters.word < 5000 < document.characters.whole_word
    assert _judged(document)[0] == ()


def test_a_note_of_attachments_above_the_signature_ends_no_body() -> None:
    text = _report(4800).replace("\n示例区人民政府", f"\n附件：1. 数据表\n2. 名单\n{filler(400)}\n示例区人民政府")
    assert _draft(text).characters.word > 5000
    assert _judged(_draft(text))[0]


@pytest.mark.parametrize(
    "title", ["示例市关于某事的函", "示例市关于某事的复函", "示例市常务会议纪要", "关于某事的批复"]
)
def test_genres_without_a_limit_have_none_however_long(title: str) -> None:
    text = f"{title}\n某某单位：\n{filler(9000)}\n示例市人民政府\n2024年12月20日"
    assert _judged(_draft(text, pages=_pages(16, 16, "pdf pages"))) == ((), ())


def test_the_drafter_decides_which_limit_holds() -> None:
    text = f"示例市关于某事的函\n市政府：\n{filler(3500)}\n示例市人民政府\n2024年12月20日"
    assert _judged(_draft(text)) == ((), ())
    (special,), _ = _judged(_draft(text, Kind.SPECIAL_REPORT))
    assert special.rule.endswith("6-special-report")
    assert "--kind" not in special.advice
    assert _judged(_draft(text, Kind.COMPREHENSIVE_REPORT)) == ((), ())
    (policy,), _ = _judged(_draft(text, Kind.POLICY, _pages(11, 11, "pdf pages")))
    assert policy.rule.endswith("6-policy-pages")


def test_a_soft_limit_is_told_as_soft_and_a_hard_one_as_hard() -> None:
    (soft,), _ = _judged(_draft(_OPINION.format(filler(100)), pages=_pages(12, 12, "pdf pages")))
    (hard,), _ = _judged(_draft(_report(5400)))
    assert ("原则上不超过" in soft.message, soft.severity) == (True, Severity.WARNING)
    assert ("原则上" in hard.message, hard.severity) == (False, Severity.ERROR)
