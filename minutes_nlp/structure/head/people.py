"""The people of one line of an attendance list (出席者): name, position and form of attendance, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from minutes_nlp.language.names import Sense, is_common, senses
from minutes_nlp.model import Attendee, Mode, Role
from minutes_nlp.structure.head.pieces import (
    KATAKANA,
    Kind,
    Piece,
    is_given,
    is_surname,
    is_title,
    may_be_surname,
    pieces,
)
from minutes_nlp.structure.labels import titled
from minutes_nlp.structure.vocabulary import squeezed, table
from minutes_nlp.text import Span

__all__ = ["BARE_SHAPES", "LIST_REMARK", "Candidate", "begins_with_name", "candidates", "inside", "mode_of", "spaced"]

PROXY = "代理"  # alone behind a name
LIST_REMARK = re.compile(
    r"敬称|順不同|五十音|あいうえお|代表$|^計|名$|以下同じ|[:：](?:座長|会長|部会長)"
)  # （敬称略・五十音順）, ◎：座長
NOTE = re.compile(r"[ \u3000]*[※＊*].*$", re.DOTALL)  # 六車　晶　委員　※オンライン
SEPARATOR = re.compile(r"[、，;；／](?![^（(]*[）)])|,(?!\s*[A-Za-z])(?![^（(]*[）)])")  # 小田委員、浦野委員
IN_BRACKETS = re.compile(r"\s*[（(]([^（）()]+)[）)]\s*")  # （小田委員）, who may have come
LATIN_SEPARATOR = re.compile(r"[,;、]")  # Hama, Asaba
CJK = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
OF_ALL = re.compile(r"の(?:各|両)\S{1,4}$")  # 安孫子、金剛寺の各委員
COUNTED = re.compile(r"[0-9０-９]+\s*(?:名|人|団体|社)|なし$|[。？]")  # 主査２名; a sentence
BARE_SHAPES = frozenset({"single", "latin1", "latin2"})  # 桐山, Fukuchi, Hiroshi Fukuchi
NAMES = frozenset({Kind.WORD, Kind.WHOLE, Kind.LATIN})
SPACED_NAME = 6  # characters of a name in spaced letters: 上　水　流　子
PAIR = 2  # words of a name: 桐山　蒼太
KATAKANA_NAME = 4  # words of the longest name in katakana: グエン　ティ　ホア


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be a person of the list, and how he is printed: 姓名, 姓＋肩書 … (名簿の候補)."""

    attendee: Attendee
    shape: str
    sure: bool
    lead: str | None = None  # the first word before the name: 公益代表　柏木…
    posted: bool = False  # whether an office stands behind the name, where it may go on


@dataclass(slots=True)
class Found:
    """A name in the line, with the words around it."""

    name: str
    shape: str
    sure: bool
    span: Span
    before: list[Piece] = field(default_factory=list)
    behind: list[Piece] = field(default_factory=list)
    position: str | None = None  # cut from the name's own word


def candidates(line: str) -> list[Candidate]:
    """Who may be a person of the line, in printed order."""
    note = NOTE.search(line.lstrip("※ \u3000"))
    line = OF_ALL.sub("", line.rstrip())
    if note:
        line = line.lstrip("※ \u3000")[: note.start()]
    people: list[Candidate] = []
    alone: list[tuple[int, Candidate]] = []
    for start, stop in _items(line):
        whole = IN_BRACKETS.fullmatch(line[start:stop])
        if whole and not mode_of(whole[1]):
            people += candidates(whole[1])
            continue
        words = [] if COUNTED.search(_bare(line[start:stop])) else pieces(line, start, stop)
        found = _parsed(words)
        if not found and people and people[-1].posted and not _bare(line[start:stop]).isspace():
            people[-1] = _longer(people[-1], line[start:stop])
        doubtful = _doubtful(words[0]) if not found and len(words) == 1 else None
        if doubtful:
            alone.append((len(people), doubtful))
        people += [_candidate(one, line) for one in found]
    printed = {(one.shape, one.attendee.position) for one in people}
    for at, one in reversed(alone):  # 砥石、桐山、深見; 砥石委員、桐山委員
        if (one.shape, one.attendee.position) in printed and {one.shape} == {shape for shape, _ in printed}:
            people.insert(at, one)
    if note and people:
        people[-1] = _with_mode(people[-1], mode_of(note[0]))
    return people


def _doubtful(piece: Piece) -> Candidate | None:
    """A common noun, alone or before a member's title, that may be a surname where its neighbours are (砥石委員)."""
    if may_be_surname(piece):
        return Candidate(Attendee(piece.text), "single", sure=False)
    title = titled(piece.text)
    if title is None or title.role is not Role.MEMBER or title.behind or not may_be_surname(piece, title.name or ""):
        return None
    return Candidate(Attendee(title.name or "", title.title), "named", sure=False)


def begins_with_name(line: str) -> bool:
    """Whether a line is one person, name first, with an office behind: 桐山　純　　　大学　教授."""
    people = candidates(line)
    return len(people) == 1 and people[0].posted


def inside(aside: str) -> str:
    """What stands in brackets."""
    return aside[1:-1]


def mode_of(string: str) -> Mode | None:
    """The form of attendance that a word tells (欠席, オンライン参加)."""
    plain = squeezed(string)
    if is_title(plain) and not plain.startswith((PROXY, "欠席")):  # 座長代理 is no proxy
        return None
    for name, signs in table("header")["modes"].items():
        if any(sign in plain for sign in signs):
            return Mode(name)
    return None


def spaced(string: str) -> str:
    """Runs of white space as one, the first of them kept as printed."""
    return re.sub(r"\s+", lambda match: "\u3000" if match[0][0] == "\u3000" else " ", string.strip())


def _items(line: str) -> Iterator[Span]:
    """The parts of a line between commas."""
    start = 0
    for match in (SEPARATOR if CJK.search(line) else LATIN_SEPARATOR).finditer(line):
        yield start, match.start()
        start = match.end()
    yield start, len(line)


def _bare(item: str) -> str:
    return re.sub(r"[（(【〔\[][^（）()【】〔〕\[\]]*[）)】〕\]]", " ", item)


# --- the people of an item ------------------------------------------------------------------------------------------


def _parsed(words: Sequence[Piece]) -> list[Found]:
    """The names of an item, offices before them or behind them as the first one has it."""
    found: list[Found] = []
    waiting: list[Piece] = []
    at = 0
    while at < len(words):
        run = _run(words, at, found, waiting)
        if not run:
            waiting.append(words[at])
            at += 1
            continue
        at += len(run)
        for one in _names(run):
            _place(found, waiting, one)
            found.append(one)
            waiting = []
    if found:
        _close(found, waiting)
    return found


def _place(found: list[Found], waiting: list[Piece], one: Found) -> None:
    """Give the words that wait to the person before, or to this one."""
    if found and not _offices(found[0].before):
        found[-1].behind += waiting
        return
    while found and waiting and waiting[0].kind is Kind.ASIDE:  # 岬（会長）: of the one before
        found[-1].behind.append(waiting.pop(0))
    one.before = [*waiting, *one.before]


def _close(found: list[Found], waiting: list[Piece]) -> None:
    """Give the last words of an item to the last person."""
    led = bool(_offices(found[0].before))
    found[-1].behind += [piece for piece in waiting if piece.kind is Kind.ASIDE] if led else waiting


def _offices(words: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in words if piece.kind is not Kind.ASIDE]


def _run(words: Sequence[Piece], at: int, found: Sequence[Found], waiting: Sequence[Piece]) -> list[Piece]:
    """The words from here that are names and nothing else."""
    first = words[at]
    posted = bool(found) and bool(_offices(waiting)) and not _offices(found[0].before) and found[0].shape != "named"
    if first.kind is Kind.NAMED:
        return [first] if not found or _offices(found[0].before) or _is_like(found[-1], first) else []
    run: list[Piece] = []
    for piece in words[at:]:
        if piece.kind not in NAMES or (piece.kind is Kind.LATIN and found):
            break
        if run and (piece.kind is Kind.LATIN) != (run[0].kind is Kind.LATIN):
            return run if piece.kind is Kind.LATIN else []  # DearOne 桐山
        run.append(piece)
    if posted and not (len(run) >= PAIR and _is_pair(run[0].text, run[1].text)):
        return []
    return run


def _is_like(before: Found, piece: Piece) -> bool:
    """Whether a name with its title stands beside another of the same side: 蒲生委員　瀬戸倉町長 is one person."""
    one, other = titled(before.position or ""), titled(piece.position)
    sides = [title and title.role in {Role.CHAIR, Role.MEMBER} for title in (one, other)]
    return before.shape == "named" and sides[0] == sides[1]


def _names(run: Sequence[Piece]) -> Iterator[Found]:
    """The names in a run of words: by two where two are a name, spaced letters and katakana as one."""
    if run[0].kind is Kind.NAMED:
        yield Found(run[0].name, "named", run[0].sure, (run[0].start, run[0].stop), position=run[0].position)
        return
    at = 0
    while at < len(run):
        count = _length(run[at:])
        yield _named(run[at : at + count])
        at += count


def _length(run: Sequence[Piece]) -> int:
    """How many of the words are the first name."""
    if run[0].kind is Kind.WHOLE or len(run) == 1:
        return 1
    if all(piece.kind is Kind.LATIN for piece in run):
        return len(run) if len(run) == PAIR else 1
    katakana = next((i for i, piece in enumerate(run) if not KATAKANA.fullmatch(piece.text)), len(run))
    if PAIR < katakana <= KATAKANA_NAME:
        return katakana
    letters = any(len(piece.text) == 1 for piece in run)
    if letters and len(run) > PAIR and sum(len(piece.text) for piece in run) <= SPACED_NAME and len(run) % PAIR:
        return len(run)
    if letters and len(run) > PAIR and all(len(piece.text) == 1 for piece in run):
        return len(run)
    return PAIR if run[1].kind is not Kind.WHOLE else 1


def _named(part: Sequence[Piece]) -> Found:
    """The words of one name as such."""
    texts = [piece.text for piece in part]
    span = part[0].start, part[-1].stop
    if part[0].kind is Kind.LATIN:
        return Found(" ".join(texts), f"latin{len(part)}", sure=False, span=span)
    if len(part) == 1:
        return _in_one_word(part[0])
    return (_beside_another(part) if len(part) == PAIR else None) or Found(
        "", "pair", sure=len(part) > PAIR or _is_pair(*texts), span=span
    )


def _in_one_word(piece: Piece) -> Found:
    """A surname alone, or a whole name in one word (桐山蒼太, グエン・ティ・ホア)."""
    text, span = piece.text, (piece.start, piece.stop)
    if piece.kind is Kind.WHOLE:
        return Found(text, "whole", sure=piece.sure, span=span)
    if "・" in text:
        return Found(text, "pair", sure=True, span=span)
    if is_given(text) and not is_surname(text):
        return Found(text, "given", sure=False, span=span)  # 豊, on a line of its own
    return Found(text, "single", sure=is_surname(text) and len(text) > 1 and not is_given(text), span=span)


def _beside_another(part: Sequence[Piece]) -> Found | None:
    """A surname beside a word that is no name: かえで 桐山, 桐山 かえで, where かえで is a company."""
    first, second = part
    if not is_surname(first.text) and is_surname(second.text) and not is_given(second.text):
        return Found(second.text, "single", sure=True, span=(second.start, second.stop), before=[first])
    if is_surname(first.text) and senses(second.text) == {Sense.OTHER}:
        return Found(first.text, "single", sure=True, span=(first.start, first.stop), behind=[second])
    return None


def _is_pair(first: str, second: str) -> bool:
    """Whether the dictionary knows one of two words as part of a name, and nothing that speaks against the other."""
    return is_surname(first) or (is_given(second) and not is_common(first))


# --- name, position and form ----------------------------------------------------------------------------------------


def _candidate(found: Found, line: str) -> Candidate:
    asides = [inside(piece.text) for piece in (*found.behind, *found.before) if piece.kind is Kind.ASIDE]
    before, behind = _offices(found.before), _offices(found.behind)
    printed = before or behind
    position = found.position or (_office(printed, line) if printed else None)
    leading = [aside for aside in asides if (title := titled(aside)) and title.role is Role.CHAIR and not title.name]
    modes = [mode for aside in asides if (mode := mode_of(aside))]
    about = [aside for aside in asides if not mode_of(aside) and not LIST_REMARK.search(aside)]
    positions = [*leading, *([position] if position else about)]
    name = found.name or spaced(line[slice(*found.span)])
    return Candidate(
        Attendee(name, positions[0] if positions else None, None, modes[0] if modes else None),
        found.shape,
        found.sure,
        squeezed(before[0].text) if before and before[0].kind in {Kind.OFFICE, Kind.OTHER} else None,
        posted=bool(behind) and found.shape in {"pair", "whole", "single"},
    )


def _office(printed: Sequence[Piece], line: str) -> str:
    """The words of an office as printed, but for a title in spaced letters (委　員)."""
    if any(piece.text != line[piece.start : piece.stop] for piece in printed):
        return "\u3000".join(piece.text for piece in printed)
    return spaced(line[printed[0].start : printed[-1].stop])


def _longer(one: Candidate, more: str) -> Candidate:
    """The office of a person goes on behind a comma: フェロー、研究所長."""
    return replace(one, attendee=replace(one.attendee, position=spaced(f"{one.attendee.position or ''}、{more}")))


def _with_mode(one: Candidate, mode: Mode | None) -> Candidate:
    return replace(one, attendee=replace(one.attendee, mode=one.attendee.mode or mode))
