"""What became of a remark: later measures and replies."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from minutes_nlp.across import sequels
from minutes_nlp.across.bodies import bodies_of
from minutes_nlp.across.days import day_of, day_of_measure
from minutes_nlp.across.exchanges import exchanges_of, without_exclusions
from minutes_nlp.across.likeness import Likeness, Matter
from minutes_nlp.across.sequels import SequelKind, courses_of
from minutes_nlp.language.vectors import our_vectors
from minutes_nlp.pipeline import make_record

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"

HEAD = "第{number}回 川辺町の暮らしを考える会 議事概要\n\n○日時\n{day}\n○会場\n役場会議室\n\n【議事概要】\n"
MATTERS = """\
○ 山あいの集落では移動販売の車が燃料の値上がりで来なくなり、買物に困っている。
 →移動販売の燃料費への支援を検討したい旨事務局より回答。

○ 空き家に残された仏壇や家財が片付かず、貸すことができない。
 →家財の片付けの費用について、支援できないか検討する旨事務局より回答。

○ 学童保育は夕方六時に閉まり、工場の遅番の親が迎えに間に合わない。
 →学童保育の時間の延長について、現在検討中である旨事務局より回答。

○ 移住コーディネーターについて、なぜ農業法人を対象外としているのか。
 →法人との契約の整理がつかないため、個人を対象とする整理とした旨事務局より回答。

○ 川の水位計は雪の夜に止まることがあり、見回りの消防団員が危ない。
"""
DECK = """\
令和７年度 川辺町の重点施策

【新規】移動販売燃料費支援事業
R7当初予算額：3百万円
・燃料の値上がりを受け、山あいの集落を回る移動販売の車の燃料費を補助
⇒ 目標：10台

【拡充】放課後の居場所づくり
R7当初予算額：12百万円
・学童保育の閉所の時刻を午後７時30分まで延長
⇒ 目標：５か所

【継続】移住コーディネーターの配置
R7当初予算額：8百万円
・移住コーディネーターを２名配置し、移住の相談を受ける
・農業法人との契約については、引き続き対象外とする
⇒ 目標：相談200件
"""


def minutes(day="令和６年６月５日（水）", number=1, body=MATTERS):
    return make_record((HEAD.format(number=number, day=day) + body).encode(), f"第{number}回.txt")


def deck(text=DECK):
    return make_record(text.encode(), "重点施策.txt")


def courses(*records):
    return {course.utterance: course for course in courses_of(records) if course.record == records[0].id}


@pytest.fixture(scope="module")
def found():
    record, later = minutes(), deck()
    turns = {turn.text[:6]: turn.id for turn in record.utterances}
    told = courses(record, later)
    return {words: told[turn_id] for words, turn_id in turns.items()}, record, later


def test_a_measure_on_the_matter_is_found_for_remark_and_reply(found):
    for words in ("山あいの集落", "移動販売の燃"):
        best = found[0][words].measures[0]
        assert (best.name, best.kind, best.date) == ("移動販売燃料費支援事業", SequelKind.BUDGET, "2025-04-01")
    assert found[0]["学童保育は夕"].measures[0].name == "放課後の居場所づくり"


def test_the_words_of_both_sides_are_shown_where_they_stand(found):
    told, record, later = found
    best = told["山あいの集落"].measures[0]
    shared = next(one for one in best.shared if one.word == "移動販売")
    assert "".join(record.source_text[start:stop] for start, stop in shared.spans) == "移動販売"
    assert "".join(later.source_text[start:stop] for start, stop in shared.other_spans) == shared.other
    assert any("移動販売" in reason for reason in best.reasons)
    assert {"検討すると回答", "新規の施策"} <= set(best.reasons)


def test_what_all_minutes_say_shows_nothing(found):
    told = [one.word for course in found[0].values() for sequel in course.measures for one in sequel.shared]
    assert told
    assert not {"旨事務局", "事務局", "検討", "令和"} & set(told)


def test_none_found_is_a_result(found):
    for words in ("空き家に残さ", "川の水位計は"):
        course = found[0][words]
        assert course.measures == course.replies == ()
        assert course.searched == 3


def test_a_restated_exclusion_is_no_sequel(found):
    for words in ("移住コーディ", "法人との契約"):
        assert found[0][words].measures == found[0][words].doubtful == ()


def test_words_of_the_same_remark_are_not_what_was_left_out(monkeypatch):
    monkeypatch.setattr(sequels, "our_vectors", lambda: None)  # vectors learned from two remarks: all near in each
    record = minutes(
        body="○ 移住コーディネーターの移住の相談について、なぜ農業法人を対象外としているのか。\n"
        " →農業法人の移住の相談は、移住コーディネーターの整理がつかない旨事務局より回答。\n\n"
        "○ 学童保育は夕方六時に閉まり、工場の遅番の親が迎えに間に合わない。\n"
    )
    told = courses(record, deck(DECK.replace("・農業法人との契約については、引き続き対象外とする\n", "")))
    asked, answered, other = (told[turn.id] for turn in record.utterances)
    assert asked.measures == asked.doubtful == answered.measures == answered.doubtful == ()
    assert other.measures[0].name == "放課後の居場所づくり"


def test_what_was_excluded_and_is_taken_in_is_a_sequel():
    record = minutes()
    later = deck(
        DECK.replace(
            "・農業法人との契約については、引き続き対象外とする", "・農業法人との契約についても、新たに対象に追加する"
        )
    )
    asked = next(turn.id for turn in record.utterances if "農業法人" in turn.text)
    assert courses(record, later)[asked].measures[0].name == "移住コーディネーターの配置"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("法人との契約の整理がつかないため、個人を対象としている", {"農業", "法人"}),
        ("農業法人も対象とする方向で検討していきたい", set()),
    ],
)
def test_what_is_promised_after_an_exclusion_lifts_it(reply, expected):
    record = minutes(body=f"○ なぜ農業法人を対象外としているのか。\n →{reply}旨事務局より回答。\n")
    exchanges = exchanges_of(record)
    assert [set(exchanges[turn.id].left_out(turn)) for turn in record.utterances] == [expected, expected]


def test_only_what_is_later_counts():
    early = minutes(day="令和７年６月５日（木）")
    assert all(course.searched == 0 and not course.measures for course in courses(early, deck()).values())
    undated = minutes(day="")
    assert {course.date for course in courses(undated, deck()).values()} == {None}
    assert {course.searched for course in courses(undated, deck()).values()} == {0}


def test_a_month_alone_is_its_first_day_and_a_measure_is_of_its_fiscal_year():
    report = deck("川辺町の暮らしを考える会　中間まとめ\n令和６年６月\n\n" + DECK.split("\n", 2)[2].replace("R7", "R8"))
    assert day_of(report).isoformat() == "2024-06-01"
    assert {day_of_measure(measure, report).isoformat() for measure in report.measures} == {"2026-04-01"}
    bare = deck(
        "川辺町の暮らしを考える会　中間まとめ\n令和６年６月\n\n"
        + DECK.split("\n", 2)[2].replace("R7当初予算額", "予算")
    )
    assert {day_of_measure(measure, bare).isoformat() for measure in bare.measures} == {"2024-06-01"}
    assert {course.searched for course in courses(minutes(), bare).values()} == {0}


def test_a_supplementary_budget_is_dated_by_its_document():
    later = deck(DECK.replace("R7当初予算額", "R6補正予算額"))
    assert {day_of_measure(measure, later).isoformat() for measure in later.measures} == {"2025-04-01"}


def test_a_later_reply_on_the_matter_is_found():
    body = (
        "○ 移動販売の車の燃料費の支援はどうなったか。山あいの集落の買物は待ったなしである。\n"
        " →移動販売の燃料費への支援は、山あいの集落を回る車を対象に９月から始めた旨事務局より回答。\n\n"
        "○ 学校の給食に地元の米を使ってほしい。\n →給食の米は来年度から切り替える予定である旨事務局より回答。\n"
    )
    record, later = minutes(), minutes(day="令和６年12月４日（水）", number=2, body=body)
    asked = next(turn.id for turn in record.utterances if "移動販売" in turn.text)
    told = courses(record, later)[asked].replies
    assert [one.kind for one in told[:1]] == [SequelKind.REPLY]
    assert told[0].name.startswith("移動販売の燃料費への支援は")
    assert told[0].date == "2024-12-04"


OTHERS = DECK.replace("川辺町の", "山並町の")


def told_names(found, words="移動販売の車"):
    record, *later = found
    asked = next(turn.id for turn in record.utterances if words in turn.text)
    course = courses(record, *later)[asked]
    return [one.name for one in (*course.measures, *course.replies)], course.doubtful


def test_a_measure_of_another_town_is_told_only_to_look_at_with_whose_it_is():
    told, doubtful = told_names([minutes(), deck(OTHERS)])
    assert told == []
    assert doubtful[0].name == "移動販売燃料費支援事業"
    assert doubtful[0].reasons[0] == "ほかの会議・自治体の資料：令和７年度 山並町の重点施策"
    told, doubtful = told_names([minutes(), deck(), deck(OTHERS)])
    assert told[0] == "移動販売燃料費支援事業"
    assert [one.record for one in doubtful] == [deck(OTHERS).id]


def test_a_measure_of_a_ministry_or_of_whom_the_head_names_may_be_what_became_of_it():
    assert told_names([minutes(), deck(DECK.replace("川辺町の", ""))])[0][0] == "移動販売燃料費支援事業"
    named = MATTERS.replace("山あいの集落では", "山並町のような山あいの集落では", 1)
    assert told_names([minutes(body=named), deck(OTHERS)])[0] == []
    head = HEAD.replace("役場会議室", "山並町役場会議室")
    record = make_record((head.format(number=1, day="令和６年６月５日（水）") + MATTERS).encode(), "1.txt")
    assert told_names([record, deck(OTHERS)])[0][0] == "移動販売燃料費支援事業"


def test_a_document_of_nobody_is_a_councils_own_only_beside_no_other_council():
    nameless = DECK.replace("川辺町の", "")
    other = make_record(
        minutes(day="令和６年７月３日（水）").source_text.replace("川辺町の", "山並町の").encode(), "2.txt"
    )
    told, doubtful = told_names([minutes(), deck(nameless), other])
    assert told == []
    assert "作成主体の記載がない資料：令和７年度 重点施策" in [sequel.reasons[0] for sequel in doubtful]


@pytest.mark.parametrize(("ministry", "is_told"), [("総務省", True), ("環境省", False)])
def test_a_measure_of_a_ministry_concerns_no_council_of_another_ministry(ministry, is_told):
    head = HEAD.replace("役場会議室", "総務省会議室").format(number=1, day="令和６年６月５日（水）")
    record = make_record((head + MATTERS).encode(), "1.txt")
    told, _ = told_names([record, deck(f"{ministry}\n" + DECK.replace("川辺町の", ""))])
    assert bool(told) is is_told


def test_a_reply_in_another_council_is_told_only_to_look_at():
    body = (
        "○ 移動販売の車の燃料費の支援はどうなったか。\n"
        " →移動販売の燃料費への支援は、山あいの集落を回る車を対象に９月から始めた旨事務局より回答。\n"
    )
    later = minutes(day="令和６年１２月４日（水）", number=2, body=body)
    assert told_names([minutes(), later])[0]
    text = later.source_text.replace("川辺町の暮らしを考える会", "山並町買物支援協議会")
    told, doubtful = told_names([minutes(), make_record(text.encode(), "2.txt")])
    assert told == []
    assert doubtful[0].kind is SequelKind.REPLY


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("霧原県地域人材・産業戦略会議", "霧原県"),
        ("令和７年度　川辺町の重点施策", "川辺町"),
        ("四日市市総合計画審議会", "四日市"),
        ("京都府総合計画審議会", "京都府"),
        ("都道府県の人材に関する研究会", None),
        ("町内会のあり方検討会", None),
        ("都市計画審議会", None),
        ("内閣府の会議", None),
        ("地域社会の基盤と財政に関する検討会", None),
    ],
)
def test_the_prefecture_or_town_of_a_name(name, area):
    record = make_record(f"{name}\n\n１．移動販売\n\n移動販売の燃料費を支援する。\n".encode(), "a.txt")
    assert bodies_of([record])[record.id].area == area


def test_a_programme_that_a_deck_prints_twice_is_one_sequel():
    twice = DECK + "\n【新規】移動販売燃料費支援事業\nR7当初予算額：3百万円\n・移動販売の燃料費の補助の申請は４月から\n"
    record, later = minutes(), deck(twice)
    asked = next(turn.id for turn in record.utterances if "移動販売" in turn.text)
    names = [one.name for one in courses(record, later)[asked].measures]
    assert names.count("移動販売燃料費支援事業") == 1


@pytest.mark.parametrize("records", [[], ["deck"], ["minutes"]])
def test_few_documents_give_what_they_can(records):
    made = [{"deck": deck, "minutes": minutes}[name]() for name in records]
    assert all(not course.measures and not course.replies and not course.searched for course in courses_of(made))


def test_likeness_without_words_is_nothing():
    likeness = Likeness.between(
        [Matter.of([""]), Matter.of(["獣害の対策"])], [Matter.of(["１２。"]), Matter.of(["獣害"])], None
    )
    assert likeness.levels.shape == (2, 2)
    assert np.isfinite(likeness.levels).all()
    assert likeness.levels[1, 1] == likeness.levels.max() > 0
    assert likeness.holds("下水道", 1) == 0


def test_exclusions_are_blanked_in_their_place():
    text = "移住の相談を受ける。農業法人は対象外とする。目標は２００件。"
    kept = without_exclusions(text)
    assert len(kept) == len(text)
    assert "農業法人" not in kept
    assert kept.startswith("移住の相談を受ける。")
    assert kept.endswith("目標は２００件。")


def test_a_parse_imports_no_scikit_learn(tmp_path):
    file = tmp_path / "議事概要.txt"
    file.write_text(HEAD.format(number=1, day="令和６年６月５日") + MATTERS, encoding="utf-8")
    code = (
        "import sys, minutes_nlp, minutes_nlp.across.sequels, minutes_nlp.across.issues;"
        "minutes_nlp.parse(sys.argv[1]);"
        "print([name for name in ('sklearn', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module", params=[True, False], ids=["vectors", "no_vectors"])
def seeds(request):
    """What became of a real meeting's remarks, with the file of word vectors where it is, and as it is without it."""
    if not SEEDS.exists():
        pytest.skip("the shared documents are not here")
    if request.param and our_vectors() is None:
        pytest.skip("the file of word vectors is not here")
    record, later = (
        make_record(path.read_bytes(), path.name) for number in ("000", "004") for path in SEEDS.glob(f"{number}*")
    )
    with pytest.MonkeyPatch.context() as patch:
        if not request.param:
            patch.setattr(sequels, "our_vectors", lambda: None)
        return {course.utterance: course for course in courses_of([record, later])}, later


@pytest.mark.parametrize(
    ("turn", "word"),
    [
        ("u8", "シニア起業人"),  # the reply on those who are older
        ("u19", "ふるさとミライカレッジ"),  # private universities
        ("u31", "人材プール機能"),  # prefectures that support towns by a system
    ],
)
def test_what_became_of_the_remarks_of_a_real_meeting(seeds, turn, word):
    told, later = seeds
    by_id = {measure.id: f"{measure.name} {measure.description}" for measure in later.measures}
    first = told[turn].measures[:3]
    assert any(word in by_id[item] for one in first for item in one.items)


def test_an_exclusion_of_a_real_meeting_is_followed_by_nothing(seeds):
    for turn in ("u5", "u6", "u9"):
        assert seeds[0][turn].measures == seeds[0][turn].doubtful == ()
