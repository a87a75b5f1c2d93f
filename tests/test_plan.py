"""The annual plan: tables as offices keep them, faults by row, hostile files; and what is outside it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from wenlint.check import PlanItem
from wenlint.plan import PlanError, load
from wenlint.reading import ReadingError

_CHINESE = """\
2026年度计划,,,,
类别,名称,责任单位,次数（次）,已开展
会议,全市水务工作会议,市水务局,1,0
,全市防汛工作会议,市水务局,两次,1
督查检查,河长制落实情况考核,市水务局,每季度一次,
发文,关于加强节水工作的意见,市政府,,
"""
_ITEMS = (
    PlanItem("meeting", "全市水务工作会议", "市水务局", 2026, 1, 0, 3),
    PlanItem("meeting", "全市防汛工作会议", "市水务局", 2026, 2, 1, 4),
    PlanItem("inspection", "河长制落实情况考核", "市水务局", 2026, 4, 0, 5),
    PlanItem("document", "关于加强节水工作的意见", "市政府", 2026, 1, 0, 6),
)


def _csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "plan.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _xlsx(tmp_path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "plan.xlsx"
    book.save(path)
    return path


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert load(_csv(tmp_path, _CHINESE, encoding)) == _ITEMS


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    assert load(_csv(tmp_path, _CHINESE.replace(",", delimiter))) == _ITEMS


def test_english_columns_in_another_order(tmp_path: Path) -> None:
    text = "Year,Title,Category,Count,Done,Organ\n2026,全市水务工作会议,Meeting,1,0,市水务局\n"
    assert load(_csv(tmp_path, text)) == (_ITEMS[0]._replace(row=2),)


def test_an_xlsx_says_the_same(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(line) for line in (line.split(",") for line in _CHINESE.splitlines()) if line]
    rows[2][3] = 1.0
    assert load(_xlsx(tmp_path, Sheet1=rows)) == _ITEMS


def test_sheets_name_categories_and_titles_the_year(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path,
        会议=[["2026年度全市性会议计划"], ["序号", "会议名称", "主办单位"], [1, "全市水务工作会议", "市水务局"]],
        督查检查考核=[["事项", "年度"], ["河长制落实情况考核", 2026]],
        说明=[["本表由办公室填写"]],
    )
    assert [(item.category, item.title, item.year) for item in load(path)] == [
        ("meeting", "全市水务工作会议", 2026),
        ("inspection", "河长制落实情况考核", 2026),
    ]


@pytest.mark.parametrize(
    ("said", "times"),
    [("3", 3), ("3次", 3), ("两次", 2), ("每月一次", 12), ("一季度一次", 4), ("半年一次", 2), ("", 1)],
)
def test_how_often(tmp_path: Path, said: str, times: int) -> None:
    (item,) = load(_csv(tmp_path, f"类别,名称,次数\n检查,用水检查,{said}\n"))
    assert item.times == times


# --- faults -----------------------------------------------------------------------------------


def test_every_fault_is_told_with_its_row(tmp_path: Path) -> None:
    text = "类别,名称,次数,年度\n会议,甲会,若干,\n,,3,\n怪事,乙,1,\n会议,丙会,1,去年\n会议,丁会,1,2026\n"
    with pytest.raises(PlanError) as caught:
        load(_csv(tmp_path, text))
    faults = caught.value.faults
    assert [fault.split("第 ")[1][0] for fault in faults] == ["2", "3", "4", "5"]
    for fault, words in zip(faults, ("次数“若干”", "没有写名称", "类别“怪事”", "年度“去年”"), strict=True):
        assert words in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲,乙\n1,2\n", "没有找到列名"),
        ("类别,名称\n", "一行也没有"),
        ("名称,次数\n全市水务工作会议,1\n", "没有写类别"),
    ],
)
def test_a_table_that_is_no_plan(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        load(_csv(tmp_path, text))


def test_very_many_faults_are_summed_up(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        load(_csv(tmp_path, "类别,名称\n" + "怪事,甲\n" * 500))
    assert len(caught.value.faults) == 21
    assert "另有 480 处" in caught.value.faults[-1]


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("plan") / "p.csv"
    path.write_bytes(("类别,名称,次数\n" + text).encode("utf-8", "replace"))
    assert _items_or_refusal(path)


def _items_or_refusal(path: Path) -> bool:
    """Whether the plan is read to items with names, or refused in words; any other error is a fault of ours."""
    try:
        return all(item.title for item in load(path))
    except (PlanError, ReadingError) as error:
        return bool(str(error))


# --- hostile tables ---------------------------------------------------------------------------


def _with_part(path: Path, name: str, part: bytes) -> Path:
    """The table with one part replaced."""
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    path.write_bytes(data.getvalue())
    return path


_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _plain(tmp_path: Path) -> Path:
    return _xlsx(tmp_path, Sheet1=[["类别", "名称"], ["会议", "全市水务工作会议"]])


def test_a_row_at_the_very_end_is_not_walked_to(tmp_path: Path) -> None:
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>'
    rows = f'{first}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    part = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    with pytest.raises(ReadingError, match="10000 行"):
        load(_with_part(_plain(tmp_path), _SHEET, part))


def test_a_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="过大"):
        load(_with_part(_plain(tmp_path), _SHEET, b" " * (9 << 20)))


def test_entities_are_refused(tmp_path: Path) -> None:
    part = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'.encode()
    with pytest.raises(ReadingError, match="DTD"):
        load(_with_part(_plain(tmp_path), _SHEET, part))


@pytest.mark.parametrize("part", [b"", b"<a", b"<worksheet/>", b"\xff\xfe\x00"])
def test_a_damaged_sheet(tmp_path: Path, part: bytes) -> None:
    with pytest.raises((ReadingError, PlanError)):
        load(_with_part(_plain(tmp_path), _SHEET, part))


def test_a_container_that_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "b")
    with pytest.raises(ReadingError, match=r"不是 \.xlsx"):
        load(path)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, b"\0\1\2\3" * 20])
def test_files_that_are_no_table(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(data)
    with pytest.raises(ReadingError):
        load(path)


@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_an_xlsx_with_bytes_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    path = _plain(tmp_path_factory.mktemp("plan"))
    whole = bytearray(path.read_bytes())
    for at, byte in changes:
        whole[at % len(whole)] = byte
    path.write_bytes(whole)
    assert _items_or_refusal(path)


# --- through the command line -----------------------------------------------------------------

_NOTICE = (
    "示例市水务局关于召开全市{}的通知\n各区水务局：\n定于2026年6月9日召开会议，会期半天。\n示例市水务局\n2026年6月2日\n"
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    _csv(tmp_path, _CHINESE)
    for name, about in (("planned", "水务工作会议"), ("second", "防汛工作会议"), ("extra", "供水企业联谊会议")):
        (tmp_path / f"{name}.txt").write_text(_NOTICE.format(about), encoding="utf-8")
    return tmp_path


def _found(wenlint: Run, *args: str) -> list[tuple[str, str]]:
    report = json.loads(wenlint("check", *args, "--format", "json").stdout)
    return [
        (finding["rule"].partition("/")[2], finding["message"])
        for document in report["documents"]
        for finding in document["findings"]
        if finding["check"] == "outside-plan"
    ]


def test_a_meeting_outside_the_plan(office: Path, wenlint: Run) -> None:
    ((rule, message),) = _found(wenlint, "extra.txt", "--plan", "plan.csv")
    assert rule == "7-outside-plan"
    assert "没有这项会议" in message
    assert _found(wenlint, "extra.txt") == []


def test_a_meeting_in_the_plan_within_the_organs_number(office: Path, wenlint: Run) -> None:
    (office / "plan.csv").write_text("类别,名称,单位,年度\n会议,全市水务工作会议,市水务局,2026\n", encoding="utf-8")
    assert _found(wenlint, "planned.txt", "--plan", "plan.csv") == []


def test_a_plan_that_gives_a_department_too_many(office: Path, wenlint: Run) -> None:
    ((rule, message),) = _found(wenlint, "planned.txt", "--plan", "plan.csv")
    assert rule == "4-meetings-in-plan"
    assert "3 次" in message


def test_the_configuration_names_the_plan(office: Path, wenlint: Run) -> None:
    (office / "wenlint.toml").write_text('plan = "plan.csv"\n', encoding="utf-8")
    assert _found(wenlint, "extra.txt")
    line = next(line for line in wenlint("config").stdout.splitlines() if line.startswith("plan"))
    assert "plan.csv" in line
    assert "wenlint.toml" in line


def test_faults_of_the_plan_end_the_run(office: Path, wenlint: Run) -> None:
    (office / "plan.csv").write_text("类别,名称,次数\n会议,甲,若干\n", encoding="utf-8")
    for file, said in (("plan.csv", "第 2 行"), ("none.csv", "文件不存在")):
        result = wenlint("check", "extra.txt", "--plan", file)
        assert result.exit_code == 2
        assert said in result.stderr


def test_the_sample_plan_holds_the_sample_notice(wenlint: Run) -> None:
    examples = Path(__file__).parents[1] / "examples"
    notice = str(examples / "clean" / "meeting-notice.docx")
    assert _found(wenlint, notice, "--plan", str(examples / "annual-plan.csv")) == []
    report = json.loads(
        wenlint("check", notice, "--plan", str(examples / "annual-plan.csv"), "--format", "json").stdout
    )
    assert not [skip for skip in report["documents"][0]["skipped"] if skip["check"] == "outside-plan"]
