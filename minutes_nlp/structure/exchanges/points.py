"""Points that a question puts and a reply takes up one by one (論点): また、… and 前段については…後段については…."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_nlp.structure.vocabulary import table

__all__ = ["joins", "part_heads", "puts_several", "takes_up_parts"]

# 後段について、
HEAD = (
    r"(?:(?<=[。\n])|^)[ \u3000]*(?:また、|なお、|次に、)?(?P<head>{heads})"
    r"(?:について|に関して|に対して|として|の|は|、|に)"
)


@lru_cache(maxsize=1)
def part_heads() -> tuple[re.Pattern[str], ...]:
    """How the parts of a reply begin (部分の頭): 前段・後段, by number, and, less sure, in sequence."""
    parts = table("wording")["parts"]
    return tuple(
        re.compile(HEAD.format(heads=heads))
        for heads in (f"{parts['first']}|{parts['last']}", parts["numbered"], "|".join(parts["sequence"][:-2]))
    )


def joins() -> tuple[str, ...]:
    """The words that join one more point (また、加えて)."""
    return tuple(table("wording")["parts"]["join"])


def takes_up_parts(reply: str) -> bool:
    """Whether a reply names two parts of its question or more: １点目は…２点目は…."""
    return any(len(pattern.findall(reply)) > 1 for pattern in part_heads()[:2])


def puts_several(question: str) -> bool:
    """Whether a question puts several points: もう一つ, or a sentence that begins with また."""
    return _several().search(question) is not None


@lru_cache(maxsize=1)
def _several() -> re.Pattern[str]:
    joined = "|".join(map(re.escape, joins()))
    return re.compile(rf"{table('wording')['parts']['several']}|(?:^|[。\n])[ \u3000]*(?:{joined})")
