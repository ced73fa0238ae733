"""What of a web page is not its text (ページの外枠): menus, breadcrumbs, page footers, told by evidence.

An element says by its name, role, class or id what it is; what only links to other pages is a menu whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any

__all__ = ["Link", "Region", "Weight", "leads_away", "margins", "region_of", "words_of"]

# The words that a template's author gives to the parts of a page (HTML Living Standard, WordPress, Bootstrap, Joruri).
AROUND = frozenset(
    {
        "nav", "navi", "navigation", "navbar", "gnav", "gnavi", "lnav", "lnavi", "menu", "submenu", "breadcrumb",
        "breadcrumbs", "pankuzu", "topicpath", "footer", "sidebar", "share", "sns", "social", "pagetop", "copyright",
        "pager", "pagination", "search", "cookie", "widget", "banner", "sitemap", "skip", "toc", "mokuji",
    }
)  # fmt: skip
ABOVE = frozenset({"header", "masthead"})
INSIDE = frozenset({"main", "content", "contents", "article", "entry", "post", "honbun"})
NOTHING: frozenset[str] = frozenset()
MOST_NAMED = 400  # characters of class and id that are looked at; style frameworks write long ones
MARGIN_TAGS = frozenset({"nav", "footer", "aside"})
MARGIN_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
KEPT = frozenset({"html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6"})
FRAMES = frozenset(
    {"ul", "ol", "dl", "table", "tr", "td", "div", "p", "center", "section", "form"}
)  # what a menu is made of

MOST_OUTSIDE = 0.5  # of a page's words; an element with more is its text, whatever its class says
LEAST_NAMED = 0.5  # of a page's words that <main> must hold to be believed
LEAST_WORDED = 0.8  # the same of an element whose class says so
FEWEST_LINKS = 3  # in a menu
LINKED = 0.8  # share of a menu's characters that are links; bars and arrows are the rest

# "report.pdf", "#shiryo1", "mailto:…": what a page of minutes links to itself
OWN = re.compile(r"#|mailto:|tel:|[^?#]*\.(?:pdf|docx?|xlsx?|pptx?|zip|csv|txt)(?:[?#]|$)", re.IGNORECASE)
# "pageTop", "g-nav_2"
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@dataclass(frozen=True, slots=True)
class Region:
    """The lines `first` to before `last` of an element, and what it says it is.

    `main` and `worded` (by its class) hold the text, a `margin` does not, nor does `above`, unless it holds the title.
    """

    first: int
    last: int
    kind: str
    depth: int = 0


@dataclass(slots=True)
class Weight:
    """The characters in an element, how many of them link, and where its links lead to."""

    characters: int = 0
    linked: int = 0
    links: int = 0  # links to other pages
    places: int = 0  # links to places on the same page

    def add(self, other: Weight) -> None:
        """Count another one in."""
        self.characters += other.characters
        self.linked += other.linked
        self.links += other.links
        self.places += other.places

    @property
    def is_menu(self) -> bool:
        """Whether there is little but links to other pages (リンク集)."""
        return self.links >= FEWEST_LINKS and self.linked >= LINKED * self.characters

    @property
    def is_contents(self) -> bool:
        """Whether there is little but links to the headings of the page (目次)."""
        return self.places >= FEWEST_LINKS and self.linked >= LINKED * self.characters


@dataclass(frozen=True, slots=True)
class Link:
    """How many characters of a line there are, how many of them link, and what it is as a heading."""

    characters: int
    linked: int
    level: int = 0  # of a heading, from 1
    titles: bool = False  # it may be the title of the page, not the name of the site
    serves: bool = False  # it is a heading about the page itself (お問い合わせ)

    @property
    def only_links(self) -> bool:
        """Whether nearly all of it leads elsewhere."""
        return self.linked >= LINKED * self.characters


def words_of(element: Any) -> frozenset[str]:
    """The words of an element's class and id, and any two side by side as one: page-top, pageTop, pagetop."""
    given = f"{element.get('class', '')} {element.get('id', '')}"[:MOST_NAMED].split()
    if not given:
        return NOTHING
    found = [[word.lower() for word in WORD.findall(name)] for name in given]
    pairs = (first + second for words in found for first, second in pairwise(words))
    return frozenset(chain(chain.from_iterable(found), pairs))


def leads_away(href: str) -> bool:
    """Whether a link leads to another page; a file or a place on this page belongs to the text."""
    return bool(href.strip()) and not OWN.match(href.strip())


def region_of(element: Any, weight: Weight, lines: tuple[int, int], depth: int, *, inside: bool) -> Region | None:
    """What an element says it is, or shows by its links; `inside` it stands in an element that says it is the text."""
    tag, words, role = element.tag, words_of(element), element.get("role", "")
    if tag in KEPT or role == "main":
        named = tag in {"main", "article"} or role == "main"
        return Region(*lines, "main", depth) if named else None
    above = not inside and (tag == "header" or words & ABOVE)
    menu = tag in FRAMES and (weight.is_contents or (weight.is_menu and not inside))
    if tag in MARGIN_TAGS or role in MARGIN_ROLES or words & AROUND or menu:
        return Region(*lines, "margin", depth)
    if above:
        return Region(*lines, "above", depth)
    return Region(*lines, "worded", depth) if words & INSIDE else None


def margins(lines: Sequence[Link], regions: Iterable[Region]) -> Iterator[tuple[int, str]]:
    """The lines that are no text of the page, each `header` or `footer` by whether text stands before it."""
    regions = tuple(regions)
    spoken = list(accumulate((line.characters - line.linked for line in lines), initial=0))
    sure = [r for r in regions if r.kind in {"margin", "above"}]
    small = [r for r in sure if spoken[r.last] - spoken[r.first] <= MOST_OUTSIDE * spoken[-1]]
    title = _title(lines, _covered(small, len(lines)), _covered([r for r in small if r.kind == "margin"], len(lines)))
    outside = _covered([r for r in small if r.kind == "margin" or not r.first <= title < r.last], len(lines))
    main = _main(regions, lines, outside)
    if main:
        outside.update(i for i in range(len(lines)) if not main.first <= i < main.last and i != title)
    outside |= _serving(lines)
    outside |= _downloads(lines, [i for i in range(len(lines)) if i not in outside])
    first = next((i for i in range(len(lines)) if i not in outside), len(lines))
    yield from ((i, "header" if i < first else "footer") for i in sorted(outside))


def _title(lines: Sequence[Link], outside: set[int], never: set[int]) -> int:
    """The line that is the title of the page: of the text, else of what stands above it; -1 where none is."""
    found = [i for i, line in enumerate(lines) if line.titles and i not in never]
    return next((i for i in found if i not in outside), found[0] if found else -1)


def _serving(lines: Sequence[Link]) -> set[int]:
    """The headings about the page itself with all that stands below them, up to the next heading of their rank."""
    level, found = 0, set()
    for i, line in enumerate(lines):
        if line.level and (not level or line.level <= level):
            level = line.level if line.serves else 0
        if level:
            found.add(i)
    return found if len(found) < len(lines) else set()


def _covered(regions: Sequence[Region], lines: int) -> set[int]:
    """The lines that lie in a region; regions may lie in each other a thousand deep."""
    steps = [0] * (lines + 1)
    for region in regions:
        steps[region.first] += 1
        steps[region.last] -= 1
    return {i for i, depth in enumerate(accumulate(steps)) if depth and i < lines}


def _downloads(lines: Sequence[Link], text: Sequence[int]) -> set[int]:
    """The links that stand below the text without a heading of their own (添付ファイル)."""
    kept = len(text)
    while kept and lines[text[kept - 1]].only_links and not lines[text[kept - 1]].level:
        kept -= 1
    return set() if not kept or lines[text[kept - 1]].level else set(text[kept:])


def _main(regions: Sequence[Region], lines: Sequence[Link], outside: set[int]) -> Region | None:
    """The innermost element that says it is the text and holds most of it."""
    counts = [0 if i in outside else line.characters - line.linked for i, line in enumerate(lines)]
    spoken = list(accumulate(counts, initial=0))
    for kind, least in (("main", LEAST_NAMED), ("worded", LEAST_WORDED)):
        held = [r for r in regions if r.kind == kind and spoken[r.last] - spoken[r.first] >= max(least * spoken[-1], 1)]
        if held:
            return max(held, key=lambda region: region.depth)
    return None
