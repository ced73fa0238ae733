"""Search: words in whatever way they are written, exchanges whole, marks exact."""

import csv
import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes_nlp.errors import SettingsError
from minutes_nlp.language.vectors import our_vectors
from minutes_nlp.language.words import Mode, words
from minutes_nlp.model import Role, Speaker
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Filters, Group, Order, Store
from minutes_nlp.store.grams import held_by
from minutes_nlp.store.queries import read_query
from minutes_nlp.store.tokens import sense_tokens, word_tokens

VARIANTS = Path(__file__).parent / "gold" / "variants.tsv"
MINUTES = """第３回　みさき県くらしの研究会　議事概要
○日時：令和６年１１月６日（水）10:00～12:00
○議事概要
○　地域おこし協力隊の任期の後の住まいが足りない。空家を使えないか。
→　定住に向けた空き家の活用については、次回までに整理したい旨事務局より回答。
○　東京都の若者が多い。経済圏域の話も聞きたい。
○　移住の相談は増えたが、移住支援金だけでは続かない。
○　移住の相談の窓口を一つにしてほしい。
→　自治体の窓口の統合は一律には求められないが、様式を配りたい旨事務局より回答。
"""
LATER = """第４回　みさき県くらしの研究会　議事概要
○日時：令和７年２月５日（水）10:00～12:00
○議事概要
○　隊員の定住の数え方を変えるべきではないか。
→　地域おこし協力隊の定住の定義は国の調査に合わせている旨事務局より回答。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("search") / "s.db") as opened:
        opened.add(make_record(MINUTES.encode(), "3.txt"))
        opened.add(make_record(LATER.encode(), "4.txt"))
        yield opened


def hits(store, query, **options):
    return [passage.text for exchange in store.search(query, **options).exchanges for passage in exchange.hits]


def marked(store, query, **options):
    found = store.search(query, **options).exchanges
    return [one.text[a:b] for exchange in found for one in exchange.passages for a, b in one.marks]


def test_a_question_brings_its_reply_and_a_reply_its_question(store):
    asked, answered = store.search("任期").exchanges[0].passages
    assert (asked.is_hit, answered.is_hit) == (True, False)
    assert answered.answers == (asked.ref,)
    asked, answered = store.search("次回までに整理").exchanges[0].passages
    assert (asked.is_hit, answered.is_hit) == (False, True)
    assert answered.promises[0].due_text == "次回"


def test_a_reply_to_two_remarks_stands_under_each(tmp_path):
    record = make_record(MINUTES.encode(), "3.txt")
    first, reply, second = record.utterances[:3]
    both = replace(reply, replies_to=(first.id, second.id))
    with Store(tmp_path / "two.db") as opened:
        opened.add(replace(record, utterances=(first, both, second, *record.utterances[3:])))
        for query in ("任期の後", "経済圏域"):
            (found,) = opened.search(query).exchanges
            assert reply.id in [passage.ref for passage in found.passages]
            assert len(found.hits) == 1


def test_words_may_stand_apart_in_question_and_reply(store):
    found = store.search("協力隊 定住")
    assert found.total == 2
    assert all(len(exchange.passages) == 2 for exchange in found.exchanges)


def test_every_way_to_write_a_word_finds_the_others(tmp_path):
    pairs = list(csv.DictReader(VARIANTS.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert len(pairs) >= 80
    lines = [f"○　本町では{pair['written']}が話題である。" for pair in pairs]
    text = "\n".join(["第１回　みなと町のくらし懇談会　議事概要", "○日時：令和６年５月８日（水）", *lines])
    with Store(tmp_path / "v.db") as opened:
        opened.add(make_record(text.encode(), "a.txt"))
        for pair in pairs:
            wanted = unicodedata.normalize("NFKC", f"本町では{pair['written']}が")
            found = [unicodedata.normalize("NFKC", text) for text in hits(opened, pair["query"], limit=100)]
            assert any(wanted in text for text in found), pair


def test_a_word_inside_another_is_no_word_hit_but_a_partial_one(store):
    assert hits(store, "京都") == []
    assert hits(store, "圏域") == []
    assert marked(store, "圏域", group=Group.PARTIAL) == ["圏域"]
    assert marked(store, "京都", group=Group.PARTIAL) == ["京都"]


@pytest.mark.parametrize("length", [1, 2, 3, 7])
def test_every_piece_of_a_text_is_among_what_its_pairs_of_characters_find(store, length):
    texts = {number: text for number, _, text in store.table("plain")[1]}
    pieces = {text[at : at + length] for text in texts.values() for at in range(len(text) - length + 1)}
    asked = {piece: held_by(piece) for piece in pieces}
    assert sum(map(bool, asked.values())) > 0.9 * len(asked)  # but for （10:00, where no pair is whole
    for piece, match in asked.items():
        if match:
            rows = store.connection.execute("SELECT rowid FROM grams WHERE grams MATCH ?", (match,))
            assert {number for (number,) in rows} >= {number for number, text in texts.items() if piece in text}


@pytest.mark.parametrize("query", ["", "移住 OR 定住"])
@pytest.mark.parametrize("filters", [Filters(), Filters(kind=("reply",)), Filters(answered=True, fiscal_year=(2024,))])
def test_each_count_is_how_many_exchanges_are_found_when_one_narrows_to_it(store, query, filters):
    names = {"answered": lambda value: value == "1", "council": str, "fiscal_year": lambda value: (int(value),)}
    counts = store.facets(query, filters)
    assert len([name for name, found in counts.items() if found]) > len(names)
    for name, found in counts.items():
        for value, count in found.items():
            chosen = names.get(name, lambda one: (one,))(value)
            assert store.search(query, replace(filters, **{name: chosen}), limit=0).total == count


def test_counts_and_pieces_of_words_follow_a_writing(tmp_path):
    with Store(tmp_path / "f.db") as opened:
        opened.add(make_record(MINUTES.encode(), "3.txt"))
        assert opened.facets()["fiscal_year"] == {"2024": opened.search().total}
        opened.add(make_record(MINUTES.replace("経済圏域", "経済流域").encode(), "3.txt"), path="3.txt")
        opened.add(make_record(LATER.encode(), "4.txt"))
        assert opened.search("済流", group=Group.PARTIAL).total == 1
        opened.remove(opened.documents()[-1].record_id)
        assert opened.search("済流", group=Group.PARTIAL).total + opened.search("済圏", group=Group.PARTIAL).total == 1
        assert sum(opened.facets()["fiscal_year"].values()) == opened.search().total
        assert opened.check() == []


def test_marks_quote_the_very_words(store):
    assert set(marked(store, "空き家")) == {"空家", "空き家"}
    assert "協力隊" in "".join(marked(store, "協力隊"))
    assert marked(store, "「窓口を一つに」") == ["窓口を一つに"]


def test_a_phrase_stands_as_it_was_typed(store):
    assert len(hits(store, '"移住の相談"')) == 2
    assert hits(store, '"移住 相談"') == []
    assert hits(store, '"地方公共団体の窓口"') == []


def test_excluded_words_and_alternatives(store):
    assert len(hits(store, "移住 相談")) == 2
    assert len(hits(store, "移住 相談 -支援金")) == 1
    assert len(hits(store, "移住　相談　－支援金")) == 1
    assert len(hits(store, "移住 NOT 支援金")) == 1
    assert len(hits(store, "若者 OR 窓口")) >= 2
    assert hits(store, "(若者 OR 窓口) 経済") == hits(store, "若者 経済")


@pytest.mark.parametrize("query", ["-移住", "「」", "（）", "OR", '""', "。"])
def test_a_query_that_asks_for_nothing_is_told(store, query):
    with pytest.raises(SettingsError, match="探す語がありません"):
        store.search(query)


def test_without_query_all_is_there_to_be_narrowed(store):
    assert store.search().total > store.search(filters=Filters(kind=("remark",))).total == 5


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(role=("secretariat",)), 3),
        (Filters(kind=("remark",), answered=False), 2),
        (Filters(kind=("remark",), answered=True), 3),
        (Filters(kind=("reply",), promised=True), 2),
        (Filters(fiscal_year=(2024,), kind=("remark",)), 5),
        (Filters(fiscal_year=(2023,)), 0),
        (Filters(since="2025", kind=("remark",)), 1),
        (Filters(until="2024-11", kind=("remark",)), 4),
        (Filters(until="2024-11-05"), 0),
        (Filters(council="くらしの研究", kind=("remark",)), 5),
        (Filters(council="別の"), 0),
        (Filters(document_kind=("report",)), 0),
        (Filters(speaker="'; DROP TABLE passages; --"), 0),
        (Filters(topic=("kyoryokutai",), kind=("remark",)), 2),
    ],
)
def test_filters_narrow_down(store, filters, count):
    assert store.search(filters=filters).total == count


def test_facets_count_what_each_choice_would_leave(store):
    counts = store.facets("定住")
    assert counts["kind"] == {"remark": 2, "reply": 2}
    for kind, count in counts["kind"].items():
        assert store.search("定住", Filters(kind=(kind,))).total == count
    chosen = Filters(kind=("reply",))
    assert store.facets("定住", chosen)["kind"] == counts["kind"]  # of its own field, the other values too


def test_pages_hold_each_exchange_once_in_a_stable_order(store):
    whole = [exchange.thread for exchange in store.search(limit=100).exchanges]
    paged = [one.thread for start in range(0, len(whole), 2) for one in store.search(limit=2, offset=start).exchanges]
    assert paged == whole
    past = store.search(limit=2, offset=1_000)
    assert (past.total, past.exchanges) == (len(whole), ())


def test_sorted_by_day(store):
    newest = store.search("定住", order=Order.NEWEST).exchanges
    oldest = store.search("定住", order=Order.OLDEST).exchanges
    assert [one.document for one in newest] == [one.document for one in reversed(oldest)]


def test_related_exchanges_leave_out_what_has_the_words(store):
    with_words = {exchange.thread for exchange in store.search("移住 相談").exchanges}
    related = {exchange.thread for exchange in store.search("移住 相談", group=Group.RELATED).exchanges}
    assert related or our_vectors() is None  # what is learned from so few texts finds nothing near enough
    assert not with_words & related


def test_similar_questions_come_with_their_answers(store):
    found = store.similar("協力隊だった人が町に残るための家をどうするのか")
    assert "住まいが足りない" in found.exchanges[0].passages[0].text
    assert all(len(exchange.passages) > 1 for exchange in found.exchanges)


def test_a_sentence_asks_for_its_telling_words():
    assert [phrase.text for phrase in read_query("夜に職員が呼び出される負担").phrases] == [
        "夜",
        "職員",
        "呼び",
        "負担",
    ]


def test_a_query_too_long_is_told(store):
    with pytest.raises(SettingsError, match="similar"):
        store.search("長" * 2_000)


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.characters(codec="utf-8") | st.sampled_from("()（）\"「」-－ 　ORNOT*:^{}'、。協力隊"), max_size=60
    )
)
def test_whatever_is_typed_gives_results_or_a_message(store, query):
    for group in (Group.WORDS, Group.PARTIAL):
        with suppress(SettingsError):  # nothing was asked for
            store.search(query, group=group)


@pytest.mark.parametrize("group", [Group.WORDS, Group.PARTIAL])
def test_brackets_in_brackets_are_no_fault_of_the_store(store, group):
    deep = "(空家 定住 OR 窓口 -移住 " * 30 + "協力隊" + ")" * 30
    assert store.search(deep, group=group).total >= 0


def test_a_page_of_nothing_still_tells_how_many_there_are(store):
    assert store.search("定住", limit=0).total == 2


def test_a_council_is_not_another_whose_name_begins_like_its_own(tmp_path):
    with Store(tmp_path / "c.db") as opened:
        opened.add(make_record(MINUTES.encode(), "3.txt"))
        opened.add(make_record(MINUTES.replace("研究会", "研究会分科会").encode(), "b.txt"))
        counts = opened.facets("定住")["council"]
        assert counts == {name: opened.search("定住", Filters(council=name)).total for name in counts}
        assert len(counts) == 2
        assert opened.search("定住", Filters(council="みさき県")).total == 2


@pytest.mark.parametrize(("since", "count"), [("令和6年度", 5), ("2024年12月", 1), ("令和７年２月５日", 1), ("R7", 1)])
def test_days_may_be_typed_as_they_are_printed(store, since, count):
    assert store.search(filters=Filters(since=since, kind=("remark",))).total == count
    assert store.search(filters=Filters(until="令和６年１１月", kind=("remark",))).total == 4


@pytest.mark.parametrize(
    "day", ["2024-13", "2024-02-30", "去年", "令和6年4月に", "5月8日", "99", "2024-04-", "令和6年4月度"]
)
def test_a_day_that_is_none_is_told(store, day):
    with pytest.raises(SettingsError, match="日付として読めません"):
        store.search("定住", Filters(until=day))


def test_a_name_is_found_with_and_without_its_space(tmp_path):
    with Store(tmp_path / "n.db") as opened:
        record = make_record(MINUTES.encode(), "3.txt")
        speaker = Speaker(label="山本 花子構成員", role=Role.MEMBER)
        opened.add(replace(record, utterances=(replace(record.utterances[0], speaker=speaker),)))
        assert opened.search(filters=Filters(speaker="山本花子")).total == 1


def test_each_mark_is_the_word_that_was_asked_for_or_one_that_means_the_same(store):
    asked = {word.surface for word in words(MINUTES + LATER, Mode.A) if word.pos[:2] == ("名詞", "普通名詞")}
    assert len(asked) > 40
    for word in asked:
        (phrase,) = read_query(word).phrases
        for mark in marked(store, word, limit=100):
            told = tuple(token.word for token in word_tokens(words(mark, Mode.A)))
            senses = tuple(token.word for token in sense_tokens(mark))
            assert phrase.words == told or phrase.senses == senses, (word, mark)


def test_facets_count_what_a_search_would_find(store):
    for query in ("", "定住", "移住 OR 経済"):
        for field, counts in store.facets(query).items():
            for value, count in counts.items():
                chosen = {
                    "answered": value == "1",
                    "council": value,
                    "fiscal_year": (int(value),) if value.isdecimal() else (),
                }
                found = store.search(query, Filters(**{field: chosen.get(field, (value,))}))
                assert found.total == count, (query, field, value)
