"""A deck of measures (施策集): which of its lines name one, judged with what stands around them.

A name has a stamp （【新規】）, a budget line below, its text below under a mark (■ ① １．), a place in a list of bare
names, or is the title of its page. Names under the title of a part (【対象経費】) are parts of that part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes_nlp.analysis.measures.naming import (
    Form,
    Head,
    Name,
    breaks_off,
    is_budget_line,
    is_field,
    is_numbered,
    is_part,
    is_stamped,
    key_of,
    kind_in,
    name_of,
    opens_with_stamp,
    prints_cost,
    says,
)
from minutes_nlp.document import Paragraph
from minutes_nlp.model import BlockKind
from minutes_nlp.text import Text

__all__ = ["Deck", "is_deck"]

FEWEST_LISTED = 3  # bare names under ・ on a page before they are held for a list of measures
MOST_PARTS = 8  # lines of costs below 【主な経費】; the longest list seen has 7
SHORTEST_BELOW_LISTED = 10  # characters of the text below such a name; half a line of a box
FEWEST_COSTS = 3  # stamps and budget lines before a document is held for a deck of measures
LONG = 100  # characters of a paragraph of prose
MOST_PROSE = 0.35  # of a deck's characters; three decks have 0.00–0.14, a report 0.61
FEWEST_BESIDE = 2  # numbers right before one that are names of measures, for it to be one too
NEAR = 3  # paragraphs between a name and its budget line; 名, 対象, 概要, 予算額
TITLE_SCORE = 3  # what a page's title must have; one less where the page prints a budget
SURE_TITLE = 5  # a title beside the best one, where a page break was not seen
LONGEST_LISTED = 25  # characters of a bare name under ・
SHORTEST_TITLE = 4  # characters of a page's title, of which 推進 and 概要 are no part
SHORTEST_KEY = 6  # characters of a name that is looked for in other lines
SHORTEST_TELLING = 20  # characters of a line that describes, against one that only labels
# marks that a list of measures begins with; no ・ and no -
MARKS = re.compile(r"[■□◆◇●○〇◎★☆▪❑①-⑳❶-❿]|[0-9０-９]|[（(]")
TOP_MARKS = "■□◆◇●★"  # marks above every numbering
BRACKETS = "【】＜＞<>〈〉［］[]"
CONDITION = re.compile("^(?:補助|交付)?(?:対象|要件|条件(?!不利)|実績|補助率|措置率)[^。]{0,4}$")  # 補助対象, 実績
ADDED = re.compile(r"[（(]?[（(※＊*]|注|参考")  # what may stand between a name and its text


def is_deck(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether little of a document is prose, and enough is stamped or costed (施策集か)."""
    strings = [paragraph.text.string.strip() for paragraph in paragraphs if paragraph.rows is None]
    prose = sum(len(string) for string in strings if len(string) >= LONG and "。" in string)
    if prose > MOST_PROSE * sum(map(len, strings)):
        return False
    stamps = sum(
        is_stamped(string) and (name := name_of(Text(string))) is not None and name.form is Form.STAMPED
        for string in strings
    )
    return stamps + sum(map(is_budget_line, strings)) >= FEWEST_COSTS


class Deck:
    """A deck's lines, with what can be asked about the surroundings of each (施策集)."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.strings = [paragraph.text.string.strip(" \u3000*\n") for paragraph in paragraphs]
        self.pages = [paragraph.pages[-1] if paragraph.pages else 0 for paragraph in paragraphs]
        self.paged = len(set(self.pages)) > 1
        self.names = [self._name(i) for i in range(len(paragraphs))]
        self.costed = [re.sub(r"[\s「」『』]", "", string) if prints_cost(string) else "" for string in self.strings]
        self.bullets = [i for i in range(len(self.names)) if self._is_named_bullet(i)]
        stamps = sum(name is not None and opens_with_stamp(self.strings[i]) for i, name in enumerate(self.names))
        self.is_stamped = stamps >= FEWEST_COSTS  # each measure carries its stamp before its name

    def heads(self) -> tuple[Head, ...]:
        """Every head once, those of which the line itself is sure first."""
        found = {i: head for i in range(len(self.names)) if (head := self._head(i))}
        if self.is_stamped:
            return tuple(found[i] for i in sorted(found))
        known = {key_of(head.name.text.string) for head in found.values() if head.name.form is not Form.NOUN}
        for i, name in enumerate(self.names):
            if name and i not in found and self._is_marked(i) and key_of(name.text.string) in known:
                found[i] = Head(i, i, name)
        found |= {head.first: head for head in self._numbered_with(found)}
        found |= {head.first: head for head in self._last_of_a_count(found)}
        for head in list(self._titles(found)):
            found = {i: other for i, other in found.items() if not self._is_label_under(other, head)}
            found[head.first] = head
        covered = {i for head in found.values() for i in range(head.first + 1, head.last + 1)}
        return tuple(found[i] for i in sorted(found) if i not in covered)

    def _name(self, i: int) -> Name | None:
        paragraph = self.paragraphs[i]
        if paragraph.kind in {BlockKind.TABLE, BlockKind.FOOTNOTE, BlockKind.CAPTION} or is_field(self.strings[i]):
            return None
        name = name_of(paragraph.text)
        if name and name.form is not Form.STAMPED and is_part(name.text.string):
            return None
        return name

    def _head(self, i: int) -> Head | None:
        """The head that a line and the lines around it make, the surest way of printing first."""
        name = self.names[i]
        if name is None:
            return self._wrapped(i)
        if name.form is Form.STAMPED:
            captions = re.search(r"\S\s+\S", name.text.string)
            return None if captions or self._is_deed_in_list(i, name) else Head(i, i, name)
        if self._is_component(i) or self._is_in_part(i):
            return None
        costed = self._costs_below(i, name) or (not self.is_stamped and self._costs_itself(i, name))
        if costed or self.is_stamped:
            return Head(i, i, name) if costed else None
        told = self._is_marked(i) and name.form >= Form.ABOUT and self._tells_below(i)
        listed = not told and self._is_in_list_of_names(i)
        return Head(i, i, name, listed=listed) if told or listed else None

    def _wrapped(self, i: int) -> Head | None:
        """A name over two lines: a heading that breaks off above a budget line, or one that ends with ・."""
        if i + 2 >= len(self.names) or not self.names[i + 1] or self._is_marked(i + 1):
            return None
        heads = self.paragraphs[i].kind is BlockKind.HEADING or is_numbered(self.strings[i])
        costed = heads and is_budget_line(self.strings[i + 2])
        if not breaks_off(self.strings[i]) or not (costed or self.strings[i].endswith("・")):
            return None
        if self.paragraphs[i].marker and not self._is_marked(i):
            return None
        joined = name_of(Text.join((self.paragraphs[i].text, self.paragraphs[i + 1].text.strip())))
        return Head(i, i + 1, joined) if joined and (costed or self._tells_below(i + 1)) else None

    def _is_marked(self, i: int) -> bool:
        paragraph = self.paragraphs[i]
        sign = paragraph.marker.string.strip() if paragraph.marker else self.strings[i]
        marked = paragraph.marker is not None or paragraph.kind is BlockKind.HEADING or is_numbered(sign)
        return marked and MARKS.match(sign) is not None

    def _is_in_part(self, i: int) -> bool:
        """Whether a line stands under the title of a part: 【対象経費】 ① …, 補助対象 …."""
        if not self._is_marked(i):
            return i > 0 and CONDITION.search(self.strings[i - 1].strip(BRACKETS)) is not None
        sign = self.paragraphs[i].marker
        if sign and sign.string in TOP_MARKS:
            return False
        for j in range(i - 1, -1, -1):
            if self.pages[j] != self.pages[i] or (self.names[j] and not self._is_marked(j)):
                return False
            if self.paragraphs[j].marker is None:
                title = self.strings[j].strip(BRACKETS)
                return len(title) < SHORTEST_TELLING and is_part(title) and not title.endswith(("内容", "施策"))
        return False

    def _is_deed_in_list(self, i: int, name: Name) -> bool:
        """Whether a stamped bullet tells what is done, and names nothing: ・…に係る措置を創設【新規】."""
        if opens_with_stamp(self.strings[i]):
            return False
        bullet = self.paragraphs[i].marker is not None and not self._is_marked(i)
        return (
            bullet
            or says(name.text.string)
            or (not self._is_marked(i) and i > 0 and self._runs_on(i - 1))
            or not name.text.string
        )

    def _runs_on(self, i: int) -> bool:
        """Whether a line breaks off, so that the next goes on with it."""
        bullet = self.paragraphs[i].marker is not None and not self._is_marked(i)
        return self.names[i] is None and bullet and not self.strings[i].endswith(("。", "】", "）"))

    def _is_component(self, i: int) -> bool:
        """Whether a line lists what a measure spends on: further lines of 【主な経費】, or the one below R５予算額."""
        if i and self.strings[i - 1].endswith("予算額") and prints_cost(self.strings[i]):
            return True
        if self.paragraphs[i].marker or not prints_cost(self.strings[i]):
            return False
        if i and self._is_marked(i - 1) and self.names[i - 1]:
            return True
        for j in range(i - 1, max(i - MOST_PARTS, 0) - 1, -1):
            if self._is_marked(j) or self.pages[j] != self.pages[i]:
                return False
            if "主な経費" in self.strings[j]:
                return True
        return False

    def _costs_itself(self, i: int, name: Name) -> bool:
        """Whether the cost is printed on the line; of a bullet only a budget is."""
        if not prints_cost(self.strings[i]):
            return False
        bullet = self.paragraphs[i].marker is not None and not self._is_marked(i)
        return "予算" in self.strings[i] or (not bullet and (self._is_marked(i) or name.form >= Form.DEED))

    def _costs_below(self, i: int, name: Name) -> bool:
        """Whether a budget line is the next that is told; of what is called a measure, another field will do."""
        if self.paragraphs[i].marker and not self._is_marked(i):
            return False
        if name.form is Form.NOUN and re.search(r"\s", name.text.string):
            return False
        for j in range(i + 1, min(i + 1 + NEAR, len(self.strings))):
            if is_budget_line(self.strings[j]) or (name.form >= Form.THING and is_field(self.strings[j])):
                return True
            if self.names[j] is not None or self._is_marked(j) or len(self.strings[j]) > SHORTEST_TELLING:
                return False
        return False

    def _tells_below(self, i: int) -> bool:
        """Whether a description follows: a bullet or a sentence, perhaps after a title of a part or a remark."""
        for j in range(i + 1, min(i + 1 + NEAR, len(self.strings))):
            if self.paged and self.pages[j] != self.pages[i]:
                return False
            sign = self.paragraphs[j].marker
            if sign and sign.string in "※＊*":
                continue
            own = self.paragraphs[i].marker
            if sign and own and sign.string == own.string:
                return False  # the next item of the same list
            bullet = sign is not None and (sign.string in "→⇒⇨➡・" or not self.names[j])
            long = len(self.strings[j]) >= SHORTEST_TELLING and self.paragraphs[j].kind is not BlockKind.HEADING
            long = long and not (self.names[j] and self._is_marked(j))
            if (bullet or long) and "\t" not in self.strings[j]:
                return True
            if not (is_part(self.strings[j]) or ADDED.match(self.strings[j]) or kind_in(self.strings[j])):
                return False
        return False

    def _is_in_list_of_names(self, i: int) -> bool:
        """Whether a page lists names under ・, each with its text on unmarked lines below; three of them at least."""
        return i in self.bullets and sum(self.pages[j] == self.pages[i] for j in self.bullets) >= FEWEST_LISTED

    def _is_named_bullet(self, i: int) -> bool:
        marker = self.paragraphs[i].marker
        if self.names[i] is None or marker is None or marker.string not in "・･•" or i + 1 == len(self.names):
            return False
        if len(self.strings[i]) > LONGEST_LISTED or re.search("、|経費$", self.strings[i]):
            return False
        below = self.paragraphs[i + 1]
        return (
            below.marker is None
            and below.kind is BlockKind.PARAGRAPH
            and len(self.strings[i + 1]) >= SHORTEST_BELOW_LISTED
        )

    def _titles(self, found: dict[int, Head]) -> Iterator[Head]:
        """The titles of pages, or of stretches where nothing is known of pages."""
        if not self.paged:
            yield from (
                Head(i, i, name, titles_page=True)
                for i, name in enumerate(self.names)
                if name and i not in found and self._is_plain(i) and name.form >= Form.ABOUT and self._tells_below(i)
            )
            return
        for page in dict.fromkeys(self.pages):
            rows = [i for i, at in enumerate(self.pages) if at == page]
            enough = TITLE_SCORE - any(is_budget_line(self.strings[i]) for i in rows)
            scores = {i: self._title_score(i, rows) for i in rows if self._is_plain(i)}
            if not scores or not any(len(self.strings[i]) >= SHORTEST_TELLING for i in rows):
                continue
            top = max(scores, key=scores.__getitem__)
            best = next((i for i in scores if self.costed[i] and self._key(i) == self._key(top)), top)
            for i, score in scores.items():
                name = self.names[i]
                sure = score >= SURE_TITLE and not self._is_same(i, best)
                if name and (sure or (i == best and scores[top] >= enough)):
                    yield replace(found.get(i) or Head(i, i, name), titles_page=True)

    def _numbered_with(self, found: dict[int, Head]) -> Iterator[Head]:
        """Numbered names among those of a list of the budget, whose own costs a dump prints in another place."""
        costed = [i for i in found if self._is_costed_number(i) and "主な経費" in self.strings[found[i].last + 1]]
        if len(costed) < FEWEST_COSTS:
            return
        pages = {self.pages[found[i].last] for i in costed}
        for i, name in enumerate(self.names):
            if i not in found and name and self.pages[i] in pages and self._is_costed_number(i):
                yield Head(i, i, name)

    def _last_of_a_count(self, found: dict[int, Head]) -> Iterator[Head]:
        """The numbered name after two others of its page that are heads, though its text stands elsewhere."""
        for i, name in enumerate(self.names):
            if i in found or name is None or name.form < Form.ABOUT or is_part(name.text.string):
                continue
            number = self._number(i)
            beside = [self._number(j) for j in found if self.pages[j] == self.pages[i] and j < i]
            if number > FEWEST_BESIDE and all(number - k in beside for k in range(1, FEWEST_BESIDE + 1)):
                yield Head(i, i, name)

    def _number(self, i: int) -> int:
        """The number of a heading such as ３．, 0 of other lines."""
        sign = self.paragraphs[i].marker
        match = re.match(r"([0-9０-９]{1,2})[.．]", sign.string) if sign else None
        return int(match[1]) if match and self.paragraphs[i].kind is BlockKind.HEADING else 0

    def _is_costed_number(self, i: int) -> bool:
        sign = self.paragraphs[i].marker
        numbered = re.match(r"[0-9０-９]", sign.string if sign else self.strings[i])
        heads = self.paragraphs[i].kind is BlockKind.HEADING or (sign is None and is_numbered(self.strings[i]))
        return bool(numbered) and heads and i + 1 < len(self.strings)

    def _is_label_under(self, other: Head, title: Head) -> bool:
        """Whether a name is only a caption on a page with a title: マッチングセミナー above the page's budget."""
        same = self.pages[other.first] == self.pages[title.first] and other.first != title.first
        return (
            same and other.name.form is Form.NOUN and self._is_plain(other.first) and not self._is_marked(other.first)
        )

    def _is_same(self, i: int, j: int) -> bool:
        one, other = (self._key(k) for k in (i, j))
        return one in other or other in one

    def _is_plain(self, i: int) -> bool:
        """Whether a line can be a title: unmarked, and no part of what another line names."""
        free = self.paragraphs[i].marker is None and self.paragraphs[i].kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}
        name = self.names[i]
        named = name is not None and not says(name.text.string) and len(self._key(i)) >= SHORTEST_TITLE
        return free and named and not self._is_component(i) and not self._is_in_part(i)

    def _key(self, i: int) -> str:
        name = self.names[i]
        return key_of(name.text.string) if name else ""

    def _title_score(self, i: int, rows: Sequence[int]) -> int:
        """How much speaks for a line as its page's title."""
        name = self.names[i]
        if name is None:
            return 0
        score = {Form.NOUN: 0, Form.ABOUT: 4, Form.DEED: 2, Form.THING: 3}.get(name.form, 4)
        return score + 3 * (i == rows[0] or self._heads_page(i, rows)) + 2 * self._costs_elsewhere(i, name)

    def _heads_page(self, i: int, rows: Sequence[int]) -> bool:
        """Whether a line is the one heading of its page above all others, as the outline of the deck has it."""
        levels = [self.paragraphs[j].level or 1 for j in rows if self.paragraphs[j].kind is BlockKind.HEADING]
        level = self.paragraphs[i].level if self.paragraphs[i].kind is BlockKind.HEADING else None
        return level is not None and level == min(levels) and levels.count(level) == 1

    def _costs_elsewhere(self, i: int, name: Name) -> bool:
        """Whether a line with an amount, on another page, tells of what the line names."""
        key = key_of(name.text.string)
        return len(key) >= SHORTEST_KEY and any(
            key in string for string, page in zip(self.costed, self.pages, strict=True) if page != self.pages[i]
        )
