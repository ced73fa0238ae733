"""Notations: each file tests itself by its sample; a bad file is refused with its place."""

from __future__ import annotations

import pytest

from minutes_nlp.errors import NotationError
from minutes_nlp.model import UtteranceKind
from minutes_nlp.structure import load_notations, structure
from minutes_nlp.structure.head.reading import Evidence
from minutes_nlp.structure.labels import Roster
from minutes_nlp.structure.samples import differences, paragraphs_from
from minutes_nlp.structure.turns.detect import choose

OURS = load_notations()
MINIMAL = 'name = "x"\ntitle = "x"\nsample = "○ x"\n'


@pytest.mark.parametrize("notation", OURS.all, ids=lambda notation: notation.name)
def test_a_notation_reads_its_own_sample_as_its_file_says(notation):
    assert notation.expected
    assert differences(notation) == ()


@pytest.mark.parametrize("notation", OURS.all, ids=lambda notation: notation.name)
def test_a_sample_is_recognised_as_written_in_its_notation(notation):
    chosen = choose(paragraphs_from(notation.sample), OURS, Roster(), evidence=Evidence.MINUTES).notation
    assert chosen is not None
    assert chosen.name == notation.name


def test_the_users_notation_is_searched_before_ours(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'name = "circle-arrow"\ntitle = "私の記法"\nsample = "◎ x"\n'
        '[[turn]]\nmark = "double_circle"\nkind = "remark"\n',
        encoding="utf-8",
    )
    notations = load_notations(tmp_path)
    assert [n.title for n in notations if n.name == "circle-arrow"] == ["私の記法"]
    assert notations.fingerprint != OURS.fingerprint


def test_the_users_signs_end_a_list_of_people_that_runs_into_them(tmp_path):
    signs = "".join(f'[[turn]]\nmark = "{sign}"\nkind = "{kind}"\n' for sign, kind in (("▽", "remark"), ("▲", "reply")))
    (tmp_path / "mine.toml").write_text(f'name = "mine"\ntitle = "▽▲"\nsample = "▽ x"\n{signs}', encoding="utf-8")
    text = (
        "霧沢市まちづくり懇談会（第２回）会議要旨\n\n日時　令和６年８月２日\n出席者　伊野会長、浜口委員\n\n"
        "議題１　空き店舗について\n\n▽ 蓋を直せないか。\n▲ 来月直す。\n▽ 柵はいつか。\n▲ 秋である。\n"
    )
    found = structure(paragraphs_from(text), [(0, len(text))], load_notations(tmp_path))
    assert (found.notations, len(found.utterances), found.notes) == (("mine",), 4, ())
    assert [section.title for section in found.sections] == ["議題１　空き店舗について"]


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("name = ", "全体"),
        ('name = "x"\n', "turn"),
        (MINIMAL + '[[turn]]\nmark = "star"\n', "turn 1.mark"),
        (MINIMAL + '[[turn]]\nlabel = "left"\n', "turn 1.label"),
        (MINIMAL + '[[turn]]\nlabel = "inline"\ngap = ["tab"]\n', "turn 1.gap"),
        (MINIMAL + '[[turn]]\nlabel = "inline"\nbrackets = ["(())"]\n', "turn 1.brackets"),
        (MINIMAL + '[[turn]]\nkind = "question"\n', "turn 1.kind"),
        (MINIMAL + '[[turn]]\ncolour = "red"\n', "turn 1.colour"),
        ('name = "x"\n[[turn]]\nmark = "circle"\n', "title"),
        (MINIMAL + "[[turn]]\n[[expect]]\nkind = 'remark'\n", "text"),
    ],
)
def test_a_bad_notation_is_refused_with_file_and_key(tmp_path, toml, said):
    path = tmp_path / "bad.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(NotationError) as caught:
        load_notations(tmp_path)
    assert said in caught.value.message
    assert caught.value.where == str(path)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(NotationError, match="フォルダ"):
        load_notations(tmp_path / "nowhere")


@pytest.mark.parametrize("mark", "○〇◯")
def test_a_circle_is_known_by_its_class_and_kept_as_printed(mark):
    paragraphs = paragraphs_from(f"議事録\n{mark}桐山座長　始めます。\n{mark}深見委員　資料の字が小さいと思います。\n")
    found = structure(paragraphs, [(0, 100)], OURS)
    assert [(u.marker, u.speaker.label) for u in found.utterances] == [(mark, "桐山座長"), (mark, "深見委員")]


def test_the_same_file_may_write_its_sections_differently():
    sample = (
        "議事録\n【質疑】\n○ 道幅は足りるか。\n→ 足りる旨事務局より回答。\n"
        "【挨拶】\n○桐山座長　感謝します。\n○浅茅課長　以上で閉じます。\n"
    )
    found = structure(paragraphs_from(sample), [(0, 100)], OURS)
    assert [u.kind for u in found.utterances][:2] == [UtteranceKind.REMARK, UtteranceKind.REPLY]
    assert [u.speaker.label for u in found.utterances][2:] == ["桐山座長", "浅茅課長"]
