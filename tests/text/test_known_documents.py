from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from wenlint.text.known_documents import with_number, with_title
from wenlint.text.regions import full_province, prefectures, provinces

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from catalogue_facts import facts  # noqa: E402


def test_a_number_leads_to_its_title() -> None:
    known = with_number("国发〔2019〕12号")
    assert known is not None
    assert known.title == "国务院关于促进乡村产业振兴的指导意见"
    assert known.date == "2019-06-17"


def test_a_part_of_a_number_leads_nowhere() -> None:
    assert with_number("国发〔2019〕1") is None
    assert with_number("发〔2019〕12号") is None
    assert with_number("国发〔2019〕9999号") is None


def test_a_title_leads_to_its_numbers() -> None:
    assert [known.number for known in with_title("国务院关于促进乡村产业振兴的指导意见")] == ["国发〔2019〕12号"]
    assert len(list(with_title("国务院关于机构设置的通知"))) != 1
    assert list(with_title("乡村产业振兴")) == []


def test_the_list_stays_small() -> None:
    assert (ROOT / "src" / "wenlint" / "text" / "known_documents.tsv.gz").stat().st_size < 150_000


def test_doubtful_rows_are_left_out() -> None:
    row = {
        "title": "国务院关于加强涵洞巡查的通知",
        "docno": "国发〔2020〕1号",
        "date_written": "2020年01月02日",
        "url": "http://a.cn/x",
    }
    assert facts([row]) == {"国发〔2020〕1号": (row["title"], "2020-01-02", "a.cn")}
    assert facts([row, {**row, "title": "国务院关于加强管网巡查的通知"}]) == {}
    assert facts([{**row, "truncated": True}, {**row, "docno": None}, {**row, "docno": "国令第5号"}]) == {}


def test_the_script_reads_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "titles.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"title": "国务院关于加强涵洞巡查的通知", "docno": "国发[2020]1号"}) + "\n")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        assert list(facts([json.loads(line) for line in lines])) == ["国发〔2020〕1号"]


def test_prefectures_belong_to_one_province_each() -> None:
    assert len(provinces()) == 27
    assert 330 <= len(prefectures()) <= 345
    assert prefectures()["张家界"] == "湖南"
    assert prefectures()["重庆"] == "重庆"
    assert (full_province("湖北"), full_province("广西"), full_province("重庆")) == (
        "湖北省",
        "广西壮族自治区",
        "重庆市",
    )
