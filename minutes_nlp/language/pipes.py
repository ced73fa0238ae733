"""spaCy pipelines over our words (spaCyの部品): import this module only where spaCy is wanted, it takes 0.8 s.

`Doc`s are made of Sudachi's words as `words` gives them, with no second tokenisation. The components `minutes_terms`,
`minutes_figures` and `minutes_commitments` fit any Japanese pipeline: `spacy.blank("ja").add_pipe("minutes_terms")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import DummyTokenizer, filter_spans, registry
from spacy.vocab import Vocab

from minutes_nlp.language.commitments import commitments_in
from minutes_nlp.language.figures import figures_in
from minutes_nlp.language.sentences import sentences
from minutes_nlp.language.terms import terms_in
from minutes_nlp.language.words import Mode, Word, words

__all__ = [
    "COMMITMENTS",
    "FIGURES",
    "TERMS",
    "Tokenizer",
    "blank",
    "commitments_component",
    "doc_of",
    "figures_component",
    "nlp",
    "terms_component",
]

TERMS, FIGURES, COMMITMENTS = "terms", "figures", "commitments"  # the span groups, as the record names them
SPACE_TAG = "空白"  # Sudachi's part of speech of white space


class Piece(NamedTuple):
    """A token to be: a word, or the white space between two that is more than one space."""

    text: str
    start: int
    word: Word | None
    spaced: bool = False  # one space follows


def nlp(mode: Mode = Mode.C, *, entities: bool = False) -> Language:
    """A pipeline of our words, terms and figures (解析器); with `entities` terms become `doc.ents` too."""
    made = blank(mode)
    made.add_pipe("minutes_terms", config={"entities": entities})
    made.add_pipe("minutes_figures")
    return made


def blank(mode: Mode = Mode.C) -> Language:
    """A Japanese pipeline whose tokenizer is ours, and nothing else; the pattern files are for mode A."""
    return spacy.blank("ja", config={"nlp": {"tokenizer": {"@tokenizers": "minutes_words.v1", "mode": str(mode)}}})


# --- Docs ---------------------------------------------------------------------------------------------------------


def doc_of(text: str, vocab: Vocab, mode: Mode = Mode.C) -> Doc:
    """A `Doc` of the text's words with tags, lemmas, norms, readings and sentence starts; its text is the text."""
    pieces = list(_pieces(text, words(text, mode)))
    begins = {start for start, _ in sentences(text)}
    doc = Doc(
        vocab,
        words=[piece.text for piece in pieces],
        spaces=[piece.spaced for piece in pieces],
        tags=[piece.word.tag if piece.word else SPACE_TAG for piece in pieces],
        lemmas=[piece.word.dictionary_form if piece.word else piece.text for piece in pieces],
        morphs=[_reading(piece.word) for piece in pieces],
        sent_starts=[piece.start in begins or number == 0 for number, piece in enumerate(pieces)],
    )
    for token, piece in zip(doc, pieces, strict=True):
        token.norm_ = piece.word.normalised if piece.word else piece.text
    return doc


def _reading(word: Word | None) -> str:
    """As spaCy's own Japanese tokenizer keeps it; = and | would end a feature."""
    return "Reading=" + word.reading.replace("=", "_").replace("|", "_") if word and word.reading else ""


def _pieces(text: str, found: Iterable[Word]) -> Iterator[Piece]:
    """Words and white space that together are the text."""
    last: Piece | None = None
    position = 0
    for word in found:
        last, gap = _with_space(last, text[position : word.start])
        yield from [last] if last else []
        yield from [Piece(gap, word.start - len(gap), None)] if gap else []
        last, position = Piece(word.surface, word.start, word), word.stop
    last, gap = _with_space(last, text[position:])
    yield from [last] if last else []
    yield from [Piece(gap, len(text) - len(gap), None)] if gap else []


def _with_space(piece: Piece | None, gap: str) -> tuple[Piece | None, str]:
    """The first space after a token belongs to it; the rest of the gap is a token of its own."""
    if piece and gap.startswith(" "):
        return piece._replace(spaced=True), gap[1:]
    return piece, gap


class Tokenizer(DummyTokenizer):
    """Our words as the tokenizer of a spaCy pipeline (語の切り出し); nothing of it is saved but its mode."""

    def __init__(self, vocab: Vocab, mode: Mode) -> None:
        self.vocab, self.mode = vocab, mode

    def __call__(self, text: str) -> Doc:
        """The `Doc` of a text."""
        return doc_of(text, self.vocab, self.mode)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pipelines cross to other processes."""
        return Tokenizer, (self.vocab, self.mode)


@registry.tokenizers("minutes_words.v1")  # type: ignore[untyped-decorator]
def make_tokenizer(mode: str = "C") -> Callable[[Language], Tokenizer]:
    """The tokenizer by the name that a pipeline's config holds."""
    return lambda language: Tokenizer(language.vocab, Mode(mode))


# --- components ---------------------------------------------------------------------------------------------------


@Language.factory("minutes_terms", assigns=["doc.spans"], default_config={"entities": False})
def terms_component(nlp: Language, name: str, entities: bool) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's call
    """A component that puts the terms into `doc.spans["terms"]`, label their kind, id their full name (用語)."""
    return partial(_add_terms, entities=entities)


@Language.factory("minutes_figures", assigns=["doc.spans"])
def figures_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's call
    """A component that puts the figures into `doc.spans["figures"]`, label their kind (数値表現)."""
    return _add_figures


@Language.factory("minutes_commitments", assigns=["doc.spans"])
def commitments_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's call
    """A component that puts promises into `doc.spans["commitments"]`, label their strength (約束).

    Give it the words of officials only: a member's 検討したい looks the same.
    """
    return _add_commitments


def _add_commitments(doc: Doc) -> Doc:
    found = commitments_in(doc.text)
    doc.spans[COMMITMENTS] = [_span(doc, one.start, one.end, one.strength) for one in found]
    return doc


def _add_terms(doc: Doc, *, entities: bool = False) -> Doc:
    spans = [_span(doc, found.start, found.end, found.kind, found.name) for found in terms_in(doc.text)]
    doc.spans[TERMS] = spans
    if entities:
        doc.set_ents(filter_spans([*spans, *doc.ents]))
    return doc


def _add_figures(doc: Doc) -> Doc:
    doc.spans[FIGURES] = [_span(doc, found.start, found.end, found.kind) for found in figures_in(doc.text)]
    return doc


def _span(doc: Doc, start: int, end: int, label: str, identity: str = "") -> Span:
    """The tokens that hold the characters; a pipeline of longer words may have to take in a little more."""
    return cast("Span", doc.char_span(start, end, label=str(label), span_id=identity, alignment_mode="expand"))
