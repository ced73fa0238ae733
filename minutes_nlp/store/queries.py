"""What staff type, understood (検索式): words all of which must be there, OR, -除く語, "そのままの語句", ( ).

>>> str(read_query("空家 (移住 OR 定住) -支援金"))
'空家 (移住 OR 定住) NOT 支援金'

Full-width signs count as the others: a full-width space parts words; ＯＲ, －, （ ） and 「」 work, too. A word that is
a sentence (夜に呼び出される負担) asks for each of its words that tell something; what only says which kind of remark is
looked for (どうなったか, と言った件) is a wish (`wishes.py`). Nothing that is typed is an error but a query in which
nothing is asked for; what reaches SQLite is made of letters and digits alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from minutes_nlp.errors import SettingsError
from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.store.grams import held_by
from minutes_nlp.store.tokens import EDGE, Token, plain_text, sense_tokens, word_tokens
from minutes_nlp.store.wishes import Wish, name_in, read_wishes

__all__ = ["All", "Condition", "Either", "Phrase", "Query", "read_query"]

LONGEST = 1_000  # characters of a query: longer ones are texts, which --similar takes
DEEPEST = 10  # brackets in brackets: SQLite's parser of queries gives up at 14
# "(", "）", "-支援金"'s sign, "そのまま", 「そのまま」, ＯＲ, a word
PIECE = re.compile(
    r"""(?P<open>[(（])|(?P<close>[)）])|(?P<no>(?<![^\s　(（])[-－‐−](?=[^\s　]))
    |["“”＂](?P<quoted>[^"“”＂]*)(?:["“”＂]|$)|「(?P<bracketed>[^「」]*)」
    |(?P<word>[^\s　()（）"“”＂「」]+|[「」])""",
    re.VERBOSE,
)
EITHER, BOTH, WITHOUT = {"OR", "ＯＲ", "|", "｜"}, {"AND", "ＡＮＤ", "&", "＆"}, {"NOT", "ＮＯＴ"}
SILENT = {"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "感動詞"}  # が, です, 、
NOUNS = {"名詞", "接頭辞", "接尾辞", "代名詞", "形状詞", "記号"}  # those side by side are one name: 副業 型


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side (語句); `senses` are the same as longer words, empty where only itself counts.

    `speaker` is the name in how a person is called (蒲原町長), who may have another title in print, as words.
    """

    text: str
    words: tuple[str, ...]
    senses: tuple[str, ...] = ()
    name: str = ""
    speaker: tuple[str, ...] = ()

    def match(self) -> str:
        """The condition in FTS5's own language; what is in quotes there are letters, digits and spaces."""
        found = f'{{words head speaker}} : "{" ".join(self.words)}"'
        if self.senses:
            found += f' OR {{senses}} : "{" ".join(self.senses)}"'
        if self.speaker:
            found += f' OR {{speaker}} : "{" ".join(self.speaker)}"'
        return f"({found})"

    def literal(self) -> tuple[str, list[str]]:
        """The condition on the plain text, as SQL and its values."""
        return "instr(plain.text, ?)", [plain_text(self.text)]

    def grams(self) -> str | None:
        """What asks for the passages that may meet `literal`, in FTS5's language; None where all may."""
        return held_by(plain_text(self.text))

    def __str__(self) -> str:
        return self.text if self.senses else f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds (AND), and none of those that are excluded (NOT)."""

    parts: tuple[Condition, ...]
    excluded: tuple[Condition, ...] = ()

    def match(self) -> str:
        """As `Phrase.match`."""
        found = " AND ".join(part.match() for part in self.parts)
        return "(" + " NOT ".join([f"({found})", *(part.match() for part in self.excluded)]) + ")"

    def literal(self) -> tuple[str, list[str]]:
        """As `Phrase.literal`."""
        terms = [part.literal() for part in self.parts]
        terms += [(f"NOT {term}", values) for term, values in (part.literal() for part in self.excluded)]
        return "(" + " AND ".join(term for term, _ in terms) + ")", [one for _, values in terms for one in values]

    def grams(self) -> str | None:
        """As `Phrase.grams`."""
        return " AND ".join(f"({found})" for part in self.parts if (found := part.grams())) or None

    def __str__(self) -> str:
        inner = [f"({part})" if isinstance(part, Either) and self.is_long else str(part) for part in self.parts]
        return " ".join([*inner, *(f"NOT {part}" for part in self.excluded)])

    @property
    def is_long(self) -> bool:
        """Whether it has more than one part."""
        return len(self.parts) + len(self.excluded) > 1


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts holds (OR)."""

    parts: tuple[Condition, ...]

    def match(self) -> str:
        """As `Phrase.match`."""
        return "(" + " OR ".join(part.match() for part in self.parts) + ")"

    def literal(self) -> tuple[str, list[str]]:
        """As `Phrase.literal`."""
        terms = [part.literal() for part in self.parts]
        return "(" + " OR ".join(term for term, _ in terms) + ")", [one for _, values in terms for one in values]

    def grams(self) -> str | None:
        """As `Phrase.grams`."""
        found = [part.grams() for part in self.parts]
        return None if None in found else " OR ".join(f"({one})" for one in found)

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Condition = Phrase | All | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood (検索式)."""

    text: str
    condition: Condition
    wishes: tuple[Wish, ...] = ()  # what is to stand first

    @property
    def matter(self) -> str:
        """What is asked for as one text, without signs, wishes and what is excluded."""
        return " ".join(phrase.text for phrase in self.phrases)

    @property
    def excluded(self) -> tuple[Condition, ...]:
        """What no result may hold."""
        return self.condition.excluded if isinstance(self.condition, All) else ()

    @property
    def phrases(self) -> list[Phrase]:
        """What is asked for, without what is excluded: what is marked in the results."""
        return list(_phrases(self.condition))

    def __str__(self) -> str:
        return str(self.condition)


def read_query(text: str) -> Query:
    """Understand a query; SettingsError where it asks for nothing, or is longer than LONGEST characters."""
    if len(text) > LONGEST:
        remedy = "長い文に近い発言は minutes search --similar で探せます"
        raise SettingsError("long-query", f"検索の語句は {LONGEST:,} 字までです", remedy=remedy)
    for steered in (True, False):  # where nothing but wishes is typed (宿題), they are words
        reader = _Reader(text, steered=steered)
        found = reader.either()
        if found:
            return Query(text, found, tuple(reader.wishes))
    remedy = "探す語を1つ以上書いてください(例: 協力隊 定住 -起業)"
    raise SettingsError("empty-query", "探す語がありません", remedy=remedy)


def _phrases(condition: Condition) -> Iterator[Phrase]:
    if isinstance(condition, Phrase):
        yield condition
    else:
        for part in condition.parts:
            yield from _phrases(part)


class _Reader:
    """Reads a query from left to right (構文解析): OR binds less than what stands side by side."""

    def __init__(self, text: str, *, steered: bool) -> None:
        self.pieces = [(match.lastgroup or "", match) for match in PIECE.finditer(text)]
        self.at = self.depth = 0
        self.steered = steered
        self.wishes: dict[Wish, None] = {}

    def either(self) -> Condition | None:
        """Parts with OR between them, up to a closing bracket."""
        found = [self._all()]
        while self._takes(EITHER):
            found.append(self._all())
        parts = tuple(part for part in found if part)
        return Either(parts) if len(parts) > 1 else next(iter(parts), None)

    def _all(self) -> Condition | None:
        """Parts side by side, up to OR or a closing bracket."""
        wanted: list[Condition] = []
        unwanted: list[Condition] = []
        while self.at < len(self.pieces) and not self._sees(EITHER) and not (self.depth and self._is("close")):
            if self._takes(BOTH):
                continue
            refuses = self._refuses()
            part = self._part(steered=self.steered and not refuses)
            if part:
                (unwanted if refuses else wanted).append(_itself(part) if refuses else part)
        if not wanted:
            return None
        return All(tuple(wanted), tuple(unwanted)) if len(wanted) + len(unwanted) > 1 else wanted[0]

    def _part(self, *, steered: bool) -> Condition | None:
        if self.at >= len(self.pieces):
            return None
        kind, match = self.pieces[self.at]
        self.at += 1
        if kind == "open" and self.depth < DEEPEST:
            self.depth += 1
            found = self.either()
            self.at += self._is("close")
            self.depth -= 1
            return found
        if kind in {"quoted", "bracketed"}:
            return _phrase(match[kind], quoted=True)
        if kind != "word":
            return None
        rest, wishes = read_wishes(match[0]) if steered else (match[0], ())
        self.wishes |= dict.fromkeys(wishes)
        return _together(part for piece in rest.split() if (part := _asked(piece)))

    def _refuses(self) -> bool:
        if self._is("no"):
            self.at += 1
            return True
        return self._takes(WITHOUT)

    def _is(self, kind: str) -> bool:
        return self.at < len(self.pieces) and self.pieces[self.at][0] == kind

    def _sees(self, signs: set[str]) -> bool:
        return self._is("word") and self.pieces[self.at][1][0] in signs

    def _takes(self, signs: set[str]) -> bool:
        seen = self._sees(signs)
        self.at += seen
        return seen


def _itself(condition: Condition) -> Condition:
    """The condition without synonyms: what is excluded is excluded as it was typed."""
    if isinstance(condition, Phrase):
        return replace(condition, senses=(), name="", speaker=())
    return replace(condition, parts=tuple(map(_itself, condition.parts)))


def _asked(text: str) -> Condition | None:
    """A word as typed: a name is a phrase, a sentence is all of its phrases."""
    runs = [text[run[0].start : run[-1].stop] for run in _runs(words(text, Mode.A))]
    return _together(phrase for run in runs if (phrase := _phrase(run))) or _phrase(text)


def _together(parts: Iterable[Condition]) -> Condition | None:
    """All of the parts, each once."""
    found = tuple(dict.fromkeys(parts))
    return All(found) if len(found) > 1 else next(iter(found), None)


def _runs(found: Sequence[Word]) -> Iterator[list[Word]]:
    """The words that tell of something, nouns side by side together."""
    run: list[Word] = []
    for word in found:
        joins = run and word.pos[0] in NOUNS and run[-1].pos[0] in NOUNS and run[-1].stop == word.start
        if run and not joins:
            yield run
            run = []
        if word.pos[0] not in SILENT and word.pos[1] != "非自立可能":
            run.append(word)
    if run:
        yield run


def _phrase(text: str, *, quoted: bool = False) -> Phrase | None:
    found = _without_edges(word_tokens(words(text, Mode.A)))
    senses = () if quoted else _without_edges(sense_tokens(text))
    name = None if quoted else name_in(text)
    speaker = _without_edges(word_tokens(words(name, Mode.A))) if name else ()
    return Phrase(text, found, senses, name or "", speaker) if found else None


def _without_edges(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words of a phrase without the punctuation around it."""
    found = [token.word for token in tokens]
    inside = [number for number, word in enumerate(found) if word != EDGE]
    return tuple(found[inside[0] : inside[-1] + 1]) if inside else ()
