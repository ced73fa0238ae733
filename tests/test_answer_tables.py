"""Tables of remarks and answers: each row asks and answers, in text, in Word, over pages; other tables say nothing."""

from __future__ import annotations

import io

import docx
import pytest

from minutes_nlp.model import DocumentKind
from minutes_nlp.pipeline import make_record

TITLE = "里山の暮らし条例（素案）に対する御意見と県の考え方\n\n"
ROWS = (
    ("１", "前文", "水車の守り手のことを前文に書いてほしい。", "御意見を踏まえ、前文の第二段落に書き加えました。"),
    (
        "２",
        "県の責務",
        "渡し舟の便を守る責務を「努める」で終えてはならない。",
        "熟度が異なるため、原案のとおりとします。",
    ),
    ("３", "〃", "蔵を継ぐ人への支えが見えない。", "－"),
)
HEAD = ("番号", "項目", "御意見の概要", "県の考え方")


def typed(*rows):
    return TITLE + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def said(text):
    return [(u.kind.value, u.text, u.replies_to) for u in make_record(text.encode(), "結果.txt").utterances]


def test_each_row_asks_and_answers():
    record = make_record(typed(HEAD, *ROWS).encode(), "結果.txt")
    assert record.kind is DocumentKind.MINUTES
    assert [(u.id, u.kind.value, u.replies_to) for u in record.utterances] == [
        ("u1", "remark", ()),
        ("u2", "reply", ("u1",)),
        ("u3", "remark", ()),
        ("u4", "reply", ("u3",)),
        ("u5", "remark", ()),
    ]
    for utterance in record.utterances:
        assert "".join(record.source_text[a:b] for a, b in utterance.spans) == utterance.text


@pytest.mark.parametrize(
    "heads",
    [
        ("質問", "回答"),
        ("委員の御意見・御質問", "事務局の回答"),
        ("いただいた御意見", "対応方針"),
        ("意見・質問等の要旨", "回答（概要）"),
    ],
)
def test_heads_of_columns(heads: tuple[str, str]):
    text = typed(heads, *(row[2:] for row in ROWS[:2]))
    assert [kind for kind, *_ in said(text)] == ["remark", "reply", "remark", "reply"]


@pytest.mark.parametrize("heads", [("指標", "実績"), ("変更前", "変更後"), ("項目", "内容"), ("回答", "人数")])
def test_other_tables_say_nothing(heads: tuple[str, str]):
    assert said(typed(heads, *(row[2:] for row in ROWS[:2]))) == []


def test_a_small_table_makes_no_minutes_of_a_report():
    chapter = "１　水車の今\n" + "水車は谷に四つ残り、守り手の多くは七十を超えた。" * 12 + "\n"
    assert said(TITLE + chapter + typed(HEAD, *ROWS)[len(TITLE) :]) == []


def test_in_word_a_merged_answer_is_given_once_to_the_rows_it_covers():
    document = docx.Document()
    document.add_paragraph(TITLE.strip())
    table = document.add_table(0, 2)
    for row in (HEAD[2:], *(row[2:] for row in ROWS)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(3, 1).text = ""
    table.cell(2, 1).merge(table.cell(3, 1))
    target = io.BytesIO()
    document.save(target)
    found = make_record(target.getvalue(), "結果.docx").utterances
    assert [(u.kind.value, u.replies_to) for u in found] == [
        ("remark", ()),
        ("reply", ("u1",)),
        ("remark", ()),
        ("remark", ()),
        ("reply", ("u3", "u4")),
    ]


def test_what_a_column_tells_is_not_doubtful():
    record = make_record(typed(HEAD, *ROWS).encode(), "結果.txt")
    assert "doubtful-kind" not in {note.code for note in record.notes}
