"""Scenes on the pavement: works, a lantern on the square."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from walks.demo.scenes import ground
from walks.demo.scenes.canvas import Canvas, Lamp
from walks.demo.scenes.colours import (
    ASPHALT,
    AUTUMN,
    LEAVES,
    SAND,
    SETTS,
    SLABS,
    shade,
)
from walks.demo.scenes.furniture import (
    barrier,
    bollard,
    cone,
    lamp,
    post_shadow,
)
from walks.demo.scenes.houses import across, beside_the_street
from walks.demo.scenes.roads import kerb_along, parked
from walks.demo.scenes.trees import fallen, tree
from walks.demo.scenes.viewpoint import camera_of, street_sky

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from walks.demo.scenes.ground import Ground

    Rng = np.random.Generator


def works(rng: Rng, *, night: bool) -> Canvas:
    """A pavement dug up, with barriers that leave little room."""
    canvas = Canvas(camera_of(rng, horizon=364), rng, night=night)
    street_sky(canvas)
    pavement = ground.tiles(SLABS, (0.45, 0.45))
    dug = ground.loose(SAND, grain=0.13, patches=0.16)
    hole = ground.beside(lambda g: _outside_of(g, (-0.9, 1.5), (4.6, 8.6)), dug, pavement)
    road = ground.loose(ASPHALT)
    ground.lay(canvas, ground.beside(lambda g: g.right - 2.6, hole, road), wet=0.4)
    beside_the_street(canvas, -3.6, (3.2, 60), sunlit=0.94)
    across(canvas, 62, (-6, 30), sunlit=0.9)
    beside_the_street(canvas, 10.5, (14, 60), sunlit=0.8)
    for away in (40.0, 28.0, 19.0):
        tree(canvas, (2.0, 0, away), tall=8, dabs=300, leaves=LEAVES, spread=0.28)
        parked(canvas, (3.6, away - 3), (120, 130, 140))
    kerb_along(canvas, 2.6, (3, 60))
    if not night:
        canvas.shadow([post_shadow((x, 0, 4.4), 1.1, 0.6) for x in (-1.2, 0.2, 1.2)], depth=0.3)
    _stack_of_slabs(canvas, (-2.3, 7.6))
    barrier(canvas, (1.7, 0, 8.9), (-1.1, 0, 8.9))
    _heap(canvas, (0.9, 6.9))
    barrier(canvas, (-1.15, 0, 8.6), (-1.15, 0, 4.6))
    barrier(canvas, (-1.1, 0, 4.4), (1.7, 0, 4.4))
    for at in ((2.15, 0, 5.4), (-1.75, 0, 3.9), (2.2, 0, 3.6)):
        cone(canvas, at)
    if night:
        canvas.lamps.append(Lamp((2.4, 4.6, 9), 1.1))
    return canvas


def lamp_on_the_square(rng: Rng, *, night: bool) -> Canvas:
    """A lantern in front of houses."""
    canvas = Canvas(camera_of(rng, eye=1.5, horizon=576), rng, night=night)
    street_sky(canvas)
    ground.lay(canvas, ground.tiles(SETTS, (0.22, 0.14), rough=0.16), wet=0.9)
    across(canvas, 17, (-16, 16))
    x = float(rng.uniform(-1.2, 0.4))
    for away, right in ((14.0, -6.2), (13.0, 6.6)):
        lamp(canvas, (right, 0, away), tall=4.7, power=0.9)
    tree(canvas, (4.6, 0, 10.5), tall=7.8, leaves=AUTUMN, dabs=520)
    if not night:
        canvas.shadow([post_shadow((x, 0, 6), 4.6, 0.12)])
    for right in (-3.4, -1.6, 3.0):
        bollard(canvas, (right, 0, 7.4))
    lamp(canvas, (x, 0, 6), tall=4.6, power=1.15)
    fallen(canvas, 40, AUTUMN)
    return canvas


def _outside_of(g: Ground, right: tuple[float, float], away: tuple[float, float]) -> NDArray[Any]:
    """Metres from a rectangle on the ground, below 0 within."""
    across_ = np.abs(g.right - sum(right) / 2) - (right[1] - right[0]) / 2
    along = np.abs(g.away - sum(away) / 2) - (away[1] - away[0]) / 2
    return np.maximum(across_, along)


def _stack_of_slabs(canvas: Canvas, at: tuple[float, float]) -> None:
    x, z = at
    for level in range(5):
        shift = float(canvas.rng.uniform(-0.03, 0.03))
        colour = shade(SLABS, float(canvas.rng.uniform(0.94, 1.08)))
        low = level * 0.085
        canvas.block((x - 0.3 + shift, x + 0.3 + shift), (low, low + 0.075), (z, z + 0.5), colour)


def _heap(canvas: Canvas, at: tuple[float, float]) -> None:
    """Sand, heaped up."""
    x, z = at
    turns = np.linspace(0, np.pi, 19)
    for part, tone in ((1.0, 0.9), (0.8, 1.0), (0.5, 1.1)):
        points = [
            (x - 0.12 * (1 - part) + 0.95 * part * float(np.cos(t)),
             0.62 * part * float(np.sin(t)) ** 1.3, z) for t in turns
        ]  # fmt: skip
        canvas.shape(points, shade(SAND, tone))
