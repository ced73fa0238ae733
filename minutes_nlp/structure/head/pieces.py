"""The typed words of a line of an attendance list (名簿の語): seat, office, name, name with its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from minutes_nlp.language.names import Sense, is_common, senses
from minutes_nlp.language.words import words as morphemes
from minutes_nlp.model import Role
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.vocabulary import table, words

__all__ = [
    "Kind",
    "Piece",
    "is_given",
    "is_kind",
    "is_surname",
    "is_title",
    "may_be_surname",
    "names_organisation",
    "pieces",
]

# （オンライン）, ◎, 桐山
TOKEN = re.compile(
    r"(?P<aside>[（(【〔\[＜][^（）()【】〔〕\[\]＜＞]*[）)】〕\]＞])|(?P<mark>[◎●○〇◯◇☆・•]+)|(?P<word>[^\s（(【〔\[＜◎●]+)"
)
SEAT = re.compile(r"(?:議席)?(?:番号)?[0-9０-９]{1,3}番")  # １番
LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ.'’-]+")  # Fukuchi
KATAKANA = re.compile(r"[ァ-ヺー・]+")
HIRAGANA = re.compile(r"[ぁ-ゖー]{2,4}")
NAME_LETTERS = re.compile(r"[一-鿿々〆ヶヵノぁ-ゖァ-ヺー・﨑]+")
KANJI = re.compile(r"[一-鿿々ヶヵ﨑]")
LONGEST_SURNAME = 4  # characters of kanji
LONGEST_WORD = 5  # characters of a surname or a given name that stands alone
LONGEST_KATAKANA = 10  # アレクサンドラ has seven
LONGEST_TITLE = 4  # words of which a title in spaced letters is made: 副 委 員 長
OF_MEMBERS = frozenset({Role.CHAIR, Role.MEMBER})
PREDICATES = frozenset({"助詞", "助動詞", "動詞"})  # what no name is made of: 次回は
WHOLE = (3, 7)  # characters of a surname and a given name in one word


class Kind(Enum):
    """What a word of a list is (語の種類)."""

    ASIDE = auto()  # （オンライン）
    SEAT = auto()  # １番
    OFFICE = auto()  # 財政課長, 学識経験者, みどり大学
    NAMED = auto()  # 桐山座長
    WHOLE = auto()  # 桐山蒼太
    WORD = auto()  # 桐山
    LATIN = auto()  # Fukuchi
    OTHER = auto()  # ４名, 次回は


@dataclass(frozen=True, slots=True)
class Piece:
    """One word with its place in the line; a name with its title is cut in `name` and `position`."""

    kind: Kind
    text: str
    start: int
    stop: int
    name: str = ""
    position: str = ""
    sure: bool = True


def pieces(line: str, start: int = 0, stop: int | None = None) -> list[Piece]:
    """The typed words of a part of a line."""
    found: list[Piece] = []
    tokens = [match for match in TOKEN.finditer(line, start, len(line) if stop is None else stop) if not match["mark"]]
    at = 0
    while at < len(tokens):
        count = _spaced_title(tokens, at)
        first, last = tokens[at], tokens[at + count - 1]
        text = "".join(match[0] for match in tokens[at : at + count])
        kind = Kind.ASIDE if first["aside"] else Kind.OFFICE if count > 1 else None
        piece = _piece(text, first.start(), last.end(), kind, found[-1] if found else None)
        if found and _lacks_surname(found[-1], piece):
            found[-1] = replace(found[-1], kind=Kind.WORD)
        found.append(piece)
        at += count
    odd = {at + 1 for at in range(len(found)) if _is_odd_given(found, at)}
    return [replace(piece, kind=Kind.WORD) if i in odd else piece for i, piece in enumerate(found)]


def _lacks_surname(before: Piece, piece: Piece) -> bool:
    """Whether a given name stands behind what looks like common nouns and must be a rare surname (小女郎　典恵)."""
    given = piece.kind is Kind.WORD and is_given(piece.text) and (len(piece.text) == 1 or not is_surname(piece.text))
    rare = 1 < len(before.text) <= LONGEST_SURNAME and NAME_LETTERS.fullmatch(before.text) is not None
    return given and rare and before.kind is Kind.OFFICE and not _is_office(before.text)


def _is_rare_given(surname: str, word: str) -> bool:
    """Whether a word of kanji behind a surname is a given name that no dictionary has (彰二朗)."""
    rare = len(word) < LONGEST_SURNAME and not senses(word) and all(map(_is_kanji, word))
    return rare and is_surname(surname) and not _is_office(word)


def _is_odd_given(words: Sequence[Piece], at: int) -> bool:
    """Whether a common noun between a surname and an office is a given name: 桐山　成功　みどり大学　教授."""
    if at + 2 >= len(words) or not (words[at].kind is Kind.WORD and words[at + 1].kind is Kind.OFFICE):
        return False
    word = words[at + 1].text
    plain = len(word) == 2 and all(map(_is_kanji, word)) and not _is_office(word)
    return plain and is_surname(words[at].text) and words[at + 2].kind is Kind.OFFICE


def _spaced_title(tokens: list[re.Match[str]], at: int) -> int:
    """How many words from here are one title in spaced letters (委　員); 1 where they are none."""
    for count in range(min(LONGEST_TITLE, len(tokens) - at), 1, -1):
        parts = [match["word"] or "" for match in tokens[at : at + count]]
        if all(0 < len(part) < 3 for part in parts) and is_title("".join(parts)) and not is_title(parts[-1]):
            return count
    return 1


def _piece(text: str, start: int, stop: int, kind: Kind | None, before: Piece | None) -> Piece:
    if kind is not None:
        return Piece(kind, text, start, stop)
    cut = _named(text)
    if cut:
        return Piece(Kind.NAMED, text, start, stop, *cut)
    kind = _kind(text)
    if before is not None and before.kind is Kind.WORD and kind in {Kind.OTHER, Kind.OFFICE, Kind.WHOLE}:
        foreign = KATAKANA.fullmatch(before.text) and KATAKANA.fullmatch(text) and not titled(text)
        if foreign or HIRAGANA.fullmatch(text) or _is_kanji(text) or _is_rare_given(before.text, text):
            kind = Kind.WORD
    sure = kind is not Kind.WHOLE or _is_whole(text)
    return Piece(kind, text, start, stop, sure=sure)


def _kind(word: str) -> Kind:
    """What a word is that no title ends."""
    for pattern, kind in ((SEAT, Kind.SEAT), (LATIN, Kind.LATIN)):
        if pattern.fullmatch(word):
            return kind
    if is_title(word) or word in words("header", "groups", "words"):
        return Kind.OFFICE
    if is_surname(word) or is_given(word):
        return Kind.WORD
    if not NAME_LETTERS.fullmatch(word) or any(part.pos[0] in PREDICATES for part in morphemes(word)):
        return Kind.OFFICE if _is_office(word) else Kind.OTHER
    return _kind_of_unknown(word)


def _kind_of_unknown(word: str) -> Kind:
    """What a word of letters is that is neither a surname nor a given name: both in one, an office, or a rare name."""
    if _is_whole(word) or _may_be_whole(word):
        return Kind.WHOLE
    foreign = KATAKANA.fullmatch(word) is not None
    common = Sense.COMMON in senses(word) if foreign else is_common(word)
    longest = LONGEST_KATAKANA if foreign else LONGEST_WORD
    return Kind.OFFICE if _is_office(word) or common or len(word) > longest else Kind.WORD


# --- names ----------------------------------------------------------------------------------------------------------


def is_surname(word: str) -> bool:
    """Whether the dictionary knows a word as a surname (姓); one letter that begins offices (市, 県) is none."""
    return (
        Sense.SURNAME in senses(word) and len(word) <= LONGEST_WORD and word not in table("header")["kinds"]["letters"]
    )


def is_given(word: str) -> bool:
    """Whether the dictionary knows a word as a given name (名)."""
    return Sense.GIVEN in senses(word) and word not in table("header")["kinds"]["letters"]


def may_be_surname(piece: Piece, word: str | None = None) -> bool:
    """Whether a common noun, the piece or `word` in it, may be a surname too, where others beside it are (砥石)."""
    word = piece.text if word is None else word
    short = piece.kind is Kind.OFFICE and 1 < len(word) < LONGEST_SURNAME and all(map(_is_kanji, word))
    return short and not _is_office(word) and not word.startswith(words("speakers", "departments", "words"))


def _is_kanji(word: str) -> bool:
    return len(word) == 1 and KANJI.fullmatch(word) is not None


def _is_whole(word: str) -> bool:
    """Whether a word is a surname and a given name together (桐山蒼太)."""
    shortest, longest = WHOLE
    if not shortest <= len(word) <= longest or _ends_as_office(word) or senses(word):
        return False
    return any(
        (is_surname(word[:k]) and is_given(word[k:]))
        or (k > 1 and len(word) - k > 1 and Sense.PLACE in senses(word[:k]) and is_given(word[k:]))
        for k in range(1, LONGEST_SURNAME + 1)
    )


def _may_be_whole(word: str) -> bool:
    """Whether a word may be a rare surname and a given name (三納保)."""
    shortest, longest = WHOLE
    fits = shortest <= len(word) <= longest and not _is_office(word) and not senses(word)
    return fits and any(_is_rare_whole(word[:k], word[k:]) for k in (2, 3))


def _is_rare_whole(first: str, rest: str) -> bool:
    if is_given(rest):
        return not is_common(first) or (len(rest) > 1 and not senses(first))
    return is_surname(first) and len(rest) == 2 and not is_common(rest)


# --- names with titles ----------------------------------------------------------------------------------------------


def _named(word: str) -> tuple[str, str, bool] | None:
    """桐山座長 is 桐山 and 座長, 早乙女家族支援課長 is 早乙女 and 家族支援課長; the third tells whether it is sure."""
    title = titled(word)
    if title is None:
        return _named_strangely(word)
    before, office = title.name, title.title
    if title.behind or not before or not NAME_LETTERS.fullmatch(before):
        return None
    if is_surname(before):
        sure = _is_surely_named(before, office, title.role)
        return None if sure is None else (before, office, sure)
    return None if is_kind(before) else _parted(before, office, title.role)


def _is_surely_named(surname: str, office: str, role: Role) -> bool | None:
    """How sure a surname before a title is one; None where it is rather what the office is for (森林課長)."""
    common = Sense.COMMON in senses(surname)
    if role in OF_MEMBERS:
        return True
    if common and surname.startswith(words("speakers", "departments", "words")):
        return None
    return not ((common and len(surname) == 1) or _is_place(surname, office))


def _parted(before: str, office: str, role: Role) -> tuple[str, str, bool] | None:
    """What stands before a title and is no surname: a whole name, a surname with an office, or a rare surname."""
    if _is_whole(before) and role in {*OF_MEMBERS, Role.GUEST}:
        return before, office, True
    cut = _cut(before, office)
    if cut or names_organisation(before):
        return cut
    sure = role in OF_MEMBERS and Sense.COMMON not in senses(before)
    return (before, office, sure) if _may_be_name(before, role) else None


def _may_be_name(before: str, role: Role) -> bool:
    """Whether a word before a title may be a surname that no dictionary has; of members the title is proof enough."""
    if KATAKANA.fullmatch(before):
        return role in OF_MEMBERS or (role is Role.GUEST and Sense.COMMON not in senses(before))
    if len(before) > LONGEST_WORD or before[0] in table("header")["kinds"]["letters"] or _ends_as_office(before):
        return False
    if role in OF_MEMBERS and len(morphemes(before)[0].surface) == 1:
        return True
    placed = any(Sense.PLACE in senses(before[:k]) for k in range(2, len(before)))
    return Sense.PLACE in senses(before) or not (is_common(before) or (placed and role not in OF_MEMBERS))


def _named_strangely(word: str) -> tuple[str, str, bool] | None:
    """A surname before a title that no list knows (山越地創審, 江差研究領域長)."""
    if len(word) < LONGEST_SURNAME or not NAME_LETTERS.fullmatch(word):
        return None
    if not word.endswith(words("speakers", "unknown_titles", "endings")) or _is_whole(word) or is_surname(word):
        return None
    return _cut(word, "")


def _cut(before: str, office: str) -> tuple[str, str, bool] | None:
    """A surname, or a place that may be one, at the start of what stands before a title, and the office behind it."""
    for sense in (Sense.SURNAME, Sense.PLACE):
        for k in range(LONGEST_SURNAME, 0, -1):
            name, rest = before[:k], before[k:]
            place = k > 1 and sense in senses(name) and not _ends_as_office(name)
            known = is_surname(name) if sense is Sense.SURNAME else place
            if rest and known and _begins_office(name, rest, office):
                return name, rest + office, sense is Sense.SURNAME and not is_common(name)
    return None


def _begins_office(name: str, rest: str, office: str) -> bool:
    """Whether an office that has lost a surname still begins with a word of its own: 地域政策|課長, not 域政策|課長."""
    if _is_place(name, rest + office) or rest.startswith(words("speakers", "organisations", "strong")):
        return False
    if office in _heads() and len(rest) > 1 and not is_common(rest):
        return True  # 桑原|稲積市長
    first = morphemes(rest)[0]
    strange = not office and len(rest) < LONGEST_SURNAME  # 山越|地創審
    known = rest.startswith(words("speakers", "departments", "words"))
    alone = len(name) > 1 and senses(name) == {Sense.SURNAME} and len(rest) > 1  # 佐藤|新産業課長
    return known or alone or (first.pos[0] == "名詞" and len(rest) > 1 and (len(first.surface) > 1 or strange))


def _is_place(name: str, office: str) -> bool:
    """Whether a place and an office are one of there: 福島|県知事公室長, 東京|事務所長."""
    if Sense.PLACE not in senses(name):
        return False
    local = any(office.endswith(word) and len(office) > len(word) for word in table("header")["kinds"]["local"])
    return local or Sense.PLACE in senses(name + office[0])


def _heads() -> frozenset[str]:
    """Titles that a municipality stands before: 桑原稲積市長 is 桑原 and 稲積市長."""
    return frozenset(title for titles in table("speakers")["heads"].values() for title in titles)


# --- offices --------------------------------------------------------------------------------------------------------


def is_title(word: str) -> bool:
    """Whether a word is a title and nothing else (座長), or a title with its office (総務課長)."""
    title = titled(word)
    return title is not None and (not title.name or (_named(word) is None and not title.behind))


def names_organisation(word: str) -> bool:
    """Whether a word is an organisation by a word in it (株式会社, 大学)."""
    return any(sign in word for sign in words("speakers", "organisations", "strong"))


def is_kind(word: str) -> bool:
    """Whether a word tells of what kind a member is (公益代表, 学識経験者, 各), and is no name."""
    kinds = table("header")["kinds"]
    return word in kinds["letters"] or word in kinds["words"] or word.endswith(tuple(kinds["endings"]))


def _ends_as_office(word: str) -> bool:
    return len(word) > 2 and word.endswith(words("speakers", "organisations", "words"))


def _is_office(word: str) -> bool:
    """Whether a word that is no name is an office, an organisation, or a kind of member."""
    return (
        titled(word) is not None
        or is_kind(word)
        or names_organisation(word)
        or _ends_as_office(word)
        or word.endswith(words("speakers", "unknown_titles", "endings"))
    )
