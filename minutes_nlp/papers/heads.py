"""The head of a paper (標題): its title, and in one line what it was made from."""

from __future__ import annotations

from collections.abc import Callable

from minutes_nlp.papers.material import Material
from minutes_nlp.papers.parts import Sitting
from minutes_nlp.wording import day_told

__all__ = ["about", "council_names", "title"]


def title(material: Material, kind: str) -> str:
    """The council and its meetings, and what the paper is: 里山のくらし研究会（第1回～第4回）対応表."""
    sittings = [material.sitting(record) for record in material.chosen if record.meeting]
    councils = {sitting.council for sitting in sittings}
    if len(councils) != 1 or None in councils:
        return kind
    numbers = sorted(sitting.number for sitting in sittings if sitting.number is not None)
    return f"{councils.pop()}{_meetings(numbers)} {kind}"


def council_names(material: Material) -> Callable[[Sitting], str]:
    """What a council is called beside its meetings (会議名): nothing where the paper is about one alone."""
    councils = {material.sitting(record).name for record in material.chosen if record.utterances}
    if len(councils) > 1:
        return lambda sitting: sitting.name
    return lambda _: ""


def _meetings(numbers: list[int]) -> str:
    if not numbers:
        return ""
    first, last = numbers[0], numbers[-1]
    if first == last:
        return f"（第{first}回）"
    whole = len(set(numbers)) == last - first + 1
    return f"（第{first}回～第{last}回）" if whole else f"（第{'・'.join(map(str, dict.fromkeys(numbers)))}回）"


def about(material: Material, count: str) -> str:
    """How many there are, what was left out, and the day on which it was made."""
    parts = [f"作成日 {day_told(material.today)}", count]
    if material.since:
        parts.append(f"{day_told(material.since)}以降の会議")
    if material.fields:
        parts.append(f"分野: {'・'.join(field.label for field in material.fields)}")
    if material.undated:
        parts.append(f"開催日の記載がない資料 {len(material.undated)} 件を除く")
    if material.hide_names:
        parts.append("発言者名は立場に置き換え")
    return "　".join(parts)
