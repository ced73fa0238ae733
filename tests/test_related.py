"""Remarks on the same matter in other words."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from minutes_nlp.across import asking
from minutes_nlp.across import meanings as meanings_module
from minutes_nlp.across.asking import nearest
from minutes_nlp.across.meanings import Meanings
from minutes_nlp.across.related import Related, telling_words
from minutes_nlp.language.synonyms import sense_of
from minutes_nlp.language.vectors import open_vectors, pack_vectors

ROOT = Path(__file__).parents[1]
REMARKS = [
    "巡回バスの便が少なく、通院の足がない。",
    "イノシシの獣害がひどく、耕作をやめた田が増えている。",
    "獣害の対策に補助を求めたい。",
    "起業する若者に空き店舗を貸してはどうか。",
    "",
    "１２３。",
    "巡回バスの便が少なく、通院の足がない。",
]


@pytest.fixture(scope="module")
def vectors(tmp_path_factory):
    """Words in a space of 300 dimensions, 足 and 交通, 病院 and 通院 near each other, all with much in common."""
    draw = np.random.default_rng(0)
    table = draw.normal(size=(400, 300)) + 3
    words = {
        word: number for number, word in enumerate(dict.fromkeys(w for text in REMARKS for w in telling_words(text)))
    }
    words |= {"交通": len(words), "病院": len(words) + 1}
    for near, word in {"交通": "足", "病院": "通院"}.items():
        table[words[near]] = table[words[word]] + draw.normal(size=300) / 2
    path = tmp_path_factory.mktemp("vectors") / "small.vectors"
    path.write_bytes(pack_vectors("試し", "test", words, table.astype(np.float32)))
    return open_vectors(path)


def test_another_word_of_near_meaning_finds_the_remark(vectors):
    found = Related.over(REMARKS, vectors).rank("病院への交通")
    assert [number for number, _ in found[:2]] == [0, 6]
    assert found[0][1] > 2 * found[2][1]


def test_the_very_words_score_highest_and_like_texts_stand_in_their_order(vectors):
    for related in (Related.over(REMARKS, vectors), Related.over(REMARKS)):
        found = related.rank(REMARKS[0])
        assert [number for number, _ in found[:2]] == [0, 6]
        assert found[0][1] == found[1][1] == pytest.approx(1, abs=0.1)
        assert related.rank(REMARKS[0], 1) == found[:1]


def test_synonyms_count_as_one_word(vectors):
    assert sense_of("起業") == sense_of("創業") != sense_of("獣害") == "獣害"
    for given in (vectors, None):
        assert Related.over(REMARKS, given).rank("創業")[0][0] == 3


def test_without_a_file_words_of_the_same_remarks_are_near():
    related = Related.over(REMARKS)
    assert [number for number, _ in related.rank("イノシシ")][:2] == [1, 2]  # 獣害 stands beside イノシシ


def test_two_collections_of_the_same_texts_rank_alike(vectors):
    for given in (vectors, None):
        assert Related.over(REMARKS, given).rank("獣害の対策") == Related.over(REMARKS, given).rank("獣害の対策")


@pytest.mark.parametrize("texts", [[], [""], ["。", "１２"], ["獣害"], ["獣害", ""]])
def test_a_collection_may_hold_next_to_nothing(texts, vectors):
    for given in (vectors, None):
        related = Related.over(texts, given)
        assert [number for number, _ in related.rank("獣害")] == ([0] if "獣害" in texts else [])
        assert related.rank("") == related.rank("。") == []


def test_what_has_no_telling_word_in_common_is_not_related_without_a_file():
    assert Related.over(REMARKS).rank("下水道") == []


def test_telling_words_are_normalised_and_leave_out_numbers_and_particles():
    assert telling_words("空家を１０件ほど借りている。") == ["空き家", "件", "借りる"]


def test_the_blocks_in_which_many_texts_are_taken_make_no_difference(vectors, monkeypatch):
    whole = Related.over(REMARKS, vectors)
    monkeypatch.setattr("minutes_nlp.across.related.BLOCK", 3)
    assert np.allclose(whole.sizes, Related.over(REMARKS, vectors).sizes)


def test_what_shares_rare_words_with_the_first_text_comes_before_what_shares_none():
    texts = ["除雪車が橋で引き返した。", "橋の応援協定を結び直した。", "給食の献立を決めた。", "除雪の予算を組んだ。"]
    related = Related.over([*texts, *(f"{name}の話をした。" for name in "桜菊桃梅松")])
    like = related.like_first(np.array([1.0, *[0.0] * 8], np.float32), 1)
    assert like[0] == pytest.approx(1, abs=0.01)
    assert like[1] > 0 == like[2]
    assert nearest(related, "引き返す", 10)[0][0] == 0
    assert dict(nearest(related, "引き返す", 10))[1] > dict(nearest(related, "引き返す", 10)).get(2, 0)


def test_what_is_on_the_field_of_the_first_text_comes_before_what_is_on_another():
    texts = ["巡回バスを増やす。", "路線の廃止を決めた。", "給食の献立を決めた。"]
    told = [telling_words(text) for text in texts]
    known = list(dict.fromkeys(word for words in told for word in words))
    numbers = np.array([known.index(word) for words in told for word in words], np.int32)
    fields = np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.9]], np.float32)
    related = Related.of(known, numbers, np.array([len(words) for words in told]), fields=fields)
    like = related.like_first(np.array([1.0, 0.0, 0.0], np.float32), 1)
    assert like[1] > like[2] == 0
    assert related.part(np.array([2, 0])).like_first(np.array([0.0, 1.0], np.float32), 1)[0] == 0


@pytest.mark.parametrize("has_vectors", [True, False])
def test_a_matter_lends_the_words_in_which_it_is_spoken_of(vectors, has_vectors, monkeypatch):
    texts = ["給食の献立を決めた。", "事業承継の相談を増やす。", "道路の点検を急ぐ。"]
    related = Related.over(texts, vectors if has_vectors else None)
    assert nearest(related, "黒字なのに閉める", 10)[0][0] == 1
    monkeypatch.setattr(asking, "MATTERS", 0)
    assert nearest(related, "黒字なのに閉める", 10) == []


def test_vectors_are_turned_only_where_that_was_learned_for_their_file(vectors, tmp_path, monkeypatch):
    plain = Meanings.from_vectors(vectors)
    assert plain.turned() is plain
    file = tmp_path / "meanings.json"
    rows = [[2 * (row == (column + 1) % 300) for column in range(300)] for row in range(300)]  # each number one further
    file.write_text(json.dumps({"vectors": vectors.digest, "scale": 0.5, "rows": rows}), encoding="utf-8")
    monkeypatch.setattr(meanings_module, "resource", lambda *_: file)
    assert np.allclose(plain.turned().of(["獣害"]), np.roll(plain.of(["獣害"]), 1), atol=1e-6)


def test_scikit_learn_is_not_imported_where_nothing_is_learned(tmp_path):
    file = tmp_path / "議事概要.txt"
    file.write_text(
        "みさき県 暮らしの会議 議事概要\n\n○ 獣害の対策を求めたい。\n → 検討する旨事務局より回答。\n", encoding="utf-8"
    )
    code = (
        "import sys, minutes_nlp, minutes_nlp.across.related; minutes_nlp.parse(sys.argv[1]);"
        "print([name for name in ('sklearn', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
