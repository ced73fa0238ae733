"""The automatic numbers of Word (段落番号・箇条書き): what Word prints in front of a paragraph but stores nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from minutes_nlp.reading.numerals import numeral, symbol

__all__ = ["Level", "Numbering", "W", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GLUE = MappingProxyType({"tab": "\t", "space": " ", "nothing": ""})

# "%1.%2"
PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered (番号書式), as in `%1．`, decimalFullWidth, from 1."""

    start: int
    format: str
    text: str
    font: str = ""  # of a bullet: the symbol fonts have codes of their own
    glue: str = "\t"
    restarts_after: int | None = None  # the level, from 1, that sets this one back; 0 never, None any above
    arabic: bool = False  # all numbers in 1, 2, 3 whatever their own levels say
    style: str = ""  # the paragraph style that stands for this level


@dataclass(slots=True)
class Numbering:
    """The lists of one document, counting as they are asked (番号の数え上げ)."""

    lists: Mapping[str, Mapping[int, Level]]  # by number id
    roots: Mapping[str, str]  # number id to the list definition whose count it shares
    overrides: Mapping[str, Mapping[int, int]]  # by number id: level to where it starts anew
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Any | None, style_lists: Mapping[str, str]) -> Numbering:
        """The lists of a numbering part; `style_lists` gives the number id of each list style."""
        definitions = {value(item, "abstractNumId"): item for item in _each(root, "abstractNum")}
        roots: dict[str, str] = {
            value(item, "numId"): _child_value(item, "abstractNumId") for item in _each(root, "num")
        }
        for number, definition in list(roots.items()):
            link = _child_value(definitions.get(definition), "numStyleLink")
            roots[number] = roots.get(style_lists.get(link, ""), definition)
        lists = {
            value(item, "numId"): _levels(definitions.get(roots[value(item, "numId")])) | _own_levels(item)
            for item in _each(root, "num")
        }
        overrides = {value(item, "numId"): dict(_overrides(item)) for item in _each(root, "num")}
        return cls(lists, roots, overrides)

    def level_of_style(self, number: str, style: str) -> int:
        """The level, from 0, that a paragraph style stands for in a list."""
        return next((i for i, level in self.lists.get(number, {}).items() if style and level.style == style), 0)

    def next(self, number: str, depth: int) -> tuple[str, str]:
        """The number or bullet that is printed next, and what separates it from the text; empty where none is."""
        level = self.lists.get(number, {}).get(depth)
        if level is None:
            return "", ""
        counts = self._counted(number, depth)
        if level.format == "bullet":
            mark = symbol(level.text, level.font)
        else:
            mark = PLACE.sub(lambda match: self._figure(number, int(match[1]) - 1, counts, level), level.text)
        return (mark, level.glue) if mark.strip() else ("", "")

    def _counted(self, number: str, depth: int) -> dict[int, int]:
        counts = self.counts.setdefault(self.roots[number], {})
        for above in [above for above in self.lists[number] if above < depth]:
            counts.setdefault(above, self._start(number, above))  # a level that was left out counts as begun
        if depth in self.overrides[number] and (number, depth) not in self.begun:
            counts.pop(depth, None)
        self.begun.add((number, depth))
        counts[depth] = counts[depth] + 1 if depth in counts else self._start(number, depth)
        for deeper in [d for d in counts if d > depth and _set_back(self.lists[number].get(d), depth)]:
            del counts[deeper]
        return counts

    def _start(self, number: str, depth: int) -> int:
        return self.overrides[number].get(depth, self.lists[number][depth].start)

    def _figure(self, number: str, depth: int, counts: Mapping[int, int], shown: Level) -> str:
        level = self.lists[number].get(depth)
        if level is None:
            return ""
        return numeral(counts.get(depth, level.start), "decimal" if shown.arabic else level.format)


def value(element: Any | None, name: str) -> str:
    """An attribute of Word's namespace; empty where it or the element is missing."""
    return str(element.get(W + name, "")) if element is not None else ""


def _child_value(element: Any | None, child: str) -> str:
    return value(element.find(W + child), "val") if element is not None else ""


def _each(root: Any | None, child: str) -> list[Any]:
    return list(root.findall(W + child)) if root is not None else []


def _levels(definition: Any | None) -> dict[int, Level]:
    return {int(value(item, "ilvl") or 0): _level(item) for item in _each(definition, "lvl")}


def _own_levels(number: Any) -> dict[int, Level]:
    """The levels that a list replaces for itself."""
    return {depth: level for item in _each(number, "lvlOverride") for depth, level in _levels(item).items()}


def _overrides(number: Any) -> Iterator[tuple[int, int]]:
    for item in _each(number, "lvlOverride"):
        start = _child_value(item, "startOverride")
        if start.isdecimal():
            yield int(value(item, "ilvl") or 0), int(start)


def _level(item: Any) -> Level:
    fonts = item.find(f"{W}rPr/{W}rFonts")
    restart = _child_value(item, "lvlRestart")
    start = _child_value(item, "start")
    return Level(
        start=int(start) if start.isdecimal() else 1,
        format=_child_value(item, "numFmt") or "decimal",
        text=_child_value(item, "lvlText"),
        font=value(fonts, "ascii") or value(fonts, "hAnsi"),
        glue=GLUE.get(_child_value(item, "suff"), "\t"),
        restarts_after=int(restart) if restart.isdecimal() else None,
        arabic=item.find(W + "isLgl") is not None and _child_value(item, "isLgl") not in {"0", "false"},
        style=_child_value(item, "pStyle"),
    )


def _set_back(level: Level | None, depth: int) -> bool:
    """Whether an item at `depth` sets the count of a deeper level back."""
    return level is None or level.restarts_after is None or depth < level.restarts_after
