"""Values as pages show them (表示): Japanese words for values, marks around what was found, days in eras."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from minutes_nlp.analysis.topics.taxonomy import load_taxonomy
from minutes_nlp.places import told_place
from minutes_nlp.reading.kinds import UNPAGED
from minutes_nlp.resources import resource
from minutes_nlp.store import Exchange, Passage, Store, Stored
from minutes_nlp.text import Span
from minutes_nlp.wording import ACTS, BLOCKS, DOCUMENTS, GROUPS, KINDS, MEASURES, ROLES, STRENGTHS, day_told, year_told

__all__ = ["WORDS", "address", "marked", "open_store", "page", "word"]

# What values are called, by the field that they stand in
WORDS: Mapping[str, Mapping[Any, str]] = {
    "kind": KINDS | BLOCKS | {"measure": "施策"} | {kind: f"{name}施策" for kind, name in MEASURES.items()},
    "role": ROLES | {"unknown": "記載なし"},
    "act": ACTS,
    "strength": STRENGTHS,
    "basis": {
        "alias": "名称の記載",
        "model": "言い回し",
        "remark": "答えている意見",
        "reply": "受けた回答",
        "heading": "見出し",
        "around": "前後の発言",
        "review": "人の確認",
    },
    "sequel": {"measure": "施策", "budget": "予算のある施策", "reply": "後の会議の回答"},
    "document_kind": DOCUMENTS,
    "answered": {"1": "回答あり", "0": "回答なし"},
    "group": GROUPS,
    "order": {"relevance": "関連の高い順", "newest": "新しい順", "oldest": "古い順"},
}
LONG, EXCERPT = 500, 300  # characters: of 2,811 turns of the corpora 9 are longer, of measures many are
FIELDS: Mapping[str, str] = {
    "topic": "分野",
    "role": "発言者の立場",
    "kind": "区分",
    "answered": "回答の有無",
    "council": "会議",
    "fiscal_year": "年度",
    "act": "発言の働き",
    "strength": "約束の強さ",
    "document_kind": "資料の種類",
}


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template."""
    settings = request.app.state.settings
    text = _templates(settings.taxonomy).get_template(template).render(request=request, settings=settings, **values)
    return HTMLResponse(text, status)


def open_store(request: Request) -> Store:
    """The store of this application; each request has its own connection."""
    return Store(request.app.state.settings.db, must_exist=True)


def word(field: str, value: object, taxonomy: Path | None = None) -> str:
    """What a value is called: 構成員 for role member, the label of a topic, 令和6年度 for 2024."""
    told = str(value)
    if field == "topic":
        return _topics(taxonomy).get(told, told)
    if field == "fiscal_year":
        return f"{year_told(date(int(told), 12, 31))}年度" if re.fullmatch("[1-9][0-9]{3}", told) else told
    return WORDS.get(field, {}).get(told, told)


def day(value: str | None) -> str:
    """2024-05-08 as 令和6年5月8日, 2024-05 as 令和6年5月."""
    if not value:
        return ""
    if len(value) == len("2024-05"):
        return day(f"{value}-01").removesuffix("1日")
    return day_told(date.fromisoformat(value))


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """A text with its marks, safe to be put into a page."""
    pieces, at = [], 0
    for start, stop in spans:
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:stop]), Markup("</mark>")]
        at = stop
    return Markup("").join([*pieces, escape(text[at:])])


def is_long(passage: Passage) -> bool:
    """Whether a passage is too long to be read whole in a list of what was found."""
    return len(passage.text) > LONG


def excerpt(passage: Passage) -> Markup:
    """The part of a passage around its first mark, from the beginning where that is near; marked as in the whole."""
    first = passage.marks[0][0] if passage.marks else 0
    start = 0 if first < EXCERPT // 2 else first - EXCERPT // 4
    stop = min(start + EXCERPT, len(passage.text))
    inside = [(max(a, start) - start, min(b, stop) - start) for a, b in passage.marks if a < stop and b > start]
    shown = marked(passage.text[start:stop], inside)
    return Markup("").join(["…" if start else "", shown, "…" if stop < len(passage.text) else ""])


def address(path: str, *sources: Mapping[str, Any], **values: Any) -> str:
    """A path with its query: the later values take the place of the earlier, empty ones are left out."""
    told: dict[str, Any] = {}
    for source in (*sources, values):
        told |= source
    kept = [(name, value) for name, value in told.items() if value not in (None, "", (), [], False)]
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def place(passage: Passage, document: Stored) -> str:
    """Where a passage stands: 3頁12行, 第12段落."""
    return told_place(None if document.media_type in UNPAGED else passage.page, passage.line)


def called(document: Stored) -> str:
    """What a document is called: its council and the meeting's number, else its title, else its file."""
    return (document.council or document.title or document.name) + (
        f" 第{document.number}回" if document.number else ""
    )


def texts(exchange: Exchange) -> dict[str, str]:
    """The text of each passage of an exchange by its ref."""
    return {passage.ref: passage.text for passage in exchange.passages}


@lru_cache(maxsize=4)
def _topics(taxonomy: Path | None) -> dict[str, str]:
    return {found.id: found.label for found in load_taxonomy(taxonomy).fields}


@lru_cache(maxsize=4)
def _templates(taxonomy: Path | None) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resource("web", "templates")),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"called": called, "day": day, "place": place}
    environment.tests |= {"paged": lambda document: document.media_type not in UNPAGED}
    environment.globals |= {
        "word": partial(word, taxonomy=taxonomy),
        "marked": marked,
        "excerpt": excerpt,
        "is_long": is_long,
        "address": address,
        "texts": texts,
        "told_place": told_place,
        "FIELDS": FIELDS,
        "WORDS": WORDS,
    }
    return environment
