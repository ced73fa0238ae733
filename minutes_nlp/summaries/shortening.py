"""Shortening (文の短縮) by rule: lead-ins, fillers and politeness go, what is said stays.

What may go and what may stand for it is a closed list, `shortening.toml`; besides, 集計いたします is 集計する by the
forms that Sudachi knows. Nothing inside 「」 is touched. Each character that is left knows its source, and a result
of which the gate says that it claims anything else than its source is thrown away.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from minutes_nlp.language.commitments import attributed
from minutes_nlp.language.words import Mode, Word, words
from minutes_nlp.resources import table
from minutes_nlp.summaries.fidelity import claims_of, unsupported
from minutes_nlp.text import Text

__all__ = ["shortened"]

STOPS = "。．！!？?"
ENDS = STOPS + "」』）) \u3000\n"
# "回答。」": the full stop of a sentence, before brackets that it may stand in
STOP = re.compile(r"[。．！!？?](?=[」』）)\s]*$)")
# 「地域の足」
QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
# the past of a verb whose plain form ends so: 伺う is 伺った
PASTS = {
    "う": "った",
    "つ": "った",
    "る": "った",
    "む": "んだ",
    "ぶ": "んだ",
    "ぬ": "んだ",
    "く": "いた",
    "ぐ": "いだ",
    "す": "した",
}
# what stands before ない: 持つ is 持たない
NEGATIVES = {"う": "わ", "つ": "た", "る": "ら", "む": "ま", "ぶ": "ば", "ぬ": "な", "く": "か", "ぐ": "が", "す": "さ"}
HUMBLE = {"いたす": "する", "致す": "する", "おる": "いる", "まいる": "いく", "ござる": "ある"}
ADJECTIVAL = {"たい", "ない", "た", "らしい"}  # auxiliaries behind which です adds nothing
STEMS = {"いたす": "し", "致す": "し", "ござる": "あり"}
# what denies by its form alone
SORRY = re.compile("すみません|申し訳(?:あり|ござい)ません")
KEPT = {"申す", "申し上げる"}  # 山田と申します


class _Rules(NamedTuple):
    leads: re.Pattern[str]
    fillers: re.Pattern[str]
    endings: tuple[tuple[re.Pattern[str], str], ...]
    plain: tuple[tuple[re.Pattern[str], str], ...]


def shortened(sentence: Text) -> Text:
    """A sentence without what tells nothing (短縮文); as it is where that cannot be done safely."""
    said = _without_attribution(sentence.strip())
    short = _plain(_ended(_lean(said)))
    whole = short + _full_stop(sentence, short)
    return whole if not unsupported(whole.string, _seen(whole, sentence)) else said + _full_stop(sentence, said)


def _seen(short: Text, sentence: Text) -> str:
    """The characters of a sentence that a shorter one rests on."""
    return "".join(
        sentence.string[at]
        for start, end in short.spans
        for origin in range(start, end)
        if (at := sentence.place_of(origin)) is not None
    )


def _without_attribution(sentence: Text) -> Text:
    """検討したい旨事務局より回答。 is 検討したい; all but its full stop of a sentence that names nobody at its end."""
    end = attributed(sentence.string)
    return sentence[:end] if sentence.string[end:].strip(ENDS) else sentence.rstrip(STOPS)


def _full_stop(sentence: Text, short: Text) -> Text:
    """The full stop of the sentence, where what is left of it has none."""
    match = STOP.search(sentence.string)
    return sentence.group(match) if match and short.string[-1:] not in STOPS + "」" else Text()


def _lean(said: Text) -> Text:
    """Without lead-ins at its head and fillers anywhere."""
    rules = _rules()
    while (match := rules.leads.match(said.string)) and match.end() < len(said) and _tells_nothing(match.group()):
        said = said[match.end() :].lstrip()
    return _changed(said, rules.fillers, "")


def _tells_nothing(lead: str) -> bool:
    """Whether a lead-in holds neither number nor name nor negation."""
    claims = claims_of(SORRY.sub("", lead))
    return not (claims.numbers or claims.names or claims.negations)


def _ended(said: Text) -> Text:
    for pattern, plain in _rules().endings:
        said = _changed(said, pattern, plain)
    return said


def _plain(said: Text) -> Text:
    for pattern, plain in _rules().plain:
        said = _changed(said, pattern, plain)
    return _plain_verbs(said)


def _changed(said: Text, pattern: re.Pattern[str], plain: str) -> Text:
    """Each match outside 「」 replaced; deleted, and its source with it, where nothing stands for it."""
    quoted = [match.span() for match in QUOTED.finditer(said.string)]
    parts, at = [], 0
    for match in pattern.finditer(said.string):
        if any(start <= match.start() < end for start, end in quoted):
            continue
        parts += [said[at : match.start()], said.group(match).standing_as(plain)]
        at = match.end()
    return Text.join([*parts, said[at:]]) if parts else said


def _plain_verbs(said: Text) -> Text:
    """集計いたします is 集計する, 伺いました is 伺った, 資料です is 資料である."""
    if not re.search("ます|ました|まして|です|でした", said.string):
        return said
    quoted = [match.span() for match in QUOTED.finditer(said.string)]
    found = words(said.string, Mode.B)
    parts, at = [], 0
    for number, word in enumerate(found):
        if any(start <= word.start < end for start, end in quoted):
            continue
        change = _of_copula(found, number) or _of_verb(found, number)
        if change:
            start, stop, plain = change
            parts += [said[at:start], said[start:stop].standing_as(plain)]
            at = stop
    return Text.join([*parts, said[at:]]) if parts else said


def _of_verb(found: list[Word], number: int) -> tuple[int, int, str] | None:
    """The plain form of the verb before ます, ました, ません or まして."""
    word = found[number]
    if word.dictionary_form != "ます" or not number:
        return None
    verb, after = found[number - 1], [one.surface for one in found[number + 1 : number + 4]]
    before = found[number - 2].pos[0] if number > 1 else ""
    if verb.pos[0] not in {"動詞", "助動詞"} or verb.stop != word.start or verb.dictionary_form in KEPT:
        return None
    if verb.dictionary_form == "ござる" and before not in {"名詞", "接尾辞", "助詞", "副詞"}:
        return None  # ありがとうございます
    base = HUMBLE.get(verb.dictionary_form, verb.dictionary_form)
    base = base[:-2] + "じる" if base.endswith("ずる") else base  # 感じ is 感ずる for Sudachi
    match word.surface, *after:
        case "ます", *_:
            more, plain = 0, base
        case "まし", "た", *_:
            more, plain = 1, _past(base, verb)
        case "まし", "て", "も", *_:
            more, plain = 1, _past(base, verb)[:-1] + ("で" if _past(base, verb).endswith("だ") else "て")
        case "まし", "て", *_ if verb.surface != "おり":
            more, plain = 1, STEMS.get(verb.dictionary_form, verb.surface)
        case "ませ", "ん", "でし", "た":
            more, plain = 3, _before_negation(base, verb) + "なかった"
        case "ませ", "ん", *rest if rest[:1] != ["でし"]:
            more, plain = 1, _before_negation(base, verb) + "ない"
        case _:
            return None
    return verb.start, found[number + more].stop, plain


def _past(base: str, verb: Word) -> str:
    if base.endswith("する"):
        return base[:-2] + "した"
    if base in {"くる", "来る"}:
        return base[:-1].replace("く", "き") + "た"
    if base == "いく" or base.endswith("行く"):
        return base[:-1] + "った"
    if _is_regular(base, verb):
        return base[:-1] + "た"
    return base[:-1] + PASTS.get(base[-1], base[-1] + "た")


def _before_negation(base: str, verb: Word) -> str:
    if base == "ある":
        return ""
    if base.endswith("する"):
        return base[:-2] + "し"
    if base in {"くる", "来る"}:
        return base[:-1].replace("く", "こ")
    return base[:-1] if _is_regular(base, verb) else base[:-1] + NEGATIVES.get(base[-1], base[-1])


def _is_regular(base: str, verb: Word) -> bool:
    """Whether only the last character of a verb changes (一段活用)."""
    return "一段" in verb.pos[4] or (verb.pos[0] == "助動詞" and base.endswith("る")) or base == "いる"


def _of_copula(found: list[Word], number: int) -> tuple[int, int, str] | None:
    """である for です behind a noun, nothing for it behind an adjective."""
    word = found[number]
    if word.dictionary_form != "です" or not number:
        return None
    before, after = found[number - 1], found[number + 1] if number + 1 < len(found) else None
    if word.surface == "です":
        is_adjective = before.pos[0] == "形容詞" or before.pos[1] == "形容詞的" or before.normalised in ADJECTIVAL
        asks = after is not None and after.surface == "か"
        return word.start, word.stop, "" if is_adjective or asks else "である"
    if word.surface == "でし" and after is not None and after.surface == "た" and before.normalised != "ず":
        return word.start, after.stop, "であった"
    return None


@cache
def _rules() -> _Rules:
    data = table("summaries", "shortening.toml")
    return _Rules(
        re.compile("|".join(data["leads"])),
        re.compile("|".join(data["fillers"])),
        tuple((re.compile(f"(?:{rule['match']})$"), rule["to"]) for rule in data["ending"]),
        tuple((re.compile(rule["match"]), rule["to"]) for rule in data["plain"]),
    )
