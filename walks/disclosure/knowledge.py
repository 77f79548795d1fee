"""What a reader of every publication knows, and could still find out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from walks.disclosure.counted import Counted, Publication, Subject, counts_of
from walks.disclosure.figures import EVERYONE, Figure, relations_of
from walks.disclosure.worlds import Row, Worlds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet


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
