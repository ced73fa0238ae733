"""Sentences, and Sudachi's words with exact places."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_nlp.language.sentences import sentences
from minutes_nlp.language.words import Mode, long_and_short, normalised, words

JAPANESE = st.text(st.sampled_from("「」『』（）()。．！？、\n\r 　・１2人委員会はです㌔㈱①…⑴ﾃﾞゔ々𠮷"), max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("「やります。必ずです。」と述べた。次。", ["「やります。必ずです。」と述べた。", "次。"]),
        ("『「はい。」と言う。』という本。", ["『「はい。」と言う。』という本。"]),
        ("三年である（注１。注２。）。次", ["三年である（注１。注２。）。", "次"]),
        ("１．目的　２．５倍である．次である．", ["１．目的　２．５倍である．", "次である．"]),
        ("議題。\n・市町村の支援\n・その他", ["議題。", "・市町村の支援", "・その他"]),
        ("本当か！？　はい。", ["本当か！？", "はい。"]),
        ("閉じない「括弧。次の文。", ["閉じない「括弧。", "次の文。"]),
        ("（異議なし）と声あり。", ["（異議なし）と声あり。"]),
        ("", []),
    ],
)
def test_a_sentence_ends_outside_brackets_and_at_each_line(text, expected):
    assert [text[start:stop] for start, stop in sentences(text)] == expected


@given(JAPANESE)
def test_sentences_hold_everything_but_white_space(text):
    spans = sentences(text)
    assert "".join("".join(text[start:stop] for start, stop in spans).split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(JAPANESE, st.sampled_from([Mode.A, Mode.B]))
def test_words_quote_the_text_in_order_and_leave_out_white_space_only(text, mode):
    found = words(text, mode)
    assert all(text[word.start : word.stop] == word.surface for word in found)
    assert all(a.stop <= b.start for a, b in pairwise(found))
    covered = {place for word in found for place in range(word.start, word.stop)}
    assert all(character.isspace() for place, character in enumerate(text) if place not in covered)


def test_a_word_tells_what_the_dictionary_knows():
    word = words("空家に行った", Mode.A)[0]
    assert (word.surface, word.normalised, word.reading, word.tag) == ("空家", "空き家", "アキヤ", "名詞-普通名詞-一般")
    assert words("空家に行った", Mode.A)[2].dictionary_form == "行く"


def test_a_line_feed_parts_words():
    assert [word.surface for word in words("地\n域", Mode.A)] == ["地", "域"]


def test_input_far_beyond_what_sudachi_takes_is_read():
    text = "構成員㌔" * 20_000  # 240 kB, without a sentence end
    found = words(text, Mode.A)
    assert "".join(word.surface for word in found) == text
    assert found[-1].stop == len(text)


def test_each_size_of_word():
    sizes = {mode: [word.surface for word in words("地域おこし協力隊", mode)] for mode in Mode}
    assert sizes[Mode.A] == ["地域", "おこし", "協力", "隊"]
    assert sizes[Mode.C] == ["地域おこし協力隊"]


def test_threads_have_tokenizers_of_their_own():
    texts = ["地域おこし協力隊の任期。" * 50] * 16
    with ThreadPoolExecutor(4) as pool:
        assert len({tuple(found) for found in pool.map(words, texts)}) == 1


def test_a_sentence_too_long_for_one_piece_is_cut_after_a_comma():
    text = "町" * 1_995 + "、" + "地域おこし協力隊の任期" + "村" * 2_500
    assert "地域おこし協力隊" in [word.surface for word in words(text, Mode.C)]
    assert "".join(word.surface for word in words(text, Mode.C)) == text


def test_normalised_words_of_some_parts_of_speech_are_those_that_words_tell():
    text = "空家の　登録を、⑴ 県の人材バンクで行った㈱。"
    kept = {"名詞", "動詞"}
    told = [word.normalised for word in words(text, Mode.A) if word.pos[0] in kept]
    assert normalised(text, lambda pos: pos[0] in kept, Mode.A) == told
    assert "空き家" in told


def test_the_longest_and_the_shortest_words_are_found_in_one_look():
    text = "昨年の地方公共団体職員が、１０,０００円を 受け付けた。\n食料品店。"
    for _ in range(2):  # the second time their parts are known
        long, short = long_and_short(text)
        assert short == words(text, Mode.A)
        assert [word.surface for word in long if word.start in {3, 9}] == ["地方公共団体", "職員"]
        assert [text[word.start : word.stop] for word in long] == [word.surface for word in long]
