"""What a page gets to see: for every cell the number, or that it is withheld and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from walks.disclosure.figures import ALL, FEWEST, figure, figures_of, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from walks.disclosure.figures import Figure, Table


class Reason(StrEnum):
    """Why a figure is withheld; the page has the sentence.

    There is one reason for every rule about numbers, on purpose: to tell a cell that is small
    from one that protects its neighbour, or from one that moved, would give the small one away.
    """

    SMALL_NUMBERS = "small_numbers"
    HEAD_COUNT_UNCONFIRMED = "head_count_unconfirmed"
    HEAD_COUNT_EXCEEDED = "head_count_exceeded"


@dataclass(frozen=True)
class Shown:
    """A figure that may be read by anyone."""

    n: int


@dataclass(frozen=True)
class Withheld:
    """A figure that may not be read, by any role."""

    reason: Reason


Cell = Shown | Withheld


@dataclass(frozen=True)
class Guarded:
    """A table that passed the guard: cells by their categories, margins under ALL ("*")."""

    name: str
    fields: tuple[str, ...]
    cells: Mapping[tuple[str, ...], Cell]
    version: int | None = None
    published_at: datetime | None = None

    @property
    def total(self) -> Cell:
        """All participants, whatever they said."""
        return self.cells[(ALL,) * len(self.fields)]


def guarded(table: Table, shown: AbstractSet[Figure]) -> Guarded:
    """The table with the figures that may be shown."""
    counts = figures_of(table)
    cells: dict[tuple[str, ...], Cell] = {}
    for place in places_of(table):
        each = figure(table.fields, place)
        small = Withheld(Reason.SMALL_NUMBERS)
        cells[place] = Shown(counts[each]) if each in shown else small
    return Guarded(table.name, tuple(field.slug for field in table.fields), cells)


def withheld(table: Table, reason: Reason) -> Guarded:
    """The table with nothing shown."""
    cells = dict.fromkeys(places_of(table), Withheld(reason))
    return Guarded(table.name, tuple(field.slug for field in table.fields), cells)


def shown_count(n: int, threshold: int = FEWEST) -> Cell:
    """A plain count of distinct people for the public: the number, or withheld below `threshold`.

    Zero is withheld too, or "withheld" would mean that somebody is there. Only for counts that
    stand alone: what adds up with other figures belongs in a table.
    """
    return Shown(n) if n >= threshold else Withheld(Reason.SMALL_NUMBERS)
