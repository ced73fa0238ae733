"""The way of the data, top to bottom: start reading the code here.

A file becomes what was printed, that becomes what a reader sees, that becomes what was said; all of it is one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from minutes_nlp import __version__
from minutes_nlp.analysis.acts import acts_of
from minutes_nlp.analysis.commitments import commitments_of
from minutes_nlp.analysis.figures import figures_of, printed_days
from minutes_nlp.analysis.measures.finding import measures_of
from minutes_nlp.analysis.terms import terms_of
from minutes_nlp.analysis.topics.tagging import topic_files, topic_model, with_topics
from minutes_nlp.corrections import edition_of, read_corrections
from minutes_nlp.document import Document, Layout, Paragraph, TableCell, pages_of
from minutes_nlp.findings import Measure
from minutes_nlp.language.patterns import pattern_files
from minutes_nlp.layout import lay_out
from minutes_nlp.model import SCHEMA, Block, Cell, DocumentKind, Maker, Page, Record, Source, Utterance
from minutes_nlp.places import text_of
from minutes_nlp.reading import read
from minutes_nlp.resources import fingerprint, resource
from minutes_nlp.review.setting_right import Said, corrected
from minutes_nlp.structure import Structure, structure
from minutes_nlp.structure.turns.notation import Notations, load_notations
from minutes_nlp.text import Text

__all__ = ["Kit", "make_record", "standard_kit"]


@dataclass(frozen=True, slots=True)
class Kit:
    """The tools of a run, made once (道具一式)."""

    notations: Notations
    versions: dict[str, str]
    taxonomy: Path | None = None


@lru_cache(maxsize=8)
def standard_kit(notations: Path | None = None, taxonomy: Path | None = None) -> Kit:
    """The tools with the data of the package, the user's own notations before ours, the user's own fields for ours.

    NotationError, SettingsError, ModelError where these cannot be used.
    """
    folders = [notations] if notations else []
    loaded = load_notations(*folders)
    libraries = ("pypdfium2", "pdfplumber", "python-docx", "SudachiDict-core")
    terms = fingerprint([resource("models", "terms.csv"), *pattern_files()])
    wording = [
        resource("language", "commitments.toml"),
        resource("language", "plain.toml"),
        resource("analysis", "acts.toml"),
        resource("models", "acts.json"),
    ]
    if taxonomy:
        topic_model(taxonomy)
    topics = fingerprint(topic_files(taxonomy))
    data = {
        "notations": loaded.fingerprint,
        "terms": terms,
        "acts": fingerprint(wording),
        "topics": f"{taxonomy.stem} {topics}" if taxonomy else topics,
        "usual": fingerprint([resource("models", "usual.json")]),
        "turns": fingerprint([resource("models", "turns.json")]),
        "kinds": fingerprint([resource("models", "kinds.json")]),
    }
    return Kit(loaded, data | {name: version(name) for name in libraries}, taxonomy)


def make_record(  # noqa: PLR0913 - each is the batch's or the user's own choice
    data: bytes,
    name: str,
    *,
    reader: str | None = None,
    characters: int | None = None,
    notations: Path | None = None,
    taxonomy: Path | None = None,
    corrections: Sequence[Path] = (),
) -> Record:
    """The record of one file of at most so many characters; SourceError where it cannot be used.

    `reader` is `pdfium` or `pdfplumber` to force one for PDF files, `notations` a folder that is searched before ours,
    `taxonomy` a file of policy fields in the place of ours, `corrections` the files in which people have set right what
    was found.
    """
    kit = standard_kit(notations, taxonomy)
    document = read(data, name, reader, characters)
    layout = lay_out(document)
    found = structure(layout.paragraphs, [page.span for page in document.pages], kit.notations, name)
    if corrections:
        found = _set_right(found, document, layout, corrections)
        kit = replace(kit, versions=kit.versions | edition_of(corrections))
    return _record(document, layout, found, kit)


def _set_right(found: Structure, document: Document, layout: Layout, files: Sequence[Path]) -> Structure:
    """The structure with what people have corrected (訂正の反映)."""
    said = Said(found.utterances, found.pairs, found.notes, document.source, layout.folds)
    said = corrected(said, read_corrections(files), document.sha256)
    pages = [page.span for page in document.pages]
    utterances = tuple(replace(one, pages=pages_of(one.spans, pages)) for one in said.utterances)
    known = {(one.text, one.spans): text for one, text in zip(found.utterances, found.said, strict=True)}
    texts = tuple(
        known.get((one.text, one.spans)) or text_of(one.text, one.spans, document.source, layout.folds)
        for one in utterances
    )
    return replace(found, utterances=utterances, said=texts, pairs=said.pairs, notes=said.notes)


def _record(document: Document, layout: Layout, found: Structure, kit: Kit) -> Record:
    said_on = _said_on(found)
    return Record(
        schema=SCHEMA,
        id=document.sha256[:16],
        source=Source(document.name, document.sha256, document.media_type, document.reader),
        kind=found.kind,
        title=found.title,
        meeting=found.meeting,
        pages=tuple(_pages(document, layout)),
        sections=found.sections,
        blocks=tuple(_blocks(found.paragraphs, found.places)),
        furniture=layout.furniture,
        folds=layout.folds,
        utterances=with_topics(tuple(_utterances(found, said_on)), found.said, found.sections, kit.taxonomy),
        pairs=found.pairs,
        measures=_measures(found),
        parts=found.parts,
        opinions=found.opinions,
        terms=terms_of(found.paragraphs),
        figures=figures_of(found.paragraphs, said_on),
        summary=(),
        notes=layout.notes + found.notes,
        source_text=document.source,
        maker=Maker(__version__, kit.versions),
    )


def _measures(found: Structure) -> tuple[Measure, ...]:
    if found.kind is not DocumentKind.REPORT:
        return ()
    return measures_of(found.paragraphs, found.places, found.sections)


def _utterances(found: Structure, said_on: date | None) -> Iterator[Utterance]:
    """The turns with what is found in them."""
    for utterance, text in zip(found.utterances, found.said, strict=True):
        speaker = utterance.speaker
        promised = commitments_of(text, utterance.kind, speaker.role, said_on, speaker.label)
        yield replace(utterance, commitments=promised, acts=acts_of(text, utterance.kind, promised))


def _said_on(found: Structure) -> date | None:
    """The day from which 本年 and 来年度 are reckoned: that of the meeting, or the one that a report prints."""
    if found.meeting and found.meeting.date:
        return date.fromisoformat(found.meeting.date)
    days = printed_days(paragraph.text.string for paragraph in found.paragraphs)
    return days and days[0]


def _pages(document: Document, layout: Layout) -> Iterator[Page]:
    for page, lines in zip(document.pages, layout.lines, strict=True):
        yield Page(page.number, page.width, page.height, page.span, lines)


def _blocks(paragraphs: Iterable[Paragraph], places: Iterable[str | None]) -> Iterator[Block]:
    for number, (paragraph, section) in enumerate(zip(paragraphs, places, strict=True), 1):
        marker, label = paragraph.marker or Text(), paragraph.label or Text()
        yield Block(
            id=f"b{number}",
            kind=paragraph.kind,
            level=paragraph.level,
            marker=marker.string or None,
            text=paragraph.text.string,
            pages=paragraph.pages,
            spans=paragraph.text.spans,
            section=section,
            marker_spans=marker.spans,
            confidence=paragraph.confidence,
            rows=_rows(paragraph),
            head_rows=paragraph.head_rows,
            label=label.string or None,
            label_spans=label.spans,
            reference_spans=paragraph.references,
        )


def _rows(paragraph: Paragraph) -> tuple[tuple[Cell, ...], ...] | None:
    if paragraph.rows is None:
        return None
    return tuple(tuple(_cell(cell) for cell in row) for row in paragraph.rows)


def _cell(cell: TableCell) -> Cell:
    return Cell(cell.string, cell.spans, cell.row_span, cell.column_span)
