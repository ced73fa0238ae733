"""Reports: the tree of their headings, what is bound into them, their members and meetings, the opinions they quote."""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import Path

import pytest

from minutes_nlp.document import Paragraph
from minutes_nlp.model import BlockKind, DocumentKind, Record
from minutes_nlp.pipeline import make_record
from minutes_nlp.structure.report.headings import SLIDE, candidates
from minutes_nlp.text import Text

SHARED = Path(__file__).parents[2] / "shared"
GOLD = Path(__file__).parent / "gold"
TITLE = "里山の手入れと担い手に関する研究会　報告書\n"
TEXT = "　里山の手入れを続けるためには、地域の内と外の力を合わせることが求められており、そのための\n仕組みを作る。\n"


def record_of(text: str) -> Record:
    record = make_record((TITLE + text).encode(), "x.txt")
    assert (record.kind, record.utterances) == (DocumentKind.REPORT, ())
    return record


def outline(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in record_of(text).sections]


def test_levels_follow_what_counts_inside_what():
    text = (
        f"Ⅰ．はじめに\n{TEXT}Ⅱ．現状\n１．人の数\n（１）里に住む人\n①子ども\n{TEXT}②大人\n{TEXT}（２）里に通う人\n{TEXT}"
        f"２．山の様子\n（１）木の数\n{TEXT}（２）道の傷み\n{TEXT}Ⅲ．おわりに\n{TEXT}"
    )
    levels = [1, 1, 2, 3, 4, 4, 3, 2, 3, 3, 1]
    assert [level for level, _ in outline(text)] == levels


def test_an_unusual_order_is_learned_from_the_counts():
    text = "".join(f"（{n}）課題その{n}\n" + "".join(f"{m}．対応{m}\n{TEXT}" for m in "１２３") for n in "１２３")
    assert [level for level, _ in outline(text)] == [1, 2, 2, 2] * 3


def test_a_count_that_goes_on_holds_brackets_inside_and_one_that_begins_anew_stands_below_them():
    inside = f"１．現状\n（１）人の数\n{TEXT}＜委員の声＞\n{TEXT}（２）山の様子\n{TEXT}２．対策\n{TEXT}"
    assert [level for level, _ in outline(inside)] == [1, 2, 3, 2, 1]
    groups = f"１．対策\n＜情報＞\n（１）地図\n{TEXT}（２）案内\n{TEXT}＜人材＞\n（１）研修\n{TEXT}（２）派遣\n{TEXT}"
    assert [level for level, _ in outline(groups)] == [1, 2, 3, 3, 2, 3, 3]


def test_entries_of_the_contents_may_have_long_leaders():
    entries = [f"{title}{'.' * 120}{page}\n" for page, title in enumerate(("山の目的", "道の手入れ", "里の謝辞"), 2)]
    text = "目次\n" + "".join(entries) + f"山の目的\n{TEXT}道の手入れ\n{TEXT}里の謝辞\n{TEXT}"
    assert [title for _, title in outline(text)] == ["目次", "山の目的", "道の手入れ", "里の謝辞"]


def test_lists_inside_a_section_are_no_headings():
    items = "１．人の数を保つ\n２．山の道を直す\n３．里の店を残す\n"
    text = f"１．目標\n{TEXT}（１）指標\n{items}{TEXT}（２）期間\n{TEXT}２．対策\n{TEXT}"
    assert outline(text) == [(1, "目標"), (2, "指標"), (2, "期間"), (1, "対策")]
    record = record_of(text)
    assert [b.kind for b in record.blocks if b.text == "人の数を保つ"] == [BlockKind.LIST_ITEM]


def test_cells_of_a_table_of_indicators_are_no_headings():
    cells = "①Ｂ\n5.9万人\n6.4万人\n① 12件 (92%) 10件 (67%)\n② 9件 (8%)\n→ － → － →\n12\n（達成済）\n3件\n"
    assert outline(f"１．指標\n{TEXT}{cells}２．対策\n{TEXT}") == [(1, "指標"), (1, "対策")]


def test_a_numbered_sentence_is_an_item():
    text = f"１．目標\n（１）人の数を保つこと。\n（２）山の道を直すこと。\n２．対策\n{TEXT}"
    assert outline(text) == [(1, "目標"), (1, "対策")]


def test_a_table_of_contents_is_no_heading_but_names_some():
    text = f"目次\n１ 山に入る人 ……p.2\n２ 里に残る店 ……p.6\n\n山に入る人\n{TEXT}里に残る店\n{TEXT}"
    assert outline(text) == [(1, "目次"), (1, "山に入る人"), (1, "里に残る店")]


def test_slides_have_the_first_lines_of_their_pages_as_headings():
    slides = ("山の手入れの支援", "里の店の支援", "道の修繕の支援", "通う人への支援", "木の利用の支援")
    text = "\f".join(f"{slide}\n・上限は十万円\n・町が半分を負担\n" for slide in slides)
    assert [title for _, title in outline("\f" + text)] == list(slides)


def test_a_contents_names_a_title_that_was_reworded_before_a_long_end():
    lines, end = "目次\n１ 山に入る人 ……p.2\n２ 里の店の支援と山の道の手入れの改正 ……p.6\n", "と山の道の手入れの改正"
    for title, is_named in ((f"里の市場の支援{end}", True), ("里の市場の支援と川の手入れの改正", False)):
        found = outline(f"{lines}\n山に入る人\n{TEXT}{title}\n{TEXT}")
        assert ((1, title) in found) is is_named


def test_what_a_slide_calls_a_box_stands_above_the_ringed_numbers_in_it():
    boxes = "■山の手入れの取組\n①道の修繕\n・傷んだ道を直す\n②木の利用\n・間伐した木を使う\n■里の店の取組\n・店を残す\n"
    slides = [f"{title}\n・上限は十万円\n" for title in ("山の支援の概要", "道の修繕の支援", "通う人への支援")]
    found = outline("\f" + "\f".join([*slides, f"里山の計画の概要\n{boxes}"]))
    at = found.index((1, "里山の計画の概要"))
    assert [level for level, _ in found[at + 1 :]] == [2, 3, 3, 2]


def test_a_number_out_of_order_on_a_slide_stands_under_its_title():
    slides = [f"{title}\n・上限は十万円\n" for title in ("山の支援の概要", "道の修繕の支援", "通う人への支援")]
    page = "山の取組の全体像\n③木の利用\n・木を使う\n１．里の店\n①道の修繕\n・道を直す\n２．人の力\n・人を募る\n"
    found = {sign: outline("\f" + "\f".join([*slides, f"{page}{sign}橋の修繕\n・橋を直す\n"])) for sign in "②④"}
    assert (3, "橋の修繕") in found["②"]
    assert (2, "橋の修繕") in found["④"]


# --- texts typed in the manner of Markdown


def typed(*lines: str) -> list[str]:
    items = "- 道を直す\n- 木を使う\n- 店を残す\n"
    return [title for _, title in outline("\n" + "".join(f"{line}\n\n{items}\n" for line in lines))]


def test_a_line_alone_above_items_is_a_heading():
    titles = ["里の店の支援", "(参考) 支援の制度の概要"]
    assert typed(*titles) == titles


@pytest.mark.parametrize(
    "says",
    [
        "里に住む人の約4割は子ども",
        "工夫により様々な活用が可能",
        "声を受け、手入れを始めた里",
        "里の幅広い活動に従事",
        "これまでに里の店を三つ開いた",
        "【里の数】12里 【店の数】34店",
        "町として行う以下の取組",
    ],
)
def test_what_says_something_is_no_heading(says):
    assert typed("里の店の支援", says) == ["里の店の支援"]


def test_a_ringed_heading_may_print_its_cost_behind_it():
    text = "\n".join(
        f"{n}{title}\n{TEXT}" for n, title in zip("①②", ("道の修繕【R6当初：0.2億円】", "木の利用"), strict=True)
    )
    assert outline(text) == [(1, "道の修繕【R6当初：0.2億円】"), (1, "木の利用")]


# --- what is bound in

BOUND = (
    f"１．はじめに\n{TEXT}２．対策\n{TEXT}\f"
    "別冊　各部会の報告\n（別添１）山の部会\n（別添２）里の部会\n\f"
    f"山の部会\n（別添１）\n１．木の数\n{TEXT}２．道の傷み\n{TEXT}\f"
    f"里の部会\n（別添２）\n１．店の数\n{TEXT}２．おわりに\n{TEXT}"
    "別紙１　里の部会　委員名簿\n◎桐山　蒼太　みどり大学教授\n深見　凪　かえで大学教授\n◎：座長\n"
    "別紙２　里の部会　開催経過\n第１回　令和７年４月３日\n○店の数について\n第２回　５月８日　報告（案）について\n"
)


def test_bound_documents_are_parts_and_their_list_is_none():
    parts = record_of(BOUND).parts
    assert [(part.label, part.title) for part in parts] == [
        ("別添１", "山の部会"),
        ("別添２", "里の部会"),
        ("別紙１", "里の部会　委員名簿"),
        ("別紙２", "里の部会　開催経過"),
    ]
    first, second, members, history = parts
    assert int(first.blocks[1][1:]) + 1 == int(second.blocks[0][1:])
    assert members.blocks[0] > second.blocks[0]
    assert second.blocks[1] == history.blocks[1]


def test_headings_of_a_bound_document_stand_below_its_title():
    found = outline(BOUND)
    assert found[:2] == [(1, "はじめに"), (1, "対策")]
    at = found.index((1, "山の部会"))
    assert found[at + 1 : at + 3] == [(2, "木の数"), (2, "道の傷み")]


def test_members_and_meetings_are_read_with_the_mark_of_the_chair():
    *_, members, history = record_of(BOUND).parts
    assert [(m.name, m.position) for m in members.attendees] == [
        ("桐山　蒼太", "座長　みどり大学教授"),
        ("深見　凪", "かえで大学教授"),
    ]
    assert [(m.number, m.date, m.agenda) for m in history.history] == [
        (1, "2025-04-03", ("店の数について",)),
        (2, None, ("報告（案）について",)),
    ]


def test_the_reports_own_list_of_members_is_a_part_without_a_label():
    text = (
        f"１．はじめに\n{TEXT}２．委員名簿\n桐山　蒼太　みどり大学教授\n深見　凪　かえで大学教授\n３．おわりに\n{TEXT}"
    )
    (part,) = record_of(text).parts
    assert (part.label, part.title, len(part.attendees)) == (None, "委員名簿", 2)


# --- opinions


def test_items_under_a_heading_of_opinions_are_opinions_until_the_next_heading():
    text = (
        f"１．現状\n{TEXT}＜委員の主な意見＞\n（山の道）\n・傷んだ道から直すべきではないか。\n・直す順を示してほしい。\n"
        f"（里の店）\n・店が残らなければ人も残らない。\n２．対策\n・道を直す。\n{TEXT}"
    )
    record = record_of(text)
    assert [o.text for o in record.opinions] == [
        "傷んだ道から直すべきではないか。",
        "直す順を示してほしい。",
        "店が残らなければ人も残らない。",
    ]
    titles = {section.id: section.title for section in record.sections}
    assert [titles[o.section or ""] for o in record.opinions] == ["山の道", "山の道", "里の店"]
    blocks = {block.id: block for block in record.blocks}
    assert all(blocks[o.block].spans == o.spans for o in record.opinions)


# --- real documents, for measuring: their outline as a person read it from the page, by source line and level

# seed: precision, recall, share of headings under the right one; what a text dump of slides tells is little
FLOORS = {
    "001": (0.95, 0.98, 0.95),
    "002": (0.98, 0.98, 0.98),
    "003": (0.94, 0.97, 0.99),
    "004": (0.99, 0.99, 0.99),
}


def parents(levels: dict[int, int], known: set[int]) -> dict[int, int | None]:
    """The heading above each, among those that are known."""
    above: dict[int, int | None] = {}
    opened: list[tuple[int, int]] = []
    for line, level in sorted((line, level) for line, level in levels.items() if line in known):
        while opened and opened[-1][1] >= level:
            opened.pop()
        above[line] = opened[-1][0] if opened else None
        opened.append((line, level))
    return above


@pytest.mark.parametrize("seed", FLOORS)
def test_the_outline_of_real_documents(seed):
    file = next(iter((SHARED / "seeds").glob(f"{seed}_*.txt")), None)
    if file is None:
        pytest.skip("the shared documents are not here")
    record = make_record(file.read_bytes(), file.name)
    starts = [0, *(match.end() for match in re.finditer("\n", record.source_text))]
    got = {
        bisect_right(starts, min(block.marker_spans + block.spans)[0]): block.level or 0
        for block in record.blocks
        if block.kind is BlockKind.HEADING
    }
    rows = [line.split() for line in (GOLD / f"outline-{seed}.txt").read_text().splitlines()]
    levels = {int(line): int(level.rstrip("?")) for line, level in rows}
    needed = {int(line) for line, level in rows if not level.endswith("?")}  # others may be headings or not
    hits = needed & got.keys()
    false = got.keys() - levels.keys()
    true, ours = parents(levels, needed), parents(got, needed)
    figures = (
        len(hits) / (len(hits) + len(false)),
        len(hits) / len(needed),
        sum(true[line] == ours[line] for line in hits) / len(hits),
    )
    assert all(figure >= floor for figure, floor in zip(figures, FLOORS[seed], strict=True)), figures
    assert record.utterances == ()


def test_the_large_first_lines_of_printed_slides_are_their_titles_though_a_number_comes_again():
    def line(string: str, page: int, scale: float = 1.0, marker: str | None = None) -> Paragraph:
        sign = Text(marker) if marker else None
        return Paragraph(BlockKind.PARAGRAPH, Text(string), marker=sign, pages=(page,), scale=scale)

    titles = {2: "里山の現状", 3: "里山の課題", 4: "里山の手入れ", 5: "里山の担い手"}
    pages = [
        piece
        for page, title in titles.items()
        for piece in (line(title, page, 1.6, "３．"), line("道が傷む。", page), line("木が茂る", page, marker="・"))
    ]
    pages += [line("大きな字の項目", 6, 1.6, "・"), line("橋を渡す。", 6)]
    found = [pages[one.index].text.string for one in candidates(pages, 0) if one.mark.style == SLIDE]
    assert found == list(titles.values())
