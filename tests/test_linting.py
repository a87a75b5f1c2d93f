"""One draft against rules: order, headings above, fingerprints, one finding for one fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from wenlint.check import Check, Citation, Context, Finding, Location, Param, Rule, Severity, Verdict
from wenlint.document import Document, Span
from wenlint.linting import judge, lint
from wenlint.reading import read_bytes

TEXT = "关于某事的通知\n各区：\n一、总体要求\n（一）目标\n要完成甲事。\n二、措施\n要完成乙事。\n要完成甲事。\n"


def document_of(text: str = TEXT) -> Document:
    return read_bytes(text.encode(), "a.txt")


def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
    """Flags each place of the word, or gives one finding with the evidence that the rule states."""
    if rule.params["evidence"]:
        yield rule.finding("太长", evidence=rule.params["evidence"])
        return
    at = -1
    while (at := document.text.find(rule.params["word"], at + 1)) >= 0:
        yield rule.finding(f"有{rule.params['word']}", Location(Span(at, at + len(rule.params["word"]))))


CHECK = Check("finder", run, "找词", {"word": Param(str, "词"), "evidence": Param(dict, "数字")})


def rule_of(pack: str, word: str = "", severity: Severity = Severity.ERROR, **evidence: Any) -> Rule:
    cite = Citation(pack, f"{pack}规定", "", "1")
    params: Mapping[str, Any] = {"word": word, "evidence": evidence}
    return Rule(f"{pack}/{word or 'length'}-{severity.word}", "finder", severity, cite, params)


def findings_of(*rules: Rule, text: str = TEXT) -> tuple[Finding, ...]:
    findings, skipped = judge(document_of(text), rules, {"finder": CHECK}, Context())
    assert skipped == ()
    return findings


def test_findings_come_in_the_order_of_their_places_with_the_headings_above() -> None:
    findings = findings_of(rule_of("a", "乙事"), rule_of("a", "甲事"))
    assert [finding.message for finding in findings] == ["有甲事", "有乙事", "有甲事"]
    trails = [finding.at[0].trail for finding in findings]
    assert trails == [("一、总体要求", "（一）目标"), ("二、措施",), ("二、措施",)]


def test_fingerprints_differ_within_a_draft_and_survive_edits_elsewhere() -> None:
    before = [finding.fingerprint for finding in findings_of(rule_of("a", "甲事"))]
    after = [
        finding.fingerprint for finding in findings_of(rule_of("a", "甲事"), text=TEXT.replace("目标", "目的和原则"))
    ]
    assert len(set(before)) == 2
    assert before == after


def test_under_a_secrecy_marking_fingerprints_do_not_depend_on_the_words() -> None:
    def fingerprints(head: str, word: str) -> list[str]:
        rule = replace(rule_of("a", word), id="a/word")
        return [finding.fingerprint for finding in findings_of(rule, text=head + TEXT.replace("甲事", word))]

    marked = "机密★5年\n示例市人民政府文件\n"
    assert fingerprints(marked, "甲事") == fingerprints(marked, "丙事")
    assert fingerprints("", "甲事") != fingerprints("", "丙事")


def test_one_fault_under_two_packs_is_one_finding_with_the_gravest_rule() -> None:
    mild = rule_of("a", severity=Severity.WARNING, value=12, limit=10, unit="页")
    grave = rule_of("b", severity=Severity.ERROR, value=12, limit=6, unit="页")
    (finding,) = findings_of(mild, grave)
    assert finding.rule == grave.id
    assert finding.evidence["limit"] == 6
    other = {"rule": mild.id, "severity": "warning", "title": "a规定", "number": "", "article": "1", "limit": 10}
    assert finding.evidence["also"] == [other]


def test_the_stricter_limit_is_told_even_when_it_is_the_softer_and_hides_no_error() -> None:
    soft = rule_of("a", severity=Severity.WARNING, value=12, limit=6, unit="页")
    hard = rule_of("b", severity=Severity.ERROR, value=12, limit=10, unit="页")
    (finding,) = findings_of(hard, soft)
    assert finding.rule == soft.id
    assert finding.evidence["limit"] == 6
    assert finding.severity is Severity.ERROR
    assert "《b规定》的限额 10" in finding.message
    assert [other["limit"] for other in finding.evidence["also"]] == [10]


def test_of_two_least_numbers_the_higher_is_the_stricter() -> None:
    low, high = rule_of("a", value=30, limit=50, unit="%"), rule_of("b", value=30, limit=60, unit="%")
    (finding,) = findings_of(low, high)
    assert finding.evidence["limit"] == 60


def test_different_measures_and_different_words_are_different_faults() -> None:
    pages, characters = rule_of("a", value=12, limit=10, unit="页"), rule_of("b", value=12, limit=10, unit="字")
    assert len(findings_of(pages, characters)) == 2
    assert len(findings_of(rule_of("a", "甲事"), rule_of("b", "乙事"))) == 3


def test_the_same_words_under_two_packs_are_told_once_each_place() -> None:
    findings = findings_of(rule_of("a", "甲事"), rule_of("b", "甲事"))
    assert len(findings) == 2
    assert all(len(finding.evidence["also"]) == 1 for finding in findings)


def test_one_pack_that_says_it_twice_means_two_faults() -> None:
    rules = rule_of("a", value=12, limit=10, unit="页"), rule_of("a", severity=Severity.WARNING, value=12, unit="页")
    assert len(findings_of(*rules)) == 2


def test_a_reader_that_breaks_gives_an_error_and_no_document() -> None:
    for failure in (ValueError("x"), RecursionError(), MemoryError()):

        def read(failure: BaseException = failure) -> Document:
            raise failure

        outcome = lint("a.txt", read, [], {}, Context())
        assert outcome.document is None
        assert outcome.error
        assert "\n" not in outcome.error
