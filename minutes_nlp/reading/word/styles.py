"""The paragraph styles of Word (段落スタイル): what a paragraph is, where its list number comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from minutes_nlp.reading.word.numbering import W, value

__all__ = ["Styles"]

BODY_LEVEL = 9  # outline levels 0 to 8 are headings, 9 is body text (ECMA-376, 17.3.1.20)
NO_LIST = "0"  # the number id that takes a paragraph out of its style's list (ECMA-376, 17.9.18)

# "heading 2", "見出し 2"
HEADING_NAME = re.compile(r"(?:heading|見出し)\s*([1-9])")
KINDS = (
    # "Title", "表題"
    ("title", re.compile(r"title|subtitle|表題|副題")),
    # "caption", "図表番号"
    ("caption", re.compile(r"caption|図表番号")),
    # "List Bullet 2", "箇条書き 2", "段落番号"
    ("list_item", re.compile(r"list (?:bullet|number)(?: \d)?|箇条書き(?: \d)?|段落番号(?: \d)?")),
    ("footnote", re.compile(r"(?:footnote|endnote) text|脚注文字列|文末脚注文字列")),
)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles part of a document; a style inherits from the one that it is based on."""

    elements: Mapping[str, Any]
    default: str = ""

    @classmethod
    def of(cls, root: Any | None) -> Styles:
        """The styles by their ids."""
        found = list(root.findall(W + "style")) if root is not None else []
        default = next(
            (s for s in found if value(s, "type") == "paragraph" and value(s, "default") in {"1", "true"}), None
        )
        return cls({value(style, "styleId"): style for style in found}, value(default, "styleId"))

    @property
    def lists(self) -> dict[str, str]:
        """The number id of each list style."""
        return {
            style_id: value(style.find(f"{W}pPr/{W}numPr/{W}numId"), "val")
            for style_id, style in self.elements.items()
            if value(style, "type") == "numbering"
        }

    def kind(self, paragraph: Any) -> tuple[str, int | None]:
        """What a paragraph is (heading, title, caption, list_item, footnote or nothing of these) and its level."""
        chain = tuple(self._chain(paragraph))
        level = next((int(v) for v in _values((paragraph, *chain), "outlineLvl") if v.isdecimal()), None)
        if level is None:
            level = next((int(match[1]) - 1 for match in _heading_names(chain)), None)
        if level is not None and level < BODY_LEVEL:
            return "heading", level + 1
        return next((kind for style in chain for kind, name in KINDS if name.fullmatch(_name(style))), ""), None

    def list_place(self, paragraph: Any) -> tuple[str, int | None, str] | None:
        """The number id of a paragraph, its level from 0 where given, and the style that says so."""
        depth = None
        for holder in (paragraph, *self._chain(paragraph)):
            place = holder.find(f"{W}pPr/{W}numPr")
            if place is not None:
                level, number = value(place.find(W + "ilvl"), "val"), value(place.find(W + "numId"), "val")
                depth = int(level) if depth is None and level.isdecimal() else depth
                if number:
                    return None if number == NO_LIST else (number, depth, value(holder, "styleId"))
        return None

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        """The style of a paragraph and those that it is based on, nearest first."""
        style_id = value(paragraph.find(f"{W}pPr/{W}pStyle"), "val") or self.default
        seen: set[str] = set()
        while style_id in self.elements and style_id not in seen:
            seen.add(style_id)
            yield self.elements[style_id]
            style_id = value(self.elements[style_id].find(W + "basedOn"), "val")


def _values(holders: tuple[Any, ...], name: str) -> Iterator[str]:
    for holder in holders:
        yield value(holder.find(f"{W}pPr/{W}{name}"), "val")


def _heading_names(chain: tuple[Any, ...]) -> Iterator[re.Match[str]]:
    for style in chain:
        if match := HEADING_NAME.fullmatch(_name(style)):
            yield match


def _name(style: Any) -> str:
    return value(style.find(W + "name"), "val").lower()
