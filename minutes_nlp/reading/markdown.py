"""Markdown (マークダウン): headings, lists, quotes, tables and HTML tags of a text file, read as a page.

What directs a program that makes the page (front matter, `{{#include …}}`) is kept as furniture; the target of a link
is no text, as in Word and on web pages.
"""

from __future__ import annotations

import re
from html import escape
from importlib.metadata import version

from lxml.html import defs
from markdown_it import MarkdownIt

from minutes_nlp.document import Document
from minutes_nlp.reading.encodings import decoded
from minutes_nlp.reading.kinds import MARKDOWN
from minutes_nlp.reading.web.page import document_of, too_deep

__all__ = ["read_markdown"]

TAGS = defs.tags | {"main", "dialog", "template", "rb", "nobr", "search"}  # lxml lacks these
DEEPEST = 100  # levels of lists and quotes in each other; nobody writes more than ten, Python gives up at 250

# "---\ntitle: 議事録\n---" at the very start
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# "{{#include ../note.md}}", "{% include note.html %}"
DIRECTIVE = re.compile(r"^[ \t]*(\{\{[^{}\n]*\}\}|\{%[^%\n]*%\})[ \t]*$", re.MULTILINE)
# "[^1]: 注の文"
NOTE = re.compile(r"^\[\^([^\]\s]{1,20})\]:[ \t]*(.+)$", re.MULTILINE)
# "文中の[^1]"
CALL = re.compile(r"\[\^([^\]\s]{1,20})\]")
# "<name>" that is no tag of HTML but stands for something
PLACEHOLDER = re.compile(r"</?([A-Za-z][A-Za-z0-9_]*)\s*/?>")
# **「言葉」**は: what CommonMark leaves as it is, because a bracket stands inside and a letter outside
BOLD = re.compile(r"\*\*([^*<>\n]{1,200})\*\*")


def read_markdown(data: bytes, name: str) -> Document:
    """A Markdown file (.md), or a text file with HTML tags in it; SourceError where there is no text."""
    string, encoding, notes = decoded(data)
    reader = f"markdown-it-py {version('markdown-it-py')}, lxml {version('lxml')}, {encoding}"
    return document_of(_page(string), data, name, (MARKDOWN, reader), notes)


def _page(string: str) -> str:
    """The page that some Markdown makes; one line feed is a line break, as minutes are typed."""
    string = string.replace("\r\n", "\n").replace("\r", "\n")
    front = FRONT_MATTER.match(string)
    head = _aside("<br>".join(map(escape, front[1].split("\n")))) if front else ""
    string = string[front.end() :] if front else string
    string = PLACEHOLDER.sub(lambda found: found[0] if found[1].lower() in TAGS else escape(found[0]), string)
    string = DIRECTIVE.sub(lambda found: f"\n\n{_aside(escape(found[1]))}\n\n", string)
    string = NOTE.sub(r'\n<p class="footnote">\1) \2</p>\n', string)
    string = CALL.sub(r"<sup>\1)</sup>", string)
    return head + BOLD.sub(r"<strong>\1</strong>", _rendered(string))


def _rendered(string: str) -> str:
    """The HTML of some Markdown; indented text is no code, as Japanese is indented for its own sake."""
    options = {"breaks": True, "html": True, "maxNesting": DEEPEST}
    parser = MarkdownIt("commonmark", options).enable("table").disable("code")
    tokens = parser.parse(string)
    if any(token.level >= DEEPEST - 1 for token in tokens):  # what lies deeper would be lost
        raise too_deep()
    return str(parser.renderer.render(tokens, parser.options, {}))


def _aside(html: str) -> str:
    """HTML that is furniture of the page."""
    return f"<nav>{html}</nav>"
