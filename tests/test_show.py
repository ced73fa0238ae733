from __future__ import annotations

from dataclasses import replace
from io import StringIO
from types import MappingProxyType

import pytest
from rich.cells import cell_len
from rich.console import Console

from minutes_nlp import findings, model
from minutes_nlp.findings import ActKind, Strength
from minutes_nlp.model import BlockKind, DocumentKind, Record, Role, UtteranceKind
from minutes_nlp.show import place, show

TEXT = "座長 始めます。\n委員 予算は足りるか。\n事務局 足ります。\n委員 安心した。\n"
PAGES = (
    model.Page(1, 595, 842, (0, 21), (model.Line((0, 9), None, 14), model.Line((9, 21), None, 15))),
    model.Page(2, 595, 842, (21, 40), (model.Line((21, 31)), model.Line((31, 40)))),
    model.Page(3, None, None, (40, 50), ()),
)


def turn(number, kind, label, start, replies_to=()):
    return model.Utterance(
        id=f"u{number}",
        kind=kind,
        marker=None,
        section="s2",
        text=f"発言{number}の本文。",
        pages=(1,),
        spans=((start, start + 3),),
        speaker=model.Speaker(label, role=Role.UNKNOWN),
        replies_to=replies_to,
    )


MINUTES = Record(
    schema=model.SCHEMA,
    id="0" * 16,
    source=model.Source("議事概要.pdf", "0" * 64, "application/pdf", "pdfium"),
    kind=DocumentKind.MINUTES,
    title="第2回 里山みらい会議",
    meeting=model.Meeting(
        "里山みらい会議", 2, "2024-05-08", "15:30", "17:30", "第1会議室",
        (model.Attendee("山野 花", "座長", "構成員"), model.Attendee("川瀬 一", None, "事務局")), ("予算", "その他"),
    ),
    pages=PAGES,
    sections=(model.Section("s1", "議事", 1), model.Section("s2", "意見交換", 2, "s1")),
    blocks=(),
    furniture=(),
    folds=(),
    utterances=(
        turn(1, UtteranceKind.STATEMENT, "山野座長", 3),
        turn(2, UtteranceKind.REMARK, None, 12),
        turn(3, UtteranceKind.REPLY, "事務局", 25, ("u2",)),
        turn(4, UtteranceKind.FOLLOW_UP, "委員", 33, ("u3",)),
    ),
    pairs=(),
    measures=(),
    summary=(),
    notes=(model.Note("doubt", "区分がはっきりしません", ((33, 36),)),),
    source_text=TEXT,
    maker=model.Maker("0", {}),
)  # fmt: skip


def block(number, kind, text, level=None, **more):
    return model.Block(f"b{number}", kind, level, None, text, (1,), ((0, 3),), **more)


REPORT = replace(
    MINUTES,
    kind=DocumentKind.REPORT,
    title=None,
    meeting=None,
    utterances=(),
    notes=(),
    blocks=(
        block(1, BlockKind.HEADING, "第1章 現状", 1),
        block(2, BlockKind.PARAGRAPH, "人口は減っている。"),
        block(3, BlockKind.HEADING, "1 推移", 2),
        block(4, BlockKind.TABLE, "", rows=((model.Cell("年度", ()), model.Cell("人口", ())),)),
    ),
)


def shown(record, width=80, labels=MappingProxyType({})):
    screen = StringIO()
    show(record, Console(file=screen, width=width), labels)
    return screen.getvalue()


def line_with(text, word):
    return next(line.rstrip() for line in text.splitlines() if word in line)


def test_the_head_names_meeting_time_place_agenda_and_people_by_group():
    text = shown(MINUTES)
    words = ["第2回 里山みらい会議", "会議録", "3頁", "2024-05-08 15:30~17:30", "第1会議室", "予算", "その他"]
    assert [word for word in words if word not in text] == []
    assert "山野 花(座長)" in line_with(text, "構成員")
    assert "川瀬 一" in line_with(text, "事務局 ")


def test_an_utterance_shows_kind_speaker_page_and_line():
    text = shown(MINUTES)
    assert line_with(text, "u1") == "[発言] 山野座長 p.1 l.14 u1"
    assert line_with(text, "u2") == "[意見] (発言者の記載なし) p.1 l.15 u2"


def test_a_reply_stands_further_in_than_its_remark_and_a_follow_up_further_still():
    text = shown(MINUTES)
    assert line_with(text, "u3") == "    [回答] 事務局 p.2 l.1 u3"
    assert line_with(text, "u4") == "        [再意見] 委員 p.2 l.2 u4"
    assert line_with(text, "発言3の本文") == "      発言3の本文。"


def test_a_heading_is_shown_once_with_those_above_it():
    assert shown(MINUTES).count("議事 / 意見交換") == 1


def test_notes_stand_at_the_end_with_their_place():
    assert shown(MINUTES).splitlines()[-1].rstrip() == "p.2 l.2 区分がはっきりしません doubt"


def test_a_report_is_an_outline_of_headings_blocks_and_tables():
    text = shown(REPORT)
    assert line_with(text, "第1章") == "第1章 現状 p.1 l.14"
    assert line_with(text, "人口は") == "  人口は減っている。"
    assert line_with(text, "1 推移").startswith("    1 推移")
    assert "年度" in line_with(text, "人口 ")


@pytest.mark.parametrize("width", [30, 50, 100])
@pytest.mark.parametrize("record", [MINUTES, REPORT])
def test_no_line_is_wider_than_the_terminal(record, width):
    assert max(map(cell_len, shown(record, width).splitlines())) <= width


def test_escape_sequences_and_markup_of_a_document_are_only_characters():
    text = shown(replace(MINUTES, title="\x1b[31m赤 [bold]太字[/bold]"))
    assert "\x1b" not in text
    assert "[bold]太字[/bold]" in text


@pytest.mark.parametrize(
    ("offset", "expected"), [(0, "p.1 l.14"), (20, "p.1 l.15"), (22, "p.2 l.1"), (45, "p.3 l.1"), (99, "")]
)
def test_a_place_has_the_printed_line_number_else_the_place_on_the_page(offset, expected):
    assert place(MINUTES, offset) == expected


@pytest.mark.parametrize(
    ("width", "numbers", "expected"),
    [(595, True, "p.1 l.2"), (None, True, "p.1 l.4"), (None, False, "第4段落")],
    ids=["pdf: printed lines", "text: lines as in an editor", "word: paragraphs"],
)
def test_lines_are_counted_as_a_reader_of_the_original_counts_them(width, numbers, expected):
    text = "\n議事概要\n\n水車を直す。\n"
    lines = (model.Line((1, 5), None, None), model.Line((7, 13), None, None)) if numbers else ()
    page = model.Page(1, width, None, (0, len(text)), lines)
    assert place(replace(MINUTES, pages=(page,), source_text=text), 7) == expected


def test_lines_that_printing_added_are_not_counted():
    text = "-12-\n議事概要\nすいしゃ\n水車を直す。\n"
    lines = tuple(model.Line(span, None, None) for span in ((0, 4), (5, 9), (10, 14), (15, 21)))
    page = model.Page(12, 595, 842, (0, len(text)), lines)
    added = (
        model.Furniture(model.FurnitureKind.PAGE_NUMBER, ((0, 4),)),
        model.Furniture(model.FurnitureKind.RUBY, ((10, 14),)),
    )
    assert place(replace(MINUTES, pages=(page,), source_text=text, furniture=added), 15) == "p.12 l.2"


def with_findings():
    topics = tuple(findings.Topic(name, 0.9, ()) for name in ("suisha", "fune", "a", "b", "c"))
    acts = tuple(findings.Act(kind, ()) for kind in (ActKind.CONCERN, ActKind.QUESTION, ActKind.CONCERN, ActKind.FACT))
    promised = findings.Commitment(Strength.WILL_STUDY, "谷の" * 30 + "水車を調べたい", (), "秋まで", "2024-11-30")
    first = replace(MINUTES.utterances[0], topics=topics, acts=acts, commitments=(promised,))
    return replace(MINUTES, utterances=(first, *MINUTES.utterances[1:]))


def test_what_a_turn_is_about_does_and_promises_stands_under_it():
    text = shown(with_findings(), 80, {"suisha": "水車", "fune": "渡し舟"})
    assert line_with(text, "分野") == "  分野：水車、渡し舟、a ほか2  働き：懸念・質問"
    promise = line_with(text, "約束")
    assert promise.startswith("  約束・検討する(期限：秋まで=2024-11-30)：…")
    assert promise.endswith("水車を調べたい")


def test_a_turn_of_which_nothing_was_found_has_no_such_line():
    assert "分野" not in shown(MINUTES)
    assert "働き" not in shown(MINUTES)
