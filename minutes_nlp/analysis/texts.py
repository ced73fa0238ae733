"""The texts of a document in which analysis looks for things (分析の対象): paragraphs, and tables cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minutes_nlp.document import Paragraph
from minutes_nlp.text import Text

__all__ = ["texts_of"]


def texts_of(paragraphs: Iterable[Paragraph]) -> Iterator[Text]:
    """The text of each paragraph, of a table that of each cell: nothing goes on from one cell into the next."""
    for paragraph in paragraphs:
        if paragraph.rows is None:
            yield paragraph.text
        else:
            yield from (cell for row in paragraph.rows for cell in row)
