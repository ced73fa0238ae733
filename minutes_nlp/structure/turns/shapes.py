"""How a line could show who speaks (発言者の書き方の型): a sign in front, a label, what stands around and behind it.

Nothing here knows a notation. A line is cut in each way in which minutes are printed: the label in brackets or before
any delimiter, on a line of its own, or behind the words; whether the label names anybody is asked afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from minutes_nlp.document import Paragraph
from minutes_nlp.model import Role
from minutes_nlp.structure.labels import Roster, is_full_name, is_office, title_first, titled
from minutes_nlp.structure.turns.notation import LabelPlace
from minutes_nlp.structure.vocabulary import alternatives, any_of, squeezed
from minutes_nlp.text import Text

__all__ = [
    "Cut",
    "Shape",
    "Voice",
    "cuts",
    "is_label",
    "lettered_role",
    "of_person",
    "printed",
    "sign_of",
    "voice_of",
    "word_voice",
]

PAIRS = dict(zip("（(【〔［[＜<〈《｛{『「“〖", "）)】〕］]＞>〉》｝}』」”〗", strict=True))
OPENERS, CLOSERS = "".join(map(re.escape, PAIRS)), "".join(map(re.escape, PAIRS.values()))
GAP = r"[ \u3000\t]*"
# #1 No.1 （１） [1] １． １－２－１ ② 発言１ ［10:05］
NUMBER = (
    r"(?:[［\[（(]?[0-9０-９]{1,2}[:：][0-9０-９]{2}(?:[:：][0-9０-９]{2})?[］\]）)]?(?!\w*[0-9０-９:：～~－-])"
    r"|(?:N[oO]|Ｎ[ｏＯ])[.．]?[0-9０-９]{1,3}"
    r"|[^\w\s（(【]?[0-9０-９]{1,3}(?:[-－][0-9０-９]{1,3}){0,3}(?:[．.)）:：]|(?=[ \u3000\t]))"
    r"|[（(［\[][0-9０-９]{1,3}[）)］\]]|[①-⑳]|(?:発言|発言番号)[0-9０-９]{1,3}(?=[ \u3000\t]))"
)
SYMBOL = rf"[^\w\s。、，．,.」』）)!！?？%％{OPENERS}](?!印)"  # any mark that no sentence begins with: ◇ ▼ ☆ ＊
SIGN = re.compile(
    rf"(?P<number>{NUMBER}){GAP}|(?P<sign>[（(〔［\[]{SYMBOL}[）)〕］\]]|(?P<one>{SYMBOL})(?P=one){{0,3}}){GAP}"
)
WORD = r"[^\W_](?:\w|・(?=\w)|[-－](?=[0-9０-９])){0,19}"  # 地域人材・交流課長, Q1-2
# 西村(智)委員, 山田 太郎委員
NAME = rf"{WORD}(?:[ \u3000]{{1,2}}\w{{1,10}})?(?:[（(][^（）()。、]{{1,16}}[）)]\w{{0,6}})?"
# ： ／ ＞ － … ＝ → and 記者）, but not the sign of ○印
DELIMITER = rf"(?:[^\w\s。、，,」』）)!！?？{OPENERS}]{{1,4}}(?:(?<=[：:])|(?!印))|[）)】〕］])"
BRACKETED = re.compile(
    rf"(?P<open>[{OPENERS}]){GAP}(?P<label>[^{OPENERS}{CLOSERS}。]{{1,30}}(?:[（(][^（）()。]{{1,16}}[）)][^{OPENERS}{CLOSERS}。]{{0,8}})?){GAP}"
    rf"(?P<close>[{CLOSERS}])(?P<gap>{GAP}(?:[:：]{GAP})?)(?P<body>.*)",
    re.DOTALL,
)
ALONE = re.compile(rf"(?P<label>{NAME})(?P<gap>{GAP}[^\w\s。、」』）)]{{0,3}})")  # ■議長, ── 議長 ──
# …動かせないか。──福士委員 / …である。〔事務局〕
BEHIND = re.compile(
    rf"(?P<body>.{{4,}}[。？?！!」』]){GAP}(?P<open>[^\w\s。、」』]{{1,3}}){GAP}(?P<label>{NAME}){GAP}"
    r"(?P<close>[^\w\s。]{0,3})[ \u3000。]*",
    re.DOTALL,
)
ACT = re.compile(r"(?P<act>\w{1,8})[（(](?P<label>[^（）()]{2,20})[）)]")  # 質疑（山田委員）
# 堤下委員からの質問, 意見１への回答, 榎並委員（質問）
TAIL = re.compile(r"(?:から|より|へ|に対する)の?(?P<act>\w{1,8})|[（(](?P<said>\w{1,8})[）)]")
WHOSE = re.compile(rf"(?P<label>\w{{2,20}}?)(?P<tail>{TAIL.pattern})")
COUNTED = re.compile(r"[0-9０-９①-⑳]+$|[ \u3000]+$|^[0-9０-９]{1,3}(?=[ＱＡQA]$)")  # 質疑１, １Ｑ
LETTERED = re.compile(r"(?P<title>\w*?[^\W0-9０-９A-Za-zＡ-Ｚａ-ｚ])(?:[A-ZＡ-Ｚa-zａ-ｚ甲乙丙]|[0-9０-９]{1,2}|[①-⑳])")
PARTED = re.compile(r"[・：:／/]")  # 会長・篠田
BARE = " "  # the gap where nothing but white space parts label and words
QUOTED = "「"  # the gap where the words are quoted: 委員Ａ「…ではないか。」


class Voice(StrEnum):
    """What a label tells (見出し語の役割)."""

    SPEAKER = "speaker"  # who speaks: 桐山委員, 市民課
    ASKS = "asks"  # that something is asked: 質疑, 指摘
    ANSWERS = "answers"  # that something is answered: 応答, 市の考え方


@dataclass(frozen=True, slots=True)
class Shape:
    """How lines with a label are printed (型); `sign` is 1 for any number."""

    sign: str
    opening: str
    closing: str
    gap: str
    place: LabelPlace

    @property
    def act(self) -> Voice | None:
        """What the word in front of the bracket says, or behind the label: 質疑（山田委員）, 山田委員からの質問."""
        if len(self.opening) > 1:
            return word_voice(self.opening[:-1])
        match = TAIL.match(self.closing)
        return word_voice(match["act"] or match["said"]) if match else None

    @property
    def weak(self) -> bool:
        """Whether nothing but white space or the line's end sets the label off, as in many a list."""
        return not (self.opening or self.sign) and self.gap in {"", BARE}

    def pattern(self, labels: tuple[str, ...]) -> re.Pattern[str]:
        """The lines of this shape with one of these labels; groups `mark`, `label`, `body`."""
        label = _any(labels)
        if self.place is LabelPlace.END:
            tail = f"{GAP}{re.escape(self.opening)}{GAP}{label}{GAP}{re.escape(self.closing)}[ \u3000。]*"
            return re.compile(rf"{self._front()}(?P<body>.*[。？?！!」』]){tail}", re.DOTALL)
        body = "(?P<body>)" if self.place is LabelPlace.LINE else "(?P<body>.*)"
        return re.compile(self._head(label) + body, re.DOTALL)

    def _head(self, label: str) -> str:
        known = {BARE: "[ \u3000\t]+", QUOTED: "(?=[「『])"}
        gap = known.get(self.gap, f"{GAP}{re.escape(self.gap)}{GAP}")
        return f"{self._front()}{re.escape(self.opening)}{GAP}{label}{GAP}{re.escape(self.closing)}{gap}"

    def _front(self) -> str:
        sign = NUMBER if self.sign == "1" else re.escape(self.sign)
        return f"(?P<mark>{sign}){GAP}"

    def shown(self, label: str) -> str:
        """The shape as staff see it: ＊会長＊."""
        words = "…" if self.place is LabelPlace.INLINE else ""
        front = "…" if self.place is LabelPlace.END else ""
        sign = "１ " if self.sign == "1" else self.sign
        return f"{sign}{front}{self.opening}{label}{self.closing}{self.gap}{words}"


@dataclass(frozen=True, slots=True)
class Cut:
    """A line cut in one way (切り方)."""

    shape: Shape
    label: str
    body: str
    person: Role | None = None  # of a full name printed as one, with its title before it (委員長　桐山　蒼太) or none


def sign_of(string: str) -> tuple[str, str]:
    """The sign in front of a line, 1 for any number, and the rest; no sign where it begins with a word or bracket."""
    match = SIGN.match(string)
    if match is None:
        return "", string
    return ("1" if match["number"] else match["sign"]), string[match.end() :]


def printed(paragraph: Paragraph) -> str:
    """A paragraph with its mark, as it was printed."""
    return whole(paragraph).string


def whole(paragraph: Paragraph) -> Text:
    """A paragraph with its mark and a space behind it, which layout drops."""
    return Text.join([*([paragraph.marker] if paragraph.marker else []), paragraph.text], " ").strip()


def cuts(string: str) -> Iterator[Cut]:
    """The ways in which a line can be cut into sign, label and words."""
    sign, rest = sign_of(string)
    if match := BRACKETED.fullmatch(rest):
        if match["close"] == PAIRS[match["open"]]:
            yield _cut(sign, match, LabelPlace.INLINE if match["body"].strip() else LabelPlace.LINE)
    else:
        for match in _plain(rest):
            yield _cut(sign, match, LabelPlace.INLINE)
        if match := ALONE.fullmatch(rest):
            yield _cut(sign, match, LabelPlace.LINE)
    if match := BEHIND.fullmatch(rest):
        yield _cut(sign, match, LabelPlace.END)


def _plain(rest: str) -> Iterator[re.Match[str]]:
    """The label up to the first delimiter, and one with a space inside (山田 太郎委員：)."""
    for space in (r"", r"[ \u3000]{1,2}\w{1,10}"):
        pattern = _plain_pattern(space)
        if match := pattern.fullmatch(rest):
            yield match


@lru_cache(maxsize=2)
def _plain_pattern(inner: str) -> re.Pattern[str]:
    name = rf"{WORD}{inner}(?:[（(][^（）()。、]{{1,16}}[）)]\w{{0,6}})?"
    return re.compile(
        rf"(?P<label>{name})(?P<gap>{GAP}{DELIMITER}{GAP}|[ \u3000\t]+|(?=[「『]))(?P<body>(?!{SYMBOL})\S.*)", re.DOTALL
    )


def _any(labels: tuple[str, ...]) -> str:
    return f"(?P<label>{alternatives(tuple(sorted(labels, key=len, reverse=True)))})"


def _cut(sign: str, match: re.Match[str], place: LabelPlace) -> Cut:
    found = match.groupdict()
    gap = found.get("gap") or ""
    bare = place is LabelPlace.INLINE and not found.get("open") and not gap.strip()
    gap = ("\t" if "\t" in gap else BARE if gap else QUOTED) if bare else gap.strip()
    label, opening, closing = squeezed(match["label"]), found.get("open") or "", found.get("close") or ""
    act = ACT.fullmatch(label)
    if act and word_voice(act["act"]) and not opening:
        label, opening, closing = act["label"], f"{act['act']}（", "）"
    whose = WHOSE.fullmatch(label)
    if whose and word_voice(whose["act"] or whose["said"]):
        label, closing = whose["label"], whose["tail"] + closing
    body, person = (found.get("body") or "").strip(), _person(match["label"]) if opening else None
    return Cut(Shape(sign, opening, closing, gap, place), label, body, person)


def _person(label: str) -> Role | None:
    """The role of a full name in brackets; a bare one is a member's, where officials print their titles."""
    if (title := title_first(label)) is not None:
        return title.role
    return Role.MEMBER if is_full_name(label) else None


def voice_of(label: str, roster: Roster) -> Voice | None:
    """What a label tells; None where it is no label that anybody knows."""
    known = roster.is_speaker(label) or roster.is_surname(label) or is_office(label)
    if known or lettered_role(label) is not None:
        return Voice.SPEAKER
    return word_voice(label)


def of_person(role: Role | None) -> Voice | None:
    """That a full name with a title before it is a speaker's; a bare one is none that anybody knows."""
    return Voice.SPEAKER if role not in {None, Role.MEMBER} else None


def is_label(string: str) -> bool:
    """Whether a line is a speaker's label in brackets and nothing else: （委員長　桐山　蒼太）."""
    found = (cut for cut in cuts(string) if cut.shape.place is LabelPlace.LINE and cut.shape.opening)
    return any(voice_of(cut.label, Roster()) is Voice.SPEAKER or of_person(cut.person) for cut in found)


def word_voice(label: str) -> Voice | None:
    """Whether a word says that something is asked or answered."""
    word = COUNTED.sub("", label)
    if any_of("wording", "answering_words").fullmatch(word):
        return Voice.ANSWERS
    return Voice.ASKS if any_of("wording", "asking_words").fullmatch(word) else None


def lettered_role(label: str) -> Role | None:
    """The role of one who is known by what stands behind the title: 委員Ａ, 会長・篠田, 委員の発言."""
    for words, role in (("member_words", Role.MEMBER), ("official_words", Role.SECRETARIAT)):
        if any_of("wording", words).fullmatch(label):
            return role
    if parts := [title for part in PARTED.split(label)[:-1] if (title := titled(part))]:
        return parts[0].role
    match = LETTERED.fullmatch(label)
    title = titled(match["title"]) if match else None
    return title.role if title and not title.name else None
