"""Charts as inline SVG (図): each stands beside a table of the same values, and no value is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from minutes_nlp.store.counts import Heat, Meeting

__all__ = ["Bars", "HeatMap", "Line"]

CELL, LABEL, HEAD = 34, 230, 26  # pixels: a square of two digits, a field's name, a number of a meeting
WIDTH, HEIGHT, MARGIN = 720, 220, 36
BAR, GAP = 28, 10
BESIDE = 220  # pixels beside a bar: its name before it, its count behind it


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Fields by meeting as squares (分野 × 回の図)."""

    heat: Heat

    @property
    def width(self) -> int:
        """Pixels."""
        return LABEL + CELL * len(self.heat.meetings)

    @property
    def height(self) -> int:
        """Pixels."""
        return HEAD + CELL * len(self.heat.counts)

    def heads(self) -> Iterator[tuple[int, Meeting]]:
        """Where each meeting's number stands."""
        for column, meeting in enumerate(self.heat.meetings):
            yield LABEL + CELL * column + CELL // 2, meeting

    def rows(self) -> Iterator[tuple[int, str, list[tuple[int, int, float]]]]:
        """Where each field stands; of its squares the place, the count and the depth from 0 to 1."""
        for row, (topic, counts) in enumerate(self.heat.counts.items()):
            squares = [(LABEL + CELL * column, count, count / self.heat.most) for column, count in enumerate(counts)]
            yield HEAD + CELL * row, topic, squares


@dataclass(frozen=True, slots=True)
class Line:
    """One field over time (推移の図)."""

    meetings: Sequence[Meeting]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def most(self) -> int:
        """The highest count, at least 1."""
        return max((meeting.count for meeting in self.meetings), default=1)

    def points(self) -> Iterator[tuple[float, float, Meeting]]:
        """Where each meeting stands: across by its day, up by its count."""
        days = [date.fromisoformat(meeting.date or "").toordinal() for meeting in self.meetings]
        span = max(days[-1] - days[0], 1) if days else 1
        for day, meeting in zip(days, self.meetings, strict=True):
            across = MARGIN + (self.width - 2 * MARGIN) * (day - days[0]) / span
            yield across, self.height - MARGIN - (self.height - 2 * MARGIN) * meeting.count / self.most, meeting

    @property
    def path(self) -> str:
        """The line as SVG has it."""
        return " ".join(f"{across:.1f},{up:.1f}" for across, up, _ in self.points())


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts as bars (件数の図)."""

    counts: Sequence[tuple[str, int]]
    width: int = WIDTH

    @property
    def height(self) -> int:
        """Pixels."""
        return (BAR + GAP) * len(self.counts)

    def bars(self) -> Iterator[tuple[int, float, str, int]]:
        """Of each bar where it stands, how long it is, its name and its count."""
        most = max((count for _, count in self.counts), default=1) or 1
        for row, (name, count) in enumerate(self.counts):
            yield (BAR + GAP) * row, (self.width - BESIDE) * count / most, name, count
