"""Topics in a spaCy pipeline (spaCyの部品): import this module only where spaCy is wanted, it takes 0.8 s.

`spacy.blank("ja").add_pipe("minutes_topics")`; a text is judged by itself, without remark, reply and heading.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from minutes_nlp.analysis.topics.tagging import Said, TopicModel, topic_model
from minutes_nlp.text import Text

__all__ = ["TOPICS", "topics_component"]

TOPICS = "topics"  # the span group, as the record names it


@Language.factory("minutes_topics", assigns=["doc.cats", "doc.spans"], default_config={"taxonomy": None})
def topics_component(nlp: Language, name: str, taxonomy: str | None) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's call
    """A component that puts the fields found into `doc.cats` with their scores, their words into `doc.spans` (分野).

    `taxonomy` is the path of a TOML file of one's own; ModelError where it cannot be used.
    """
    return partial(_add_topics, model=topic_model(Path(taxonomy) if taxonomy else None))


def _add_topics(doc: Doc, model: TopicModel) -> Doc:
    (found,) = model.topics([Said(doc.text)], [Text.of(doc.text)])
    doc.cats |= {topic.id: topic.score for topic in found}
    places = [(start, stop, topic.id) for topic in found for start, stop in topic.evidence]
    spans = [doc.char_span(start, stop, label=label, alignment_mode="expand") for start, stop, label in places]
    doc.spans[TOPICS] = [span for span in spans if span is not None]
    return doc
