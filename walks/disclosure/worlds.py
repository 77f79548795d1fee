"""All the ways the counts of people could be, given what has been shown."""

# scipy carries no types.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[attr-defined]
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Row:
    """`low` ≤ sum of coefficient times unknown ≤ `high`; unknowns are named by their index."""

    terms: tuple[tuple[int, int], ...]
    low: float
    high: float


class Worlds:
    """Every vector of whole numbers ≥ 0 that keeps the rows and agrees with what is known.

    `actual` is the true vector; it is one of the worlds, so there is always at least one.
    """

    def __init__(self, rows: Sequence[Row], actual: Sequence[int], known: AbstractSet[int]) -> None:
        self.rows = rows
        self.actual = np.array(actual, dtype=np.int64)
        self.known = known
        self.lowest = self.actual.copy()
        self.highest = self.actual.copy()

    def spread(self, unknown: int, enough: int) -> bool:
        """Whether two worlds differ by at least `enough` people in one unknown.

        Found by integer linear programmes (HiGHS). Every world met on the way bears witness for
        all unknowns, so most answers cost nothing. A solver that gave up would answer no.
        """
        for sign in (-1, 1):
            if self._width(unknown) >= enough:
                break
            self._push(unknown, sign)
        return bool(self._width(unknown) >= enough)

    def touching(self, unknown: int) -> set[int]:
        """The known ones that share a row with this unknown or with any unknown it depends on."""
        _, rows = self._cluster(unknown)
        return {index for row in rows for index, _ in row.terms if index in self.known}

    def _width(self, unknown: int) -> int:
        return int(self.highest[unknown] - self.lowest[unknown])

    def _push(self, unknown: int, sign: int) -> None:
        """Look for the world with the most (sign -1) or the fewest (sign 1) people in one."""
        columns, rows = self._cluster(unknown)
        place = {column: at for at, column in enumerate(columns)}
        cost = np.zeros(len(columns))
        cost[place[unknown]] = sign
        found = milp(
            cost,
            integrality=np.ones(len(columns)),
            bounds=Bounds(0, self._ceiling),
            constraints=self._constraint(rows, place),
        )
        if found.x is not None:
            world = np.rint(found.x).astype(np.int64)
            self.lowest[columns] = np.minimum(self.lowest[columns], world)
            self.highest[columns] = np.maximum(self.highest[columns], world)

    def _constraint(self, rows: Sequence[Row], place: Mapping[int, int]) -> LinearConstraint:
        """The rows over the unknowns alone; what is known moves into the limits."""
        matrix = np.zeros((len(rows), len(place)))
        shift = np.zeros(len(rows))
        for at, row in enumerate(rows):
            for index, coefficient in row.terms:
                if index in place:
                    matrix[at, place[index]] += coefficient
                else:
                    shift[at] += coefficient * self.actual[index]
        low = np.array([row.low for row in rows]) - shift
        high = np.array([row.high for row in rows]) - shift
        return LinearConstraint(csr_array(matrix), low, high)

    def _cluster(self, unknown: int) -> tuple[NDArray[np.int64], list[Row]]:
        """The unknowns that hang together with this one, and every row that holds any of them."""
        label = int(self._labels[unknown])
        return np.flatnonzero(self._labels == label), self._rows[label]

    @cached_property
    def _rows(self) -> dict[int, list[Row]]:
        """The rows by the label of their unknowns, which is one for each row."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows:
            for label in {int(self._labels[index]) for index, _ in row.terms} - self._settled:
                found[label].append(row)
        return found

    @cached_property
    def _settled(self) -> set[int]:
        return {int(self._labels[index]) for index in self.known}

    @cached_property
    def _labels(self) -> NDArray[np.int64]:
        """Which unknowns depend on each other: the same number, if a chain of rows joins them."""
        pairs = []
        for row in self.rows:
            free = [index for index, _ in row.terms if index not in self.known]
            pairs += [(free[0], other) for other in free[1:]]
        size = len(self.actual)
        ends = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        graph = csr_array((np.ones(len(pairs)), (ends[0], ends[1])), shape=(size, size))
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)

    @cached_property
    def _ceiling(self) -> int:
        """More people than any true count asks for; without it some sums would have no largest."""
        return 10 * (int(self.actual.sum()) + 10)
