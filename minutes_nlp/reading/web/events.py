"""A walk through a web page (ページの走査): what is shown, event by event, never down into itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

__all__ = ["events"]

UNSEEN = frozenset(
    {
        "script", "style", "noscript", "template", "rt", "rp", "rtc", "select", "option", "datalist", "textarea",
        "button", "iframe", "object", "embed", "svg", "math", "audio", "video", "canvas", "map", "applet", "head",
        "noframes",
    }
)  # fmt: skip
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def events(root: Any) -> Iterator[tuple[str, Any, bool]]:
    """The `start` and `end` of each element; of those that are not shown only the end, told to be hidden."""
    walk = etree.iterwalk(root, events=("start", "end"))
    hidden: Any | None = None
    for event, element in walk:
        if event == "start" and _is_hidden(element):
            walk.skip_subtree()
            hidden = element
        else:
            yield event, element, event == "end" and hidden is element


def _is_hidden(element: Any) -> bool:
    if element.tag in UNSEEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style) and HIDDEN.search(style) is not None
