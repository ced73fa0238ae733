"""Documents bound into a report (別添・別紙・参考資料): where each begins, by its label, its title or their list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.lines import ENDS_SENTENCE
from minutes_nlp.structure.report.marks import RANKS, heading_mark
from minutes_nlp.structure.vocabulary import squeezed

__all__ = ["Cover", "covers"]

# What is bound into what: 別冊 holds 別添, 別添 holds 別紙, each may have its own 資料.
DEPTHS = {"別冊": 0, "別添": 1, "別紙": 2, "別記": 2} | dict.fromkeys(
    ("付属資料", "附属資料", "付随資料", "参考資料", "補足資料", "資料編", "付録", "資料", "巻末資料"), 3
)
WORDS = "|".join(sorted(DEPTHS, key=len, reverse=True))
NUMBERED = r"(?:\s*[0-9０-９一二三四五六七八九十]{1,2}(?:\s*[-－‐―]\s*[0-9０-９]{1,2})?)"
# （別添３）, 別紙１　委員名簿, 【参考資料】, 資料２－１
LABEL = re.compile(
    rf"(?P<open>[（(【〔［<＜\[])?\s*(?P<label>(?P<word>{WORDS}){NUMBERED}?)"
    r"(?:\s*(?P<close>[）)】〕］>＞\]]))?(?P<gap>[\s　:：]*)"
)
LISTED = re.compile(rf"[（(](?P<label>(?:{WORDS}){NUMBERED})[）)]")  # （別添１） …　（別添２） … on one line
WORD = re.compile(r"[^\W\d_]{2}")
LONGEST_TITLE = 60  # characters; 43 was the longest seen
TITLE_LINES = 4  # lines above or below a label that can be its title
TOP_OF_PAGE = 3  # paragraphs of a page among which a label can stand
COVER_TEXT = 160  # characters of a page that holds a label, a title, a date and nothing else


@dataclass(frozen=True, slots=True)
class Cover:
    """Where a bound document begins (別添の表紙): its first paragraph, its label, the paragraphs of its title."""

    index: int
    label: str | None
    title: tuple[int, ...]
    depth: int
    head: int  # the paragraph that stands as its heading
    words: str | None = None  # the title where it stands on the label's own line, or in the list alone
    head_is_own: bool = False  # nothing is printed for it: its first paragraph is a heading of its own


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list of bound documents (別添一覧)."""

    index: int
    label: str
    depth: int
    title: str


def covers(paragraphs: Sequence[Paragraph], start: int) -> list[Cover]:
    """The bound documents from paragraph `start` on, in order."""
    labels = {i: match for i in range(start, len(paragraphs)) if (match := _label(paragraphs[i]))}
    runs = list(_lists(paragraphs, sorted(labels)))
    listed = [entry for run in runs for i in run for entry in _entries(paragraphs[i], i)]
    taken = {i for run in runs for i in run}
    found = [c for i, match in labels.items() if i not in taken and (c := _cover(paragraphs, i, match, start))]
    known = {_key(cover.label) for cover in found}
    found += [c for e in listed if _key(e.label) not in known and (c := _by_title(paragraphs, e))]
    found.sort(key=lambda cover: cover.index)
    return sorted([*found, *_between(paragraphs, listed, found)], key=lambda cover: cover.index)


def _label(paragraph: Paragraph) -> re.Match[str] | None:
    """The label that a line begins with, if its title follows after a gap, or nothing does."""
    string = paragraph.text.string.strip()
    match = LABEL.match(string) if paragraph.marker is None and len(string) <= 2 * LONGEST_TITLE else None
    if match is None or paragraph.rows is not None or bool(match["open"]) != bool(match["close"]):
        return None
    rest = _worded(string[match.end() :])
    apart = match["close"] or match["gap"]
    if rest and (not apart or ENDS_SENTENCE.search(rest)):
        return None
    numbered = match["label"] != match["word"]
    return match if numbered or match["open"] or not rest else None


def _worded(string: str) -> str:
    """The words after a label; a number that a dump has left there is none."""
    return string.strip() if WORD.search(string) else ""


def _lists(paragraphs: Sequence[Paragraph], labels: Sequence[int]) -> Iterator[list[int]]:
    """Runs of labels one right after the other: a list of what is bound in, not what is bound in."""
    run: list[int] = []
    for i in labels:
        if run and (i != run[-1] + 1 or paragraphs[i].pages != paragraphs[run[-1]].pages):
            yield from (run,) if _is_list(paragraphs, run) else ()
            run = []
        run.append(i)
    if run and _is_list(paragraphs, run):
        yield run


def _is_list(paragraphs: Sequence[Paragraph], run: Sequence[int]) -> bool:
    return len([entry for i in run for entry in _entries(paragraphs[i], i)]) > 1


def _entries(paragraph: Paragraph, index: int) -> Iterator[Listed]:
    """The entries of one line; lines that the layout ran together hold several."""
    string = paragraph.text.string.strip()
    matches = list(LISTED.finditer(string)) or [match for match in (LABEL.match(string),) if match]
    ends = [match.start() for match in matches[1:]] + [len(string)]
    for match, end in zip(matches, ends, strict=True):
        yield Listed(index, match["label"], _depth(match["label"]), string[match.end() : end].strip())


def _depth(label: str) -> int:
    return next((depth for word, depth in DEPTHS.items() if label.startswith(word)), 0)


def _key(label: str | None) -> str:
    """（別添３） and 別添 3 are one label."""
    return unicodedata.normalize("NFKC", squeezed(label or ""))


# --- where it begins ------------------------------------------------------------------------------------------------


def _cover(paragraphs: Sequence[Paragraph], i: int, match: re.Match[str], start: int) -> Cover | None:
    """The bound document whose label is line `i`; None of a mention of one, or of the document's own label."""
    label, depth = squeezed(match["label"]), _depth(match["label"])
    rest = _worded(paragraphs[i].text.string.strip()[match.end() :])
    page = _page_of(paragraphs, i)
    if rest:
        numbered = match["label"] != match["word"]
        return Cover(i, label, (), depth, i, rest) if numbered and (i > start or i == page.start) else None
    if len(page) > 1 and page[-1] == i and not _is_cover_page(paragraphs, page):
        return _above_a_count(paragraphs, page, label, depth)
    if page.start == 0 and len(page) < len(paragraphs):
        return None  # the label of the whole document
    above = [j for j in page[: page.index(i)] if _is_title(paragraphs[j])]
    if page.index(i) < TOP_OF_PAGE and len(above) == page.index(i):
        title = above or _below(paragraphs, i)
        return Cover(page.start, label, tuple(title), depth, title[0] if title else i)
    title = _below(paragraphs, i)
    return Cover(i, label, tuple(title), depth, title[0] if title else i) if len(page) == len(paragraphs) else None


def _page_of(paragraphs: Sequence[Paragraph], i: int) -> range:
    """The paragraphs that begin on the page of paragraph `i`."""
    page = paragraphs[i].pages[:1]
    first = last = i
    while first and paragraphs[first - 1].pages[:1] == page:
        first -= 1
    while last + 1 < len(paragraphs) and paragraphs[last + 1].pages[:1] == page:
        last += 1
    return range(first, last + 1)


def _is_title(paragraph: Paragraph) -> bool:
    string = paragraph.text.string.strip()
    return (
        paragraph.marker is None
        and paragraph.rows is None
        and 1 < len(string) <= LONGEST_TITLE
        and not string.isdigit()
        and not ENDS_SENTENCE.search(string)
    )


def _below(paragraphs: Sequence[Paragraph], i: int) -> list[int]:
    """The title below a label: the first unmarked line of words."""
    for j in range(i + 1, min(i + 1 + TITLE_LINES, len(paragraphs))):
        if not WORD.search(paragraphs[j].text.string):
            continue
        if not _is_title(paragraphs[j]) or heading_mark(paragraphs[j]) or _label(paragraphs[j]):
            break
        return [j]
    return []


def _is_cover_page(paragraphs: Sequence[Paragraph], page: range) -> bool:
    return sum(len(paragraphs[j].text) for j in page) <= COVER_TEXT


def _above_a_count(paragraphs: Sequence[Paragraph], page: range, label: str, depth: int) -> Cover | None:
    """A label that a dump gives at the end of its page belongs to the title there over a new count."""
    for j in page[:-1]:
        mark = heading_mark(paragraphs[j + 1])
        if _is_title(paragraphs[j]) and mark and mark.number == 1 and mark.rank <= RANKS["1."]:
            return Cover(j, label, (j,), depth, j)
    return None


def _by_title(paragraphs: Sequence[Paragraph], entry: Listed) -> Cover | None:
    """A listed document whose label was lost: it begins where its title stands alone."""
    title = squeezed(entry.title)
    for i in range(entry.index + 1, len(paragraphs)):
        if title and paragraphs[i].marker is None and squeezed(paragraphs[i].text.string) == title:
            return Cover(i, squeezed(entry.label), (i,), entry.depth, i)
    return None


def _between(paragraphs: Sequence[Paragraph], listed: Sequence[Listed], found: Sequence[Cover]) -> Iterator[Cover]:
    """A listed document without label and title: it begins between its neighbours where a page begins a new count."""
    places = {_key(cover.label): cover.index for cover in found}
    for before, entry, after in zip(listed, listed[1:], listed[2:], strict=False):
        if _key(entry.label) in places or _key(before.label) not in places or _key(after.label) not in places:
            continue
        inside = range(places[_key(before.label)] + 1, places[_key(after.label)])
        anew = [i for i in inside if _begins_anew(paragraphs, i)]
        if anew:
            yield Cover(anew[-1], squeezed(entry.label), (), entry.depth, anew[-1], entry.title, head_is_own=True)


def _begins_anew(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Whether a page opens with the first number of the largest style."""
    mark = heading_mark(paragraphs[i])
    opens = paragraphs[i].pages[:1] != paragraphs[i - 1].pages[:1]
    return (
        opens and mark is not None and mark.number == 1 and mark.rank <= RANKS["1."] and not mark.style.startswith("1-")
    )
