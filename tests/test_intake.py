"""Files, folders, catalogues and data sets on their way into the library."""

from __future__ import annotations

import builtins
import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from wenlint.intake import add_to, take
from wenlint.reuse import Entry, StoredLibrary, create_library

NOTICE = (
    "示例省人民政府关于加强农村公路养护的意见\n示政发〔2021〕7号\n\n各市、县人民政府：\n"
    "　　农村公路每月巡查不少于2次，发现坑槽在3日内修补。\n　　桥梁和涵洞在汛期前逐座检查。\n"
    "\n示例省人民政府\n2021年5月8日\n"
)
MARKED = "机密★5年\n\n" + NOTICE


@pytest.fixture
def library(tmp_path: Path) -> StoredLibrary:
    return create_library(tmp_path / "corpus")


def entries(path: Path) -> list[Entry]:
    taken = list(take([path]))
    assert [one.problem for one in taken if one.problem] == []
    return [one.entry for one in taken if one.entry]


def test_a_file_tells_its_own_facts(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NOTICE, "utf-8")
    (entry,) = entries(path)
    assert entry.title == "示例省人民政府关于加强农村公路养护的意见"
    assert entry.number == "示政发〔2021〕7号"
    assert entry.issuer == "示例省人民政府"
    assert (entry.level, entry.date) == ("province", "2021-05-08")
    assert entry.source == str(path)
    assert "发现坑槽" in entry.text


def test_a_folder_is_taken_with_what_its_catalogue_says(tmp_path: Path, library: StoredLibrary) -> None:
    folder = tmp_path / "superior"
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "a.txt").write_text(NOTICE, "utf-8")
    (folder / "b.txt").write_text(NOTICE.replace("农村公路", "山区公路").replace("7号", "8号"), "utf-8")
    (folder / "catalogue.toml").write_text(
        '[[document]]\ntitle = "农村公路养护意见"\nstatus = "有效"\ndate = 2021-06-01\ntext-file = "texts/a.txt"\n'
        '[[document]]\ntitle = "示例省公路条例"\nnumber = "公告第3号"\nlevel = "省级"\ndate = "2019-07"\n',
        "utf-8",
    )
    intake = add_to(library, [folder])
    assert (intake.new, intake.refused) == (3, [])
    known = {stored.entry.title: stored.entry for stored in library.entries()}
    assert set(known) == {"农村公路养护意见", "示例省公路条例", "示例省人民政府关于加强山区公路养护的意见"}
    assert known["农村公路养护意见"].status == "有效"
    assert known["农村公路养护意见"].date == "2021-06-01"
    assert known["农村公路养护意见"].number == "示政发〔2021〕7号"
    assert (known["示例省公路条例"].level, known["示例省公路条例"].date) == ("province", "2019-07")
    assert add_to(library, [folder]).new == 0


def test_metadata_beside_texts_is_understood(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("公路条例\n第一条 坑槽在三日内修补。\n", "utf-8")
    row = {"file": "x.txt", "title": "示例省公路条例", "number": None, "level": "province", "date": "2018-01-02"}
    (tmp_path / "metadata.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    (entry,) = entries(tmp_path)
    assert (entry.title, entry.number, entry.date) == ("示例省公路条例", "", "2018-01-02")
    assert entry.text.startswith("公路条例")


ROWS = [
    {
        "id": "1",
        "title": "公路条例",
        "docno": "公告第3号",
        "level": "city",
        "date": "2018年1月",
        "text": "第一条 修补。",
    },
    {"id": "2", "title": "", "text": NOTICE},
    {"id": "3", "title": "只有标题的意见", "issuer": "国务院", "text": ""},
    {"id": "4", "title": "", "text": ""},
]


def write_set(path: Path) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, ["id", "title", "docno", "issuer", "level", "date", "text"])
            writer.writeheader()
            writer.writerows(ROWS)
    elif path.suffix == ".zst":
        zstandard = pytest.importorskip("zstandard")
        path.write_bytes(zstandard.ZstdCompressor().compress(lines.encode()))
    else:
        path.write_text(lines, "utf-8")


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.zst", "set.csv"])
def test_data_sets(tmp_path: Path, name: str) -> None:
    write_set(tmp_path / name)
    taken = list(take([tmp_path / name]))
    first, second, third = (one.entry for one in taken[:3])
    assert first is not None
    assert (first.title, first.number, first.level, first.date) == ("公路条例", "公告第3号", "city", "2018-01")
    assert second is not None
    assert second.title == "示例省人民政府关于加强农村公路养护的意见"
    assert second.text == NOTICE
    assert third is not None
    assert (third.level, third.text) == ("central", "")
    assert "既没有标题" in taken[3].problem


def test_a_marked_document_is_refused_unless_allowed(tmp_path: Path, library: StoredLibrary) -> None:
    path = tmp_path / "a.txt"
    path.write_text(MARKED, "utf-8")
    intake = add_to(library, [path])
    assert intake.ids == []
    assert "密级" in intake.refused[0][1]
    assert "发现坑槽" not in intake.refused[0][1]
    intake = add_to(library, [path], allow_marked=True)
    stored = library.get(intake.ids[0])
    assert stored is not None
    assert stored.entry.marked


def test_a_marked_text_in_a_data_set_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"title": "某意见", "text": MARKED}, ensure_ascii=False) + "\n", "utf-8")
    (taken,) = take([path])
    assert taken.entry is None
    assert "密级" in taken.problem


def test_bad_sources_are_named_and_do_not_stop_the_others(tmp_path: Path, library: StoredLibrary) -> None:
    good = tmp_path / "good.txt"
    good.write_text(NOTICE, "utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"title": "甲", "text": "正文"}\n{"title": \n', "utf-8")
    toml = tmp_path / "catalogue.toml"
    toml.write_text("[[document]\n", "utf-8")
    csv_ = tmp_path / "a.csv"
    csv_.write_text("x,y\n1,2\n", "utf-8")
    seen: list[str] = []
    missing = tmp_path / "missing.docx"
    intake = add_to(library, [empty, broken, toml, csv_, missing, good], progress=lambda _, name: seen.append(name))
    assert intake.new == 2
    assert [Path(name).name for name, _ in intake.refused] == [
        "empty", "broken.jsonl", "catalogue.toml", "a.csv", "missing.docx",
    ]  # fmt: skip
    reasons = " ".join(reason for _, reason in intake.refused)
    for words in ("没有可以加入的文件", "第 2 行不是有效的 JSON", "不是有效的 TOML", "第一行应是列名", "文件不存在"):
        assert words in reasons
    assert len(seen) == 7


def test_without_zstandard_the_user_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def no_zstandard(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "zstandard":
            raise ModuleNotFoundError(name)
        return real_import(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "zstandard", raising=False)
    monkeypatch.setattr(builtins, "__import__", no_zstandard)
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(b"whatever")
    (taken,) = take([path])
    assert "zstandard" in taken.problem


@pytest.mark.parametrize("name", ["set.jsonl", "set.csv"])
def test_a_data_set_too_large_to_hold_is_read_line_by_line(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wenlint.intake._LARGE", 10)
    monkeypatch.setattr("wenlint.intake._text_of", None)
    path = tmp_path / name
    write_set(path)
    assert len([taken for taken in take([path]) if taken.entry]) == 3
    path.write_bytes("标题,正文\n甲,乙\n".encode("gbk") * 10)
    (taken,) = take([path])
    assert "UTF-8" in taken.problem


def test_a_line_of_a_data_set_ends_at_the_line_feed_alone(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(
        json.dumps({"title": "甲办法", "text": "第一行\u2028第二行第三行"}, ensure_ascii=False) + "\n", "utf-8"
    )
    (entry,) = entries(path)
    assert "第三行" in entry.text


def test_a_newer_copy_is_told_from_a_new_document(tmp_path: Path, library: StoredLibrary) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NOTICE, "utf-8")
    assert add_to(library, [path]).new == 1
    path.write_text(NOTICE.replace("不少于2次", "不少于3次"), "utf-8")
    intake = add_to(library, [path])
    assert (intake.new, intake.replaced, len(library)) == (0, 1, 1)
    intake = add_to(library, [path])
    assert (intake.new, intake.replaced, len(intake.ids)) == (0, 0, 1)
