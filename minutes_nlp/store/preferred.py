"""What stands first among what was found (優先): what the query wishes for, and whom it names."""

from __future__ import annotations

from collections.abc import Iterator

from minutes_nlp.store.queries import Query
from minutes_nlp.store.wishes import Wish, looking_back

__all__ = ["preference"]

# How much more a passage counts that is what is wished for, or that was said by whom the query names. The queries of
# scripts/queries.py do not tell WISHED (0 .533, .1 .532, .3 .531, .6 .527; five wish for a promise), nor do those of
# training (the 14 that wish for one 0 .809, .1 .793, .3 .784): it parts what is equally near
WISHED, NAMED = 0.1, 1.0
PROMISES = "EXISTS (SELECT 1 FROM commitments WHERE passage = passages.id AND strength != 'stance')"
DOES = "EXISTS (SELECT 1 FROM passage_acts WHERE passage = passages.id AND act = ?)"
SAID_BY = "instr(replace(coalesce(passages.label, '') || coalesce(passages.person, passages.name, ''), '　', ''), ?)"


def preference(query: Query) -> tuple[str, list[object]]:
    """The factor of a passage's rank, as SQL with its values; 1 where nothing is preferred."""
    terms = list(_terms(query))
    return " + ".join(["1", *(f"{share} * ({term})" for share, term, _ in terms)]), [
        value for _, _, values in terms for value in values
    ]


def _terms(query: Query) -> Iterator[tuple[float, str, list[object]]]:
    for wish in query.wishes:
        yield WISHED, *_wished(wish)
    for phrase in query.phrases:
        if phrase.speaker:
            yield NAMED, f"{SAID_BY} > 0", [phrase.name]


def _wished(wish: Wish) -> tuple[str, list[object]]:
    words = looking_back()
    comes_back = " OR ".join(["instr(passages.text, ?) > 0"] * len(words))
    if wish is Wish.PROMISED:
        return f"{PROMISES} OR {comes_back}", list(words)
    if wish is Wish.LATER:
        return comes_back, list(words)
    if wish is Wish.REPLY:
        return "passages.kind = 'reply'", []
    return DOES, [wish.value]
