"""Prose that tells who said what (地の文の発言): 委員からは…との意見が出された."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes_nlp.document import Paragraph
from minutes_nlp.model import Role
from minutes_nlp.structure.labels import office_role, titled
from minutes_nlp.structure.turns.notation import TurnForm
from minutes_nlp.text import Text

__all__ = ["told_in"]

# 委員からは「…。…」といった意見が出された。
SENTENCE = re.compile(r"(?:「[^「」]*」|[^。「」])+。?")
# …との説明があった。 / …が出された。
TOLD_END = re.compile(r"[たる]。$")
SIDES = {  # whose words a form of prose tells
    None: frozenset[Role](),
    Role.MEMBER: frozenset({Role.MEMBER, Role.CHAIR, Role.GUEST}),
    Role.SECRETARIAT: frozenset({Role.SECRETARIAT, Role.MINISTER}),
}


def told_in(paragraph: Paragraph, forms: Sequence[TurnForm]) -> Iterator[tuple[TurnForm, Text]]:
    """The sentences of running prose that tell what was said, each with its form."""
    if paragraph.marker:
        return
    for sentence in SENTENCE.finditer(paragraph.text.string):
        string = sentence.group().strip()
        form = next((form for form in forms if _tells(string, form)), None)
        if form:
            yield form, paragraph.text[sentence.start() : sentence.end()].strip()


def _tells(sentence: str, form: TurnForm) -> bool:
    """Whether a sentence tells what somebody said whose role is that of the form; a remark need not name anybody."""
    match = form.patterns[0].fullmatch(sentence) if TOLD_END.search(sentence) else None
    if match is None:
        return False
    title = titled(match["who"] or "")
    role = title.role if title else office_role(match["who"] or "", beside_secretariat=False)
    return role in SIDES[form.role] or (role is Role.UNKNOWN and form.role is Role.MEMBER)
