"""What lies along a road: stripes, kerbs and parked cars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from walks.demo.scenes.colours import (
    BLUESTONE,
    Colour,
    shade,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from walks.demo.scenes.canvas import Canvas

    Rng = np.random.Generator

WHITE: Colour = (232, 228, 216)


def stripes(along: NDArray[Any], every: float, wide: float, pixel: NDArray[Any]) -> NDArray[Any]:
    """1 on stripes so many metres wide and apart, 0 between them; `pixel` is a pixel's width."""
    off = np.abs((along / every) % 1 - 0.5) * every
    return np.clip((wide / 2 - off) / np.maximum(pixel, 0.004) + 0.5, 0, 1)


def kerbs(canvas: Canvas, sides: tuple[float, float], away: tuple[float, float]) -> None:
    """Kerbs on both sides of a street."""
    for x in sides:
        kerb_along(canvas, x, away)


def kerb_along(canvas: Canvas, x: float, away: tuple[float, float]) -> None:
    """Blue stones between pavement and road, along the street."""
    z0, z1 = away
    inner = x - 0.15 if x < 0 else x + 0.15
    top = [(x, 0.1, z0), (inner, 0.1, z0), (inner, 0.1, z1), (x, 0.1, z1)]
    canvas.shape([(x, 0, z0), (x, 0.1, z0), (x, 0.1, z1), (x, 0, z1)], shade(BLUESTONE, 0.72))
    canvas.shape(top, shade(BLUESTONE, 1.2))


def parked(canvas: Canvas, at: tuple[float, float], colour: Colour) -> None:
    """A parked car, seen from behind."""
    x, z = at
    canvas.shadow(
        [[(x - 1, 0, z - 0.1), (x + 1, 0, z - 0.1), (x + 1.1, 0, z + 4), (x - 1, 0, z + 4)]]
    )
    for side in (-0.72, 0.72):
        canvas.block((x + side - 0.1, x + side + 0.1), (0, 0.6), (z, z + 0.5), (30, 30, 34))
    canvas.block((x - 0.86, x + 0.86), (0.28, 0.86), (z, z + 3.8), colour)
    low, high = 0.86, 1.42
    cabin = [(x - 0.78, low, z + 0.1), (x + 0.78, low, z + 0.1), (x + 0.6, high, z + 0.6)]
    canvas.shape([*cabin, (x - 0.6, high, z + 0.6)], shade(colour, 0.9))
    pane = [(x - 0.66, low + 0.05, z + 0.09), (x + 0.66, low + 0.05, z + 0.09)]
    canvas.shape(
        [*pane, (x + 0.53, high - 0.07, z + 0.55), (x - 0.53, high - 0.07, z + 0.55)], (70, 86, 98)
    )
    for side in (-0.74, 0.74):
        canvas.ball((x + side, 0.68, z - 0.01), 0.09, (190, 40, 36), glow=0.35)
    plate = [(x - 0.24, 0.42, z), (x + 0.24, 0.42, z), (x + 0.24, 0.53, z), (x - 0.24, 0.53, z)]
    canvas.shape(plate, WHITE)
