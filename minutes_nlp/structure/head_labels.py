"""Labels of the head (頭書きの見出し語): 日時, 出席者, 議題, and the headings with which the body begins."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_nlp.document import Paragraph
from minutes_nlp.structure.vocabulary import alternatives, any_of, table

__all__ = ["body_label", "label_field", "label_pattern"]

# ○日時, １．開催日時：…, 【議事次第】, 日　時　令和…
LABEL = (
    r"(?:[0-9０-９]{{1,2}}[ \u3000.．]+)?"
    r"[【〔＜<「《\[（(]?\s*(?P<label>{words})\s*(?:[（(](?![0-9０-９]+[）)])[^（）()]{{0,20}}[）)])?\s*[】〕＞>」》\]）)]?\s*"
    r"(?:[:：は]?\s*$|[:：][ \u3000]*|[ \u3000\t]+|(?<=[】〕]))(?P<value>.*)"
)


def body_label(paragraph: Paragraph, kinds: tuple[str, ...] = ("strong",)) -> bool:
    """Whether a paragraph is a heading that begins the body of minutes (議事概要)."""
    match = label_pattern("body", kinds).fullmatch(paragraph.text.string.strip())
    return match is not None and not match["value"].strip()


@lru_cache(maxsize=8)
def label_pattern(key: str, kinds: tuple[str, ...] = ()) -> re.Pattern[str]:
    """The pattern of the labels of `header.toml` under `key`, or of some `kinds` of them; groups `label`, `value`."""
    lists = table("header")[key]
    known = sorted((word for kind in (kinds or lists) for word in lists[kind]), key=len, reverse=True)
    shapes = [shape for name in table("header")["label_shapes"].values() for shape in name] if key == "labels" else []
    return re.compile(LABEL.format(words="|".join([*shapes, alternatives(tuple(known))])), re.DOTALL)


def label_field(label: str) -> str:
    """The field that a label of the head stands for: 日時 is `date`."""
    for name, labels in table("header")["labels"].items():
        if label in labels:
            return str(name)
    shapes = table("header")["label_shapes"]
    return next(str(name) for name in shapes if any_of("header", "label_shapes", name).fullmatch(label))
