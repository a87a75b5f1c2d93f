"""Cited documents and document numbers, with the slips they are typed with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenlint.text.citations import Slip, cited_documents, document_numbers, normal_number, spread_title, title_spans

_CODES = st.sampled_from(["京办发", "国发", "京政办发", "厅字", "沪经信规范", "国办发明电", "黄城管执规"])
_YEARS = st.integers(min_value=1950, max_value=2050)
_SERIALS = st.integers(min_value=1, max_value=9999)
_BRACKETS = st.sampled_from(["〔〕", "[]", "（）", "()", "【】", "［］"])
_BLANKS = st.sampled_from(["", " ", "\u3000", "\u200b"])


@given(_CODES, _YEARS, _SERIALS, _BRACKETS, st.booleans(), st.integers(0, 4), _BLANKS)
def test_slips_are_read_through_and_named(
    code: str, year: int, serial: int, brackets: str, ordinal: bool, width: int, blank: str
) -> None:
    digits = f"{serial:0{width}}" if width else str(serial)
    printed = f"{code}{blank}{brackets[0]}{year}{brackets[1]}{blank}{'第' if ordinal else ''}{digits}号"
    (number,) = document_numbers(printed)
    assert str(number) == f"{code}〔{year}〕{serial}号" == normal_number(printed)
    assert (Slip.BRACKETS in number.slips) == (brackets != "〔〕")
    assert (Slip.ORDINAL in number.slips) == ordinal
    assert (Slip.PADDED in number.slips) == digits.startswith("0")
    assert (Slip.BLANK in number.slips) == bool(blank)


@given(_CODES, _YEARS, _SERIALS)
def test_the_standard_form_has_no_slip(code: str, year: int, serial: int) -> None:
    (number,) = document_numbers(f"根据{code}〔{year}〕{serial}号文件要求")
    assert not number.slips
    assert number.code == code


@given(st.text(alphabet="国发〔〕[]（）【】《》〈〉2019第0５号，以下简称“”年\n 令", max_size=40))
def test_no_salad_breaks_the_reader(text: str) -> None:
    normal_number(text)
    for cited in cited_documents(text):
        assert 0 <= cited.span.start < cited.span.end <= len(text)
    for span in title_spans(text):
        assert span.of(text)[0] + span.of(text)[-1] == "《》"


@pytest.mark.parametrize(
    ("printed", "standard"),
    [
        ("粤府〔二〇一九〕十三号", "粤府〔2019〕13号"),
        ("国发〔２０１９〕５号", "国发〔2019〕5号"),
        ("京办发〔19〕13号", "京办发〔2019〕13号"),
        ("发文字号：京办发〔2019〕13号", "京办发〔2019〕13号"),
        ("（国发〔2019〕5号）", "国发〔2019〕5号"),
        ("意见的通知沪府发〔2009〕41号", "沪府发〔2009〕41号"),
        ("国务院令第749号", "国务院令第749号"),
        ("国家税务总局公告2018年第014号", "国家税务总局公告2018年第14号"),
        ("增长（2019）12", None),
        ("2019年5月16日", None),
    ],
)
def test_numbers_as_printed(printed: str, standard: str | None) -> None:
    assert normal_number(printed) == standard


def test_two_numbers_in_a_row() -> None:
    text = "现转发国办发〔2020〕10号和京政发〔2020〕3号文件"
    assert [str(number) for number in document_numbers(text)] == ["国办发〔2020〕10号", "京政发〔2020〕3号"]


def test_titles_with_numbers_and_short_forms() -> None:
    text = "按照《关于加强〈甲条例〉的意见》（国发〔2019〕5号，以下简称《意见》）和《乙办法》、冀政办发〔2021〕5号精神"
    first, second, third = cited_documents(text)
    assert (first.title, first.number, first.short) == ("关于加强〈甲条例〉的意见", "国发〔2019〕5号", "意见")
    assert (second.title, second.number) == ("乙办法", "")
    assert (third.title, third.number) == ("", "冀政办发〔2021〕5号")
    assert spread_title(first.title) == "关于加强《甲条例》的意见"


def test_a_title_inside_a_title_is_one_title() -> None:
    text = "《关于落实《甲意见》的通知》和《乙》"
    assert [span.of(text) for span in title_spans(text)] == ["《关于落实《甲意见》的通知》", "《乙》"]
