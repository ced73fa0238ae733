"""From records to a finished paper (資料の作成): each kind of paper, its formats and its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from minutes_nlp.errors import SettingsError, SourceError, StoreError
from minutes_nlp.files import write_whole
from minutes_nlp.output.delimited import write_csv
from minutes_nlp.output.sheets import Table, Value, read_layout, write_table
from minutes_nlp.output.word import fill_word
from minutes_nlp.output.writing import TEMPLATES, find_template, render
from minutes_nlp.papers import promises, responses
from minutes_nlp.papers.cards import card_paper
from minutes_nlp.papers.issues import issue_paper
from minutes_nlp.papers.material import Material
from minutes_nlp.papers.news import news
from minutes_nlp.papers.summary import summary_paper
from minutes_nlp.resources import resource

__all__ = ["PAPERS", "Paper", "copy_templates", "make_paper"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper (資料の種類): its Japanese name and its formats, the first the usual one."""

    label: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _List:
    """What makes a paper that is a table: for people, for machines, and the headings of the latter."""

    table: Callable[[Material], Table]
    data: Callable[[Material], list[dict[str, Value]]]
    headings: Mapping[str, str]


PAPERS = MappingProxyType(
    {
        "summary": Paper("議事概要の要約", ("docx", "html", "md")),
        "responses": Paper("対応表", ("xlsx", "csv")),
        "promises": Paper("宿題管理表", ("xlsx", "csv")),
        "issues": Paper("論点整理", ("docx",)),
        "cards": Paper("想定問答カード", ("docx",)),
        "news": Paper("新着のお知らせ", ("html", "txt")),
    }
)
LISTS = MappingProxyType(
    {
        "responses": _List(responses.responses_table, responses.responses_data, responses.DATA),
        "promises": _List(promises.promises_table, promises.promises_data, promises.DATA),
    }
)
TEXTS: Mapping[str, Callable[[Material], Any]] = MappingProxyType(
    {"summary": summary_paper, "issues": issue_paper, "cards": card_paper, "news": news}
)


def make_paper(
    kind: str, material: Material, target: Path, *, file_format: str | None = None, templates: Path | None = None
) -> tuple[Path, ...]:
    """Write a paper and give the files: of a table in Excel also its data for machines, beside it as CSV.

    SettingsError for a wrong format or template, SourceError where no record holds an utterance, StoreError.
    """
    chosen = _format(kind, target, file_format)
    if not any(record.utterances for record in material.records):
        names = "、".join(record.source.name for record in material.records) or "記録なし"
        raise SourceError(
            "no-utterances",
            f"発言のある記録がありません({names})",
            remedy="会議録の記録を指定してください。発言を読み取れたかは minutes show 記録.json で分かります",
        )
    if kind in LISTS:
        return tuple(_write_list(LISTS[kind], kind, material, target, chosen, templates))
    paper = TEXTS[kind](material)
    template = find_template(f"{kind}.{chosen}", templates)
    values = {"paper": paper, "title": paper.title}
    if chosen == "docx":
        fill_word(template, values, target)
    else:
        write_whole(render(template, values), target)
    return (target,)


def _write_list(  # noqa: PLR0913, PLR0917 - what make_paper was told
    maker: _List, kind: str, material: Material, target: Path, chosen: str, templates: Path | None
) -> Sequence[Path]:
    data = target if chosen == "csv" else target.with_suffix(".csv")
    if chosen == "xlsx":
        write_table(maker.table(material), read_layout(find_template(f"{kind}.toml", templates)), target)
    write_csv(maker.headings, maker.data(material), data)
    return (target,) if data == target else (target, data)


def _format(kind: str, target: Path, given: str | None) -> str:
    """The format that is asked for, else that of the file's name."""
    formats, named = PAPERS[kind].formats, target.suffix.lower().removeprefix(".")
    chosen = given or named or formats[0]
    if chosen not in formats:
        raise SettingsError(
            "no-format",
            f"{PAPERS[kind].label}は .{chosen} では作れません",
            remedy=f"--format か -o の拡張子を {'・'.join(formats)} にしてください",
        )
    if named != chosen:
        raise SettingsError(
            "no-format",
            f"{target} の拡張子が形式 {chosen} と合いません",
            remedy=f"-o {target.name}.{chosen} のようにしてください",
        )
    return chosen


def copy_templates(folder: Path) -> tuple[Path, ...]:
    """Copy our templates to a folder for staff to rewrite; what is there already stays as it is. StoreError."""
    copied: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for template in sorted(resource(*TEMPLATES).iterdir()):
            own = folder / template.name
            if template.is_file() and not own.exists():
                own.write_bytes(template.read_bytes())
                copied.append(own)
    except OSError as error:
        raise StoreError(
            "not-written",
            f"{folder} に書けません(詳細: {error.strerror or error})",
            remedy="場所と権限を確かめてください",
        ) from error
    return tuple(copied)
