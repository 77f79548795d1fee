"""The stop on the square: shelter, board, rails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.demo.scenes import ground
from walks.demo.scenes.canvas import Canvas, Lamp
from walks.demo.scenes.colours import (
    BLUESTONE,
    GLASS,
    IRON,
    PAPER,
    PLUM,
    SETTS,
    SLABS,
    WOOD,
    ZINC,
    mix,
    shade,
)
from walks.demo.scenes.furniture import (
    lamp,
)
from walks.demo.scenes.houses import across
from walks.demo.scenes.trees import tree
from walks.demo.scenes.viewpoint import camera_of, street_sky

if TYPE_CHECKING:
    import numpy as np

    from walks.demo.scenes.camera import Point

    Rng = np.random.Generator


def bus_stop(rng: Rng, *, night: bool) -> Canvas:
    """The stop on the square: a shelter, a board with the hours, tram rails."""
    canvas = Canvas(camera_of(rng, horizon=448), rng, night=night)
    street_sky(canvas)
    square = ground.tiles(mix(SLABS, BLUESTONE, 0.4), (0.9, 0.6))
    rails = ground.painted(
        ground.tiles(SETTS, (0.2, 0.13), rough=0.16),
        lambda g: (
            ground.between(g.away, 4.3, 4.39, g.deep) + ground.between(g.away, 5.75, 5.84, g.deep)
        ),
        (196, 200, 204),
        worn=0.1,
    )
    both = ground.beside(lambda g: g.away - 6.6, rails, square)
    ground.lay(canvas, ground.beside(lambda g: g.away - 3.3, square, both), wet=0.7)
    across(canvas, 26, (-22, 24))
    for x in (-9.5, 9.8, 4.5):
        tree(canvas, (x, 0, 19), tall=8.5, dabs=420)
    lamp(canvas, (-6.2, 0, 12), tall=5.6, power=1.3)
    lamp(canvas, (7.4, 0, 14), tall=5.6, power=1.2)
    if not night:
        canvas.shadow([[(-2.5, 0, 8), (2.7, 0, 8), (4.3, 0, 9.6), (-0.9, 0, 9.6)]], depth=0.4)
    _shelter(canvas, (0.1, 8.0))
    _stop_sign(canvas, (3.6, 0, 7.4))
    _tram_wires(canvas)
    return canvas


def _shelter(canvas: Canvas, at: tuple[float, float]) -> None:
    """A shelter of steel and glass with its bench and a poster."""
    x, z = at
    left, right, back = x - 2.4, x + 2.4, z + 1.4
    for a, b in ((left, x), (x, right)):
        pane = [(a, 0.2, back), (b, 0.2, back), (b, 2.35, back), (a, 2.35, back)]
        canvas.shape(pane, mix(GLASS, PAPER, 0.3), alpha=110, glow=0)
        glint = [(a + 0.4, 0.2, back), (a + 0.9, 0.2, back), (b - 0.5, 2.35, back)]
        canvas.shape([*glint, (b - 1.0, 2.35, back)], PAPER, alpha=60)
    _poster(canvas, (right, (z + 0.1, back)))
    for post, away in ((left, back), (x, back), (right, back), (left, z), (right, z)):
        canvas.bar((post, 0, away), (post, 2.4, away), 0.07, IRON)
    canvas.block((x - 1.5, x + 0.8), (0.42, 0.48), (back - 0.5, back - 0.1), WOOD)
    for post in (x - 1.2, x + 0.5):
        canvas.bar((post, 0, back - 0.3), (post, 0.42, back - 0.3), 0.06, IRON)
    canvas.block((left - 0.2, right + 0.2), (2.4, 2.56), (z - 0.3, back + 0.1), shade(IRON, 1.3))
    stripe = [(left - 0.2, 2.42, z - 0.31), (right + 0.2, 2.42, z - 0.31)]
    canvas.shape([*stripe, (right + 0.2, 2.5, z - 0.31), (left - 0.2, 2.5, z - 0.31)], PLUM)
    if canvas.night:
        under = [(left, 2.39, z), (right, 2.39, z), (right, 2.34, z), (left, 2.34, z)]
        canvas.shape(under, (240, 244, 255), glow=1)
        canvas.lamps.append(Lamp((x, 2.2, z + 0.5), 0.9, (232, 238, 255)))


def _poster(canvas: Canvas, at: tuple[float, tuple[float, float]]) -> None:
    x, (near, far) = at
    frame = [(x, 0.3, near), (x, 2.3, near), (x, 2.3, far), (x, 0.3, far)]
    canvas.shape(frame, shade(IRON, 1.2))
    inner = [(x - 0.01, 0.4, near + 0.1), (x - 0.01, 2.2, near + 0.1)]
    canvas.shape([*inner, (x - 0.01, 2.2, far - 0.1), (x - 0.01, 0.4, far - 0.1)], PAPER, glow=0.9)


def _stop_sign(canvas: Canvas, foot: Point) -> None:
    """The stop's pole with the hours."""
    x, y, z = foot
    canvas.bar((x, y, z), (x, y + 3.1, z), 0.09, ZINC)
    canvas.block((x - 0.32, x + 0.32), (2.55, 3.15), (z - 0.05, z + 0.05), PLUM)
    canvas.block((x - 0.2, x + 0.2), (2.72, 2.98), (z - 0.06, z), PAPER)
    canvas.block((x - 0.24, x + 0.24), (1.1, 1.9), (z - 0.06, z + 0.02), PAPER)
    for row in range(7):
        low = 1.2 + row * 0.09
        mark = [(x - 0.2, low, z - 0.07), (x + 0.16, low, z - 0.07)]
        canvas.shape(
            [*mark, (x + 0.16, low + 0.03, z - 0.07), (x - 0.2, low + 0.03, z - 0.07)],
            (130, 132, 138),
        )


def _tram_wires(canvas: Canvas) -> None:
    for height, away in ((5.6, 4.4), (5.7, 5.8)):
        canvas.bar((-14, height, away), (14, height, away), 0.02, shade(IRON, 0.8))
