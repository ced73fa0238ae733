"""Review: doubtful values out to Excel, corrections back beside the record, and into every later reading."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
from calibration import decisions
from test_cli import status

from minutes_nlp.corrections import Boundary, Correction, Target, beginning, read_corrections, written
from minutes_nlp.errors import SourceError, StoreError
from minutes_nlp.model import Basis, Record, Reviewed, Role, UtteranceKind
from minutes_nlp.output.review import Row, read_sheet, write_sheet
from minutes_nlp.pipeline import make_record
from minutes_nlp.review.sheet import import_sheet, rows_of

HEAD = (
    "里山のくらし研究会（第４回） 議事概要\n○日時\n令和６年４月１０日 10:00～12:00\n○場所\n西庁舎 講堂\n"
    "○出席者\n・構成員\n桐山座長、朝霧構成員\n・事務局\n早乙女課長\n○議題\n１　水車の守り手について\n【議事概要】\n"
)
TEXT = HEAD + (
    "○ 水車の守り手が足りないのではないか。研修を増やしてほしい。\n→ 来年度は研修の回数を増やしたい旨事務局より回答。\n"
    "○ 渡し舟の便数を戻すことはできないか。\n○ 囲炉裏を囲む集いは若い人にも好評である。続けるべきではないか。\n"
    "→ 来年度も続けたい旨事務局より回答。渡し舟については船頭と相談したい。\n"
)


def made(text=TEXT, **options):
    return make_record(text.encode(), "第4回.txt", **options)


def said(record):
    return {utterance.text.split("。")[0]: utterance for utterance in record.utterances}


@pytest.fixture
def folder(tmp_path, _unguarded):
    """A document and its record, made by the command."""
    (tmp_path / "原本").mkdir()
    (tmp_path / "原本" / "第4回.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    process(tmp_path)
    return tmp_path


def process(folder):
    assert status("process", folder / "原本", "--out", folder / "記録", "-j", "1") == 0
    return Record.from_json((folder / "記録" / "第4回.txt.json").read_bytes())


def sheet(folder, *, everything=True):
    arguments = ["review", "export", folder / "記録", "-o", folder / "確認.xlsx", *(["--all"] if everything else [])]
    assert status(*arguments) == 0
    return openpyxl.load_workbook(folder / "確認.xlsx")


def fill(folder, entries):
    """Write corrections into the rows of (beginning of the text, item) and save, as Excel would."""
    book = sheet(folder)
    rows = book["確認"]
    for cells in rows.iter_rows(min_row=2):
        for (text, item), value in entries.items():
            if text in cells[3].value and cells[4].value == item:
                cells[9].value = value
    book.save(folder / "確認.xlsx")


def taken(folder, code=0):
    assert status("review", "import", folder / "確認.xlsx", "--by", "早乙女") == code
    return folder / "記録" / "第4回.txt.corrections.json"


# --- the sheet


def test_a_reply_to_more_remarks_than_are_offered_is_offered_those_alone():
    text = (
        TEXT.split("○")[0]
        + "".join(f"○ {n}番目の水車を直してほしい。\n" for n in range(9))
        + "→ 直したい旨事務局より回答。\n"
    )
    record = made(text)
    *remarks, reply = record.utterances
    answered = tuple(one.id for one in remarks[:6])
    record = replace(record, utterances=(*remarks, replace(reply, replies_to=answered)))
    (row,) = [row for row in rows_of(record, everything=True) if row.item == "回答の相手"]
    assert row.choices[1:-1] == answered


def test_the_sheet_has_its_columns_a_frozen_head_and_wrapped_text(folder):
    rows = sheet(folder)["確認"]
    names = [cell.value for cell in rows[1]]
    assert names[:11] == ["記録", "頁", "行・段落", "発言", "項目", "判定", "確信度", "根拠", "候補", "訂正", "備考"]
    assert rows.freeze_panes == "A2"
    assert rows.column_dimensions["L"].hidden
    assert rows["D2"].alignment.wrap_text
    line = TEXT.splitlines().index("○ 水車の守り手が足りないのではないか。研修を増やしてほしい。") + 1
    assert [rows["A2"].value, rows["B2"].value, rows["C2"].value] == ["第4回.txt", 1, line]


def test_each_row_offers_its_choices_and_no_choice_is_too_long_for_excel(folder):
    rows = sheet(folder)["確認"]
    offered = {}
    for rule in rows.data_validations.dataValidation:
        assert len(rule.formula1) <= 257
        for area in rule.sqref.ranges:
            assert (area.min_col, area.max_col) == (10, 10)
            offered |= dict.fromkeys(range(area.min_row, area.max_row + 1), (rule.formula1, rule.showErrorMessage))
    assert set(offered) == set(range(2, rows.max_row + 1))
    for number, (formula, closed) in offered.items():
        if rows.cell(number, 5).value == "発言者の立場":
            assert formula == '"このまま,議長役,構成員,事務局,大臣等,招かれた人,不明"'
            assert closed


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_taken_for_a_formula(tmp_path, start):
    text = f"{start}HYPERLINK(1)"
    row = Row(text, 1, 1, text, text, text, 0.5, text, text, ("このまま",), closed=True, key=text)
    write_sheet([row], [(text, text)], tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    for cell in (cell for name in ("確認", "_記録") for cells in book[name].iter_rows() for cell in cells):
        assert cell.data_type != "f"
        assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_characters_that_no_workbook_holds_do_not_stop_the_export(tmp_path):
    row = Row("x", 1, 1, "水車\x0bの\x1b話", "項目", "", None, "", "", ("このまま",), closed=True, key="x")
    write_sheet([row], [], tmp_path / "x.xlsx")
    assert openpyxl.load_workbook(tmp_path / "x.xlsx")["確認"]["D2"].value == "水車 の 話"


def test_only_what_is_doubtful_is_listed():
    record = made()
    doubtful = [(row.item, row.text.split("\n")[1][:4]) for row in rows_of(record)]
    assert ("意見への回答", "渡し舟の") in doubtful
    assert len(doubtful) < len(list(rows_of(record, everything=True)))


def test_a_word_that_may_come_back_on_an_answer_is_listed_with_what_it_comes_back_on():
    head = "里山協議会 議事録\n日時：令和７年４月３日\n出席者：\n桐山座長、深見委員、浅茅委員、遠山課長\n【議事】\n"
    record = made(
        head
        + "○深見委員　石垣の検査は来年も続けるのでしょうか。\n○遠山課長　石垣の検査は、来年も同じ時期に続けます。\n"
        "○深見委員　時期をもう少し早めてください。\n○桐山座長　ありがとうございました。\n"
    )
    rows = [(row.item, row.text.split("\n")[1][:2]) for row in rows_of(record)]
    assert record.utterances[2].kind is UtteranceKind.FOLLOW_UP
    assert ("発言の区分", "時期") in rows
    assert ("回答の相手", "時期") in rows
    assert not [text for item, text in rows if item == "発言の区分" and text != "時期"]


def test_the_sheet_holds_most_of_what_is_wrong_at_a_bearable_length():
    found = list(decisions("keizai-junkan"))
    wrong = [decision for decision in found if not decision.right]
    assert sum(decision.listed for decision in found) <= 0.27 * len(found)
    assert sum(decision.listed for decision in wrong) >= 0.7 * len(wrong) > 0


def test_a_sheet_that_is_none_ends_with_1_and_says_what_to_do(tmp_path, capsys):
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    assert status("review", "import", tmp_path / "x.xlsx") == 1
    assert "minutes review export で作った" in capsys.readouterr().err
    openpyxl.Workbook().save(tmp_path / "y.xlsx")
    with pytest.raises(SourceError):
        read_sheet(tmp_path / "y.xlsx")


@pytest.mark.parametrize("path", ["ない.json", "原本/第4回.txt"])
def test_what_is_no_record_ends_with_2(folder, path, capsys):
    assert status("review", "export", folder / path, "-o", folder / "x.xlsx") == 2
    assert path.split("/")[-1] in capsys.readouterr().err


# --- round trips


def test_what_people_wrote_is_in_the_record_after_the_next_run_and_marked(folder):
    before = said(process(folder))
    question, reply = before["渡し舟の便数を戻すことはできないか"], before["来年度も続けたい旨事務局より回答"]
    fill(
        folder,
        {
            ("囲炉裏を囲む集い", "発言者の立場"): "招かれた人",
            ("囲炉裏を囲む集い", "発言の区分"): "発言(説明・進行等)",
            ("来年度も続けたい", "回答の相手"): question.id,
        },
    )
    taken(folder)
    record = process(folder)
    now = said(record)
    changed = now["囲炉裏を囲む集いは若い人にも好評である"]
    assert (changed.speaker.role, changed.speaker.basis, changed.speaker.confidence) == (Role.GUEST, Basis.REVIEW, 1.0)
    assert changed.kind is UtteranceKind.STATEMENT
    assert set(changed.reviewed) == {Reviewed.ROLE, Reviewed.KIND}
    assert now["来年度も続けたい旨事務局より回答"].replies_to == (question.id,)
    (pair,) = [pair for pair in record.pairs if pair.answer == reply.id]
    assert (pair.question, pair.basis, pair.confidence) == (question.id, Basis.REVIEW, 1.0)
    assert pair.question_spans == question.spans
    assert "unanswered-remark" not in {note.code for note in record.notes}


def test_nothing_else_changes(folder):
    before = process(folder)
    fill(folder, {("囲炉裏を囲む集い", "発言者の立場"): "招かれた人"})
    taken(folder)
    after = process(folder)
    others = [[u for u in r.utterances if "囲炉裏" not in u.text] for r in (before, after)]
    assert others[0] == others[1]
    assert (before.pairs, before.notes, before.blocks) == (after.pairs, after.notes, after.blocks)


def test_importing_twice_changes_nothing_and_only_corrected_files_are_read_anew(folder, capsys):
    fill(folder, {("囲炉裏を囲む集い", "発言者の立場"): "招かれた人"})
    first = taken(folder).read_bytes()
    process(folder)
    assert "完了 1" in capsys.readouterr().out
    assert taken(folder).read_bytes() == first
    assert "新しい訂正 0 件・取り込み済み 1 件" in capsys.readouterr().out
    process(folder)
    assert "省略(済) 1" in capsys.readouterr().out


def test_what_is_confirmed_is_not_asked_again(folder):
    asked = {(row[3].value, row[4].value) for row in sheet(folder, everything=False)["確認"].iter_rows(min_row=2)}
    fill(folder, dict.fromkeys([(text.split("\n")[1], item) for text, item in asked], "このまま"))
    taken(folder)
    record = process(folder)
    assert list(rows_of(record)) == []
    assert [u.replies_to for u in record.utterances] == [u.replies_to for u in made().utterances]


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # ASCII in full width, as an IME types it


@pytest.mark.parametrize("typed", [{}, WIDE], ids=["half width", "full width"])
def test_an_unanswered_remark_gets_its_answer(folder, typed):
    reply = said(process(folder))["来年度も続けたい旨事務局より回答"]
    fill(folder, {("渡し舟の便数", "意見への回答"): reply.id.translate(typed)})
    taken(folder)
    record = process(folder)
    now = said(record)
    question = now["渡し舟の便数を戻すことはできないか"]
    assert now["来年度も続けたい旨事務局より回答"].replies_to == (*reply.replies_to, question.id)
    assert len([pair for pair in record.pairs if pair.answer == reply.id]) == 2
    assert "unanswered-remark" not in {note.code for note in record.notes}


def test_a_turn_is_cut_where_a_person_says_a_new_one_begins(folder):
    fill(folder, {("水車の守り手が足りない", "発言の区切り"): "研修を増やし"})
    taken(folder)
    record = process(folder)
    first, second = record.utterances[:2]
    assert (first.text, second.text) == ("水車の守り手が足りないのではないか。", "研修を増やしてほしい。")
    assert [TEXT[slice(*one.spans[0])] for one in (first, second)] == [first.text, second.text]
    assert second.id == f"{first.id}-2"
    assert second.speaker.role is Role.UNKNOWN
    assert {u.id for u in made().utterances} < {u.id for u in record.utterances}
    fill(folder, {("研修を増やして", "発言者の立場"): "構成員", ("研修を増やして", "発言の区分"): "意見・質問"})
    taken(folder)
    second = process(folder).utterances[1]
    assert (second.speaker.role, second.kind) == (Role.MEMBER, UtteranceKind.REMARK)


def test_two_turns_are_joined_and_what_led_to_the_second_leads_to_the_first(folder):
    before = process(folder)
    fill(folder, {("囲炉裏を囲む集い", "発言の区切り"): "前の発言とつなぐ"})
    taken(folder)
    record = process(folder)
    joined = said(record)["渡し舟の便数を戻すことはできないか"]
    assert joined.text.endswith("続けるべきではないか。")
    assert "".join(TEXT[a:b] for a, b in joined.spans).replace("\n", "") == joined.text.replace("\n", "")
    assert len(record.utterances) == len(before.utterances) - 1
    assert said(record)["来年度も続けたい旨事務局より回答"].replies_to == (joined.id,)
    assert [pair.question for pair in record.pairs][-1] == joined.id


def test_a_cut_can_be_taken_back(folder):
    fill(folder, {("水車の守り手が足りない", "発言の区切り"): "研修を増やし"})
    taken(folder)
    process(folder)
    fill(folder, {("研修を増やして", "発言の区切り"): "前の発言とつなぐ"})
    taken(folder)
    assert [u.text for u in process(folder).utterances] == [u.text for u in made().utterances]


def test_one_bad_row_stops_no_other_and_is_told_with_its_number(folder, capsys):
    fill(
        folder,
        {
            ("水車の守り手", "発言者の立場"): "村長",
            ("囲炉裏を囲む集い", "発言者の立場"): "招かれた人",
            ("来年度も続けたい", "回答の相手"): "u99",
            ("渡し舟の便数", "発言の区切り"): "どこにもない語句",
        },
    )
    file = taken(folder, code=1)
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 3
    assert all(f"{folder / '確認.xlsx'} " in line and "行目: " in line for line in err.splitlines())
    assert "選べるのは このまま・議長役" in err
    (one,) = read_corrections([file])
    assert (one.target, one.value, one.by) == (Target.ROLE, "guest", "早乙女")


def test_rows_may_be_sorted_and_taken_out(folder):
    fill(folder, {("囲炉裏を囲む集い", "発言者の立場"): "招かれた人"})
    book = openpyxl.load_workbook(folder / "確認.xlsx")
    rows = book["確認"]
    kept = [[cell.value for cell in cells] for cells in rows.iter_rows(min_row=2) if cells[9].value]
    rows.delete_rows(2, rows.max_row)
    for values in kept:
        rows.append(values)
    book.save(folder / "確認.xlsx")
    assert len(read_corrections([taken(folder)])) == 1


def test_a_record_that_has_moved_is_told_for_each_row(folder, capsys):
    fill(folder, {("囲炉裏を囲む集い", "発言者の立場"): "招かれた人"})
    (folder / "記録").rename(folder / "別の場所")
    assert status("review", "import", folder / "確認.xlsx", "--json") == 1
    out, err = capsys.readouterr()
    assert "を開けません" in err
    assert json.loads(out.splitlines()[-1])["failed"][0]["row"] > 1


# --- corrections


def correction(record, about, **other):
    span = said(record)[about].spans[0]
    values = {
        "sha256": record.source.sha256,
        "span": span,
        "text": beginning(about),
        "by": "早乙女",
        "at": "2026-11-21",
    }
    return Correction(**values | {"target": Target.ROLE, "value": "guest"} | other)


def reading(tmp_path, *corrections, text=TEXT):
    (tmp_path / "x.corrections.json").write_text(written(corrections), encoding="utf-8")
    return made(text, corrections=(tmp_path / "x.corrections.json",))


def test_a_statement_that_a_person_names_as_the_answer_is_a_reply(tmp_path):
    text = TEXT + "【全体総括】\n○ 渡し舟は船頭の数を確かめて、便数の案をお示ししたい。\n"
    record = made(text)
    question, answer = said(record)["渡し舟の便数を戻すことはできないか"], record.utterances[-1]
    assert answer.kind is UtteranceKind.STATEMENT
    one = correction(record, question.text.split("。")[0], target=Target.ANSWER, value=answer.spans[:1])
    now = reading(tmp_path, one, text=text)
    assert now.utterances[-1].kind is UtteranceKind.REPLY
    assert (question.id, answer.id) in {(pair.question, pair.answer) for pair in now.pairs}


def test_a_correction_whose_place_is_gone_is_a_note(tmp_path):
    one = correction(made(), "渡し舟の便数を戻すことはできないか", span=(3, 9))
    other = correction(made(), "渡し舟の便数を戻すことはできないか", text="別の言葉")
    for stale in (one, other):
        record = reading(tmp_path, stale)
        (note,) = [note for note in record.notes if note.code == "stale-correction"]
        assert "発言者の立場、早乙女 2026-11-21" in note.message
        assert record.utterances == made().utterances


def test_corrections_of_another_edition_of_the_file_are_a_note(tmp_path):
    one = correction(made(), "渡し舟の便数を戻すことはできないか")
    record = reading(tmp_path, one, text=TEXT.replace("好評", "不評"))
    assert [note.message for note in record.notes if note.code == "stale-correction"] == [
        "原本が前の版から変わったため、前の版への訂正 1 件は使っていません。"
    ]


@pytest.mark.parametrize("value", list(Boundary))
def test_a_boundary_that_holds_already_is_no_doubt(tmp_path, value):
    record = made()
    first = record.utterances[1]
    one = Correction(record.source.sha256, first.spans[0], beginning(first.text), Target.BOUNDARY, value.value, "", "")
    again = reading(tmp_path, one)
    assert not [note for note in again.notes if note.code == "stale-correction"]
    assert len(again.utterances) == len(record.utterances) - (value is Boundary.JOIN)


def test_a_file_of_corrections_that_cannot_be_read_is_an_error_that_names_it(tmp_path):
    (tmp_path / "x.corrections.json").write_text('{"corrections": [{}]}', encoding="utf-8")
    with pytest.raises(StoreError, match=r"x\.corrections\.json"):
        made(corrections=(tmp_path / "x.corrections.json",))


def test_corrections_lie_beside_a_document_too(tmp_path, capsys):
    (tmp_path / "第4回.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    one = correction(made(), "渡し舟の便数を戻すことはできないか")
    (tmp_path / "第4回.txt.corrections.json").write_text(written([one]), encoding="utf-8")
    assert status("parse", tmp_path / "第4回.txt") == 0
    record = Record.from_json(capsys.readouterr().out)
    assert said(record)["渡し舟の便数を戻すことはできないか"].speaker.basis is Basis.REVIEW


def test_the_import_tells_when_and_by_whom(folder):
    fill(folder, {("囲炉裏を囲む集い", "発言者の立場"): "招かれた人"})
    done = import_sheet(folder / "確認.xlsx", by="早乙女", now=datetime(2026, 4, 1, 9, 0, tzinfo=UTC))
    ((path, count),) = done.written
    assert count == 1
    (one,) = read_corrections([path])
    assert (one.by, one.at) == ("早乙女", "2026-04-01T09:00:00+00:00")


def test_a_turn_may_be_cut_where_a_line_begins(tmp_path):
    text = TEXT.replace("→ 来年度も続けたい旨", "　第二の段落もここにある。\n→ 来年度も続けたい旨")
    record = made(text)
    (whole,) = [u for u in record.utterances if "囲炉裏" in u.text]
    assert len(whole.spans) > 1
    one = Correction(record.source.sha256, whole.spans[1], "第二の段落", Target.BOUNDARY, "begin", "", "")
    cut = [u.text for u in reading(tmp_path, one, text=text).utterances]
    assert "第二の段落もここにある。" in cut
