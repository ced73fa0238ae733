"""Decks as text dumps: the titles of slides wherever a dump gives them, the boxes under them, numbers spaced out."""

from __future__ import annotations

import pytest

from minutes_nlp.model import BlockKind
from minutes_nlp.pipeline import make_record

COVER = "令和８年度 山里振興の施策について\n山里振興室\n"
FIRST = "渡し舟の共同運航\n\n・隣り合う町が一つの時刻表で舟を運航\n・水車の学校とふるさと案内所の活用を検討\n"
SECOND = "水車守りの育成\n\n・水車の守り手を二人一組で育てる研修\n・守り手の宿舎を整備\n"
THIRD = "語り部の派遣\n\n・語り部を学校や宿へ派遣\n"


def headings(*pages: str) -> list[tuple[str, int]]:
    """The headings of a deck in which these pages follow three that open with their titles."""
    record = make_record("\f".join((COVER, FIRST, SECOND, THIRD, *pages)).encode(), "deck.txt")
    found = [(b.text, b.level) for b in record.blocks if b.kind is BlockKind.HEADING]
    return found[next(i for i, (text, _) in enumerate(found) if text == "語り部の派遣") + 1 :]


@pytest.mark.parametrize(
    "title",
    [
        "ふるさと案内所の活用",  # another page names it
        "里山の手入れへの助成 Ｒ８予算額：2.1億円",
        "里 山 の 手 入 れ へ の 助 成",
        "里山の調査結果概要（令和６年公表）",
    ],
)
def test_a_title_below_the_text_of_its_slide_is_found_by_what_speaks_for_it(title):
    page = f"○案内所の仕事を町の店に頼み、店の人が道を教える。\n\n案内の流れ\n\n{title}\n\n・店の募集\n・店の研修\n"
    expected = title.replace(" ", "") if title.count(" ") > 1 else title
    assert headings(page) == [(expected, 1)]


@pytest.mark.parametrize("line", ["里山の手入れへの助成", "ふるさと案内所の活用 2.1億円", "～令和６年５月末"])
def test_what_only_stands_on_a_slide_is_no_title(line):
    assert headings(f"○案内所の仕事を町の店に頼み、店の人が道を教える。\n\n{line}\n\n・店の募集\n") == []


def test_a_line_over_items_that_another_slide_announced_is_a_box_on_its_slide_only():
    plan = "施策の全体像\n\n政策の視点：人の流れを生む\n地域の暮らしを守る\n\n"
    boxes = "人の流れを生む\n・舟の運航\n・宿の整備\n\n地域の暮らしを守る\n・道の手入れ\n"
    after = "○案内所の仕事を町の店に頼む。\n\n② 水車の学校\n・研修の開催\n\n③ 渡し舟の宿\n・宿の整備\n"
    assert headings(plan + boxes, after) == [
        ("施策の全体像", 1),
        ("人の流れを生む", 2),
        ("地域の暮らしを守る", 2),
        ("水車の学校", 2),
        ("渡し舟の宿", 2),
    ]


def test_numbers_spaced_out_count_and_blanks_to_fill_in_do_not():
    page = "予算の内訳\n\n９ .水車の学校\n・研修の開催\n\n1 0 .その他の予算\n・事務\n\n"
    page += "□□町長\n\n● ●ポイント付与\n・店の募集\n"
    assert headings(page) == [("予算の内訳", 1), ("９ .水車の学校", 2), ("1 0 .その他の予算", 2)]
