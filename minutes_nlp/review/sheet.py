"""People review what is doubtful (確認・訂正): out to an Excel sheet, and what they wrote back as corrections."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from minutes_nlp import wording
from minutes_nlp.corrections import TARGETS, Boundary, Correction, Target, beginning, beside, read_corrections, written
from minutes_nlp.errors import MinutesError
from minutes_nlp.files import write_whole
from minutes_nlp.model import Basis, Record, Reviewed, Role, Utterance, UtteranceKind
from minutes_nlp.output.review import Answer, Row, read_sheet, write_sheet
from minutes_nlp.output.topic_sheet import BETWEEN
from minutes_nlp.places import part_of, place_of
from minutes_nlp.review.topics import KEEP, NO_TOPIC, offered
from minutes_nlp.values import REMARKS

__all__ = ["Imported", "export", "import_sheet", "rows_of"]

# Confidence below which a value is shown, by `python scripts/calibration.py` on the four councils that rules may be
# tuned on and the notation samples (1,906 turns that match): of roles from 0.65 on 2 in 1,850 were wrong; of links
# of 0.5 one in 9, of 0.6 one in 14, of those from 0.7 on 1 in 444; of kinds noted as doubtful one in 15, of the others
# 2 in 1,600. The sheet then holds a seventh of all values and nine in ten of the wrong ones. A join of 0.85 was right
# 426 times of 426, hence what is below it.
ROLE_SURE, LINK_SURE, JOIN_SURE = 0.65, 0.75, 0.85

NOBODY, JOINED = "なし", "前の発言とつなぐ"
ROLES = wording.ROLES | {Role.UNKNOWN: "不明"}
KINDS = wording.KINDS | {UtteranceKind.STATEMENT: "発言(説明・進行等)"}
HINTS = {
    Target.LINK: "発言の番号(複数は u3、u5)。相手がなければ「なし」",
    Target.ANSWER: "回答した発言の番号。回答がなければ「なし」",
    Target.BOUNDARY: "分けるときは、新しい発言の始まりの語句を本文から書き写す",
}
BASES = {
    Basis.LABEL: "発言者名",
    Basis.ROSTER: "出席者名簿",
    Basis.ATTRIBUTION: "「旨…より回答」",
    Basis.SECTION: "見出し",
    Basis.WORDING: "言い回し",
    Basis.POSITION: "位置",
    Basis.MARK: "記号",
    Basis.REVIEW: "人の確認",
}
CANDIDATES = 5  # utterances offered for a link: of 478 replies in four councils 477 answer one of the last five
SHOWN = 30  # characters of an offered utterance
KEY = re.compile(r"(?P<sha>[0-9a-f]{64}):(?P<start>\d+):(?P<target>[a-z]+):(?P<id>u[0-9-]+)")  # 9f86…:120:role:u3
IDS = re.compile(r"u\d+(?:-\d+)?")
SPLITTERS = re.compile(r"[、，,\s　・]+")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a sheet (取り込みの結果): corrections by file, those that were there already, rows that failed."""

    written: tuple[tuple[Path, int], ...]
    known: int
    failed: tuple[tuple[int, str], ...]  # row number and why


# --- export


def export(
    records: Sequence[tuple[Path, Record]], target: Path, *, everything: bool = False, taxonomy: Path | None = None
) -> tuple[int, int]:
    """Write the doubtful values of some records, all values with `everything`, and remarks whose topics are in doubt.

    Gives the numbers of both; StoreError, ModelError.
    """
    rows = [row for _, record in records for row in rows_of(record, everything=everything)]
    topics = offered([record for _, record in records], taxonomy)
    write_sheet(rows, [(record.source.sha256, _path(path, target)) for path, record in records], target, topics)
    return len(rows), len(topics.rows)


def _path(record: Path, target: Path) -> str:
    """The record's path from the sheet, so that both can be moved together; as it is where they lie on two drives."""
    try:
        return Path(os.path.relpath(record.absolute(), target.absolute().parent)).as_posix()
    except ValueError:
        return str(record.absolute())


def rows_of(record: Record, *, everything: bool = False) -> Iterator[Row]:
    """What people should look at in one record, in the order of the text."""
    joined = [block for block in record.blocks if block.confidence < 1]
    for at, utterance in enumerate(record.utterances):
        if not utterance.spans:
            continue
        join = min((block.confidence for block in joined if _touch(block.spans, utterance.spans)), default=1.0)
        for target, confidence, basis in _doubts(record, utterance, join, everything=everything):
            yield _row(record, at, target, confidence, basis)


def _doubts(
    record: Record, utterance: Utterance, join: float, *, everything: bool
) -> Iterator[tuple[Target, float | None, Basis | None]]:
    """The values of an utterance that are doubtful and that nobody has looked at; `join` is its least sure one."""
    reviewed, speaker = utterance.reviewed, utterance.speaker
    codes = {note.code for note in record.notes if note.spans and note.spans[0] == utterance.spans[0]}
    pairs = [pair for pair in record.pairs if pair.answer == utterance.id]
    sure = min((pair.confidence for pair in pairs), default=None)
    if everything or (Reviewed.BOUNDARY not in reviewed and join < JOIN_SURE):
        yield Target.BOUNDARY, join, None
    unsure = speaker.role is Role.UNKNOWN or speaker.confidence < ROLE_SURE
    if everything or (Reviewed.ROLE not in reviewed and unsure):
        yield Target.ROLE, speaker.confidence, speaker.basis
    if everything or (Reviewed.KIND not in reviewed and "doubtful-kind" in codes):
        yield Target.KIND, None, None
    replies = utterance.kind in {UtteranceKind.REPLY, UtteranceKind.FOLLOW_UP}
    lost = utterance.kind is UtteranceKind.REPLY and not utterance.replies_to
    back = utterance.kind is UtteranceKind.FOLLOW_UP and "doubtful-kind" in codes
    if (everything and replies) or (Reviewed.LINK not in reviewed and (lost or back or (sure or 1.0) < LINK_SURE)):
        yield Target.LINK, sure, pairs[0].basis if pairs else None
    if "unanswered-remark" in codes and Reviewed.LINK not in reviewed:
        yield Target.ANSWER, None, None


def _touch(spans: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for start, end in spans for begin, stop in others)


def _row(record: Record, at: int, target: Target, confidence: float | None, basis: Basis | None) -> Row:
    utterance = record.utterances[at]
    page, line = place_of(record.pages, record.source_text, utterance.spans[0][0], record.furniture)
    near = _near(record, at, target)
    choices = {
        Target.ROLE: tuple(ROLES.values()),
        Target.KIND: tuple(KINDS.values()),
        Target.BOUNDARY: (JOINED,) if at else (),
    }.get(target, (*(one.id for one in near), NOBODY))
    return Row(
        record=record.source.name,
        page=page,
        line=line,
        text=f"{_who(utterance)}\n{utterance.text}",
        item=TARGETS[target],
        judged=_judged(utterance, target),
        confidence=confidence,
        basis=BASES[basis] if basis else "",
        candidates="\n".join(f"{_who(one)} {_short(one.text)}" for one in near),
        choices=(KEEP, *choices),
        closed=target in {Target.ROLE, Target.KIND},
        key=f"{record.source.sha256}:{utterance.spans[0][0]}:{target}:{utterance.id}",
        hint=HINTS.get(target, ""),
    )


def _near(record: Record, at: int, target: Target) -> list[Utterance]:
    """The utterances that a link may lead to: the last before it, for an unanswered remark the next behind it."""
    if target is Target.LINK:
        linked = [one for one in record.utterances if one.id in record.utterances[at].replies_to]
        before = (one for one in reversed(record.utterances[:at]) if one.kind in REMARKS and one not in linked)
        return linked + list(islice(before, max(CANDIDATES - len(linked), 0)))
    if target is Target.ANSWER:
        return [one for one in record.utterances[at + 1 :] if one.kind not in REMARKS][:CANDIDATES]
    if target is Target.BOUNDARY and at:
        return [record.utterances[at - 1]]
    return []


def _who(utterance: Utterance) -> str:
    who = utterance.speaker.label or ROLES[utterance.speaker.role]
    return f"【{utterance.id} {KINDS[utterance.kind]}・{who}】"


def _short(text: str) -> str:
    plain = text.replace("\n", " ")
    return plain if len(plain) <= SHOWN else plain[:SHOWN] + "…"


def _judged(utterance: Utterance, target: Target) -> str:
    if target is Target.ROLE:
        return ROLES[utterance.speaker.role]
    if target is Target.KIND:
        return KINDS[utterance.kind]
    if target is Target.LINK:
        return f"{'、'.join(utterance.replies_to)} への回答" if utterance.replies_to else NOBODY
    if target is Target.BOUNDARY:
        return "つなぎ目に疑い" if Reviewed.BOUNDARY not in utterance.reviewed else "確認済み"
    return "回答なし"


# --- import


def import_sheet(source: Path, *, by: str, now: datetime | None = None) -> Imported:
    """Take over what people wrote into a sheet; a row that cannot be used stops no other. SourceError, StoreError."""
    answers, paths = read_sheet(source)
    reader = _Reader(
        source.absolute().parent, paths, by, (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    )
    failed: list[tuple[int, str]] = []
    found: dict[Path, list[Correction]] = {}
    for answer in answers:
        try:
            path, corrections = reader.corrections(answer)
        except (MinutesError, _RowError) as error:
            failed.append((answer.number, f"{_sheet(answer)}{error}"))
        else:
            found.setdefault(path, []).extend(corrections)
    kept = [_keep(beside(path), corrections) for path, corrections in found.items()]
    return Imported(tuple((path, new) for path, new, _ in kept if new), sum(known for *_, known in kept), tuple(failed))


def _sheet(answer: Answer) -> str:
    """On which sheet a row is, where it is not the first."""
    return "(「分野」シート) " if f":{Target.TOPIC}:" in answer.key else ""


def _keep(path: Path, corrections: Iterable[Correction]) -> tuple[Path, int, int]:
    """Add corrections to a file: how many are new, how many were there with the same value."""
    known = {one.key: one for one in read_corrections([path])}
    wanted = {one.key: one for one in corrections}
    new = {key: one for key, one in wanted.items() if key not in known or known[key].value != one.value}
    if new:
        write_whole(written((known | new).values()), path)
    return path, len(new), len(wanted) - len(new)


class _RowError(Exception):
    """A row that cannot be used, and why, in Japanese."""


class _Reader:
    """Turns the rows of one sheet into corrections, reading each record once."""

    def __init__(self, folder: Path, paths: dict[str, str], by: str, at: str) -> None:
        self.folder, self.paths, self.by, self.at = folder, paths, by, at
        self.records: dict[str, Record] = {}

    def corrections(self, answer: Answer) -> tuple[Path, list[Correction]]:
        """The record's path and what a row corrects in it."""
        key = KEY.fullmatch(answer.key)
        if key is None or key["target"] not in list(Target):
            raise _RowError("「鍵」の値が変わっているため、どの発言か分かりません")
        path, record = self._record(key["sha"])
        at = next((i for i, u in enumerate(record.utterances) if u.spans and u.spans[0][0] == int(key["start"])), None)
        if at is None:
            raise _RowError(f"記録に発言 {key['id']} が見つかりません。minutes review export をやり直してください")
        return path, list(self._values(record, at, Target(key["target"]), answer.value))

    def _record(self, sha256: str) -> tuple[Path, Record]:
        if sha256 not in self.paths:
            raise _RowError("この行の記録の場所が確認表にありません")
        path = self.folder / self.paths[sha256]
        if sha256 not in self.records:
            try:
                self.records[sha256] = Record.from_json(path.read_bytes())
            except OSError as error:
                raise _RowError(f"記録 {path} を開けません。確認表と記録を一緒に動かしたか確かめてください") from error
        if self.records[sha256].source.sha256 != sha256:
            raise _RowError(f"記録 {path} は別の原本のものに変わっています")
        return path, self.records[sha256]

    def _values(self, record: Record, at: int, target: Target, value: str) -> Iterator[Correction]:
        utterance = record.utterances[at]
        if target is Target.BOUNDARY:
            yield self._boundary(record, at, value)
            return
        if target is Target.TOPIC:
            yield self._made(record, utterance, target, _topics(utterance, value))
            return
        if target in {Target.LINK, Target.ANSWER}:
            known = [one for one in record.utterances if one.id in utterance.replies_to and target is Target.LINK]
            meant = known if value == KEEP else _meant(record, at, value)
            yield self._made(record, utterance, target, tuple(one.spans[0] for one in meant if one.spans))
            return
        words = ROLES if target is Target.ROLE else KINDS
        now = utterance.speaker.role if target is Target.ROLE else utterance.kind
        meanings = {KEEP: now.value} | {word: meant.value for meant, word in words.items()}
        if value not in meanings:
            raise _RowError(f"「{value}」は選べません(選べるのは {'・'.join(meanings)})")
        yield self._made(record, utterance, target, meanings[value])

    def _boundary(self, record: Record, at: int, value: str) -> Correction:
        utterance = record.utterances[at]
        if value == KEEP:
            return self._made(record, utterance, Target.BOUNDARY, Boundary.KEEP.value)
        if value == JOINED:
            if not at:
                raise _RowError("最初の発言の前に、つなぐ発言はありません")
            return self._made(record, utterance, Target.BOUNDARY, Boundary.JOIN.value)
        pattern = r"\s*".join(map(re.escape, re.sub(r"\s+", "", value)))
        found = list(re.finditer(pattern, utterance.text))
        if len(found) != 1 or not found[0].start():
            reason = "複数あります。もう少し長く" if len(found) > 1 else "の途中に見つかりません。本文から"
            raise _RowError(f"「{value}」が発言 {utterance.id} {reason}書き写してください")
        edge = (found[0].start(), len(utterance.text))
        spans = part_of(utterance.text, utterance.spans, edge, record.source_text, record.folds)
        text = beginning(utterance.text[edge[0] :])
        return self._correction(record, spans[0], text, Target.BOUNDARY, Boundary.BEGIN.value)

    def _made(
        self, record: Record, utterance: Utterance, target: Target, value: str | tuple[tuple[int, int], ...]
    ) -> Correction:
        return self._correction(record, utterance.spans[0], beginning(utterance.text), target, value)

    def _correction(
        self, record: Record, span: tuple[int, int], text: str, target: Target, value: str | tuple[tuple[int, int], ...]
    ) -> Correction:
        return Correction(record.source.sha256, span, text, target, value, self.by, self.at)


def _topics(utterance: Utterance, value: str) -> str:
    """The ids of the fields that a person chose, with a space between them; "" for none."""
    chosen = dict.fromkeys(value.split(BETWEEN))
    if chosen.keys() & {KEEP, NO_TOPIC} and len(chosen) > 1:
        raise _RowError(f"「{KEEP}」「{NO_TOPIC}」とほかの分野は一緒に選べません")
    if strange := [one for one in chosen if one.startswith("「")]:
        raise _RowError(f"{'、'.join(strange)}という分野はありません。一覧から選んでください")
    if KEEP in chosen:
        return " ".join(topic.id for topic in utterance.topics)
    return "" if NO_TOPIC in chosen else " ".join(chosen)


def _meant(record: Record, at: int, value: str) -> list[Utterance]:
    """The utterances whose ids a person wrote."""
    if value == NOBODY:
        return []
    words = [word for word in SPLITTERS.split(unicodedata.normalize("NFKC", value).lower()) if word]
    by_id = {one.id: one for one in record.utterances if one is not record.utterances[at]}
    strange = [word for word in words if not IDS.fullmatch(word) or word not in by_id]
    if strange or not words:
        raise _RowError(f"「{'、'.join(strange) or value}」という番号の発言がありません。u12 のように書いてください")
    return [by_id[word] for word in words]
