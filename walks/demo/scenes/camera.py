"""Where a picture is taken from: metres in the world to pixels in the photo, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WIDTH, HEIGHT = 1280, 960
NEAR = 0.4  # metres: what is nearer is behind the photographer

Point = tuple[float, float, float]  # metres to the right, up, and away
Pixel = tuple[float, float]


@dataclass(frozen=True)
class Camera:
    """A phone held upright: the eye's height in metres, the horizon's row, focal length in px."""

    eye: float = 1.55
    horizon: float = 400
    focal: float = 944
    centre: float = WIDTH / 2

    def see(self, points: Sequence[Point]) -> list[Pixel]:
        """The pixels of a flat shape, cut off where it would lie behind the photographer."""
        return [self._pixel(point) for point in _before_the_eye(points)]

    def scale(self, away: float) -> float:
        """How many pixels a metre has at this distance."""
        return self.focal / max(away, NEAR)

    def ground(self, *, every: int = 1) -> tuple[NDArray[Any], NDArray[Any], int]:
        """Metres right and away of the ground under each pixel, and the row where it begins.

        `every` leaves out pixels, for what is soft.
        """
        first = int(self.horizon) + every
        rows = np.arange(first, HEIGHT, every, dtype=np.float32)
        columns = np.arange(0, WIDTH, every, dtype=np.float32)
        away = self.focal * self.eye / (rows - self.horizon)
        right = (columns[None, :] - self.centre) * away[:, None] / self.focal
        return right, np.broadcast_to(away[:, None], right.shape), first

    def _pixel(self, point: Point) -> Pixel:
        right, up, away = point
        scale = self.focal / away
        return self.centre + right * scale, self.horizon + (self.eye - up) * scale


def _before_the_eye(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for one, other in zip(points, [*points[1:], points[0]], strict=True):
        if one[2] >= NEAR:
            kept.append(one)
        if (one[2] >= NEAR) != (other[2] >= NEAR):
            part = (NEAR - one[2]) / (other[2] - one[2])
            right, up = (one[axis] + part * (other[axis] - one[axis]) for axis in (0, 1))
            kept.append((right, up, NEAR))
    return kept
