"""A document set anew (別の書き方): its turns printed with other signs, labels and brackets, drawn by lot.

So the reader of turns meets more ways to print minutes than anybody has written down; what is no turn stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random

from turn_documents import Example, Source, Unit

__all__ = ["set_anew"]

SIGNS = "○●◎□■◇◆△▲▽▼☆★・－→⇒＞▶◦＊✓§♦◯–»"
PAIRS = ("（）", "【】", "〔〕", "［］", "＜＞", "〈〉", "《》", "「」", "『』", "[]", "()", "〖〗")
GAPS = ("：", "：", "　", "　", " ", "／", "＞", " … ", "―", "\t", "→", "｜", "、")
NAMES = [
    "桐原",
    "柏木",
    "汐見",
    "榎並",
    "堤下",
    "羽生田",
    "野々山",
    "鴻池",
    "真砂",
    "朝霧",
    "深町",
    "緒川",
    "仁科",
    "篠宮",
    "梶浦",
    "水野谷",
    "戸隠",
    "有馬",
    "西園",
    "岬",
]
MEMBERS = ("委員", "委員", "構成員", "氏", "さん", "議員", "", "メンバー", "先生", "教授", "（商工会）", "（大学教授）")
OFFICES = [
    "事務局",
    "事務局",
    "市",
    "県",
    "町",
    "担当課",
    "総務課",
    "企画政策課",
    "環境課",
    "課長",
    "部長",
    "当局",
    "省",
    "国",
    "協会",
    "説明者",
    "回答者",
]
CHAIRS = ("座長", "会長", "委員長", "議長", "司会", "部会長")
UNNAMED = ("委員", "構成員", "記者", "参加者", "市民")
BODIES = ("委員", "委員", "住民", "団体")
LETTERS = "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷ"
WORDS = (
    ("問", "答"),
    ("Ｑ", "Ａ"),
    ("Q", "A"),
    ("質問", "回答"),
    ("意見", "回答"),
    ("質疑", "応答"),
    ("委員意見", "市の考え方"),
    ("委員", "事務局"),
    ("御意見", "対応"),
    ("住民", "町"),
    ("指摘", "回答"),
    ("発言", "応答"),
)
QUOTED, LISTED = 0.06, 0.25  # how often words are quoted, and turns end with a list
COUNTERS = ("[{}] ", "{}　", "({}) ", "10:{:02}　", "発言{}　", "No.{} ", "{}．")
LISTS = ("（１）（２）（３）", "・ ・ ・ ", "ア　イ　ウ　", "① ② ③ ", "１　２　３　", "－ － － ")
POINTS = (
    "配る時期と方法",
    "費用の分担",
    "対象となる世帯の範囲",
    "担当する職員の数",
    "説明会の開き方",
    "冬の間の扱い",
    "保護者が加わる",
    "結果を公表する",
    "地区ごとの目標",
)
LENGTHS = (4, 6, 9)  # turns of a document that is cut short
OFFICIALS = {"secretariat", "minister"}
WAYS = {"label": 5, "signs": 4, "words": 3, "block": 1.5, "indent": 1}  # how often each way is drawn
SENTENCE = re.compile(r"(?<=。)")


@dataclass(frozen=True)
class Manner:
    """One way to print turns (書き方), drawn by lot."""

    way: str
    place: str  # of a label: inline, line or end
    signs: tuple[str, str]  # of remarks and of answers
    pair: str  # of brackets
    bracketed: bool
    gap: str
    space: str  # behind a sign or bracket
    indents: tuple[int, int]
    words: tuple[str, str]
    style: str  # of words: bracket, gap, sign or line
    numbered: bool
    signed: bool  # labels have a sign before them
    split: float  # share of sentences that begin a paragraph of their own
    margin: str  # of further paragraphs
    runs: bool  # every other turn goes on in the paragraph of the one above
    quoted: bool  # words stand in 「」 right behind the label
    counter: str  # the number before a label, if any
    bullet: str  # before each further paragraph of a turn, if any
    lists: str  # the marks of lists with which some turns end, if any

    @classmethod
    def drawn(cls, lot: Random) -> Manner:
        """A manner by lot; where only indents tell, or an answer has no sign, a turn is one paragraph."""
        way = lot.choices(list(WAYS), list(WAYS.values()))[0]
        place = lot.choices(["inline", "line", "end"], [6, 3, 1])[0]
        first, second = lot.sample(SIGNS, 2)
        two, bare = lot.random() < 0.3, lot.random() < 0.25
        answering = {"label": second if two else first, "signs": "" if bare else second, "words": second}
        bracketed, signed = lot.random() < 0.5, lot.random() < 0.45
        apart = bracketed or signed
        manner = cls(
            way=way,
            place=place,
            signs=(first, answering.get(way, first)),
            pair=lot.choice(PAIRS),
            bracketed=bracketed,
            gap=lot.choice(GAPS),
            space=lot.choice(["", " ", "　", "　"]),
            indents=(lot.choice([0, 0, 1]), lot.choice([0, 0, 1, 2])),
            words=lot.choice(WORDS),
            style=lot.choice(["bracket", "gap", "sign", "line"]),
            numbered=lot.random() < 0.5,
            signed=signed,
            split=lot.choice([0, 0, 0.15, 0.4, 1]),
            margin=lot.choice(["　", "", "　　"]),
            quoted=lot.random() < QUOTED and way == "label" and place == "inline",
            counter=lot.choice(["", "", "", "", lot.choice(COUNTERS)]) if way == "label" else "",
            bullet=lot.choice(["", "", "", "", "・"]) if way == "label" and not signed else "",
            lists=lot.choice(["", "", "", lot.choice(LISTS)]),
            runs=lot.random() < 0.08 and (way == "words" or (way == "label" and apart and place == "inline")),
        )
        whole = way == "indent" or (way == "signs" and bare)
        return replace(manner, split=0, indents=(0, 2) if way == "indent" else manner.indents) if whole else manner


def set_anew(example: Example, lot: Random) -> Source:
    """The document with its turns printed in another manner; now and then lines around them are left out."""
    manner = Manner.drawn(lot)
    units = [begun[1] for begun in example.begun if begun]
    labels = iter(_labels(units, lot))
    keep, lines, said = lot.choice([1, 1, 0.8, 0.5]), list[str](), list[Unit]()
    above, most = "", lot.choice([*LENGTHS, len(units), len(units), len(units)])
    for piece, kind, begun in zip(example.pieces, example.kinds, example.begun, strict=True):
        if len(said) >= most:
            break
        if begun is None:
            if kind == "N" and (not said or lot.random() < keep):
                lines.append("　" * round(example.sheet.lines[piece.place].indent) + piece.string)
                above = ""
            continue
        label, parts = next(labels), list(_paragraphs(begun[1].text, manner.split, lot))
        parts = _quoted(parts) if manner.quoted else _bulleted(parts, manner.bullet)
        if manner.lists and manner.way in {"label", "words"} and not manner.quoted and lot.random() < LISTED:
            parts += _items(manner.lists, lot)
        printed = list(_printed(begun[1], parts, manner, (label, above, len(said))))
        if manner.runs and said and len(said) % 2 and above:
            lines[-1] += printed.pop(0).strip("　")
        lines += printed
        above = label
        named = label if manner.way in {"label", "block"} else None
        said.append(Unit("\n".join(parts), named, begun[1].kind, begun[1].role))
    glue = "\n\n" if lot.random() < 0.2 else "\n"
    source = example.source
    return replace(source, group="set anew", file="manuscript.txt", text=glue.join(lines), units=tuple(said))


def _paragraphs(text: str, split: float, lot: Random) -> Iterator[str]:
    """The paragraphs of a turn, further divided between sentences by lot."""
    for paragraph in text.split("\n"):
        part = ""
        for sentence in filter(None, SENTENCE.split(paragraph)):
            if part and lot.random() < split:
                yield part
                part = ""
            part += sentence
        yield part


def _quoted(parts: Sequence[str]) -> list[str]:
    """The paragraphs of a turn in one pair of quotation marks."""
    *front, last = ["「" + parts[0].replace("「", "『").replace("」", "』"), *parts[1:]]
    return [*front, last + "」"]


def _bulleted(parts: Sequence[str], bullet: str) -> list[str]:
    """The paragraphs of a turn, all but the first with a bullet."""
    return [*parts[:1], *(bullet + part for part in parts[1:])]


def _items(marks: str, lot: Random) -> Iterator[str]:
    """A short list that is part of what is said: （１）配る時期, （２）費用."""
    size = len(marks) // 3
    for k, point in enumerate(lot.sample(POINTS, lot.choice([2, 3]))):
        yield marks[k * size : (k + 1) * size] + point


def _side(unit: Unit) -> int:
    """0 for who asks, 1 for who answers."""
    return int(unit.kind == "reply" or unit.role in OFFICIALS)


def _labels(units: Sequence[Unit], lot: Random) -> Iterator[str]:
    """A label for each turn: who speaks keeps theirs, or all get names, letters or the name of their side."""
    draws: dict[str, Callable[[], str]] = {
        "own": lambda: "",
        "letters": lambda: lot.choice(UNNAMED) + (next(letters) if lot.random() < 0.8 else ""),
        "names": lambda: next(names) + suffix,
        "sides": lambda: lot.choice(BODIES),
    }
    names, letters, suffix = cycle(lot.sample(NAMES, len(NAMES))), cycle(LETTERS), lot.choice(MEMBERS)
    office, chair = lot.choice(OFFICES), lot.choice(CHAIRS)
    way = lot.choices(list(draws), [7, 5, 4, 4])[0]
    known: dict[str, str] = {}
    for unit in units:
        key = unit.speaker or unit.role or unit.kind
        if key not in known:
            if way == "own" and unit.speaker:
                known[key] = unit.speaker
            elif _side(unit):
                known[key] = office if lot.random() < 0.6 else lot.choice(OFFICES)
            elif unit.role == "chair":
                known[key] = (lot.choice(NAMES) if lot.random() < 0.4 else "") + chair
            else:
                known[key] = draws["letters" if way == "own" else way]()
        yield known[key]


def _printed(unit: Unit, parts: Sequence[str], manner: Manner, around: tuple[str, str, int]) -> Iterator[str]:
    """The lines of one turn; `around` holds its label, that of the turn above, and how many stand before it."""
    label, above, count = around
    side = _side(unit)
    margin, sign, first = "　" * manner.indents[side], manner.signs[side], parts[0]
    framed = manner.pair[0] + label + manner.pair[1]
    rest = [manner.margin + part for part in parts[1:]]
    if manner.way == "indent":
        yield margin + "".join(parts)
    elif manner.way == "signs":
        yield margin + sign + (manner.space if sign else "　") + first
        yield from rest
    elif manner.way == "block":
        if label != above:
            yield framed if manner.bracketed else "■" + label
        yield margin + sign + manner.space + first
        yield from rest
    elif manner.way == "words":
        word = manner.words[side] + (str(count // 2 + 1) if manner.numbered else "")
        yield from _with_word(word, first, manner, sign)
        yield from rest
    else:
        counter = manner.counter.format(count + 1)
        front = margin + counter + (sign if manner.signed else "")
        shown = framed if manner.bracketed else label
        if manner.place == "line":
            yield front + shown
            yield manner.margin + first
            yield from rest
        elif manner.place == "inline":
            yield front + shown + (manner.space if manner.bracketed else manner.gap) + first
            yield from rest
        else:
            *lines, last = [front + (manner.space if manner.signed else "") + first, *rest]
            yield from lines
            yield last + framed


def _with_word(word: str, first: str, manner: Manner, sign: str) -> Iterator[str]:
    """The first line or two of a turn with a word such as 問 before it."""
    framed = manner.pair[0] + word + manner.pair[1]
    if manner.style == "bracket":
        yield framed + manner.space + first
    elif manner.style == "gap":
        yield word + (manner.gap if manner.gap not in {"、", "→"} else "：") + first
    elif manner.style == "sign":
        yield sign + word + (manner.space or "　") + first
    else:
        yield framed if manner.bracketed else (sign if manner.signed else "") + word
        yield manner.margin + first
