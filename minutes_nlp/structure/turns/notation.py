"""How a council writes its turns down (記法): data, read from TOML files, one notation a file.

A notation is a few forms of turns. A form says how a paragraph begins that opens a turn: with which class of mark, with
which speaker label, in which brackets, followed by what; and, where the notation prints it, of which kind the turn is.
Beside the forms stands a sample of our own words and what it must give, so that each file tests itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from minutes_nlp.errors import NotationError
from minutes_nlp.model import Role, UtteranceKind
from minutes_nlp.resources import fingerprint, resource
from minutes_nlp.structure.vocabulary import table

__all__ = ["Expected", "LabelPlace", "Notation", "Notations", "TurnForm", "forms_of", "load_notations"]

Choice = TypeVar("Choice", bound=StrEnum)
Pieces = Iterable[re.Pattern[str]]

GAPS = {  # what stands between the label and the words
    "space": r"[ \u3000\t]+",
    "colon": r"[ \u3000]*[:：;；][ \u3000]*",
    "quote": r"[ \u3000]*(?=[「『])",
    "named": r"(?<=君[）)])[ \u3000]+",  # 係長（山田太郎君）　…
    "point": r"[ \u3000]*[.．,、][ \u3000]*",
    "nothing": r"[ \u3000]*",
}
# Ｑ１いつか。 Ａ来月です。; 問題は…, 質問は次のとおり, Q1-2の幅は… open nothing
AFTER_COUNT = "(?<=[0-9０-９A-Za-zＡ-Ｚａ-ｚ])(?!(?:[-－‐]?[0-9０-９])*[のを])"
WIDTHS = {
    "(": "[（(]",
    ")": "[）)]",
    "（": "[（(]",
    "）": "[）)]",
    "<": "[＜<〈]",
    ">": "[＞>〉]",
    "＜": "[＜<〈]",
    "＞": "[＞>〉]",
}
AND = "[、，,・／/と及び並〜～]{1,3}"  # Ａ６、Ａ７
# What ends a number that is set apart or written in kanji; else it begins the words: Ａ　三十万円以下は…
NUMBER_ENDS = r"(?=[ \u3000:：.．）)】〕＞]|$)"
ASIDE = r"(?:[ \u3000]*[（(][^（）()。]{1,24}[）)])"  # 対応（意見４、５）（Ｃ） on a line of its own
PRINTED_WORD = (
    r"[^\s。、「」：:;；（）()]{1,25}(?:[（(][^（）()。]{1,16}[）)][^\s。、「」：:;；（）()]{0,12})?"  # 西村(智)委員
)
# 委員からは…との意見が出された。 / このほか、…といった要望があった。
TOLD = (
    r"(?:[^。「」]{{0,30}}?(?P<who>[^。、「」]{{1,16}}?)(?:から|より)(?:は|も)?、?)?(?P<said>.+?)"
    r"(?:との|といった|という|旨の|などの|等の)(?:{nouns})(?:等|など)?(?:が|も|を)[^。「」]{{0,16}}(?:た|る)。"
)
NUMBERED = "number"  # the class of marks that are numbers
NUMBERS = frozenset("（(0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # what they begin with
LONGEST_LABEL = 40  # characters of the longest label between brackets, 【総合政策局総務課長（○○君）】 and the like
KEYS = {"answered", "opinions", "blocks", "name", "title", "sections", "sample", "turn", "expect"}
FORM_KEYS = {"mark", "depth", "label", "brackets", "gap", "words", "act", "told", "kind", "role"}


class LabelPlace(StrEnum):
    """Where the speaker's label stands (発言者名の位置)."""

    NONE = "none"  # nowhere
    LINE = "line"  # on its own line, the words below it
    INLINE = "inline"  # before the words, on the same line
    END = "end"  # behind the words, in brackets: …べきである。（山田委員）
    ABOVE = "above"  # the last label line above speaks for this item too


@dataclass(frozen=True, slots=True)
class TurnForm:
    """How a paragraph begins that opens a turn (発言の書き出し)."""

    marks: str = ""  # the mark is one of these characters; "" means no mark
    label: LabelPlace = LabelPlace.NONE
    patterns: tuple[re.Pattern[str], ...] = ()  # groups `label` and `body`, the likeliest first
    numbered: bool = False  # the mark is a number: （１）, １．, ①
    depth: int = 0  # how often the mark is printed: -- is 2; 0 means any number
    bracketed: bool = False
    fixed: bool = False  # the label is a word of the notation (問, 答), no speaker
    begins: frozenset[str] | None = None  # what such a paragraph begins with, one of these characters; None: any
    told: bool = False  # whole sentences tell what was said (地の文); group `who`
    bare: bool = False  # neither mark nor bracket nor colon sets the label off
    kind: UtteranceKind | None = None  # None: wording and position decide
    role: Role | None = None

    @property
    def plain(self) -> bool:
        """Whether nothing marks the turn but what stands above it: the answer under a question with a mark."""
        return not (self.marks or self.numbered or self.patterns or self.label is not LabelPlace.NONE)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the sample of a notation gives (期待値); `replies_to` counts turns from 0."""

    kind: UtteranceKind
    text: str
    speaker: str | None = None
    replies_to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Notation:
    """One council's way to write turns down (記法)."""

    name: str
    title: str
    forms: tuple[TurnForm, ...]
    sample: str = ""
    expected: tuple[Expected, ...] = ()
    answered: bool = False  # its marks are also those of lists: only where answers stand below remarks
    declared: bool = False  # the document itself tells it (凡例)
    blocks: bool = False  # only in documents whose answers stand in sections of their own
    opinions: bool = False  # its marks are also those of plain lists: only where most turns ask or hold an opinion
    sections: tuple[str, ...] = ()  # only where the heading has one of these words; () anywhere

    @property
    def begins(self) -> frozenset[str] | None:
        """The characters of which one begins each of its turns; None where any may."""
        known = [form.begins for form in self.forms if form.begins is not None]
        return frozenset[str]().union(*known) if len(known) == len(self.forms) else None

    @property
    def prints_replies(self) -> bool:
        """Whether a reply shows as a reply by its mark or word."""
        return any(form.kind is UtteranceKind.REPLY for form in self.forms)

    @property
    def labelled(self) -> bool:
        """Whether turns show their speakers."""
        return any(form.label is not LabelPlace.NONE and not form.fixed for form in self.forms)

    @property
    def told(self) -> bool:
        """Whether sentences of running prose tell who said what (委員からは…との意見が出された)."""
        return any(form.told for form in self.forms)

    @property
    def fixed(self) -> bool:
        """Whether turns begin with words of the notation (問, 答)."""
        return any(form.fixed for form in self.forms)


@dataclass(frozen=True, slots=True)
class Notations:
    """All notations that a run knows, the user's own first (記法集)."""

    all: tuple[Notation, ...]
    fingerprint: str  # 16 hex digits of the files' contents, for the record's maker

    def __iter__(self) -> Iterator[Notation]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


def load_notations(*folders: Path) -> Notations:
    """All notations: those of `folders` first, ours last; a name that occurs again is passed over.

    NotationError names the file, the key and what is wrong.
    """
    paths = [path for folder in (*folders, resource("structure", "notations")) for path in _files(Path(folder))]
    found: dict[str, Notation] = {}
    for notation in map(read_notation, paths):
        found.setdefault(notation.name, notation)
    return Notations(tuple(found.values()), fingerprint(paths))


def read_notation(path: Path) -> Notation:
    """The notation of one file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, "全体", f"TOML として読めません({error})") from error
    try:
        return _notation(data)
    except _BadKeyError as error:
        raise _wrong(path, error.key, error.reason) from error


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise NotationError(
            "no-notation-folder",
            "記法のフォルダーがありません",
            remedy="--notations の指定を確かめてください",
            where=str(folder),
        )
    return sorted(folder.glob("*.toml"))


class _BadKeyError(Exception):
    """A key of a notation file that does not say what it must."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(key, reason)
        self.key, self.reason = key, reason


def _wrong(path: Path, key: str, reason: str) -> NotationError:
    return NotationError(
        "bad-notation",
        f"記法定義の {key} が正しくありません: {reason}",
        remedy="TOML を直してください",
        where=str(path),
    )


def _notation(data: dict[str, Any]) -> Notation:
    _known(data, KEYS, "")
    turns = data.get("turn")
    if not isinstance(turns, list) or not turns:
        raise _BadKeyError("turn", "[[turn]] が一つ以上要ります")
    return Notation(
        name=_string(data, "name"),
        title=_string(data, "title"),
        forms=tuple(forms_of(turns)),
        sample=_string(data, "sample"),
        answered=bool(data.get("answered", False)),
        blocks=bool(data.get("blocks", False)),
        opinions=bool(data.get("opinions", False)),
        sections=_strings(data, "sections", "sections"),
        expected=tuple(_expected(item, f"expect {number}") for number, item in enumerate(data.get("expect", []), 1)),
    )


def forms_of(turns: Iterable[dict[str, Any]]) -> Iterator[TurnForm]:
    """The forms that the `[[turn]]` tables of a notation tell."""
    for number, turn in enumerate(turns, 1):
        yield from _forms(turn, f"turn {number}")


def _forms(turn: dict[str, Any], where: str) -> Iterable[TurnForm]:
    _known(turn, FORM_KEYS, f"{where}.")
    place = _choice(LabelPlace, turn.get("label", "none"), f"{where}.label")
    kind = _choice(UtteranceKind, turn["kind"], f"{where}.kind") if "kind" in turn else None
    role = _choice(Role, turn["role"], f"{where}.role") if "role" in turn else None
    if "told" in turn:
        nouns = "|".join(map(re.escape, _strings(turn, "told", where)))
        yield TurnForm(patterns=(re.compile(TOLD.format(nouns=nouns), re.DOTALL),), told=True, kind=kind, role=role)
        return
    words = _strings(turn, "words", where)
    acts = "|".join(map(re.escape, _strings(turn, "act", where)))
    act = f"(?:{acts})" if acts else ""
    brackets = turn.get("brackets", [""])
    gaps = turn.get("gap", ["nothing"] if all(brackets) else ["space", "colon"])
    marks = _marks(turn.get("mark", []), f"{where}.mark")
    for bracket in brackets:
        is_numbered = turn.get("mark") == NUMBERED
        yield TurnForm(
            marks=marks,
            label=place,
            patterns=tuple(_patterns(place, bracket, (gaps, words, act), where)),
            numbered=is_numbered,
            depth=_depth(turn.get("depth", 0), f"{where}.depth"),
            bracketed=bool(bracket),
            fixed=bool(words),
            begins=frozenset(marks) or (NUMBERS if is_numbered else _begins(place, bracket, words, act)),
            bare=not (bracket or words or turn.get("mark")) and (place is LabelPlace.LINE or "space" in gaps),
            kind=kind,
            role=role,
        )


def _begins(place: LabelPlace, bracket: str, words: tuple[str, ...], act: str) -> frozenset[str] | None:
    """The characters of which one begins a paragraph of a form without a mark; None where any may."""
    if act or place not in {LabelPlace.LINE, LabelPlace.INLINE}:
        return None
    opening = bracket[:-1]
    if opening:
        return frozenset(WIDTHS.get(opening, opening)) - {"[", "]"} | {opening}
    return frozenset(word[0] for word in words) or None


def _depth(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _BadKeyError(where, "記号の数(1 以上の整数)が要ります")
    return value


def _marks(classes: object, where: str) -> str:
    if classes == NUMBERED:
        return ""
    classes = [classes] if isinstance(classes, str) else classes
    known = table("marks")
    if not isinstance(classes, list) or any(name not in known and not _is_sign(name) for name in classes):
        raise _BadKeyError(where, f"記号の種類は {' '.join(known)} {NUMBERED} のどれか、または記号そのもの一字です")
    return "".join(str(known.get(name, name)) for name in classes)


def _is_sign(name: object) -> bool:
    """Whether a file names a mark or a delimiter by itself (▼, ／) instead of by its class."""
    return isinstance(name, str) and len(name) == 1 and not name.isalnum() and not name.isspace()


def _patterns(place: LabelPlace, bracket: str, parts: tuple[list[str], tuple[str, ...], str], where: str) -> Pieces:
    """The beginning of a paragraph: bracket, label, bracket, gap, words."""
    gaps, words, act = parts
    if place in {LabelPlace.NONE, LabelPlace.ABOVE}:
        return
    opening, closing = _brackets(bracket, where)
    unknown = [gap for gap in gaps if gap not in GAPS and not _is_sign(gap)]
    if unknown:
        raise _BadKeyError(f"{where}.gap", f"{unknown[0]} ではなく {' '.join(GAPS)} のどれか、または記号一字です")
    known = GAPS if closing or not words else GAPS | {"nothing": AFTER_COUNT}
    gap = "|".join(known.get(name, rf"[ \u3000]*{re.escape(name)}[ \u3000]*") for name in gaps)
    if place is LabelPlace.END:
        yield re.compile(
            rf"(?P<body>.*[。」）)])[ \u3000]*{opening}(?P<label>[^（()）。、]{{1,25}}){closing}[ \u3000。]*", re.DOTALL
        )
        return
    end = r"[ \u3000:：]*$" if place is LabelPlace.LINE else (f"(?:{gap}|$)" if closing or words else f"(?:{gap})")
    front = f"(?:{act}{opening}|{opening}{act})" if act else opening  # 質疑（…）, （→…）
    for label in _label_patterns(place, closing, words):
        yield re.compile(
            rf"[ \u3000]*{front}[ \u3000]*(?P<label>{label})[ \u3000]*{closing}{end}(?P<body>.*)", re.DOTALL
        )


def _label_patterns(place: LabelPlace, closing: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns of the label: the notation's words, up to its bracket, one printed word, two (山田 太郎委員, 委　員)."""
    if words:
        word = "|".join(map(re.escape, words))
        number = "[0-9０-９]+(?:[-－‐の][0-9０-９]+)?"
        counted = f"{number}(?:{AND}(?:{word})?{number})*"  # 問１, Q2-1, 答５・６, A3-2、A3-3
        kanji = f"[一二三四五六七八九十]{{1,3}}{NUMBER_ENDS}"
        aside = f"{ASIDE}{{0,2}}" if place is LabelPlace.LINE else ""
        return (rf"(?:{word})(?:{counted}|[ \u3000]*{kanji}|[ \u3000]+{counted}{NUMBER_ENDS})?{aside}",)
    if closing or place is LabelPlace.LINE:
        return (rf"[^。「」\n]{{1,{LONGEST_LABEL}}}?",)
    return (PRINTED_WORD, rf"{PRINTED_WORD}[ \u3000]{{1,3}}{PRINTED_WORD}")


def _brackets(bracket: str, where: str) -> tuple[str, str]:
    """The patterns of an opening and a closing bracket; a single one closes (委員長）)."""
    if len(bracket) > 2:
        raise _BadKeyError(f"{where}.brackets", f"{bracket} は括弧の組(二字)か閉じ括弧(一字)ではありません")
    opening, closing = bracket[:-1], bracket[-1:]
    return WIDTHS.get(opening, re.escape(opening)), WIDTHS.get(closing, re.escape(closing))


def _expected(item: dict[str, Any], where: str) -> Expected:
    return Expected(
        kind=_choice(UtteranceKind, item.get("kind"), f"{where}.kind"),
        text=_string(item, "text"),
        speaker=item.get("speaker"),
        replies_to=tuple(item.get("replies_to", ())),
    )


def _known(data: dict[str, Any], keys: set[str], where: str) -> None:
    strange = sorted(set(data) - keys)
    if strange:
        raise _BadKeyError(f"{where}{strange[0]}", f"知らない項目です。使えるのは {' '.join(sorted(keys))}")


def _string(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _BadKeyError(key, "文字列が要ります")
    return value


def _strings(data: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise _BadKeyError(f"{where}.{key}", "文字列の並びが要ります")
    return tuple(value)


def _choice(kind: type[Choice], value: object, where: str) -> Choice:
    try:
        return kind(str(value))
    except ValueError as error:
        raise _BadKeyError(where, f"{value} ではなく {' '.join(kind)} のどれかです") from error
