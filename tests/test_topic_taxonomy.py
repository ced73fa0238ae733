"""Fields of one's own: a ministry's file works by names and cues alone, a wrong file is told what is wrong in it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from test_cli import status

from minutes_nlp.analysis.topics.tagging import Said, topic_model
from minutes_nlp.analysis.topics.taxonomy import load_taxonomy
from minutes_nlp.batch import running as batch
from minutes_nlp.errors import ModelError, SettingsError
from minutes_nlp.findings import TopicBasis
from minutes_nlp.model import Record
from minutes_nlp.pipeline import make_record
from minutes_nlp.text import Text

FUKUSHI = Path(__file__).parents[1] / "models" / "samples" / "fukushi.toml"
MINUTES = """里のくらし福祉懇話会（第１回）議事概要

議事概要
○ 介護保険の手続を郵便でも受けてほしい。ヘルパーが足りない谷もある。
→ 次の回までに調べてお示ししたい旨事務局より回答。
○ 先月の通信障害では、庁舎の電話が半日つながらなかった。
○ 障がい者の働く場を谷にもつくれないか。作業所の工賃も上がっていない。
○ 本日はお招きにあずかり、まことにうれしく思う。
"""


def found(*said, path=FUKUSHI):
    topics = topic_model(path).topics([Said(one) for one in said], [Text.of(one) for one in said])
    return [{topic.id: topic for topic in each} for each in topics]


def test_a_ministry_of_its_own_is_read_by_names_cues_and_context_alone():
    record = make_record(MINUTES.encode(), "x.txt", taxonomy=FUKUSHI)
    kaigo, reply, phones, work, thanks = ({t.id: t.basis for t in u.topics} for u in record.utterances)
    assert kaigo["kaigo"] is TopicBasis.ALIAS
    assert reply["kaigo"] is TopicBasis.REMARK
    assert phones == {}, "a longer word hides the name in it"
    assert work == {"shogai": TopicBasis.ALIAS}
    assert thanks == {}


def test_a_field_above_that_is_a_field_itself_is_found_with_the_one_below():
    (topics,) = found("介護保険の手続を郵便でも受けてほしい。")
    assert topics.keys() == {"kaigo", "korei"}
    assert topics["korei"].evidence == topics["kaigo"].evidence


def test_two_cues_tell_a_field_that_is_not_named_and_one_does_not():
    two, one = found("家賃を滞納し、食べ物にも困る人が窓口に来る。", "庁舎の窓口は南にある。")
    assert list(two) == ["seikatsu"]
    assert one == {}


def test_nothing_learnt_for_other_fields_is_used():
    assert topic_model(FUKUSHI).grams.rows == {}
    assert topic_model(FUKUSHI).weighing.thresholds == {}


def test_the_weights_beside_a_taxonomy_are_used(tmp_path):
    (tmp_path / "own.toml").write_bytes(FUKUSHI.read_bytes())
    ours = Path(__file__).parents[1] / "models" / "topics.json"
    (tmp_path / "own.json").write_bytes(ours.read_bytes())
    assert topic_model(tmp_path / "own.toml").grams.rows


def test_the_record_names_the_taxonomy_and_another_one_makes_it_anew(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.txt").write_text(MINUTES, encoding="utf-8")
    arguments = ["process", tmp_path / "in", "--out", tmp_path / "out", "-j", "1"]
    assert status(*arguments, "--taxonomy", FUKUSHI) == 0
    record = Record.from_json((tmp_path / "out" / "x.txt.json").read_bytes())
    assert record.maker.models["topics"].startswith("fukushi ")
    states = [
        len(batch.plan([tmp_path / "in"], tmp_path / "out", taxonomy=taxonomy).jobs) for taxonomy in (FUKUSHI, None)
    ]
    assert states == [0, 1]


def test_show_has_the_labels_of_the_taxonomy(tmp_path, capsys):
    (tmp_path / "x.txt").write_text(MINUTES, encoding="utf-8")
    assert status("show", tmp_path / "x.txt", "--taxonomy", FUKUSHI) == 0
    assert "分野：介護保険、高齢者福祉" in capsys.readouterr().out


WRONG = [
    ("", "分野が1つもありません"),
    ("[a\n", "TOML として読めません"),
    ('a = "水車"', "a が分野になっていません"),
    ('["水 車"]\nlabel = "水車"\naliases = ["水車"]', "空白"),
    ('[a]\naliases = ["水車"]', "[a] に label がありません"),
    ('[a]\nlabel = "水車"', "[a] に語がありません"),
    ('[a]\nlabel = "水車"\nalias = ["水車"]', "[a] の alias は知らない項目です"),
    ('[a]\nlabel = "水車"\naliases = "水車"', "[a] の aliases が語の並びではありません"),
    ('[a]\nlabel = "水車"\naliases = ["水車", ""]', "[a] の aliases が語の並びではありません"),
    ('[a]\nlabel = "水車"\naliases = ["水車"]\nparent = 3', "[a] の parent が文字列ではありません"),
    ('[a]\nlabel = "水車"\naliases = ["水車"]\n[b]\nlabel = "水車"\ncues = ["羽根"]', "「水車」という label"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_file_is_told_what_where_and_what_next(tmp_path, text, message):
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_taxonomy(tmp_path / "own.toml")
    assert message in caught.value.message
    assert "own.toml" in str(caught.value)
    assert caught.value.remedy


def test_a_file_that_is_not_there_or_not_utf8(tmp_path):
    with pytest.raises(SettingsError, match="ありません"):
        load_taxonomy(tmp_path / "none.toml")
    (tmp_path / "sjis.toml").write_bytes('[a]\nlabel = "水車"'.encode("cp932"))
    with pytest.raises(ModelError, match="UTF-8"):
        load_taxonomy(tmp_path / "sjis.toml")


def test_a_wrong_taxonomy_stops_before_any_file_is_read(tmp_path, capsys):
    (tmp_path / "x.txt").write_text(MINUTES, encoding="utf-8")
    (tmp_path / "own.toml").write_text("[a\n", encoding="utf-8")
    arguments = ["process", tmp_path / "x.txt", "--out", tmp_path / "out", "--taxonomy", tmp_path / "own.toml"]
    assert status(*arguments) == 2
    assert "own.toml: TOML として読めません" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"fields": []}'])
def test_weights_that_do_not_fit_are_an_error_with_the_way_out(tmp_path, text):
    (tmp_path / "own.toml").write_bytes(FUKUSHI.read_bytes())
    (tmp_path / "own.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="minutes topics train"):
        topic_model(tmp_path / "own.toml")


def test_parents_in_a_circle_end(tmp_path):
    text = '[a]\nlabel = "水車"\nparent = "b"\naliases = ["水車"]\n[b]\nlabel = "舟"\nparent = "a"\naliases = ["舟"]'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    assert load_taxonomy(tmp_path / "own.toml").with_parents("a") == ["a", "b"]


def test_the_sample_explains_each_key_that_it_uses():
    text = FUKUSHI.read_text(encoding="utf-8")
    keys = {key for field in tomllib.loads(text).values() for key in field}
    assert all(f"#   {key} " in text for key in keys)
    assert json.dumps(sorted(keys)) == '["aliases", "cues", "description", "label", "not", "parent"]'
