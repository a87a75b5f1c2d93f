"""How grave a restatement is."""

from __future__ import annotations

import pytest

from wenlint.check import Citation, Context, Finding, Passage, Restatement, Rule, Severity, SuperiorRef
from wenlint.document import Document, Span
from wenlint.packs import complete_params
from wenlint.reading import read_bytes
from wenlint_checks.restatement import CHECK

WORDS = "市场监管部门对老年食堂每季度至少开展一次食品安全检查，发现问题当场责令改正，检查结果向社会公开。"
OTHERS = "养老机构可以利用闲置房屋开办老年食堂，面向周边居民供应午餐和晚餐，价格由民政部门会同发改部门核定。"
SOURCE = SuperiorRef("1", "关于印发《助餐方案》的通知", "示政发〔2025〕12号", "", "")
RULE = Rule("test/4", CHECK.name, Severity.ERROR, Citation("test", "", "", "4"), complete_params(CHECK, {}))


class Told:
    """A library that says of any draft that its body restates the source's words."""

    def __init__(self, source_text: str) -> None:
        self.source_text = source_text

    def __len__(self) -> int:
        return 1

    def find(self, title: str, number: str = "") -> None:
        return None

    def restated(self, document: Document) -> Restatement:
        start = document.text.index(WORDS)
        span = Span(start, start + len(WORDS))
        passage = Passage(span, SOURCE, Span(0, len(self.source_text)), self.source_text)
        return Restatement((passage,), 0.9, 45, 45, SOURCE, 1)


def judged(source_text: str) -> Finding:
    head, foot = "云川市人民政府办公室关于老年助餐的通知\n各区人民政府：", "云川市人民政府办公室\n2026年3月2日"
    document = read_bytes(f"{head}\n　　{WORDS}\n{foot}\n".encode(), "draft.txt")
    (finding,) = CHECK.run(document, RULE, Context(superiors=Told(source_text)))
    assert isinstance(finding, Finding)
    return finding


@pytest.mark.parametrize(("source_text", "severity"), [(WORDS, Severity.ERROR), (OTHERS, Severity.INFO)])
def test_only_what_is_plainly_alike_makes_an_error(source_text: str, severity: Severity) -> None:
    assert judged(source_text).severity is severity


def test_titles_within_titles_stand_in_single_marks() -> None:
    assert "《关于印发〈助餐方案〉的通知》（示政发〔2025〕12号）" in judged(WORDS).message
