"""The sheet of topics: what is doubtful and different goes out, what people chose comes back and stays."""

from __future__ import annotations

import openpyxl
import pytest
from test_cli import status

from minutes_nlp.analysis.topics.labels import labelled_in
from minutes_nlp.analysis.topics.taxonomy import load_taxonomy
from minutes_nlp.findings import TopicBasis
from minutes_nlp.model import Record, Reviewed
from minutes_nlp.pipeline import make_record
from minutes_nlp.review.topics import OFFERED, offered

REMARKS = (
    "水車の守り手が年を取り、草刈りの人手も足りない。",
    "渡し舟の予約を電話だけで受けるのは、若い人には不便ではないか。",
    "蔵の会社を継ぐ人がいないまま、店を閉じる家が出ている。",
)
TEXT = "里山のくらし研究会（第４回） 議事概要\n○日時\n令和６年４月１０日 10:00～12:00\n【議事概要】\n" + "".join(
    f"○ {remark}\n→ 調べたうえで、次の回にお示ししたい旨事務局より回答。\n" for remark in REMARKS
)


@pytest.fixture
def folder(tmp_path, _unguarded):
    (tmp_path / "原本").mkdir()
    (tmp_path / "原本" / "第4回.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    process(tmp_path)
    return tmp_path


def process(folder):
    assert status("process", folder / "原本", "--out", folder / "記録", "-j", "1") == 0
    return Record.from_json((folder / "記録" / "第4回.txt.json").read_bytes())


def fill(folder, entries):
    """Choose fields for the remarks that begin so, and import the sheet."""
    assert status("review", "export", folder / "記録", "-o", folder / "確認.xlsx") == 0
    book = openpyxl.load_workbook(folder / "確認.xlsx")
    for cells in book["分野"].iter_rows(min_row=2):
        for start, chosen in entries.items():
            if f"】{start}" in cells[3].value:
                for cell, value in zip(cells[6:9], chosen, strict=False):
                    cell.value = value
    book.save(folder / "確認.xlsx")
    return status("review", "import", folder / "確認.xlsx", "--by", "早乙女")


def first(record, start):
    return next(one for one in record.utterances if one.text.startswith(start))


def test_the_sheet_has_its_columns_and_a_list_of_all_fields(folder):
    assert status("review", "export", folder / "記録", "-o", folder / "確認.xlsx") == 0
    book = openpyxl.load_workbook(folder / "確認.xlsx")
    sheet = book["分野"]
    assert [cell.value for cell in sheet[1]][:10] == [
        "記録", "頁", "行・段落", "発言", "今の判定", "迷い", "分野１", "分野２", "分野３", "備考",
    ]  # fmt: skip
    assert sheet.max_row == len(REMARKS) + 1, "replies are not asked about"
    (rule,) = sheet.data_validations.dataValidation
    names = [row[0] for row in book["_分野"].iter_rows(values_only=True)]
    assert names == ["このまま", "該当なし", *(field.label for field in load_taxonomy().fields)]
    assert rule.formula1 == f"'_分野'!$A$1:$A${len(names)}"
    assert book["_分野"].sheet_state == "hidden"
    assert sheet.column_dimensions["K"].hidden


def test_what_people_chose_survives_the_next_reading_with_who_and_when(folder):
    assert fill(folder, {"水車": ["地域コミュニティ", "雇用・働き方"], "渡し舟": ["該当なし"]}) == 0
    record = process(folder)
    wheel, boat = first(record, "水車"), first(record, "渡し舟")
    assert {(topic.id, topic.basis) for topic in wheel.topics} == {
        ("community", TopicBasis.REVIEW),
        ("koyo-hatarakikata", TopicBasis.REVIEW),
    }
    shown = {record.source_text[a:b] for topic in wheel.topics for a, b in topic.evidence}
    assert "草刈り" in shown
    assert (boat.topics, boat.reviewed) == ((), (Reviewed.TOPIC,))
    kept = (folder / "記録" / "第4回.txt.corrections.json").read_text(encoding="utf-8")
    assert '"by": "早乙女"' in kept
    assert '"target": "topic"' in kept


def test_what_people_have_looked_at_is_not_asked_again(folder):
    assert fill(folder, {"水車": ["このまま"], "渡し舟": ["行政のＤＸ"]}) == 0
    before = first(process(folder), "水車")
    assert status("review", "export", folder / "記録", "-o", folder / "確認.xlsx") == 0
    sheet = openpyxl.load_workbook(folder / "確認.xlsx")["分野"]
    assert [cells[3].value[:8] for cells in sheet.iter_rows(min_row=2)] == ["【u5】蔵の会社"]
    assert Reviewed.TOPIC in before.reviewed


def test_this_stays_as_it_is_keeps_what_was_judged(folder):
    judged = {topic.id for topic in first(process(folder), "蔵").topics}
    assert fill(folder, {"蔵": ["このまま"]}) == 0
    assert {topic.id for topic in first(process(folder), "蔵").topics} == judged


@pytest.mark.parametrize(
    ("chosen", "message"),
    [(["水車小屋"], "「水車小屋」という分野はありません"), (["該当なし", "外国人"], "一緒に選べません")],
)
def test_a_row_that_cannot_be_used_is_told_with_its_sheet_and_stops_no_other(folder, capsys, chosen, message):
    assert fill(folder, {"水車": chosen, "渡し舟": ["行政のＤＸ"]}) == 1
    error = capsys.readouterr().err
    assert message in error
    assert "「分野」シート" in error
    assert [topic.id for topic in first(process(folder), "渡し舟").topics] == ["gyosei-dx"]


def test_what_people_chose_is_there_to_learn_from(folder):
    assert fill(folder, {"水車": ["地域コミュニティ"], "渡し舟": ["該当なし"]}) == 0
    (found,) = labelled_in([folder / "記録"], load_taxonomy())
    assert found.council == "里山のくらし研究会"
    assert [label and label.topics for label in found.labels] == [{"community"}, None, set(), None, None, None]


def test_of_many_remarks_alike_few_are_asked_about():
    alike = [f"谷の水車が{n}台止まった。守り手の人手が足りないからである。" for n in range(60)]
    text = "里の会（第１回） 議事概要\n\n【議事概要】\n" + "".join(f"○ {one}\n" for one in (*alike, *REMARKS))
    rows = offered([make_record(text.encode(), "x.txt")]).rows
    assert len(rows) == OFFERED
    assert {REMARKS[1], REMARKS[2]} <= {row.text.split("】")[1] for row in rows}


def test_a_ministry_of_its_own_chooses_from_its_own_fields(tmp_path):
    own = '[suisha]\nlabel = "水車のこと"\naliases = ["水車"]\n[fune]\nlabel = "舟"\naliases = ["渡し舟"]\n'
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    record = make_record(TEXT.encode(), "x.txt", taxonomy=tmp_path / "own.toml")
    sheet = offered([record], tmp_path / "own.toml")
    assert sheet.choices[2:] == (("水車のこと", "suisha"), ("舟", "fune"))
    assert sheet.rows[0].judged in {"水車のこと", "舟", "該当なし"}


def test_a_record_without_utterances_asks_nothing():
    assert offered([make_record("ただの文です。\n".encode(), "x.txt")]).rows == ()


def test_a_label_for_what_is_no_longer_there_becomes_a_note(folder):
    assert fill(folder, {"水車": ["地域コミュニティ"]}) == 0
    path = folder / "記録" / "第4回.txt.corrections.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"text": "水車', '"text": "風車'), encoding="utf-8")
    record = process(folder)
    assert "stale-correction" in {note.code for note in record.notes}
    assert Reviewed.TOPIC not in first(record, "水車").reviewed
