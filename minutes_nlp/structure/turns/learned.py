"""Labels that one document alone has (この会議録だけの呼び方), learned from those that are known: ○タクシー協会."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from minutes_nlp.document import Paragraph
from minutes_nlp.language.sentences import ends_whole
from minutes_nlp.structure.labels import Roster, is_office, is_organisation
from minutes_nlp.structure.turns.notation import LabelPlace, Notation
from minutes_nlp.structure.turns.reading import opening
from minutes_nlp.structure.vocabulary import squeezed, words

__all__ = ["framed_labels", "listed_offices", "own_labels", "shortened_bodies"]

ITEMS = re.compile(r"[、，,：:（）()【】\s]+")  # between the items of a list
FEWEST_KNOWN = 3  # labels that stand alone below a mark and are known, from which others of the kind are believed
OFTEN = 2  # times that a label without any known word must stand so
LONGEST = 20  # characters of a label without a title: 連合町内会代表者会議
# について, と決定: what a heading has, and no name
NO_NAME = re.compile(
    r"[。、「」？！?!:：]|について|[0-9０-９]|こと$|(?:結果|状況|概要|説明|報告|意見|質疑|協議|議題|議事|案)$"
)

LEADING = re.compile(r"[（(](?P<label>[^（）()。、]{2,20})[）)]")  # → （みさき情報）半径は３キロ程度
# 【堤水車】, ＜舟運連絡会＞ on a line of its own
FRAMED = re.compile(
    r"(?P<frame>[【＜〈《〔［（(])[ \u3000]*(?P<label>[^【】＜＞〈〉《》〔〕［］（）()]+)[ \u3000]*[】＞〉》〕］）)]"
)


def framed_labels(
    paragraphs: Sequence[Paragraph], start: int, opens: Callable[[int], bool], roster: Roster
) -> frozenset[str]:
    """The labels from `start` on that have the frame of those which surely open a turn, and words below as those have.

    They are believed where the attendance list has them or they are bodies by their name.
    """
    framed = [
        (i, match["frame"], squeezed(match["label"]))
        for i in range(start, len(paragraphs))
        if paragraphs[i].marker is None and (match := FRAMED.fullmatch(paragraphs[i].text.string.strip()))
    ]
    frames = Counter(frame for i, frame, label in framed if roster.is_speaker(label) and opens(i))
    places = {i for i, _, _ in framed}
    return frozenset(
        label
        for i, frame, label in framed
        if frames[frame] >= FEWEST_KNOWN and i + 1 not in places and not roster.is_speaker(label)
        if (roster.lists(label) or is_organisation(label)) and not NO_NAME.search(label)
    )


def listed_offices(paragraphs: Sequence[Paragraph], start: int) -> frozenset[str]:
    """The offices that the head lists (出席者：会長、水産課) and with which lines below begin as with a label."""
    listed = {word for one in paragraphs[:start] for word in ITEMS.split(one.text.string) if is_office(word)}
    begun = Counter(ITEMS.split(one.text.string, maxsplit=1)[0] for one in paragraphs[start:])
    return frozenset(word for word in listed if begun[word] >= OFTEN)


def shortened_bodies(paragraphs: Sequence[Paragraph], start: int) -> frozenset[str]:
    """The bodies that are named whole (株式会社みさき情報) and stand in brackets behind marks without what they are."""
    marked = (LEADING.match(one.text.string) for one in paragraphs[start:] if one.marker)
    begun = Counter(squeezed(match["label"]) for match in marked if match)
    often = [label for label, count in begun.items() if count >= OFTEN]
    lines = [squeezed(one.text.string) for one in paragraphs] if often else []
    signs = words("speakers", "organisations", "strong")
    return frozenset(label for label in often if any(_names_whole(line, label, signs) for line in lines))


def _names_whole(line: str, label: str, signs: Sequence[str]) -> bool:
    """Whether a line has a label with what tells a body beside it: 株式会社みさき情報, みさき情報協会."""
    return label in line and any(sign + label in line or label + sign in line for sign in signs)


def own_labels(paragraphs: Sequence[Paragraph], notation: Notation, roster: Roster) -> frozenset[str]:
    """The labels on lines of their own that have the mark of known ones and a sentence below, as those have."""
    known = [found for paragraph in paragraphs if (found := opening(paragraph, notation, roster))]
    marks = [found.marker.string.strip() for found in known if found.marker and found.form.label is LabelPlace.LINE]
    if len(marks) < FEWEST_KNOWN:
        return frozenset()
    counts = Counter(_alike(paragraphs, set(marks), notation, roster))
    new = {label for label, count in counts.items() if count >= OFTEN or is_organisation(label)}
    return frozenset(new) if sum(counts[label] for label in new) <= len(marks) else frozenset()


def _alike(paragraphs: Sequence[Paragraph], marks: set[str], notation: Notation, roster: Roster) -> Iterator[str]:
    """The words of lines that look like labels and are not known as such."""
    for i, paragraph in enumerate(paragraphs[:-1]):
        mark, string = paragraph.marker.string.strip() if paragraph.marker else "", squeezed(paragraph.text.string)
        below = paragraphs[i + 1]
        if mark not in marks or not 1 < len(string) <= LONGEST or NO_NAME.search(string):
            continue
        said = below.marker is None and ends_whole(below.text.string)
        if said and opening(paragraph, notation, roster) is None:
            yield string
