"""Which figures may be shown: the rules of the guard, as a pure function of exact counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

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


def figures_to_show(new: Counted, earlier: Sequence[Publication]) -> frozenset[Figure]:
    """Choose what of `new` may be shown beside everything `earlier` that concerns its people.

    First goes what is below its threshold, zero included, and what moved by less than it. Then,
    while any withheld figure is bounded too closely, the smallest figure that helps. Then what
    turned out not to be needed comes back, largest first. Same counts, same answer.
    """
    told = [publication for publication in earlier if publication.shown]
    least = new.thresholds
    shown = {each for each, n in new.counts.items() if n >= least[each]} - moved(new, told)
    knowledge = Knowledge(new, told)
    given_up: list[Figure] = []

    def cost(each: Figure) -> tuple[bool, int, Figure]:
        return (*_cost(each, new.counts), each)

    while (exposed := knowledge.exposed(shown)) is not None:
        helping = knowledge.helping(exposed, shown)
        if not helping:
            return frozenset()
        helping.sort(key=cost)
        cures = (each for each in helping if knowledge.cured(exposed, shown - {each}))
        given_up.append(next(cures, helping[0]))
        shown.discard(given_up[-1])
    for each in sorted(given_up, key=cost, reverse=True):
        if knowledge.exposed(shown | {each}) is None:
            shown.add(each)
        else:
            knowledge.forget()
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


def _cost(each: Figure, counts: Mapping[Figure, int]) -> tuple[bool, int]:
    """What is lost by withholding: the people counted, or nothing if no page shows it.

    The total goes last: every other figure is read against it.
    """
    unseen = any(category.startswith(NOT) for _, category in each)
    return each == EVERYONE, 0 if unseen else counts[each]


class Knowledge:
    """What someone knows who has read every publication, and could still find out.

    An unknown is a subject's figure at an exact count: a figure that did not change between two
    versions is the same unknown in both, as though the reader knew that nothing had changed. What
    is made of parts has unknowns of its own in every version, since its parts may be others.
    """

    def __init__(self, new: Counted, told: Sequence[Publication]) -> None:
        self.new = new
        self.editions = [*(publication.counted for publication in told), new]
        self.index: dict[tuple[Subject, Figure, int, int], int] = {}
        self.rows: dict[Row, None] = {}
        self.needs: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for counted in self.editions:
            self._learn(counted)
        before = {
            self._of(publication.counted, each)
            for publication in told
            for each in publication.shown
        }
        actual = np.array([n for _, _, n, _ in self.index], dtype=np.int64)
        self.before = self.worlds = self.last = Worlds(tuple(self.rows), actual, before)

    def exposed(self, shown: AbstractSet[Figure]) -> int | None:
        """The first withheld figure that is now bounded too closely, or None."""
        if not shown:
            return None
        self.last = self.worlds
        self.worlds = self.worlds.knowing(self._known(shown))
        wanting = (unknown for unknown in self.needs if unknown not in self.worlds.known)
        return next((unknown for unknown in wanting if not self._safe(unknown)), None)

    def forget(self) -> None:
        """Go back to what was known before the last question."""
        self.worlds = self.last

    def helping(self, exposed: int, shown: AbstractSet[Figure]) -> list[Figure]:
        """The shown figures nearest to an exposed one, of those that are not known from before."""
        own = {self._own(each): each for each in shown}
        near = self.worlds.nearest(exposed, own.keys() - self.before.known)
        return [own[index] for index in near]

    def cured(self, exposed: int, shown: AbstractSet[Figure]) -> bool:
        """Whether this figure has room enough when only these are shown."""
        worlds, self.worlds = self.worlds, self.worlds.knowing(self._known(shown))
        safe = self._safe(exposed)
        self.worlds = worlds
        return safe

    def _safe(self, unknown: int) -> bool:
        """Whether it is bounded loosely enough, or else large enough and found out long ago."""
        if self.worlds.spread(unknown, self._enough(unknown)):
            return True
        least = min(least for least, _ in self.needs[unknown])
        large = int(self.worlds.actual[unknown]) >= least
        return large and not self.before.spread(unknown, self._enough(unknown))

    def _enough(self, unknown: int) -> int:
        """How wide the interval must be: the threshold, or all people where fewer are known."""
        actual, known = self.worlds.actual, self.worlds.known
        return min(
            min(least, int(actual[total])) if total in known and total != unknown else least
            for least, total in self.needs[unknown]
        )

    def _known(self, shown: AbstractSet[Figure]) -> set[int]:
        return {*self.before.known, *map(self._own, shown)}

    def _own(self, each: Figure) -> int:
        return self._of(self.new, each)

    def _of(self, counted: Counted, each: Figure) -> int:
        """The unknown of a publication's own figure; a whole has its own in every version."""
        edition = self.editions.index(counted) if counted.parts else 0
        return self._at(counted.subject, each, counted.counts[each], edition)

    def _at(self, subject: Subject, each: Figure, n: int, edition: int = 0) -> int:
        return self.index.setdefault((subject, each, n, edition), len(self.index))

    def _learn(self, counted: Counted) -> None:
        """Add the unknowns of one publication and how they hang together.

        A withheld figure of its own needs room, whatever its size; that of a part, which may
        never have been published, only where it is below its threshold.
        """
        for subject, tables in {counted.subject: counted.tables, **counted.parts}.items():
            counts, whole = counts_of(tables), subject == counted.subject
            at = {
                each: self._of(counted, each) if whole else self._at(subject, each, n)
                for each, n in counts.items()
            }
            for each, n in counts.items():
                least = counted.thresholds[each]
                if whole or n < least:
                    self.needs[at[each]].append((least, at[EVERYONE]))
            for relation in (one for table in tables for one in relations_of(table)):
                terms = [(at[each], coefficient) for each, coefficient in relation.terms]
                self._relate(terms, relation.low, relation.high)
        self._make_up(counted)

    def _make_up(self, counted: Counted) -> None:
        """Add that the parts make up the whole, figure by figure."""
        parts = {part: counts_of(tables) for part, tables in counted.parts.items()}
        for each in counted.counts if parts else ():
            terms = [(self._at(part, each, counts[each]), 1) for part, counts in parts.items()]
            self._relate([(self._of(counted, each), -1), *terms])

    def _relate(self, terms: list[tuple[int, int]], low: float = 0, high: float = 0) -> None:
        together: dict[int, int] = defaultdict(int)
        for unknown, coefficient in terms:
            together[unknown] += coefficient
        self.rows[Row(tuple(sorted(together.items())), low, high)] = None
