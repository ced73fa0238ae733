"""What structure finds in a document (構造): the part of the record that is neither page nor analysis."""

from __future__ import annotations

from dataclasses import dataclass

from minutes_nlp.document import Paragraph
from minutes_nlp.model import DocumentKind, Meeting, Note, Opinion, Pair, Part, Section, Utterance
from minutes_nlp.text import Text

__all__ = ["Structure"]


@dataclass(frozen=True, slots=True)
class Structure:
    """Title, meeting, sections, turns and pairs of one document (文書の構造).

    `paragraphs` are those that were given, some with a better kind; `places` holds the section id of each.
    """

    kind: DocumentKind
    title: str | None
    meeting: Meeting | None
    paragraphs: tuple[Paragraph, ...]
    places: tuple[str | None, ...]
    sections: tuple[Section, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    texts: tuple[Text, ...] = ()  # of each utterance, with its places in the source
    pairs: tuple[Pair, ...] = ()
    notes: tuple[Note, ...] = ()
    parts: tuple[Part, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    notations: tuple[str, ...] = ()  # the names of the notations that were recognised
