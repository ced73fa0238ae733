from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_nlp.text import Text, merged

SOURCE = "○　地方の人口は、\n減って　いる。\n → 検討中で　ある\tと回答。ﾌﾟﾗﾝ"


@st.composite
def texts(draw):
    """A text as the code makes them: pieces of the source in any order, some replaced, joined with or without glue."""
    pieces = []
    for start, length, replaced in draw(
        st.lists(st.tuples(st.integers(0, len(SOURCE)), st.integers(0, 9), st.booleans()), max_size=6)
    ):
        piece = Text.of(SOURCE, start, min(start + length, len(SOURCE)))
        pieces.append(piece.standing_as("■" * draw(st.integers(0, 3))) if replaced else piece)
    return Text.join(pieces, draw(st.sampled_from(["", "\n"])))


def quoted(text: Text) -> str:
    return "".join(SOURCE[start:end] for start, end in text.spans)


cuts = st.integers(-12, 60)


@given(texts())
def test_the_runs_are_as_long_as_the_string(text):
    assert sum(run.length for run in text.runs) == len(text) == len(str(text))


@given(texts(), cuts, cuts)
def test_a_slice_is_the_slice_of_the_string(text, start, stop):
    assert str(text[start:stop]) == str(text)[start:stop]
    assert sum(run.length for run in text[start:stop].runs) == len(text[start:stop])
    assert text[start:start].runs == ()


@given(texts(), st.integers(0, 60))
def test_two_slices_make_the_whole_again(text, cut):
    whole = text[:cut] + text[cut:]
    assert str(whole) == str(text)
    assert merged(sorted(whole.spans)) == merged(sorted(text.spans))


@given(texts())
def test_single_characters_make_the_whole_again(text):
    assert str(Text.join(text[i : i + 1] for i in range(len(text)))) == str(text)


@given(st.integers(0, len(SOURCE)), st.integers(0, len(SOURCE)), cuts, cuts)
def test_the_spans_of_untouched_text_quote_the_source(start, stop, low, high):
    text = Text.of(SOURCE, start, stop)[low:high]
    assert quoted(text) == str(text)


@given(st.lists(st.tuples(st.integers(0, len(SOURCE)), st.integers(1, 5)), max_size=5))
def test_the_spans_of_joined_pieces_quote_the_source_in_text_order(pieces):
    low = 0
    parts = []
    for start, length in sorted(pieces):
        parts.append(Text.of(SOURCE, max(start, low), max(start + length, low)))
        low = max(start + length, low)
    assert quoted(Text.join(parts, "\n")) == "".join(str(part) for part in parts) == str(Text.join(parts))


@given(texts(), st.sampled_from(["\n", r"\s", "[。、]", "■+", "x"]))
def test_split_gives_the_pieces_that_re_gives(text, pattern):
    assert [str(piece) for piece in text.split(pattern)] == re.split(pattern, str(text))


@given(texts(), st.sampled_from(["\n", r"\s+", "[。、]", "は?", "■"]))
def test_replacing_each_match_by_itself_changes_no_character(text, pattern):
    result = text.sub(pattern, lambda match: match.group())
    assert str(result) == str(text)
    assert {i for start, end in result.spans for i in range(start, end)} == covered(text)


@given(texts(), st.sampled_from([(r"\s+", ""), ("(地方)", r"<\1>"), ("[ﾀ-ﾟ]+", "プラン"), ("x", "y")]))
def test_sub_gives_the_string_that_re_gives(text, change):
    pattern, replacement = change
    assert str(text.sub(pattern, replacement)) == re.sub(pattern, replacement, str(text))


@given(texts(), st.sampled_from([None, "○　", "。■", "\n"]))
def test_strip_gives_the_string_that_str_gives(text, characters):
    assert str(text.strip(characters)) == str(text).strip(characters)
    assert str(text.lstrip(characters)) == str(text).lstrip(characters)
    assert str(text.rstrip(characters)) == str(text).rstrip(characters)


@given(texts())
def test_merged_spans_are_stable(text):
    assert merged(text.spans) == text.spans


def covered(text: Text) -> set[int]:
    return {i for start, end in text.spans for i in range(start, end)}


def test_a_replacement_stands_for_all_that_it_replaced():
    text = Text.of("ﾌﾟﾗﾝ").sub("ﾌﾟ", "プ")
    assert (str(text), text.spans) == ("プﾗﾝ", ((0, 4),))
    assert text[:1].spans == ((0, 2),)
    assert text[1:].spans == ((2, 4),)


def test_a_removed_match_leaves_no_span():
    assert Text.of("a\nb").sub("\n", "").spans == ((0, 1), (2, 3))


def test_an_optional_group_that_took_no_part_is_empty():
    text = Text.of("委員")
    match = re.match("(会長)?委員", str(text))
    assert str(text.group(match, 1)) == ""
    assert text.group(match).spans == ((0, 2),)


def test_a_text_is_not_cut_in_steps():
    with pytest.raises(ValueError, match="one piece"):
        Text.of("委員")[::2]
