"""Templates of text and Word papers (様式): found in the user's folder first, filled in by Jinja in its sandbox."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from minutes_nlp.errors import SettingsError
from minutes_nlp.output.cells import printable
from minutes_nlp.resources import resource
from minutes_nlp.wording import day_told

__all__ = ["TEMPLATES", "filled", "find_template", "render", "unusable"]

TEMPLATES = ("output", "templates")
MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~])")  # what Markdown takes for a sign anywhere in a line
LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")  # what it takes for a list at the start of one
BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')  # a new line inside a run of Word


def find_template(name: str, folder: Path | None) -> Path:
    """The template of a name: the user's own where there is one, else ours."""
    own = folder / name if folder else None
    return own if own and own.is_file() else resource(*TEMPLATES, name)


def render(template: Path, values: Mapping[str, Any]) -> str:
    """A text template filled in: HTML and Markdown with their signs escaped, plain text as it is. SettingsError."""
    try:
        text = template.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise unusable(template, error) from error
    return filled(text, template, values, template.suffix)


def filled(text: str, template: Path, values: Mapping[str, Any], kind: str) -> str:
    """Text with its `{{ }}` and `{% %}` carried out, values escaped for a `kind` of file (.html .md .txt .docx)."""
    environment = SandboxedEnvironment(
        autoescape=kind in {".html", ".docx"},
        finalize={".md": _for_markdown, ".docx": _for_word}.get(kind, _plain),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = lambda day: day_told(day) if day else ""
    try:
        return environment.from_string(text).render(values)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise unusable(template, error) from error


def unusable(template: Path, error: Exception) -> SettingsError:
    """What is wrong with a template (様式の誤り)."""
    line = f"{lineno}行目: " if (lineno := getattr(error, "lineno", None)) else ""
    return SettingsError(
        "bad-template",
        f"様式 {template} が使えません(詳細: {line}{error})",
        remedy="minutes digest --copy-templates DIR で同梱の様式を写し、それを直してください",
    )


def _plain(value: Any) -> Any:
    return "" if value is None else printable(value) if type(value) is str else value


def _for_markdown(value: Any) -> Any:
    if value is None:
        return ""
    text = LIST.sub(r"\1\\\2", MARKDOWN.sub(r"\\\1", printable(str(value))))
    return text.replace("\n", "<br>")


def _for_word(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    return BREAK.join(escape(line) for line in printable(str(value)).split("\n"))
