"""The frame of a report's map: squares of a round number of metres, lettered and numbered."""

from __future__ import annotations

import math
import string
from dataclasses import dataclass

METRES_A_DEGREE = 111_320.0  # of latitude, and of longitude at the equator
SIDES = (50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000)  # metres
MOST_SQUARES = 8  # in height; half as many again in width
FEWEST_SQUARES = 3
WIDER = 1.5
AROUND = 30  # metres kept free around what lies furthest out


@dataclass(frozen=True)
class Frame:
    """A rectangle of squares. `west` and `south` in degrees, `side` in metres.

    Columns are lettered from the west, rows numbered from the north, as on a printed city map.
    """

    west: float
    south: float
    side: int
    columns: int
    rows: int

    @property
    def step(self) -> tuple[float, float]:
        """The side of a square in degrees of longitude and latitude."""
        latitude = self.side / METRES_A_DEGREE
        middle = self.south + latitude * self.rows / 2
        return latitude / math.cos(math.radians(middle)), latitude

    def square(self, longitude: float, latitude: float) -> str | None:
        """The name of the square in which a point lies; none outside the frame."""
        across, up = self.step
        return self.name(
            math.floor((longitude - self.west) / across), math.floor((latitude - self.south) / up)
        )

    def name(self, column: int, up: int) -> str | None:
        """The name of a square by its place from the west and from the south, from 0."""
        if not (0 <= column < self.columns and 0 <= up < self.rows):
            return None
        return f"{string.ascii_uppercase[column]}{self.rows - up}"


def around(west: float, south: float, east: float, north: float) -> Frame:
    """The frame of at most 12 by 8 squares around these degrees, half as wide again as high."""
    middle = (south + north) / 2
    scale = METRES_A_DEGREE * math.cos(math.radians(middle))
    width = (east - west) * scale + 2 * AROUND
    height = (north - south) * METRES_A_DEGREE + 2 * AROUND
    needed = max(width / WIDER, height)
    side = next((each for each in SIDES if needed <= each * MOST_SQUARES), SIDES[-1])
    rows = max(math.ceil(height / side), math.ceil(width / side / 2), FEWEST_SQUARES)
    columns = max(math.ceil(width / side), math.ceil(rows * WIDER))
    return Frame(
        west=(west + east) / 2 - columns * side / 2 / scale,
        south=middle - rows * side / 2 / METRES_A_DEGREE,
        side=side,
        columns=columns,
        rows=rows,
    )
