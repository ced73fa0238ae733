"""Summaries: what is shortened, what never is, what the gate refuses, and that all stands where it says."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import summary_faults

from minutes_nlp.model import Record
from minutes_nlp.pipeline import make_record
from minutes_nlp.places import printed_text
from minutes_nlp.summaries.choosing import Length, gist_of, gists_of, in_lengths, summarise, with_summary
from minutes_nlp.summaries.clauses import parts_of
from minutes_nlp.summaries.fidelity import is_supported, unsupported
from minutes_nlp.summaries.shortening import shortened
from minutes_nlp.text import Text

SHARED = Path(__file__).parents[2] / "shared"
FIRST = """第１回 水車の里づくり研究会 議事概要

○日時
　令和６年５月２０日（月）10:00～12:00

【議事概要】
○ 本日はお集まりいただき、ありがとうございます。
○ 移動販売は、燃料費の上昇で採算が合わなくなっている。週２回の巡回を１回に減らした地区も出ている。
福祉の側の費用と併せて支えられないか。
 →移動販売に対する県の補助は車両の購入に限っており、運行の経費は対象としていない。
 福祉部局の見守り委託と組み合わせる形について、年内に同部局と協議したいと考えている旨事務局より回答。
○ 空き家の登録は２８７件あるが、貸してもらえるものは６８件にすぎない。片付けの費用を補助する考えはないか。
 →片付けの補助は３町が行っており、要綱の比較表を作って９月までに全市町村へ配布する予定である旨事務局より回答。
○ 集落支援員の研修が年に一度しかない。それでは顔も覚えられない。
 →研修を四半期に一度とすることを検討する旨事務局より回答。
"""
SECOND = """第２回 水車の里づくり研究会 議事概要

○日時
　令和７年２月３日（月）10:00～12:00

【議事概要】
○ 移動販売の見守り委託はどうなったか。
 →移動販売の車両１２台のうち５台で、見守り委託との組合せを４月から始める予定である旨事務局より回答。
"""


@pytest.fixture(scope="module")
def first() -> Record:
    return make_record(FIRST.encode(), "first.txt")


@pytest.fixture(scope="module")
def second() -> Record:
    return make_record(SECOND.encode(), "second.txt")


@pytest.mark.parametrize(
    ("said", "short"),
    [
        ("次回お示ししたい旨事務局より回答。", "次回お示ししたい。"),
        ("先ほども話がありましたが、水路の管理が課題でございます。", "水路の管理が課題である。"),
        ("現在協議していると考えているところでございます。", "現在協議していると考えている。"),
        ("様式を一つにしていただければと思います。", "様式を一つにしてほしい。"),
        ("年内に集計いたします。", "年内に集計する。"),
        ("三つの村を伺いましたが、返事を持ちません。", "三つの村を伺ったが、返事を持たない。"),
        ("まだ決まっておりませんでした。", "まだ決まっていなかった。"),
        ("対象ではございません。", "対象ではない。"),
        ("すみません、様式はどこにありますか。", "様式はどこにあるか。"),
        ("共同でと言われましても、隣の町は遠いです。", "共同でと言われても、隣の町は遠い。"),
        ("読みましても分かりません。", "読んでも分からない。"),
        ("進め方ですけれども、順番に決めます。", "進め方であるが、順番に決める。"),
        ("難しいと思うんですけれども、続けます。", "難しいと思うが、続ける。"),
        ("三月までとすることといたしており、様式も改めます。", "三月までとすることとしており、様式も改める。"),
        ("若い方に声を掛けたいと考えており", "若い方に声を掛けたい"),
        ("三つの町で試行しており", "三つの町で試行している"),
        ("設けるべきではないかというふうに思っております。", "設けるべきではないか。"),
        ("来年度から改めさせていただきます。", "来年度から改めさせていただく。"),
        ("「検討いたします」と書いてあります。", "「検討いたします」と書いてある。"),
        (
            "先ほど南雲委員のお話にもありましたが、井戸が涸れている。",
            "先ほど南雲委員のお話にもあったが、井戸が涸れている。",
        ),
    ],
)
def test_politeness_goes_and_what_is_said_stays(said: str, short: str) -> None:
    assert shortened(Text.of(said)).string == short


def test_what_is_left_knows_its_source() -> None:
    source = "なお、資料は１２部ございます。"
    short = shortened(Text.of(source))
    assert (short.string, short.spans) == ("資料は１２部ある。", ((3, len(source)),))


@pytest.mark.parametrize(
    ("altered", "what"),
    [
        ("令和６年度に４２名のうち９名が退任した旨を９月までに示したい。", "numbers"),
        ("令和６年度に４１名のうち９名が退任した旨を３月までに示したい。", "numbers"),
        ("令和６年度に４１名のうち９名が退任した旨を９月までに示したくない。", "negations"),
        ("令和６年度に４１名のうち９名が退任した旨を９月までに示した。", "moods"),
        ("令和６年度に４１名のうち９名が就任した旨を９月までに示したい。", "words"),
        ("令和６年度に９名のうち４１名が退任した旨を９月までに示したい。", "numbers"),
    ],
)
def test_the_gate_refuses_what_the_source_does_not_say(altered: str, what: str) -> None:
    source = "令和６年度に４１名のうち９名が退任した旨を９月までにお示ししたいと思います。"
    assert what in unsupported(altered, source)
    assert not unsupported("令和６年度に４１名のうち９名が退任した旨を９月までに示したい。", source)


@pytest.mark.parametrize("kind", list(summary_faults.KINDS))
def test_the_gate_refuses_planted_errors(first: Record, kind: str) -> None:
    altered = [
        (one, summary_faults.alter(one.text, kind, random.Random(seed)))  # noqa: S311 - chance, not secrecy
        for one in summarise([first], length=Length(1_000)).sentences
        for seed in range(3)
    ]
    planted = [(one, text) for one, text in altered if text]
    assert planted
    for one, text in planted:
        assert not is_supported(text, one.spans, first.source_text, first.folds), text


@pytest.mark.parametrize(
    ("said", "altered"),
    [
        ("来年度に実施を検討する。", "来年度に実施する。"),
        ("申請は可能である。", "申請は不可能である。"),
        ("補助は行っていない。", "補助は行っている。"),
        ("黒松町で始める。", "白鷺町で始める。"),
        ("できるのか。", "できる。"),
    ],
)
def test_the_gate_refuses_another_mood_or_name(said: str, altered: str) -> None:
    assert unsupported(altered, said)


def test_a_clause_stands_alone_with_what_it_is_about() -> None:
    said = Text.of("派遣先については、組合の地区が基本となるが、労働局に確かめた上で次回までに整理する。")
    assert [part.string for part in parts_of(said)][1:] == [
        "派遣先については、労働局に確かめた上で次回までに整理する。"
    ]


def test_a_condition_is_not_cut_off() -> None:
    said = Text.of("予算が認められなければ難しいが、認められた場合は四月から窓口を設けて受け付ける。")
    parts = [part.string for part in parts_of(said)]
    assert all("場合は" in part for part in parts)
    asked = Text.of("鳥獣の被害の調査を三つの村で行っており、窓口の設置は四月から進める予定としている。")
    assert len(list(parts_of(asked))) > len(list(parts_of(asked, to_its_end=True)))


def test_every_sentence_stands_where_it_says(first: Record) -> None:
    found = summarise([first]).sentences
    assert len(found) > 3
    for one in found:
        utterance = next(u for u in first.utterances if u.id == one.utterance)
        assert all(any(low <= s and e <= high for low, high in utterance.spans) for s, e in one.spans)
        assert is_supported(one.text, one.spans, first.source_text, first.folds)
        assert first.source_text.splitlines()[one.line - 1].find(printed_text(one.spans, first.source_text)[:4]) >= 0


def test_remarks_keep_their_replies_and_greetings_are_left_out(first: Record) -> None:
    points = summarise([first]).points
    text = "".join(one.text for point in points for one in (*point.remark, *point.reply))
    assert "ありがとう" not in text
    assert any(point.remark and point.reply for point in points)
    assert "片付けの費用を補助する考えはないか。" not in {one.text for p in points if not p.reply for one in p.remark}


def test_no_sentence_points_back_to_one_that_is_not_there(first: Record) -> None:
    for size in range(40, 400, 40):
        texts = [one.text for one in summarise([first], length=Length(size)).sentences]
        for at, text in enumerate(texts):
            assert not text.startswith("それでは") or texts[at - 1].startswith("集落支援員")


def test_the_length_is_kept_and_nothing_is_cut(first: Record) -> None:
    for size in (60, 120, 240):
        summary = summarise([first], length=Length(size))
        headings = sum(len(point.heading.text) + 2 for point in summary.points if point.heading)
        assert sum(len(one.text) for one in summary.sentences) + headings <= size
        assert all(one.text.endswith("。") for one in summary.sentences)
    assert len(summarise([first], length=Length(1_000, points=2)).points) == 2
    assert len(summarise([first], length=Length(1_000, sentences=3)).sentences) == 3


def test_lengths_are_tried_at_once(first: Record) -> None:
    lengths = [Length(60), Length(240)]
    assert list(in_lengths([first], lengths)) == [summarise([first], length=one) for one in lengths]


def test_a_topic_over_meetings_and_a_period(first: Record, second: Record) -> None:
    both = summarise([second, first], length=Length(1_000))
    assert [one.record for one in both.sentences] == sorted(
        (one.record for one in both.sentences), key=[first.id, second.id].index
    )
    on_kaso = summarise([first, second], topic="shuraku-shienin", length=Length(1_000))
    assert on_kaso.sentences
    assert all("移動販売" not in one.text for one in on_kaso.sentences)
    later = summarise([first, second], council="水車", since=date(2025, 1, 1))
    assert {one.record for one in later.sentences} == {second.id}
    assert summarise([first], council="別の会議").points == ()
    assert summarise([]).points == ()


def test_the_gist_of_a_turn(first: Record) -> None:
    asked = next(u for u in first.utterances if "空き家" in u.text)
    gist = "".join(one.text for one in gist_of(first, asked))
    assert "片付けの費用を補助する考えはないか。" in gist
    greeting = next(u for u in first.utterances if "ありがとう" in u.text)
    assert [one.text for one in gist_of(first, greeting)] == [greeting.text]


def test_a_record_with_its_summary_is_read_back(first: Record) -> None:
    held = with_summary(first)
    assert held.summary
    assert Record.from_json(held.to_json()).summary == held.summary


def test_a_report_has_no_turns_to_summarise() -> None:
    report = make_record("# 報告書\n\n１．目的\n地域の担い手を確保する。\n".encode(), "report.txt")
    assert summarise([report]).points == ()


def test_summaries_need_neither_scikit_learn_nor_spacy() -> None:
    code = (
        "import sys; from minutes_nlp.pipeline import make_record;"
        "from minutes_nlp.summaries.choosing import summarise;"
        f"summarise([make_record({FIRST!r}.encode(), 'a.txt')]); print({{'sklearn', 'spacy'}} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "set()"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared folder is not beside this checkout")
def test_seed_000_asks_with_its_answers() -> None:
    data = next((SHARED / "seeds").glob("000_*.txt")).read_bytes()
    record = make_record(data, "seed.txt")
    summary = summarise([record], length=Length(900))
    assert sum(bool(point.remark and point.reply) for point in summary.points) >= 2
    answered = {asked for one in record.utterances for asked in one.replies_to}
    for point in summary.points:
        if not point.reply:
            assert all(one.utterance not in answered or not one.text.endswith("か。") for one in point.remark)


COMING_BACK = """第３回 水車の里づくり研究会 議事概要

○日時
　令和７年５月１２日（月）10:00～12:00

【議事概要】
○ 移住相談の体制が弱い。空き店舗の活用も進まない。
 →総合窓口を８月に三つの町へ置き、相談員を６名配置する予定である旨事務局より回答。
 →相談員を置くのであれば、仕事を持つ人が通える夜間と休日の受付を窓口の条件とすべきではないか。
"""


def test_who_comes_back_on_a_reply_is_not_answered_by_it() -> None:
    record = make_record(COMING_BACK.encode(), "third.txt")
    points = summarise([record]).points
    back = next(point for point in points if any("夜間と休日" in one.text for one in point.remark))
    assert not back.reply
    before = next(point for point in points if any("相談員を６名" in one.text for one in point.reply))
    assert points.index(before) < points.index(back)


def test_a_reply_alone_has_a_heading_from_its_remark() -> None:
    record = make_record(COMING_BACK.encode(), "third.txt")
    point = summarise([record], length=Length(60)).points[0]
    assert (point.remark, point.heading and point.heading.utterance) == ((), record.utterances[0].id)


@pytest.mark.parametrize(
    "asked",
    [
        "学童保育の閉所の時刻を七時まで延ばしてはいかがか。",
        "延長の見通しについて伺う。",
        "閉所の時刻の延長を御検討いただきたい。",
        "遅番の日だけでも開けていただくようお願いする。",
        "次は、閉所の時刻を七時にしてみるべきではないか。",
    ],
)
def test_what_a_remark_asks_for_is_in_its_gist(asked):
    told = "町内の三つの工場で遅番の働き手が二百十四人おり、そのうち子のいる者は八十人である。"
    head = "第１回　川辺町の暮らしを考える会　議事概要\n○日時：令和６年６月５日（水）\n【議事概要】\n"
    text = f"{head}○ {told}{asked}\n →延長を検討する旨事務局より回答。\n"
    record = make_record(text.encode(), "a.txt")
    assert asked in "".join(one.text for one in gist_of(record, record.utterances[0]))


@pytest.mark.parametrize(
    "opening",
    [
        "では手短に。",
        "山田です。",
        "今、御紹介いただいた山田でございます。",
        "みなと市の西原と申します。",
        "一点だけ伺います。",
        "簡単にコメントさせていただければと思います。",
        "最後の三点目です。",
        "短い期間で整理していただき、御礼申し上げます。",
        "音声、大丈夫でしょうか。",
        "私から三つあります。",
        "年寄りの繰り言になるかもしれませんが、少し歴史のことを申し上げたいと思います。",
    ],
)
def test_words_about_the_speaking_itself_are_no_gist(opening):
    body = (
        "町の学童保育は夕方六時に閉まるため、工場の遅番の親が迎えに間に合いません。閉所の時刻を七時まで延ばすべきです。"
    )
    text = (
        "第１回　川辺町の暮らしを考える会　議事録\n○日時：令和６年６月５日（水）10:00～12:00\n○議事\n"
        f"○山田委員　{opening}{body}\n○田中課長　延長について検討いたします。\n"
        f"○山田委員　{body}\n○田中課長　承知しました。\n"
    )
    record = make_record(text.encode(), "a.txt")
    said = next(one for one in record.utterances if opening in one.text)
    told = "".join(one.text for one in gists_of(record, 80)[said.id])
    assert "学童保育" in told or "閉所" in told
    assert opening[:5] not in told
