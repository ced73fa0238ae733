"""What staff type in whole sentences: the words to be found, and what is wished for beside them."""

import csv
from pathlib import Path

import pytest

from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Group, Store
from minutes_nlp.store.queries import read_query
from minutes_nlp.store.wishes import Wish, name_in, read_wishes, sayings

ASKED = Path(__file__).parent / "gold" / "asked.tsv"
MINUTES = """第３回　みさき県くらしの研究会　議事概要
○日時：令和６年１１月６日（水）10:00～12:00
○議事概要
○　相談の手引はどこにもない。
→　相談の手引については、担当の課が異なる旨事務局より回答。
○　相談の手引が要る。
→　相談の手引は年度内に作成し、配布する旨事務局より回答。
○　移住の相談の窓口を一つにしてほしい。
"""
TRANSCRIPT = """第１回　みさき県くらしの審議会　議事録
○日時：令和６年１１月６日（水）10:00～12:00
○蒲原委員　除雪車の運転手が足りません。
○三枝座長　蒲原町長、除雪車のお話をありがとうございます。
"""


@pytest.mark.parametrize("saying", sayings(), ids=lambda one: one.sample)
def test_each_expression_leaves_the_rest_of_its_sample(saying):
    assert saying.pattern.sub(" ", saying.sample).strip() == saying.rest


def test_sentences_are_understood():
    rows = list(csv.DictReader(ASKED.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert len(rows) >= 40
    for row in rows:
        query = read_query(row["query"])
        assert (query.matter, " ".join(query.wishes)) == (row["words"], row["wishes"] or ""), row["query"]


def test_nothing_is_taken_out_of_words_quotes_and_what_is_excluded():
    assert read_query("その後").wishes == ()
    for text in ("宿題", "約束"):
        query = read_query(text)
        assert (query.matter, query.wishes) == (text, ())
    assert read_query("「約束した件」").wishes == ()
    assert read_query("調査 -約束").wishes == ()
    assert read_wishes("議会") == ("議会", ())


def test_a_title_makes_a_name_of_what_stands_before_it():
    assert [name_in(text) for text in ("神保委員", "蒲生町長", "ファム委員", "担当課長", "委員", "予算")] == [
        "神保", "蒲生", "ファム", None, None, None,
    ]  # fmt: skip


def test_what_was_promised_stands_first_where_that_is_asked_for(tmp_path):
    with Store(tmp_path / "w.db") as store:
        store.add(make_record(MINUTES.encode(), "3.txt"))
        first = store.search("手引を約束した件").exchanges[0]
        assert any(passage.promises for passage in first.passages)
        assert read_query("手引を約束した件").wishes == (Wish.PROMISED,)


def test_whoever_is_named_with_another_title_is_found_by_what_was_said(tmp_path):
    with Store(tmp_path / "s.db") as store:
        store.add(make_record(TRANSCRIPT.encode(), "1.txt"))
        assert store.search("蒲原町長 除雪車").exchanges[0].hits[0].label == "蒲原委員"


def test_what_nothing_answers_is_told_for_reference_only_and_excluded_words_are_not_related(tmp_path):
    with Store(tmp_path / "n.db") as store:
        store.add(make_record(MINUTES.encode(), "3.txt"))
        doubtful = store.search("原子力防災の訓練", group=Group.RELATED)
        assert not doubtful.is_sure
        assert doubtful.total == len(doubtful.exchanges) <= 5
        assert store.search("手引と相談の配布", group=Group.RELATED).is_sure
        near = store.search("窓口の統合 -移住", Filters(sort=("utterance",)), group=Group.RELATED)
        assert not any("移住" in passage.text for one in near.exchanges for passage in one.passages)
