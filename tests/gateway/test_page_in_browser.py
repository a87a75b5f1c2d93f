"""The page in a real browser: a draft in, its findings seen, its copy saved; by keyboard and without script.

WENLINT_AXE may name the file axe.min.js of axe-core (npm), which then looks at every page.
"""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import ELSEWHERE, PROGRAM, Page, browser
from conftest import CLEAN as CLEAN_TEXT
from servers import SLOW, Server, serving

pytestmark = pytest.mark.skipif(not PROGRAM, reason="no Chromium")

SAMPLE = Path(__file__).parents[2] / "examples" / "flawed" / "copied-opinion.docx"
CLEAN = SAMPLE.parents[1] / "clean" / "letter.docx"
OPINION = SAMPLE.parents[2] / "corpus" / "superior" / "2025-08-18-elderly-meals-opinion.txt"
OTHERS = sorted(OPINION.parent.glob("*.docx"))
AXE = Path(os.environ.get("WENLINT_AXE") or "axe.min.js")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    options = ["--corpus", "library", "--allow-corpus-add", "--allow-host", ELSEWHERE]
    with serving(tmp_path_factory.mktemp("server"), *options) as server:
        yield server


@pytest.fixture
def slow(project: Path) -> Iterator[Server]:
    """A server whose drafts take a while where they ask for it."""
    file = project / "checks" / "shouting.py"
    file.write_text(file.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
    with serving(project) as server:
        yield server


@pytest.fixture(scope="module")
def page(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.mark.parametrize(("host", "scripted"), [("127.0.0.1", True), (ELSEWHERE, False)])
def test_a_draft_is_chosen_and_its_findings_are_seen(page: Page, server: Server, host: str, scripted: bool) -> None:
    page.command("Emulation.setScriptExecutionDisabled", value=not scripted)
    page.open(f"http://{host}:{server.port}/")
    page.choose("#drafts", SAMPLE, CLEAN)
    page.command("Emulation.setScriptExecutionDisabled", value=False)  # only the page's own script is kept out
    page.evaluate("document.querySelector('button').click()")
    page.wait_until("document.querySelectorAll('article').length === 2")
    findings = server.lint(SAMPLE.read_bytes(), SAMPLE.name).told["documents"][0]["findings"]
    text = page.evaluate("document.body.innerText")
    assert findings
    for one in findings:
        assert one["fingerprint"] in text
    page.evaluate("document.querySelector('nav a').click()")
    page.wait_until("document.querySelector('#drafts') !== null")


@pytest.mark.parametrize("scripted", [True, False])
def test_a_superior_document_is_added_and_shown_beside_what_restates_it(
    page: Page, tmp_path: Path, scripted: bool
) -> None:
    with serving(tmp_path, "--corpus", "library", "--allow-corpus-add", jobs=2) as server:
        page.command("Emulation.setScriptExecutionDisabled", value=not scripted)
        page.open(f"http://127.0.0.1:{server.port}/library")
        page.choose("#documents", OPINION, *OTHERS)
        page.command("Emulation.setScriptExecutionDisabled", value=False)
        page.evaluate("document.querySelector('button').click()")
        page.wait_until("document.querySelector('#came') !== null")
        assert page.evaluate("document.querySelectorAll('.came .pass').length") == 1 + len(OTHERS)
        assert page.evaluate("document.querySelectorAll('tbody tr').length") == 1 + len(OTHERS)
        page.evaluate("document.querySelector('nav a').click()")
        page.wait_until("document.querySelector('#drafts') !== null")
        page.choose("#drafts", SAMPLE)
        page.evaluate("document.querySelector('button').click()")
        page.wait_until("document.querySelector('article') !== null")
    cells = "(cells) => [...document.querySelector('.compared').querySelectorAll(cells)].map((one) => one.textContent)"
    mine, theirs = page.evaluate(f"({cells})('th')")
    assert mine.startswith("本稿")
    assert "加快发展老年助餐服务" in theirs
    source = "".join(OPINION.read_text("utf-8").split())
    shown = ["".join(cell.split()) for cell in page.evaluate(f"({cells})('td + td')")]
    assert sum(len(cell) for cell in shown if cell in source) > 200


NOTING = """
new MutationObserver(() => {
    const far = bar.hasAttribute("value") ? `${bar.value}/${bar.max}` : "?";
    const shown = [progress.textContent, bar.hidden ? "" : far, button.disabled].join("|");
    sessionStorage.told = `${sessionStorage.told || ""}${shown}\n`;
}).observe(form, {subtree: true, childList: true, characterData: true, attributes: true});
sessionStorage.told = "";
"""
"""Keeps what the page shows: a browser does not answer from it while it waits for the next."""


def test_how_far_it_is_is_shown_meanwhile(page: Page, slow: Server, tmp_path: Path) -> None:
    drafts = [tmp_path / f"{name}.txt" for name in "甲乙丙"]
    for draft in drafts:
        draft.write_text(CLEAN_TEXT.replace("请认真", "慢慢来"), "utf-8")
    page.open(f"http://127.0.0.1:{slow.port}/")
    page.evaluate(NOTING)
    page.choose("#drafts", *drafts)
    page.evaluate("button.click()")
    page.wait_until("document.querySelectorAll('article').length === 3")
    shown = page.evaluate("sessionStorage.told").splitlines()
    assert shown[0].startswith("正在上传……|")
    for place, name in enumerate("甲乙丙"):
        assert f"正在检查第 {place + 1} 份，共 3 份：{name}.txt（1 kB）……|{place}/3|true" in shown
    page.evaluate("history.back()")
    page.wait_until("document.getElementById('progress')?.textContent === ''")
    assert page.evaluate("[bar.hidden, button.disabled]") == [True, False]
    page.evaluate(NOTING)
    page.choose("#drafts", drafts[0])  # and once more, from the page that came back
    page.evaluate("button.click()")
    page.wait_until("document.querySelectorAll('article').length === 1")
    assert "正在检查：甲.txt（1 kB）……|?|true" in page.evaluate("sessionStorage.told").splitlines()


@pytest.mark.skipif(not AXE.is_file(), reason="WENLINT_AXE names no axe.min.js")
def test_axe_finds_nothing_serious(page: Page, server: Server) -> None:
    found = []
    for path, chooser, there in [
        ("/", "", "document.querySelector('form')"),
        ("/library", "", "document.querySelector('form')"),
        ("/library", "#documents", "document.querySelector('#came')"),
        ("/", "#drafts", "document.querySelector('article')"),
        ("/library?page=x", "", "document.querySelector('table')"),
        ("/", "form", "document.querySelector('.stop')"),
    ]:
        page.open(f"http://127.0.0.1:{server.port}{path}")
        if chooser == "form":  # sent without a file
            page.evaluate("document.querySelector('form').submit()")
        elif chooser:
            page.choose(chooser, OPINION)
            page.evaluate("document.querySelector('button').click()")
        page.wait_until(f"{there} !== null")
        page.evaluate(AXE.read_text("utf-8") + "; 0")
        run = "axe.run().then((told) => told.violations.map((one) => `${one.impact} ${one.id}`))"
        found += [(path, chooser, one) for one in page.evaluate(run) if one.startswith(("serious", "critical"))]
    assert found == []


def test_the_copy_is_saved(page: Page, server: Server, tmp_path: Path) -> None:
    page.command("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.open(f"http://127.0.0.1:{server.port}/")
    page.choose("#drafts", SAMPLE)
    page.evaluate("document.querySelector('button.second').click()")
    until = time.monotonic() + 30
    while not (found := list(tmp_path.glob("*.docx"))):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert found[0].name == "copied-opinion-批注.docx"
    assert "word/comments.xml" in zipfile.ZipFile(found[0]).namelist()
    assert page.evaluate("document.querySelector('button').disabled") is False


def test_everything_is_reached_with_the_tab_key_and_has_a_name(page: Page, server: Server) -> None:
    page.open(f"http://127.0.0.1:{server.port}/")
    page.evaluate("document.querySelector('details').open = true")
    reached = []
    for _ in range(30):
        page.press("Tab", 9)
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.localName"))
    for expected in ("a", "drafts", "kind", "summary", "input", "button"):
        assert expected in reached
    controls = named(page, "button", "checkbox", "combobox", "link")
    assert len(controls) > 6
    assert "" not in controls


def test_the_library_is_reached_with_the_tab_key_and_read_as_a_table(page: Page, server: Server) -> None:
    page.open(f"http://127.0.0.1:{server.port}/library")
    page.choose("#documents", OPINION)
    page.evaluate("document.querySelector('button').click()")
    page.wait_until("document.querySelector('#came') !== null")
    reached = []
    for _ in range(6):
        page.press("Tab", 9)
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.localName"))
    assert [one for one in reached if one in ("a", "documents", "button")][:3] == ["a", "documents", "button"]
    assert "" not in named(page, "button", "link", "table")
    for width in (360, 1280):
        page.command("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        assert named(page, "columnheader") == ["题目", "文号", "发文机关", "级别", "日期"]
        assert "示政发〔2025〕12号" in named(page, "cell")
    page.command("Emulation.clearDeviceMetricsOverride")


def named(page: Page, *roles: str) -> list[str]:
    """Names of everything of these roles, as a screen reader hears them."""
    page.command("Accessibility.enable")
    nodes = page.command("Accessibility.getFullAXTree")["nodes"]
    there = [node for node in nodes if not node.get("ignored") and node.get("role", {}).get("value") in roles]
    return [node.get("name", {}).get("value", "") for node in there]


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_nothing_is_wider_than_the_window(page: Page, server: Server, tmp_path: Path, width: int) -> None:
    long = tmp_path / f"{'a_long_name_without_a_space' * 6}.txt"
    long.write_bytes(OPINION.read_bytes())
    page.command("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500)
    try:
        page.open(f"http://127.0.0.1:{server.port}/")
        page.evaluate("document.querySelector('details').open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.choose("#drafts", SAMPLE)
        page.evaluate("document.querySelector('button').click()")
        page.wait_until("document.querySelectorAll('article').length === 1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.open(f"http://127.0.0.1:{server.port}/library")
        page.choose("#documents", long, CLEAN)
        page.evaluate("document.querySelector('button').click()")
        page.wait_until("document.querySelector('#came') !== null")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        page.command("Emulation.clearDeviceMetricsOverride")
