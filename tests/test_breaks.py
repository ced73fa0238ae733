"""Where the pages of text dumps begin: invented dumps for each witness, real ones where they are here."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes_nlp.layout import lay_out
from minutes_nlp.model import FurnitureKind
from minutes_nlp.reading import read
from minutes_nlp.reading.breaks import page_breaks

SHARED = Path(__file__).parents[2] / "shared"
GOLD = Path(__file__).parent / "gold"
BODY = [line for n in range(20) for line in (f"第{n}項では水車の守り手について述べた。", "")][:-1]
PLAIN = [" 渡し舟の時刻を", "", "次の頁で統一する。", *BODY]  # a page with its mark


def breaks(*pages: list[str]) -> list[int]:
    """The numbers of the pages given, from 0, that are seen to begin; any other line breaks the test."""
    lines = [line for page in pages for line in page]
    starts = [sum(map(len, pages[:n])) for n in range(len(pages))]
    return [starts.index(line) for line in sorted(page_breaks(lines))]


def test_a_mark_may_stand_before_a_full_width_indent_and_a_round_bullet():
    assert breaks(BODY, PLAIN, [" 　渡し舟は毎日出る。", *BODY], [" • 渡し舟の船頭", *BODY]) == [1, 2, 3]


def test_a_page_without_a_mark_begins_after_three_empty_lines():
    assert breaks(BODY, PLAIN, [*BODY, "", "", ""], ["水車の学校", *BODY]) == [1, 3]


def test_empty_lines_in_a_file_without_marks_or_everywhere_begin_no_page():
    assert breaks([*BODY, "", "", "", "水車の学校", *BODY]) == []
    sections = [line for n in range(9) for line in (f"題{n}", "", "", "", "文一", "文二", "文三", "")]
    assert breaks(BODY, [*PLAIN, *sections]) == [1]


@pytest.mark.parametrize("between", [[""], []])
def test_a_lone_mark_after_a_page_number_begins_a_page_with_an_empty_line(between):
    page = [*BODY, "", "", "", "12 ", *between]
    assert breaks(BODY, PLAIN, page, [" ", "", "水車の学校", *BODY]) == [1, 3]
    assert breaks(BODY, PLAIN, [*BODY, "", "水車", *between, " ", "", *BODY]) == [1]


def test_a_mark_before_an_indent_counts_where_line_numbers_begin_anew():
    numbered = [line for n in range(1, 20) for line in (f"水車の守り手を育てる{n} ", "")][:-1]
    assert breaks(BODY, PLAIN, numbered, ["   " + numbered[0], *numbered[1:]]) == [1, 3]
    assert breaks(BODY, PLAIN, [*numbered, "   渡し舟の船頭", *BODY]) == [1]


def test_what_goes_on_overleaf_fills_its_page_first():
    assert breaks(BODY, [" 水車の守り手を育てるための", "学校に関わる", " 語り部の支援", *BODY], PLAIN)[:1] == [1]
    lines = [*BODY, " 水車の予算", "渡し舟と水車に関わる", " 語り部の支援", *BODY]
    assert sorted(page_breaks(lines)) == [len(BODY)]
    lines[len(BODY) + 1] = "渡し舟と水車に関わる者"
    assert sorted(page_breaks(lines)) == [len(BODY), len(BODY) + 2]


@pytest.mark.parametrize(("seed", "precision", "recall"), [("002", 1.0, 1.0), ("003", 0.97, 1.0), ("004", 1.0, 1.0)])
def test_the_pages_of_real_dumps_begin_where_a_person_sees_them(seed, precision, recall):
    file = next(iter((SHARED / "seeds").glob(f"{seed}_*.txt")), None)
    if file is None:
        pytest.skip("the shared documents are not here")
    rows = (GOLD / f"pages-{seed}.txt").read_text().splitlines()
    gold = {int(row) for row in rows if not row.startswith("#")}
    last = 10**9 if seed != "002" else max(gold)
    found = {i + 1 for i in page_breaks(file.read_text().split("\n")) if 0 < i < last}
    assert len(found & gold) / len(found) >= precision
    assert len(found & gold) / len(gold) >= recall


# --- page numbers at the ends of dumped pages


def numbers(*pages: str) -> list[str]:
    text = "\n" + " ".join(pages)
    furniture = lay_out(read(text.encode(), "dump.txt")).furniture
    return [text[slice(*piece.spans[0])] for piece in furniture if piece.kind is FurnitureKind.PAGE_NUMBER]


def page(end: str) -> str:
    return "\n".join([*BODY, end]) + "\n"


def test_numbers_glued_to_the_ends_of_pages_are_page_numbers_where_they_keep_step():
    assert numbers(page("研修を開く。 4"), page("舟は出る。"), page("水車の数は 6"), page("以上である。 7")) == list(
        "467"
    )
    assert numbers(page("研修を開く。 4"), page("舟は出る。"), page("水車の数は 9"), page("以上である。 7")) == []


def test_a_lone_number_before_a_lone_mark_is_a_page_number_and_its_text_goes_on():
    assert numbers(page("舟は出る。"), page("\n12"), "\n\n" + page("水車は回る。"), page("研修を開く。")) == ["12"]
