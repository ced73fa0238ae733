"""The thesaurus of the field, and what is said of a list that cannot be used."""

import pytest

from minutes_nlp.errors import ModelError
from minutes_nlp.language.thesaurus import Group, matters, read_thesaurus, thesaurus


def read(folder, text, encoding="utf-8"):
    path = folder / "synonyms.csv"
    path.write_bytes(text.encode(encoding))
    return read_thesaurus(path)


def test_a_row_is_a_group(tmp_path):
    assert read(tmp_path, "words,related\n給油所;ＳＳ,灯油;燃料\n足,バス\n商店;お店,\n") == (
        Group(("給油所", "ＳＳ"), ("灯油", "燃料")),
        Group(("足",), ("バス",)),
        Group(("商店", "お店"), ()),
    )


def test_what_a_spreadsheet_adds_makes_no_difference(tmp_path):
    plain = read(tmp_path, "words,related\n給油所;スタンド,灯油\n")
    assert read(tmp_path, 'words,related\r\n"給油所; スタンド;",灯油 \r\n', "utf-8-sig") == plain


def test_a_word_of_two_meanings_is_in_two_groups(tmp_path):
    groups = read(tmp_path, "words,related\n穴;欠員,採用\n穴;制度の谷間,対象外\n")
    assert [group.words[0] for group in groups] == ["穴", "穴"]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "1行目が見出しではありません", "synonyms.csv:"),
        ("words;related\n給油所;スタンド,\n", "1行目が見出しではありません", "synonyms.csv:"),
        ("words,related\n給油所;スタンド\n", "2列ではありません", "2行"),
        ("words,related\n給油所,スタンド,灯油\n", "2列ではありません", "2行"),
        ("words,related\n\n", "2列ではありません", "2行"),
        ("words,related\n給油所;スタンド,\n商店,\n", "語が足りません", "3行"),
        ("words,related\n,灯油;燃料\n", "語が足りません", "2行"),
        ("words,related\n給油所；スタンド,灯油\n", "区切りの文字が違います", "2行"),
        ("words,related\n給油所;給油所,灯油\n", "同じ語が二度あります", "2行"),
        ("words,related\n給油所,灯油;給油所\n", "同じ語が二度あります", "2行"),
        ("words,related\n商店;店,\n給油所;スタンド,\n商店;店,\n", "2行と同じ行です", "4行"),
    ],
)
def test_a_list_that_cannot_be_used_says_where_and_what_next(tmp_path, text, message, place):
    with pytest.raises(ModelError) as caught:
        read(tmp_path, text)
    assert message in str(caught.value)
    assert place in str(caught.value)
    assert caught.value.remedy


def test_a_list_in_another_encoding_is_refused(tmp_path):
    with pytest.raises(ModelError, match="UTF-8"):
        read(tmp_path, "words,related\n給油所;スタンド,灯油\n", "cp932")


@pytest.mark.parametrize(
    ("everyday", "official"),
    [
        ("ガソリンスタンド", "給油所"),
        ("形だけになる", "形骸化"),
        ("跡継ぎ", "事業承継"),
        ("買い物難民", "買い物弱者"),
        ("掛け持ち", "兼務"),
        ("持ち帰って検討", "宿題"),
    ],
)
def test_everyday_words_lead_to_the_official_ones(everyday, official):
    assert any({everyday, official} <= set(group.words) for group in thesaurus())


def test_each_matter_tells_how_people_speak_of_it_and_in_which_words_the_field_does():
    assert len(matters()) > 200
    assert all(matter.words and len(matter.related) > 3 for matter in matters())
