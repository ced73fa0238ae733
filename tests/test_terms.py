"""Terms in a text, and in the record."""

from pathlib import Path

import pytest

from minutes_nlp.errors import ModelError
from minutes_nlp.language.patterns import read_patterns
from minutes_nlp.language.terms import terms_in
from minutes_nlp.pipeline import make_record

CORPUS = Path(__file__).parents[1] / "corpora"


def found(text):
    return [(str(one.kind), text[one.start : one.end], one.name) for one in terms_in(text)]


def names(text):
    return [one[1] for one in found(text)]


@pytest.mark.parametrize("written", ["DX", "ＤＸ", "dx"])
def test_width_and_case_make_no_difference(written):
    assert found(f"{written}の話") == [("field", written, "デジタルトランスフォーメーション")]


def test_narrow_kana_of_two_characters_keep_their_place():
    assert found("はﾃﾞｼﾞﾀﾙ人材だ") == [("field", "ﾃﾞｼﾞﾀﾙ人材", "デジタル人材")]


@pytest.mark.parametrize(
    "written",
    ["ローカル10,000プロジェクト", "ローカル１０，０００プロジェクト", "ローカル１万", "ローカル１万プロジェクト"],
)
def test_an_alias_has_the_full_name(written):
    assert found(f"次に{written}を扱う。") == [("programme", written, "ローカル10,000プロジェクト")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("協力隊は三年である。", ["協力隊"]),
        ("元協力隊員が残った。", ["協力隊"]),
        ("青年海外協力隊を経た。", ["青年海外協力隊"]),
        ("国際救援協力隊を送る。", []),
    ],
)
def test_a_short_form_is_no_part_of_another_name(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東京都の人口", ["東京都"]),
        ("京都の人口", ["京都"]),
        ("山口委員と福島構成員", []),
        ("星野県と上ノ郷町、各県と市町村", ["星野県", "上ノ郷町"]),
    ],
)
def test_places_are_whole_words(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("地方自治法施行令と過疎法", ["地方自治法施行令", "過疎法"]),
        ("令和六年法律第十二号の施行", ["法律第十二号"]),
        ("環境基本条例による", ["環境基本条例"]),
        ("空家等対策の推進に関する特別措置法", ["空家等対策の推進に関する特別措置法"]),
        ("活用法、手法、方法、解決法", []),
    ],
)
def test_laws(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("総務省に聞く", ["総務省"]),
        ("岬地域政策審議会に諮る", ["岬地域政策審議会"]),
        ("地域の基盤と財政に関する検討会", ["地域の基盤と財政に関する検討会"]),
        ("本検討会、各審議会、当委員会", []),
        ("星野県総合政策部が答えた", ["星野県総合政策部"]),
        ("県立大学と事務局", []),
    ],
)
def test_organisations(text, expected):
    assert [text for kind, text, _ in found(text) if kind == "organisation"] == expected


def test_the_longest_wins_and_none_is_in_another():
    assert names("過疎地域持続的発展支援交付金と過疎地域") == ["過疎地域持続的発展支援交付金", "過疎地域"]


def test_a_term_of_the_record_keeps_the_place_of_what_was_folded():
    source = "第１回　岬研究会　議事概要\n\n○　ﾃﾞｼﾞﾀﾙ人材を増やす。\n　→　検討する旨事務局より回答。\n"
    record = make_record(source.encode(), "a.txt")
    assert [(term.text, source[slice(*term.spans[0])]) for term in record.terms if term.kind == "field"] == [
        ("デジタル人材", "ﾃﾞｼﾞﾀﾙ人材")
    ]


def test_terms_of_the_record_quote_the_source_across_lines():
    path = CORPUS / "misaki-kurashi" / "meeting-1" / "typeset" / "plain.pdf"
    record = make_record(path.read_bytes(), path.name)
    assert any(len(term.spans) > 1 for term in record.terms)
    for term in record.terms:
        assert "".join(record.source_text[start:end] for start, end in term.spans) == term.text


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"label": "law", "pattern": [{"TEXT": "法", "OP": "!"}]}',
        '{"label": "law", "pattern": [{"POS": "NOUN"}]}',
        '{"label": "thing", "pattern": [{"TEXT": "法"}]}',
        '{"label": "law", "pattern": [{"TEXT": {"REGEX": "("}}]}',
    ],
)
def test_a_pattern_that_we_cannot_follow_is_named_with_its_line(tmp_path, line):
    file = tmp_path / "own.jsonl"
    file.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"own.jsonl 2行"):
        read_patterns([file])


@pytest.mark.parametrize("content", ["型".encode("cp932"), b'{"label": "law", "pattern": [{"TEXT": 5}]}'])
def test_a_pattern_file_in_another_encoding_or_with_a_number_for_a_text_is_refused(tmp_path, content):
    file = tmp_path / "own.jsonl"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"own\.jsonl"):
        read_patterns([file])
