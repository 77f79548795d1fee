"""All the ways the counts of people could be, given what has been shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence
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

    def __init__(
        self, rows: Sequence[Row], actual: NDArray[np.int64], known: AbstractSet[int]
    ) -> None:
        self.rows = rows
        self.actual = actual
        self.known = known
        self.lowest = self.actual.copy()
        self.highest = self.actual.copy()
        self._clusters: dict[int, tuple[NDArray[np.int64], LinearConstraint]] = {}

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

    def knowing(self, known: AbstractSet[int]) -> Worlds:
        """The same counts with other things known; what has been found here and still holds stays.

        A world found here still holds for an unknown that does not hang together with anything
        that has become known.
        """
        other = Worlds(self.rows, self.actual, known)
        disturbed = [int(self._labels[index]) for index in known - self.known]
        calm = ~np.isin(self._labels, disturbed)
        other.lowest[calm] = self.lowest[calm]
        other.highest[calm] = self.highest[calm]
        return other

    def nearest(self, unknown: int, among: AbstractSet[int]) -> list[int]:
        """Of the known ones in `among`, those fewest rows away that this unknown hangs upon."""
        near, edge = {unknown}, {unknown}
        rows = self._rows[int(self._labels[unknown])]
        while edge:
            around = {
                index
                for row in rows
                if any(index in edge for index, _ in row.terms)
                for index, _ in row.terms
            }
            if found := around & among:
                return sorted(found)
            edge = around - near - self.known
            near |= edge
        return []

    def _width(self, unknown: int) -> int:
        return int(self.highest[unknown] - self.lowest[unknown])

    def _push(self, unknown: int, sign: int) -> None:
        """Look for the world with the most (sign -1) or the fewest (sign 1) people in one."""
        columns, constraint = self._cluster(int(self._labels[unknown]))
        found = milp(
            np.where(columns == unknown, sign, 0),
            integrality=np.ones(len(columns)),
            bounds=Bounds(0, self._ceiling),
            constraints=constraint,
        )
        if found.x is not None:
            world = np.rint(found.x).astype(np.int64)
            self.lowest[columns] = np.minimum(self.lowest[columns], world)
            self.highest[columns] = np.maximum(self.highest[columns], world)

    def _cluster(self, label: int) -> tuple[NDArray[np.int64], LinearConstraint]:
        """The unknowns that hang together, and their rows; what is known moves into the limits."""
        if label not in self._clusters:
            columns, rows = np.flatnonzero(self._labels == label), self._rows[label]
            place = {int(column): at for at, column in enumerate(columns)}
            matrix, known = np.zeros((len(rows), len(columns))), np.zeros(len(rows))
            for at, row in enumerate(rows):
                for index, coefficient in row.terms:
                    if index in place:
                        matrix[at, place[index]] = coefficient
                    else:
                        known[at] += coefficient * self.actual[index]
            low, high = (
                np.array(limit)
                for limit in zip(*((row.low, row.high) for row in rows), strict=True)
            )
            limits = LinearConstraint(csr_array(matrix), low - known, high - known)
            self._clusters[label] = columns, limits
        return self._clusters[label]

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
        """More people than any threshold asks for; without it some sums would have no largest."""
        return 4 * int(self.actual.max()) + 100
