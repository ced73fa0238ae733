"""Who asks where nobody is named, one answer to two remarks, and kinds where no notation is described."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_structure import FOLLOW_UP, HEAD, REMARK, REPLY, found, kinds

from minutes_nlp.language.nearness import taken_up_of
from minutes_nlp.language.vectors import our_vectors
from minutes_nlp.model import Basis, Role, Speaker
from minutes_nlp.structure.exchanges import second_opinion
from minutes_nlp.structure.exchanges.comebacks import Scene
from minutes_nlp.structure.exchanges.kind_traits import kind_traits
from minutes_nlp.structure.exchanges.likeness import Likeness
from minutes_nlp.structure.exchanges.second_opinion import KINDS, Opinion, as_kind, forest, opinions
from minutes_nlp.structure.exchanges.sides import asked_by
from minutes_nlp.structure.turns.act import Act
from minutes_nlp.structure.turns.general import GENERAL
from minutes_nlp.structure.turns.notation import Notation, TurnForm
from minutes_nlp.structure.turns.reading import Turn
from minutes_nlp.text import Text

SAID = [("橋はいつ直すのか。", REMARK), ("来月に直す。", REPLY), ("それでは遅いのではないか。", REMARK)]


def acts(name=GENERAL):
    notation = Notation(name, name, ())
    turns = [Turn(i, None, notation, TurnForm(), None, None, Text.of(said)) for i, (said, _) in enumerate(SAID)]
    judged = [Act(turn, kind, Speaker(None)) for turn, (_, kind) in zip(turns, SAID, strict=True)]
    return [judged[0], replace(judged[1], answers=(0,)), judged[2]]


def likeness():
    return Likeness([said for said, _ in SAID])


def test_each_turn_has_the_traits_that_the_trees_know():
    seen = kind_traits(acts(), likeness())
    assert len(seen) == len(SAID)
    assert forest().trait.max() < seen.shape[1]
    assert forest().likelihoods(seen).shape == (len(SAID), len(KINDS))


def test_trees_are_asked_only_where_no_notation_is_described(monkeypatch):
    likely = [[0.1, 0.8, 0.1, 0.0]] * len(SAID)
    monkeypatch.setattr(second_opinion, "forest", lambda: type("Trees", (), {"likelihoods": lambda *_: likely_rows}))
    import numpy as np  # noqa: PLC0415 - beside the one use

    likely_rows = np.array(likely)
    assert opinions(acts("circle-arrow"), likeness()) == {}
    assert opinions(acts(), likeness())[2] == Opinion(FOLLOW_UP, 0.8, wins=True)


def test_another_kind_takes_its_link_along_and_is_doubtful():
    *before, last = acts()
    scene = Scene(before, likeness(), before[-1])
    changed = as_kind(last, Opinion(FOLLOW_UP, 0.7, wins=True), scene)
    assert (changed.kind, changed.answers, changed.basis, changed.doubtful) == (FOLLOW_UP, (0,), Basis.WORDING, True)
    assert as_kind(before[0], Opinion(REPLY, 0.9, wins=True), Scene([], likeness())) is before[0]


# --- one answer to two remarks ---


def test_one_answer_is_to_two_remarks_that_are_alike():
    result = found(
        HEAD + "○ 図書館の閉館時刻が早い。\n○ 図書館の閉館時刻を遅くしてほしい。\n→ 来年度に検討する。\n"
        "○ 水路が深い。\n○ 公園の木が古い。\n→ 公園の木は植え替える。\n"
    )
    assert [u.replies_to for u in result.utterances] == [(), (), ("u1", "u2"), (), (), ("u5",)]


# --- who asks and who answers ---


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("清掃工場建替計画 住民説明会 質疑応答", Role.GUEST),
        ("入札監視委員会 審議概要", Role.MEMBER),
        ("食品委員会委員長記者会見録", Role.UNKNOWN),
        ("補助に関する質疑応答集", Role.UNKNOWN),
    ],
)
def test_the_title_tells_who_asks(title, role):
    assert asked_by(title) is role


def test_questions_of_a_meeting_for_residents_are_theirs():
    result = found(
        "里山地区 住民説明会 質疑応答の概要\n\n"
        "Ｑ１　橋はいつ直すのですか。\nＡ１　来月に直します。\nＱ２　通行止めは何日ですか。\nＡ２　三日です。\n"
    )
    assert kinds(result) == [REMARK, REPLY, REMARK, REPLY]
    assert [u.speaker.role for u in result.utterances] == [Role.GUEST, Role.SECRETARIAT] * 2


# --- what a reply takes up ---


@pytest.mark.skipif(our_vectors() is None, reason="models/chive.vectors has not been made")
def test_a_reply_takes_up_words_that_are_near():
    taken_up = taken_up_of([["商店", "閉店"], ["店舗", "廃業"], ["水路", "石垣"]])
    assert taken_up is not None
    assert taken_up(1, 0) > taken_up(1, 2)
    assert taken_up(0, 0) == pytest.approx(1.0)
