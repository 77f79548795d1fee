"""Which figures may be shown: the rules of the guard, as a pure function of exact counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from walks.disclosure.figures import (
    EVERYONE,
    NOT,
    Figure,
    Table,
    figures_of,
    relations_of,
    thresholds_of,
)
from walks.disclosure.worlds import Row, Worlds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet


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
        if not parts:
            return
        for each, n in self.counts.items():
            if sum(part.get(each, -1) for part in parts) != n:
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


def figures_to_show(new: Counted, earlier: Sequence[Publication]) -> frozenset[Figure]:
    """Choose what of `new` may be shown beside everything `earlier` that concerns its people.

    First goes what is below its threshold, zero included, and what moved by less than it. Then,
    while any withheld figure is bounded too closely, the smallest figure that helps. Then what
    turned out not to be needed comes back, largest first. Same counts, same answer.
    """
    told = [publication for publication in earlier if publication.shown]
    knowledge = Knowledge(new, told)
    least = new.thresholds
    shown = {each for each, n in new.counts.items() if n >= least[each]} - moved(new, told)
    given_up: list[Figure] = []
    while (exposed := knowledge.exposed(shown)) is not None:
        helping = knowledge.helping(exposed, shown)
        if not helping:
            return frozenset()
        given_up.append(min(helping, key=lambda each: (_cost(each, new.counts), each)))
        shown.discard(given_up[-1])
    for each in sorted(given_up, key=lambda each: (-_cost(each, new.counts), each)):
        if knowledge.exposed(shown | {each}) is None:
            shown.add(each)
    return frozenset(shown)


def moved(new: Counted, told: Iterable[Publication]) -> set[Figure]:
    """The figures that differ by at least one, but by less than their threshold, from before.

    Before is every earlier publication of the subject itself; where a whole showed the figure,
    the subject as it was then a part of it; and where a part showed the figure, that part.
    """
    now = dict(new.members())
    found: set[Figure] = set()
    for publication in told:
        own = publication.counted.subject
        for subject, then in publication.counted.members():
            if subject not in now or subject not in (own, new.subject):
                continue
            for each, n in then.items():
                step = abs(now[subject].get(each, n) - n)
                if 0 < step < publication.counted.thresholds[each] and (
                    own == new.subject or each in publication.shown
                ):
                    found.add(each)
    return found


def _cost(each: Figure, counts: Mapping[Figure, int]) -> int:
    """How much is lost by withholding: the people counted, or nothing if no page shows it."""
    return 0 if any(category.startswith(NOT) for _, category in each) else counts[each]


class Knowledge:
    """What someone knows who has read every publication, and could still find out.

    An unknown is a subject's figure at an exact count: a figure that did not change between two
    versions is the same unknown in both, as though the reader knew that nothing had changed.
    """

    def __init__(self, new: Counted, told: Sequence[Publication]) -> None:
        self.new = new
        self.index: dict[tuple[Subject, Figure, int], int] = {}
        self.rows: dict[Row, None] = {}
        self.needs: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for counted in (*(publication.counted for publication in told), new):
            self._learn(counted)
        self.before = {
            self._at(publication.counted.subject, each, publication.counted.counts[each])
            for publication in told
            for each in publication.shown
        }
        self.worlds = self._worlds(set())

    def exposed(self, shown: AbstractSet[Figure]) -> int | None:
        """The first withheld figure bounded more closely than its threshold, or None."""
        if not shown:
            return None
        self.worlds = self._worlds(shown)
        for unknown in range(len(self.index)):
            if unknown not in self.worlds.known:
                enough = self._enough(unknown)
                if not self.worlds.spread(unknown, enough):
                    return unknown
        return None

    def helping(self, exposed: int, shown: AbstractSet[Figure]) -> list[Figure]:
        """The shown figures that bear upon an exposed one, and are not known from before."""
        near = self.worlds.touching(exposed) - self.before
        return [each for each in shown if self._own(each) in near]

    def _enough(self, unknown: int) -> int:
        """How wide the interval must be: the threshold, or all people where fewer are known."""
        actual, known = self.worlds.actual, self.worlds.known
        return min(
            min(least, int(actual[total])) if total in known and total != unknown else least
            for least, total in self.needs[unknown]
        )

    def _worlds(self, shown: AbstractSet[Figure]) -> Worlds:
        actual = [n for _, _, n in self.index]
        return Worlds(tuple(self.rows), actual, self.before | {self._own(each) for each in shown})

    def _own(self, each: Figure) -> int:
        return self._at(self.new.subject, each, self.new.counts[each])

    def _at(self, subject: Subject, each: Figure, n: int) -> int:
        return self.index.setdefault((subject, each, n), len(self.index))

    def _learn(self, counted: Counted) -> None:
        """Add the unknowns of one publication and how they hang together."""
        tables = {counted.subject: counted.tables, **counted.parts}
        counts = dict(counted.members())
        for subject, own in counts.items():
            total = self._at(subject, EVERYONE, own[EVERYONE])
            for each, n in own.items():
                self.needs[self._at(subject, each, n)].append((counted.thresholds[each], total))
            for relation in (one for table in tables[subject] for one in relations_of(table)):
                terms = [(self._at(subject, each, own[each]), k) for each, k in relation.terms]
                self._relate(terms, relation.low, relation.high)
        if counted.parts:
            for each in counted.counts:
                parts = [(self._at(part, each, counts[part][each]), 1) for part in counted.parts]
                self._relate([(self._at(counted.subject, each, counted.counts[each]), -1), *parts])

    def _relate(self, terms: list[tuple[int, int]], low: float = 0, high: float = 0) -> None:
        together: dict[int, int] = defaultdict(int)
        for unknown, coefficient in terms:
            together[unknown] += coefficient
        self.rows[Row(tuple(sorted(together.items())), low, high)] = None
