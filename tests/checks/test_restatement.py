"""How grave a restatement is, and what the finding says of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from wenlint.check import CannotTell, Context, Finding, Passage, Restatement, Severity, SuperiorDocument, SuperiorRef
from wenlint.document import Document, Span
from wenlint.reading import read_bytes
from wenlint.text.own_measures import is_measure
from wenlint.trial import Case, rule_of
from wenlint_checks.restatement import CHECK

REF = SuperiorRef("ab12cd34", "示例省人民政府关于老年助餐的意见", "示政发〔2025〕12号")
COPIED = "老年食堂应当公示菜品价格和补贴标准，接受社会监督，不得变相经营高价餐饮。"
OWN = "今年6月底前，由市民政局牵头建成老年食堂12家。"


@dataclass
class FixedLibrary:
    """A library that finds the given words of the draft restated."""

    words: str = COPIED
    share: float = 0.1
    compared: int = 5
    source_text: str = COPIED

    def __len__(self) -> int:
        return 5

    def find(self, title: str, number: str = "") -> SuperiorDocument | None:
        return None

    def restated(self, document: Document) -> Restatement:
        start = document.text.index(self.words)
        passage = Passage(
            Span(start, start + len(self.words)),
            REF,
            Span(40, 40 + len(self.source_text)),
            self.source_text,
            ("第三条",),
        )
        han = len(self.words) - 3
        return Restatement((passage,), self.share, han, han, REF, self.compared)


def draft(body: str) -> Document:
    text = f"云川市人民政府办公室关于老年助餐的通知\n各区人民政府：\n　　{body}\n云川市人民政府办公室\n2026年3月2日\n"
    return read_bytes(text.encode(), "draft.txt")


def judged(body: str, library: FixedLibrary, **params: object) -> Finding:
    (verdict,) = CHECK.run(draft(body), rule_of(CHECK, Case("", params=params)), Context(superiors=library))
    assert isinstance(verdict, Finding)
    return verdict


@pytest.mark.parametrize(
    ("share", "own", "severity"),
    [
        (0.19, 0, Severity.INFO),
        (0.2, 0, Severity.WARNING),
        (0.49, 0, Severity.WARNING),
        (0.5, 0, Severity.ERROR),
        (0.5, 2, Severity.ERROR),
        (0.5, 3, Severity.WARNING),
        (0.69, 3, Severity.WARNING),
        (0.7, 3, Severity.ERROR),
    ],
)
def test_severity_by_share_and_own_measures(share: float, own: int, severity: Severity) -> None:
    finding = judged(COPIED + OWN * own, FixedLibrary(share=share))
    assert finding.severity is severity
    assert finding.evidence["own_measures"] == own
    assert finding.evidence["share"] == share


def test_a_long_passage_counts_by_itself() -> None:
    assert judged(COPIED, FixedLibrary(), passage_warning=len(COPIED)).severity is Severity.INFO
    assert judged(COPIED, FixedLibrary(), passage_warning=len(COPIED) - 3).severity is Severity.WARNING


def test_the_finding_points_at_both_places_and_says_how_to_mend() -> None:
    finding = judged(COPIED + OWN, FixedLibrary())
    primary, related = finding.at
    assert primary.source is None
    assert related.source == REF
    assert related.text == COPIED
    assert related.trail == ("第三条",)
    assert "《示例省人民政府关于老年助餐的意见》（示政发〔2025〕12号）第三条" in finding.message
    assert "10%" in finding.message
    assert "原话" not in finding.message
    assert "第三条执行" in finding.advice
    assert "转发" in judged(COPIED, FixedLibrary(share=0.9)).advice


def test_words_of_a_marked_superior_are_not_needed() -> None:
    finding = judged(COPIED, FixedLibrary(source_text=""))
    assert finding.evidence["likeness"] is None
    assert finding.evidence["differences"] == []
    assert COPIED not in finding.message + finding.advice


SUPERIOR = "全省每个县2025年底前新建老年食堂12家。各县每月检查一次食品安全，结果向社会公开。"
LOCAL = "全市每个县2026年底前新建老年食堂12家。各县每月检查一次食品安全。"


def test_the_differences_lead_from_the_sources_words_to_the_drafts() -> None:
    finding = judged(LOCAL + OWN, FixedLibrary(LOCAL, source_text=SUPERIOR))
    assert "字（其中原话 " in finding.message
    assert 0 < finding.evidence["verbatim_characters"] < finding.evidence["restated_characters"]
    told = finding.evidence["differences"]
    assert [(one["change"], one["was"], one["now"]) for one in told] == [
        ("level", "全省", "全市"),
        ("date", "2025年底", "2026年底"),
        ("dropped", "，结果向社会公开", ""),
    ]
    text = draft(LOCAL + OWN).text
    assert all(text[one["start"] : one["end"]] == one["now"] for one in told)
    assert all(SUPERIOR[one["source_start"] - 40 : one["source_end"] - 40] == one["was"] for one in told)


def test_under_a_secrecy_marking_no_words_of_the_differences_are_told() -> None:
    head, foot = (
        "机密★5年\n云川市人民政府办公室关于老年助餐的通知\n各区人民政府：",
        "云川市人民政府办公室\n2026年3月2日",
    )
    text = f"{head}\n　　{LOCAL}\n{foot}\n"
    library = FixedLibrary(LOCAL, source_text=SUPERIOR)
    (verdict,) = CHECK.run(read_bytes(text.encode(), "draft.txt"), rule_of(CHECK, Case("")), Context(superiors=library))
    assert isinstance(verdict, Finding)
    told = verdict.evidence["differences"]
    assert len(told) == 3
    assert all(one["was"] is None and one["now"] is None for one in told)


GENERAL = "各级要高度重视老年助餐工作，切实加强组织领导。要广泛开展宣传，营造良好的社会氛围。"


@pytest.mark.parametrize(
    ("source", "share", "own", "judgement", "advised"),
    [
        (SUPERIOR, 0.9, 0, "ready-to-carry-out", "可以直接执行：转发《示例省人民政府关于老年助餐的意见》"),
        (GENERAL, 0.9, 0, "no-substance", "没有实质内容"),
        (GENERAL, 0.9, 3, "restated", "第三条执行"),
        (SUPERIOR, 0.3, 0, "restated", "第三条执行"),
    ],
)
def test_what_the_copying_amounts_to(source: str, share: float, own: int, judgement: str, advised: str) -> None:
    finding = judged(source + OWN * own, FixedLibrary(source, share, source_text=source))
    assert finding.evidence["judgement"] == judgement
    assert advised in finding.advice


def test_a_regulation_is_told_to_drop_the_article_and_never_that_it_must_not_be_issued() -> None:
    text = f"云川市老年助餐条例\n第一条　为了规范老年助餐，制定本条例。\n第二条　{COPIED}\n"
    library = FixedLibrary(share=0.9)
    (verdict,) = CHECK.run(read_bytes(text.encode(), "draft.txt"), rule_of(CHECK, Case("")), Context(superiors=library))
    assert isinstance(verdict, Finding)
    assert verdict.severity is Severity.WARNING
    assert verdict.evidence["judgement"] == "legislation"
    assert "转发" not in verdict.advice
    assert "删去这一段" in verdict.advice


def test_passages_half_in_other_words_are_no_error() -> None:
    half = "老年食堂应当公示菜品价格和补贴标准，自觉欢迎群众评议，严禁借此牟取暴利。"
    finding = judged(half, FixedLibrary(half, share=0.9, source_text=COPIED))
    assert 0.3 <= finding.evidence["likeness"] < 0.5 or finding.severity is Severity.ERROR
    assert (
        judged(half, FixedLibrary(half, share=0.9, source_text=COPIED), likeness_error=0.9).severity is Severity.WARNING
    )


def test_passages_reworded_throughout_are_warned_of_when_they_use_the_same_words() -> None:
    source = "老年食堂每季度至少开展一次食品安全检查，发现问题当场责令改正。"
    reworded = "检查中发现的食品安全问题要马上纠正，老年食堂每季度至少接受一次检查。"
    finding = judged(reworded, FixedLibrary(reworded, share=0.4, source_text=source), likeness_warning=0.9)
    assert finding.severity is Severity.WARNING
    long = FixedLibrary(reworded, share=0.4, source_text=source + "其他。" * 60)
    other = judged(reworded, long, likeness_warning=0.9)
    assert other.severity is Severity.INFO


@pytest.mark.parametrize("library", [None, FixedLibrary(compared=0)])
def test_without_texts_it_cannot_tell(library: FixedLibrary | None) -> None:
    (verdict,) = CHECK.run(draft(COPIED), rule_of(CHECK, Case("")), Context(superiors=library))
    assert isinstance(verdict, CannotTell)
    assert "wenlint corpus add" in verdict.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "6月底前完成全部老旧管网改造。",
        "由市水务局负责更换水表。",
        "每家补助8万元。",
        "新建停车位不少于500个。",
        "自收到申请之日起五个工作日内办结。",
        "社区每月组织一次上门巡查。",
        "责任单位：市民政局；建立台账。",
    ],
)
def test_measures(sentence: str) -> None:
    assert is_measure(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "各区要高度重视，切实加强组织领导，确保取得实效。",
        "要增强“四个意识”，落实好各项任务。",
        "坚持稳中求进，全面落实三个方面要求。",
        "进一步完善体制机制，提高服务水平。",
        "现将有关事项通知如下。",
    ],
)
def test_empty_words_are_no_measures(sentence: str) -> None:
    assert not is_measure(sentence)
