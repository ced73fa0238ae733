"""Measures (施策) of reports and decks: name, kind, what is done, for whom, what it costs and what it aims at.

`measures_of` reads top to bottom: the heads, the paragraphs that belong to each, what they say, the year of what is
printed without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise

from minutes_nlp.analysis.measures.budgets import (
    Ledger,
    agreed,
    bare_money,
    dated,
    headline,
    labelled,
    money_in,
    office_of,
    totals_in,
    unit_of,
)
from minutes_nlp.analysis.measures.groups import group_in
from minutes_nlp.analysis.measures.heads import heads_of
from minutes_nlp.analysis.measures.indicators import counted_on, indicators_in
from minutes_nlp.analysis.measures.kpi import with_tables
from minutes_nlp.analysis.measures.naming import (
    LABELLED,
    Form,
    Head,
    is_budget_line,
    is_field,
    is_part,
    kind_in,
    kind_named,
    name_of,
    prints_cost,
)
from minutes_nlp.analysis.measures.rows import measures_in_tables, merged
from minutes_nlp.analysis.measures.shares import shares_of
from minutes_nlp.document import Paragraph
from minutes_nlp.findings import Indicator, Measure, MeasureKind, Money
from minutes_nlp.model import BlockKind, Section
from minutes_nlp.text import Text

__all__ = ["measures_of"]

NEAR = 3  # paragraphs below a name in which a budget line is its own, and not the page's
SHORTEST_TELLING = 12  # characters of a line of the description
LONGEST_LABEL = 8  # characters of a heading that only labels a part of a page: 対象者, 受入団体, 特別交付税措置


@dataclass(slots=True)
class _Draft:
    """A measure while it is put together (下書き): its head and the paragraphs that tell of it."""

    head: Head
    rows: list[int]


def measures_of(
    paragraphs: Sequence[Paragraph],
    places: Sequence[str | None],
    sections: Sequence[Section],
) -> tuple[Measure, ...]:
    """The measures of a report or deck in order (施策); the blocks are `b1`, `b2` …, `places` holds their sections."""
    drafts = _drafts(paragraphs, heads_of(paragraphs, places, sections))
    units = _units(paragraphs)
    listed = list(measures_in_tables(paragraphs, places, units))
    if not drafts and not listed:
        return ()
    money = _all_dated(drafts, [_money(draft, paragraphs, units) for draft in drafts], paragraphs, units)
    numbers = count(1)
    measures = [
        _measure(f"m{next(numbers)}", draft, costs, paragraphs, places)
        for draft, costs in zip(drafts, money, strict=True)
    ]
    return with_tables(merged(measures, listed), paragraphs)


def _page(paragraph: Paragraph) -> int:
    return paragraph.pages[-1] if paragraph.pages else 0


# --- which paragraphs tell of which measure


def _drafts(paragraphs: Sequence[Paragraph], heads: Sequence[Head]) -> list[_Draft]:
    """Each head with the paragraphs below it, and what its page prints elsewhere for it."""
    paged = len({_page(paragraph) for paragraph in paragraphs}) > 1
    drafts = [_Draft(head, []) for head in heads]
    stops = [*(head.first for head in heads[1:]), len(paragraphs)]
    for draft, stop in zip(drafts, stops, strict=False):
        if not draft.head.whole:
            draft.rows = list(_below(paragraphs, draft.head, stop, paged=paged))
    if paged:
        _give_to_titles(paragraphs, drafts)
        drafts = _parted(paragraphs, drafts)
    else:
        _give_to_parents(paragraphs, drafts)
    _share_costs(paragraphs, drafts)
    return drafts


def _below(paragraphs: Sequence[Paragraph], head: Head, stop: int, *, paged: bool) -> Iterator[int]:
    """The paragraphs from a name to the next name, the next page or the next heading that is no part of it."""
    for i in range(head.last + 1, stop):
        paragraph = paragraphs[i]
        string = paragraph.text.string.strip()
        if paged and head.titles_page and _page(paragraph) != _page(paragraphs[head.last]):
            return
        if head.listed and paragraph.marker and paragraph.marker.string in "※＊*":
            return
        part = is_part(string) or LABELLED.match(string) or is_field(string)
        heading = paragraph.kind is BlockKind.HEADING
        if heading and not part and _is_as_high(paragraph, paragraphs[head.last]):
            return
        if heading and not paged and _is_higher(paragraph, paragraphs[head.last]):
            return
        below_part = paragraphs[i - 1].kind is BlockKind.HEADING and is_part(paragraphs[i - 1].text.string.strip())
        if not (head.titles_page or part or below_part) and _is_another_title(paragraph):
            return
        turned = paged and _page(paragraph) != _page(paragraphs[head.last])
        if turned and head.name.form is not Form.STAMPED and not is_budget_line(string):
            return
        yield i


def _is_as_high(heading: Paragraph, name: Paragraph) -> bool:
    """Whether a heading ends what a name tells: it stands above it, or beside it with a number of its own."""
    if name.kind is not BlockKind.HEADING:
        return True
    above, level = heading.level or 1, name.level or 1
    return above < level or (above == level and heading.marker is not None and not _is_label(heading))


def _is_higher(heading: Paragraph, name: Paragraph) -> bool:
    """Whether a heading stands above a name that is one too: then it is a part of what is above both."""
    return name.kind is BlockKind.HEADING and (heading.level or 1) < (name.level or 1)


def _is_label(paragraph: Paragraph) -> bool:
    return len("".join(paragraph.text.string.split())) <= LONGEST_LABEL


def _is_another_title(paragraph: Paragraph) -> bool:
    """Whether a line is called like a measure, though nothing around it shows that it is one."""
    if paragraph.marker or paragraph.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING} or _is_label(paragraph):
        return False
    name = name_of(paragraph.text)
    return (
        name is not None and name.form in {Form.DEED, Form.THING, Form.ABOUT} and not prints_cost(paragraph.text.string)
    )


def _give_to_titles(paragraphs: Sequence[Paragraph], drafts: Sequence[_Draft]) -> None:
    """To the title of a page what no name on it owns, and budget lines far from the name above them."""
    titles = {_page(paragraphs[draft.head.first]): draft for draft in drafts if draft.head.titles_page}
    owned = {i: draft for draft in drafts for i in (draft.head.first, draft.head.last, *draft.rows)}
    for i, paragraph in enumerate(paragraphs):
        title, owner = titles.get(_page(paragraph)), owned.get(i)
        if title is None or owner is title:
            continue
        far = owner is not None and is_budget_line(paragraph.text.string) and not _is_right_below(paragraphs, owner, i)
        if owner is None or (far and not owner.head.titles_page and "主な経費" not in paragraph.text.string):
            if owner:
                owner.rows.remove(i)
            title.rows.append(i)
    for draft in titles.values():
        draft.rows.sort()


def _parted(paragraphs: Sequence[Paragraph], drafts: Sequence[_Draft]) -> list[_Draft]:
    """The measures, those of a grant's page each with its own part of the page."""
    found = {draft.head.first: draft for draft in drafts}
    for title in [draft for draft in drafts if draft.head.titles_page]:
        first = title.head.first
        page = [i for i in range(len(paragraphs)) if _page(paragraphs[i]) == _page(paragraphs[first])]
        shares = shares_of(paragraphs, page, first)
        if not shares:
            continue
        taken = {i for name, _, rows in shares for i in (name, *rows)}
        found = {i: draft for i, draft in found.items() if i not in taken}
        title.rows = [i for i in title.rows if i not in taken]
        found |= {i: _Draft(Head(i, i, name), list(rows)) for i, name, rows in shares}
    return [found[i] for i in sorted(found)]


def _give_to_parents(paragraphs: Sequence[Paragraph], drafts: Sequence[_Draft]) -> None:
    """To a name what stands under the title of a part below it, with other names between (特別交付税措置)."""
    owned = {i for draft in drafts for i in (*range(draft.head.first, draft.head.last + 1), *draft.rows)}
    heads = {draft.head.first: draft for draft in drafts}
    parents: list[int] = []
    for i, paragraph in enumerate(paragraphs):
        if paragraph.kind is BlockKind.HEADING:
            parents = [*(j for j in parents if _holds(paragraphs, heads.get(j), j, i)), i]
        if i in owned or i in parents:
            continue
        at = max((k for k, j in enumerate(parents) if j in heads), default=len(parents))
        parts = parents[at + 1 :]
        if parts and all(is_part(paragraphs[j].text.string.strip()) for j in parts):
            heads[parents[at]].rows.append(i)


def _holds(paragraphs: Sequence[Paragraph], draft: _Draft | None, i: int, heading: int) -> bool:
    """Whether a heading stands above another; the title of a page also above a part of it that is set like itself."""
    part = is_part(paragraphs[heading].text.string.strip()) and draft is not None and draft.head.titles_page
    return (paragraphs[i].level or 1) < (paragraphs[heading].level or 1) + part


def _is_right_below(paragraphs: Sequence[Paragraph], draft: _Draft, i: int) -> bool:
    """Whether only fields and short lines stand between a name and a line."""
    between = [paragraphs[j].text.string.strip() for j in range(draft.head.last + 1, i)]
    return len(between) < NEAR and all(is_field(string) or len(string) < SHORTEST_TELLING for string in between)


def _share_costs(paragraphs: Sequence[Paragraph], drafts: Sequence[_Draft]) -> None:
    """A second 【主な経費】 below one name belongs to the next, where that has none (a dump's order of boxes)."""
    for draft, following in pairwise(drafts):
        lists = [i for i in draft.rows if "主な経費" in paragraphs[i].text.string]
        has = any("主な経費" in paragraphs[i].text.string for i in following.rows)
        if len(lists) > 1 and not has:
            moved = [i for i in draft.rows if i >= lists[-1]]
            draft.rows = [i for i in draft.rows if i < lists[-1]]
            following.rows = moved + following.rows


# --- what they cost


def _units(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """The unit of bare numbers of each page that prints one."""
    strings: dict[int, list[str]] = {}
    for paragraph in paragraphs:
        strings.setdefault(_page(paragraph), []).append(paragraph.text.string)
    return {page: unit for page, lines in strings.items() if (unit := unit_of(lines))}


def _money(draft: _Draft, paragraphs: Sequence[Paragraph], units: Mapping[int, int]) -> tuple[Money, ...]:
    """All that a measure costs: behind its name, and on its lines."""
    head, found = draft.head, []
    ledger = Ledger()
    if draft.head.whole:
        return money_in(head.name.rest, ledger)[0]
    unit = units.get(_page(paragraphs[head.last]))
    tail, ledger = money_in(head.name.rest, ledger, costs=True)
    bare = None if tail else next(filter(None, (bare_money(text, unit) for text in _named_by(draft, paragraphs))), None)
    found += [*tail, *([bare] if bare else [])]
    elsewhere = office_of(paragraphs[head.last].text.string)
    for i in sorted(draft.rows, key=lambda row: row < head.first):  # of a page, first what stands below its title
        text = paragraphs[i].text
        if any(totals_in(text.string, units.get(_page(paragraphs[i])))):
            continue
        elsewhere = elsewhere or office_of(text.string)
        if paragraphs[i].kind is BlockKind.TABLE:
            continue
        costs, ledger = money_in(text, ledger)
        found += costs
    return tuple(replace(money, elsewhere=elsewhere) for money in found) if elsewhere else tuple(found)


def _named_by(draft: _Draft, paragraphs: Sequence[Paragraph]) -> Iterator[Text]:
    """The line of the name, and one between it and its list of costs, over which the name may go on."""
    yield paragraphs[draft.head.last].text
    if len(draft.rows) > 1 and "主な経費" in paragraphs[draft.rows[1]].text.string:
        yield paragraphs[draft.rows[0]].text


def _all_dated(
    drafts: Sequence[_Draft],
    costs: Sequence[tuple[Money, ...]],
    paragraphs: Sequence[Paragraph],
    units: Mapping[int, int],
) -> list[tuple[Money, ...]]:
    """The costs of all measures, those without a year dated by what their pages print.

    A page of totals dates what completes one of them; a page 令和５年度 … 予算の概要 all its lists of costs.
    """
    result = [agreed(moneys) for moneys in costs]
    totals = [
        (_page(paragraph), total)
        for paragraph in paragraphs
        for total in totals_in(paragraph.text.string, units.get(_page(paragraph)))
    ]
    if totals:
        pages = range(min(page for page, _ in totals), max(page for page, _ in totals) + 1)
        on_them = [i for i, draft in enumerate(drafts) if _page(paragraphs[draft.head.last]) in pages]
        for i, moneys in zip(on_them, dated([result[i] for i in on_them], [t for _, t in totals]), strict=True):
            result[i] = moneys
    headlines = {label for paragraph in paragraphs if (label := headline(paragraph.text.string))}
    if len(headlines) == 1:
        label = headlines.pop()
        result = [labelled(moneys, label) if _is_list(moneys) else moneys for moneys in result]
    return result


def _is_list(moneys: Sequence[Money]) -> bool:
    """Whether the costs are those of a list of the budget: with parts, or a bare number behind the name."""
    return any(money.item or money.text.replace(".", "").isdecimal() for money in moneys)


# --- the measure


def _measure(
    name: str,
    draft: _Draft,
    money: tuple[Money, ...],
    paragraphs: Sequence[Paragraph],
    places: Sequence[str | None],
) -> Measure:
    head = draft.head
    texts = [head.name.rest] if head.whole else [paragraphs[i].text for i in draft.rows]
    telling = [head.name.rest] if head.whole else [paragraphs[i].text for i in draft.rows if _tells(paragraphs[i])]
    description = Text.join(telling, "\n")
    group = group_in(texts)
    blocks = sorted({*range(head.first, head.last + 1), *draft.rows})
    return Measure(
        id=name,
        name=head.name.text.string,
        spans=head.name.text.spans,
        kind=head.name.kind or _kind(draft, paragraphs) or kind_named(head.name.text.string),
        description=description.string,
        description_spans=description.spans,
        target=group.string if group else None,
        target_spans=group.spans if group else (),
        money=money,
        indicators=tuple(_once(_indicators(draft, paragraphs))),
        section=places[head.first],
        blocks=tuple(f"b{i + 1}" for i in blocks),
        pages=tuple(sorted({page for i in blocks for page in paragraphs[i].pages})),
    )


def _tells(paragraph: Paragraph) -> bool:
    string = paragraph.text.string.strip()
    if paragraph.kind in {BlockKind.HEADING, BlockKind.TABLE} or len(string) < SHORTEST_TELLING:
        return False
    return not (is_field(string) or is_part(string) or (prints_cost(string) and not paragraph.marker))


def _kind(draft: _Draft, paragraphs: Sequence[Paragraph]) -> MeasureKind | None:
    """The kind that the lines below a name are stamped with, where all stamps agree."""
    kinds = {kind for i in draft.rows if (kind := kind_in(paragraphs[i].text.string))}
    return kinds.pop() if len(kinds) == 1 else None


def _once(indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    """Each value once, though a page may print it twice: in its text and over its chart."""
    known = set[tuple[object, ...]]()
    for one in indicators:
        key = (one.kind, one.value, one.unit, one.year)
        if key not in known:
            yield one
        known.add(key)


def _indicators(draft: _Draft, paragraphs: Sequence[Paragraph]) -> Iterator[Indicator]:
    if draft.head.whole:
        yield from indicators_in(draft.head.name.rest)
        return
    for i in draft.rows:
        paragraph = paragraphs[i]
        if paragraph.kind is BlockKind.TABLE or is_budget_line(paragraph.text.string):
            continue
        marker = paragraph.marker.string if paragraph.marker else None
        below = paragraphs[i + 1].text.string if i + 1 < len(paragraphs) else ""
        yield from indicators_in(paragraph.text, marker=marker, counted=counted_on(below))
