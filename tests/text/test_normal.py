"""Normalising keeps a true map to its source, and the arrays of the engine agree with it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wenlint.reuse.codes import encode
from wenlint.text.normal import DROPPED, fold, normalise, squeeze

TEXTS = st.text(
    st.one_of(
        st.sampled_from("全省各级政府要在二〇二五年12月底前，完成（三）“十百千”工程。ＡｂＣ１２％\n　 "),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)


@given(TEXTS)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(TEXTS)
def test_every_normalised_character_leads_to_the_one_it_stands_for(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    for at, character in enumerate(normal.text):
        source = text[normal.starts[at] : normal.ends[at]]
        assert source
        assert set(fold(source)) <= {character, DROPPED}
        assert normalise(source).text == character


@given(TEXTS, st.data())
def test_a_span_normalises_to_what_it_was_taken_from(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    assert normalise(normal.span(start, end).of(text)).text == normal.text[start:end]


@given(TEXTS)
def test_the_engine_normalises_the_same_way(text: str) -> None:
    normal, coded = normalise(text), encode(text)
    assert "".join(map(chr, coded.codes.tolist())) == normal.text
    assert coded.starts.tolist() == normal.starts.tolist()
    assert coded.ends.tolist() == normal.ends.tolist()


def test_notation_of_numbers_and_width_do_not_matter() -> None:
    assert normalise("三十个工作日").text == normalise("30个工作日").text == normalise("３０个 工作日").text
    assert normalise("ＰＭ2.5").text == normalise("pm 二五").text
    assert squeeze("《京办发〔2019〕１３号》") == "京办发201913号"
