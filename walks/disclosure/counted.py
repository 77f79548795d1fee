"""Exact counts of the people of a walk or a neighbourhood, and what of them was shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from walks.disclosure.figures import Figure, Table, figures_of, thresholds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, order=True)
class Subject:
    """Whose people are counted: a walk, or a neighbourhood."""

    kind: str
    id: str


@dataclass(frozen=True)
class Counted:
    """The exact counts of one subject at one time. They never leave this package.

    `parts` are the subjects of whose people this one is made, each person in exactly one: the
    walks of a neighbourhood. All are named, published or not.

    Raises:
        ValueError: when tables disagree on a figure, or the parts do not make up the whole.
    """

    subject: Subject
    tables: tuple[Table, ...]
    parts: Mapping[Subject, tuple[Table, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse counts that contradict each other."""
        parts = [counts_of(tables) for tables in self.parts.values()]
        for each, n in self.counts.items():
            if parts and sum(part.get(each, -1) for part in parts) != n:
                raise ValueError(f"{self.subject}: the parts do not make up {each}")

    @cached_property
    def counts(self) -> dict[Figure, int]:
        """Every figure of the subject with its exact count."""
        return counts_of(self.tables)

    @cached_property
    def thresholds(self) -> dict[Figure, int]:
        """Every figure of the subject with its threshold."""
        return {each: n for table in self.tables for each, n in thresholds_of(table).items()}

    def members(self) -> Iterator[tuple[Subject, dict[Figure, int]]]:
        """The subject and its parts, each with its counts."""
        yield self.subject, self.counts
        for subject, tables in self.parts.items():
            yield subject, counts_of(tables)


@dataclass(frozen=True)
class Publication:
    """What was counted, and which of its figures were shown."""

    counted: Counted
    shown: frozenset[Figure]


def counts_of(tables: Iterable[Table]) -> dict[Figure, int]:
    """The figures of several tables about the same people.

    Raises:
        ValueError: when two tables give the same figure different counts.
    """
    found: dict[Figure, int] = {}
    for table in tables:
        for each, n in figures_of(table).items():
            if found.setdefault(each, n) != n:
                raise ValueError(f"{table.name}: another table counts {each} differently")
    return found
