"""How pages are counted: by estimate, by rendering, or by rendering only where the estimate leaves a doubt."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import Run

sys.path.insert(0, str(Path(__file__).parent / "reading" / "docx"))
from docx_builder import package, para, styles

from wenlint.check import CannotTell, Context, Rule, Verdict
from wenlint.config import PageCount
from wenlint.document import Document, Measure
from wenlint.finding import Outcome
from wenlint.packs import load_pack
from wenlint.paging import Asked, RenderingError, Source, lint_all
from wenlint.reading import ReadingError, rendering
from wenlint.reading.rendering import Rendering
from wenlint.registry import find

BREAK = "<w:r><w:br w:type='page'/></w:r>"
MARGINS = '<w:pgMar w:top="2098" w:bottom="1984" w:left="1587" w:right="1474"/>'
SECTION = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{MARGINS}</w:sectPr>'
DEFAULTS = "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='32'/></w:rPr></w:rPrDefault></w:docDefaults>"

_REGISTRY = find()
RULES = [
    rule
    for rule in load_pack(_REGISTRY.packs["beijing-2019-13"], _REGISTRY.checks).rules
    if rule.check == "over-length"
]


def opinion(pages: int, lines_more: int = 0) -> bytes:
    """An opinion (限 10 页) of so many full pages, whose last page holds ``lines_more`` lines of single spacing."""
    body = para("示例市关于推进老旧小区改造的意见") + para("各区人民政府：")
    body += para("字", BREAK) * (pages - 1) + para("字" * 27) * lines_more
    return package(body + SECTION, parts={"styles": styles(DEFAULTS)})


CLEAR, DOUBTFUL, LONG = opinion(3), opinion(10, 30), opinion(12)
"""Of three pages, of ten to twelve (30 lines of single spacing in a font that is not told), of twelve."""


class Renderer:
    """Stands in for LibreOffice; every draft has ``value`` pages."""

    def __init__(self, value: int | ReadingError) -> None:
        self.value = value
        self.caution = ""
        self.calls: list[list[bytes]] = []

    def __call__(self, drafts: Mapping[str, tuple[bytes, str]]) -> dict[str, Rendering | ReadingError]:
        self.calls.append([data for data, _ in drafts.values()])
        if isinstance(self.value, ReadingError):
            return dict.fromkeys(drafts, self.value)
        pages = Measure(self.value, rendering.HOW, exact=not self.caution)
        return dict.fromkeys(drafts, Rendering(pages, self.caution))


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> Renderer:
    made = Renderer(11)
    monkeypatch.setattr(rendering, "render", made)
    monkeypatch.setattr(rendering, "is_available", lambda: True)
    return made


def judged(pages: PageCount, *drafts: bytes) -> list[Outcome]:
    sources = [Source(f"{index}.docx", lambda data=data: data) for index, data in enumerate(drafts)]  # type: ignore[misc]
    return list(lint_all(sources, RULES, _REGISTRY.checks, Context(), Asked(pages=pages)))


def count(outcome: Outcome) -> Measure[int]:
    assert outcome.document is not None, outcome.error
    assert outcome.document.pages is not None
    return outcome.document.pages


def test_the_doubtful_draft_is_in_doubt() -> None:
    clear, doubtful, long = (count(outcome) for outcome in judged(PageCount.ESTIMATE, CLEAR, DOUBTFUL, LONG))
    assert clear.most < 10 < long.least
    assert doubtful.least == 10 < doubtful.most


def test_estimate_never_renders(renderer: Renderer) -> None:
    outcome = judged(PageCount.ESTIMATE, DOUBTFUL)[0]
    assert [skipped.wants for skipped in outcome.skipped] == ["pages"]
    assert renderer.calls == []


def test_auto_renders_what_is_in_doubt_together_and_keeps_the_order(renderer: Renderer) -> None:
    outcomes = judged(PageCount.AUTO, CLEAR, DOUBTFUL, LONG, DOUBTFUL, CLEAR)
    assert renderer.calls == [[DOUBTFUL, DOUBTFUL]]
    assert [outcome.path for outcome in outcomes] == [f"{index}.docx" for index in range(5)]
    assert [count(outcome).how for outcome in outcomes] == [
        "estimated layout", rendering.HOW, "estimated layout", rendering.HOW, "estimated layout",
    ]  # fmt: skip
    assert [bool(outcome.findings) for outcome in outcomes] == [False, True, True, True, False]
    assert not any(outcome.skipped for outcome in outcomes)


def test_auto_without_libreoffice_keeps_the_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "is_available", lambda: False)
    outcome = judged(PageCount.AUTO, DOUBTFUL)[0]
    assert outcome.skipped
    assert count(outcome).how == "estimated layout"


def test_render_renders_every_word_file(renderer: Renderer) -> None:
    text = "示例市关于防汛的意见\n各区：\n请认真落实。".encode()
    renderer.value = 4
    outcomes = judged(PageCount.RENDER, CLEAR, text, LONG)
    assert renderer.calls == [[CLEAR, LONG]]
    assert [count(outcome).value for outcome in (outcomes[0], outcomes[2])] == [4, 4]
    assert outcomes[1].document is not None


def test_render_goes_on_with_the_estimate_where_it_fails(renderer: Renderer) -> None:
    renderer.value = ReadingError("damaged", "排不出")
    outcome = judged(PageCount.RENDER, LONG)[0]
    assert count(outcome).how == "estimated layout"
    assert outcome.findings
    assert outcome.document is not None
    assert any("排不出" in note for note in outcome.document.notes)


def test_a_rendering_under_a_caution_settles_no_doubt(renderer: Renderer) -> None:
    renderer.caution = "本机没有文稿用的字体"
    outcome = judged(PageCount.AUTO, DOUBTFUL)[0]
    assert outcome.skipped
    assert count(outcome).how == "estimated layout"
    assert outcome.document is not None
    assert any("11 页" in note and "字体" in note for note in outcome.document.notes)


def test_a_rendering_under_a_caution_keeps_the_range_of_the_estimate(renderer: Renderer) -> None:
    renderer.caution = "本机没有文稿用的字体"
    pages = count(judged(PageCount.RENDER, DOUBTFUL)[0])
    assert (pages.value, pages.least, pages.most, pages.exact) == (11, 10, 12, False)


def test_render_without_libreoffice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "is_available", lambda: False)
    with pytest.raises(RenderingError, match="LibreOffice"):
        judged(PageCount.RENDER, CLEAR)


def test_sources_that_cannot_be_read(renderer: Renderer) -> None:
    def gone() -> bytes:
        raise ReadingError("missing", "文件不存在")

    sources = [Source("a", gone), Source("b", lambda: CLEAR, error="没有权限"), Source("c", lambda: b"\x00\x01")]
    for pages in PageCount:
        outcomes = list(lint_all(sources, RULES, _REGISTRY.checks, Context(), Asked(pages=pages)))
        assert [bool(outcome.error) for outcome in outcomes] == [True, True, True]
        assert (outcomes[0].error, outcomes[1].error) == ("文件不存在", "没有权限")


def test_a_doubt_about_something_else_is_not_rendered(renderer: Renderer) -> None:
    def run(document: Document, rule: Rule, context: Context) -> Iterator[Verdict]:
        yield CannotTell("不知道")

    check = _REGISTRY.checks["over-length"]
    checks = {"over-length": type(check)(name="over-length", run=run, doc=check.doc, params=check.params)}
    outcomes = list(lint_all([Source("a", lambda: CLEAR)], RULES, checks, Context(), Asked(pages=PageCount.AUTO)))
    assert outcomes[0].skipped
    assert renderer.calls == []


def test_command_line(project: Path, wenlint: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "draft.docx").write_bytes(CLEAR)
    monkeypatch.setattr(rendering, "is_available", lambda: False)
    refused = wenlint("check", "draft.docx", "--pages", "render")
    assert refused.exit_code == 2
    assert "LibreOffice" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert wenlint("check", "draft.docx", "--pages", "estimate").exit_code == 0
    assert wenlint("check", "draft.docx", "--pages", "guess").exit_code == 2
    assert "pages" in wenlint("config", "--pages", "render").stdout
    (project / "wenlint.toml").write_text('pages = "rendr"\n', encoding="utf-8")
    fault = wenlint("check", "draft.docx")
    assert fault.exit_code == 2
    assert "render" in fault.stderr
