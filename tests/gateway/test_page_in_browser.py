"""The page in a real browser: a draft in, its findings seen, its copy saved; by keyboard and without script."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import PROGRAM, Page, browser
from servers import Server, serving

pytestmark = pytest.mark.skipif(not PROGRAM, reason="no Chromium")

SAMPLE = Path(__file__).parents[2] / "examples" / "flawed" / "copied-opinion.docx"
CLEAN = SAMPLE.parents[1] / "clean" / "letter.docx"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def page(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.mark.parametrize("scripted", [True, False])
def test_a_draft_is_chosen_and_its_findings_are_seen(page: Page, server: Server, scripted: bool) -> None:
    page.command("Emulation.setScriptExecutionDisabled", value=not scripted)
    page.open(f"http://127.0.0.1:{server.port}/")
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
    for expected in ("drafts", "kind", "summary", "input", "button"):
        assert expected in reached
    page.command("Accessibility.enable")
    nodes = page.command("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in nodes if node.get("role", {}).get("value") in ("button", "checkbox", "combobox")]
    assert len(controls) > 6
    assert [node for node in controls if not node.get("name", {}).get("value")] == []


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_nothing_is_wider_than_the_window(page: Page, server: Server, width: int) -> None:
    page.command("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500)
    try:
        page.open(f"http://127.0.0.1:{server.port}/")
        page.evaluate("document.querySelector('details').open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.choose("#drafts", SAMPLE)
        page.evaluate("document.querySelector('button').click()")
        page.wait_until("document.querySelectorAll('article').length === 1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        page.command("Emulation.clearDeviceMetricsOverride")
