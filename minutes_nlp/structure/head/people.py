"""One person of an attendance list (出席者): name, position and form of attendance, in whatever order they stand."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_nlp.language.words import words as morphemes
from minutes_nlp.model import Attendee, Mode, Role
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.vocabulary import squeezed, table, words

__all__ = [
    "ASIDE",
    "LIST_REMARK",
    "mode_of",
    "names_organisation",
    "names_person_first",
    "person",
    "spaced",
]

PROXY = "代理"  # alone behind a name
ASIDE = re.compile(r"[（(【〔\[](?P<inside>[^（）()【】〔〕]*)[）)】〕\]]")  # 浅茅構成員（オンライン）
NOTE = re.compile(r"[ \u3000]*[※＊*].*$", re.DOTALL)  # 六車　晶　委員　※オンライン
LIST_REMARK = re.compile(
    r"敬称|順不同|五十音|あいうえお|代表$|^計|名$|以下同じ|[:：](?:座長|会長|部会長)"
)  # （敬称略・五十音順）, ◎：座長
TWO_WORD_NAME = re.compile(
    r"(?P<name>[^\s、，,（()）]{1,5}[ \u3000]+[^\s、，,（()）]{1,8})[ \u3000]+(?P<position>\S.*)", re.DOTALL
)
FOREIGN_NAME = re.compile(
    r"(?P<name>[ァ-ヺー・]+(?:[ \u3000]+[ァ-ヺー・]+)+)[ \u3000]+(?P<position>\S.*)", re.DOTALL
)  # グエン　ティ　ホア
ONE_WORD_NAME = re.compile(r"(?P<name>[^\s、，,（()）a-zA-Z]{2,7})[ \u3000]+(?P<position>\S.*)", re.DOTALL)
NOT_A_NAME = re.compile(
    r"[0-9０-９。：:/／@＠「」＊＃*#]|^\W+$|議事|議論|資料|議題|次第|氏名|所属|役職|区分|備考|名簿|ほか|その他|他[0-9０-９]|なし$|以上|全員"
)
LEADING_MARK = re.compile(r"^[◎●○〇◯※・•\s]+")  # ◎山田 太郎: the mark shows a role
KATAKANA_OR_LATIN = re.compile(r"[ァ-ヺーA-Za-zＡ-Ｚａ-ｚ]{2,}")
KATAKANA_BEGINS = re.compile(r"(?<=[一-龠々ヶ])(?=[ァ-ヺ]{2})")  # 田所|デジタル推進
UNIT = re.compile(r"\S{2,}?(?:部|課|室|局|省|庁|本部|センター)(?=..)")  # 国際課|片倉
LONGEST_NAME = 14  # characters, 葛城　アレクサンドラ has ten
LONGEST_SURNAME = 4  # characters of kanji


def person(item: str, organisation: str | None = None) -> Attendee | None:
    """One person, without group; None where the item is none. `organisation` is a line above the person."""
    note = NOTE.search(item)
    asides = [match["inside"] for match in ASIDE.finditer(item)] + ([note[0]] if note else [])
    bare = LEADING_MARK.sub("", ASIDE.sub(" ", NOTE.sub("", item.lstrip("※ \u3000")))).strip()
    name, position = _name_and_position(bare)
    if not name or len(name) > LONGEST_NAME or NOT_A_NAME.search(name):
        return None
    leading = [aside for aside in asides if (title := titled(aside)) and title.role is Role.CHAIR and not title.name]
    modes = [mode for aside in asides if (mode := mode_of(aside))]
    about = [a for a in asides[: len(asides) - bool(note)] if not mode_of(a) and not LIST_REMARK.search(a)]
    return Attendee(
        name,
        leading[0] if leading else position or (about[0] if about else organisation),
        None,
        modes[0] if modes else None,
    )


def mode_of(string: str) -> Mode | None:
    """The form of attendance that a word tells (欠席, オンライン参加)."""
    plain = squeezed(string)
    if is_title(plain) and plain != PROXY:  # 座長代理 is no proxy
        return None
    for name, signs in table("header")["modes"].items():
        if any(sign in plain for sign in signs):
            return Mode(name)
    return None


def names_organisation(word: str) -> bool:
    """Whether a word is an organisation by a word in it (株式会社, 大学)."""
    return any(sign in word for sign in words("speakers", "organisations", "strong"))


def names_person_first(line: str) -> re.Match[str] | None:
    """桐山　純　　　大学　教授: a line of one person, name first; the match has `name` and `position`."""
    line = line.strip()
    for pattern in (FOREIGN_NAME, TWO_WORD_NAME, ONE_WORD_NAME):
        match = pattern.fullmatch(line)
        if match and _is_name(match["name"]) and _is_position(match["position"]):
            return match
    return None


def spaced(string: str) -> str:
    """Runs of white space as one, the first of them kept as printed."""
    return re.sub(r"\s+", lambda match: "\u3000" if match[0][0] == "\u3000" else " ", string.strip())


def is_title(word: str) -> bool:
    """Whether a word is a title and nothing else (座長), or a title with its office (総務課長)."""
    title = titled(word)
    return title is not None and (not title.name or title.name.startswith(_departments()))


def _is_name(name: str) -> bool:
    parts = name.split()
    lone = len(parts) == 1 and titled(name) is not None
    return not (lone or names_organisation(name) or _is_unit(parts[0]) or any(is_title(part) for part in parts))


def _is_unit(word: str) -> bool:
    """Whether a word is an office by its end (環境省, 地域振興部); a surname in 町 or 村 is shorter."""
    ends = words("speakers", "organisations", "words")
    return len(word) > 2 and word.endswith(ends) and titled(word) is None


def _is_position(string: str) -> bool:
    """Whether the words after a name tell an office: an organisation, a title, or Latin letters."""
    string = ASIDE.sub("", string).strip()
    if not string or (len(squeezed(string)) < 3 and not titled(string)):
        return False
    last = string.split("、")[0].split()[-1:]
    if names_organisation(string) or string[0].isascii():
        return True
    endings = words("speakers", "unknown_titles", "endings")
    return any(titled(word) is not None or (len(word) > 2 and word.endswith(endings)) for word in last)


def _name_and_position(item: str) -> tuple[str, str | None]:
    parts = item.split()
    if len(parts) < 2:
        return _cut_title(squeezed(item))
    at = next((i for i, word in enumerate(parts) if i and titled(word) and is_title(word)), None)
    if at in {1, 2} and not any(names_organisation(word) or _is_unit(word) or is_title(word) for word in parts[:at]):
        return spaced(item.split(parts[at], maxsplit=1)[0]), parts[at]
    if _named_with_title(parts[0]):
        return _cut_title(parts[0])
    return _in_words(item, parts)


def _in_words(item: str, parts: list[str]) -> tuple[str, str | None]:
    """Name and position of an item of several words, none of which is a mere title behind the name."""
    line = names_person_first(item)
    if line:
        return spaced(line["name"]), spaced(line["position"])
    if is_title(parts[0]):
        return spaced(item.split(maxsplit=1)[1]), parts[0]
    if _named_with_title(parts[-1]) and (_is_unit(parts[0]) or names_organisation(parts[0])):
        return _cut_title(parts[-1])
    if titled(parts[-1]) and (len(parts) > 2 or is_title(parts[-1])):
        return spaced(item.rsplit(maxsplit=1)[0]), parts[-1]
    if KATAKANA_OR_LATIN.search(parts[0]) or names_organisation(parts[0]) or len(parts[0]) > LONGEST_SURNAME - 1:
        return " ".join(parts[1:]), parts[0]
    return spaced(item), None


def _named_with_title(word: str) -> bool:
    """Whether a word is a name with its title (西脇分科会長), not an office (総務課長, みどり大学教授)."""
    title = titled(word)
    return title is not None and bool(title.name) and not is_title(word) and not names_organisation(title.name)


def _cut_title(item: str) -> tuple[str, str | None]:
    """桐山座長 is 桐山 and 座長; a title that nobody knows is cut after a surname of two characters."""
    title = titled(item)
    if title and title.name:
        official = title.role in {Role.SECRETARIAT, Role.MINISTER}
        if title.title in _heads() and len(title.name) >= LONGEST_SURNAME:
            at = _surname(title.name)
            return title.name[:at], title.name[at:] + title.title
        return _cut_office(title.name, title.title) if official else (title.name, title.title)
    if title is None and len(item) > 3 and item.endswith(words("speakers", "unknown_titles", "endings")):
        return item[:2], item[2:]
    return item, None


def _cut_office(name: str, title: str) -> tuple[str, str]:
    """早乙女家族支援課長 is 早乙女 and 家族支援課長: what does not belong to a surname belongs to the title."""
    unit = UNIT.match(name)
    if unit and name.startswith(_departments()):
        name = name[unit.end() :]
    at = next((i for i in (2, 3, 4, 1) if name[i:].startswith(_departments())), 0)
    katakana = KATAKANA_BEGINS.search(name)
    if katakana and (not at or katakana.start() < at):
        at = katakana.start()
    if not at and len(name) > LONGEST_SURNAME and not KATAKANA_OR_LATIN.search(name):
        at = _surname(name)
    return (name[:at], name[at:] + title) if at else (name, title)


def _surname(name: str) -> int:
    """The length of the surname at the start of a name and an office that no list knows; two where nobody can tell."""
    first = morphemes(name)[0]
    return first.stop if first.pos[1] == "固有名詞" and first.stop <= LONGEST_SURNAME else 2


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    """Titles that a municipality stands before: 桑原稲積市長 is 桑原 and 稲積市長."""
    return frozenset(title for titles in table("speakers")["heads"].values() for title in titles)


@lru_cache(maxsize=1)
def _departments() -> tuple[str, ...]:
    return words("speakers", "departments", "words")
