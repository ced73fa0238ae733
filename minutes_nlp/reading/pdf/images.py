"""A page of a PDF as an image (頁の画像), for people to see where a passage stands."""

from __future__ import annotations

from io import BytesIO

import pypdfium2

from minutes_nlp.errors import SourceError

__all__ = ["page_image"]

DOTS = 110  # an inch: text of 8 points stays readable, a page of A4 is 200 kB
MOST_PIXELS = 12_000_000  # of a page: a poster is drawn smaller instead of filling the memory
POINTS = 72  # an inch


def page_image(data: bytes, number: int, dots: int = DOTS) -> bytes:
    """The page of a number from 1 as PNG; SourceError for a page that is not there or cannot be drawn."""
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            if not 1 <= number <= len(document):
                raise SourceError(
                    "no-page", f"{number}頁はありません", remedy=f"{len(document)}頁までの数を指定してください"
                )
            drawn = document[number - 1]
            width, height = drawn.get_size()
            scale = min(dots / POINTS, (MOST_PIXELS / (width * height)) ** 0.5)
            picture = drawn.render(scale=scale).to_pil()
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise SourceError(
            "not-drawn", f"頁を描けません(詳細: {error})", remedy="原本を開いて確かめてください"
        ) from error
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=False, compress_level=3)
    return stream.getvalue()
