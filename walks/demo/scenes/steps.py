"""Steps up to a square."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from walks.demo.scenes import ground
from walks.demo.scenes.canvas import Canvas, Lamp
from walks.demo.scenes.colours import (
    AUTUMN,
    BLUESTONE,
    SLABS,
    SLATE,
    shade,
    varied,
)
from walks.demo.scenes.furniture import (
    lamp,
)
from walks.demo.scenes.houses import across
from walks.demo.scenes.trees import dapple, fallen, far_trees, hedge, tree
from walks.demo.scenes.viewpoint import camera_of, street_sky

if TYPE_CHECKING:
    Rng = np.random.Generator


def steps(rng: Rng, *, night: bool) -> Canvas:
    """Three steps that nothing announces, and no handrail."""
    canvas = Canvas(camera_of(rng, eye=1.55, horizon=312), rng, night=night)
    street_sky(canvas)
    ground.lay(canvas, ground.tiles(SLABS, (0.6, 0.4)), wet=0.5)
    across(canvas, 34, (-24, 24))
    far_trees(canvas, 21)
    _terrace(canvas)
    for x in (-3.2, 3.4):
        hedge(canvas, (x - 1.8, 0.48, 5.6), (x + 1.8, 0.48, 5.6), tall=0.9, dabs=80)
    lamp(canvas, (-2.15, 0.48, 5.3), tall=4.2, works=not night)
    tree(canvas, (3.6, 0.48, 8.5), tall=8.2, leaves=AUTUMN, dabs=560)
    if not night:
        dapple(canvas, 160, right=(-1, 5), depth=0.3)
    _flight(canvas)
    fallen(canvas, 40, AUTUMN)
    if night:
        canvas.lamps += [Lamp((4.2, 4.2, 2.6), 0.75), Lamp((-9, 5, 24), 1.6)]
    return canvas


def _terrace(canvas: Canvas) -> None:
    """The square above the steps: a wall on both sides, its paving beyond."""
    top = [(-14, 0.48, 4.6), (14, 0.48, 4.6), (14, 0.48, 20), (-14, 0.48, 20)]
    canvas.shape(top, shade(SLABS, 1.08))
    for z in np.arange(20, 4.6, -0.9):
        line = [(-14, 0.48, z), (14, 0.48, z), (14, 0.48, z + 0.03), (-14, 0.48, z + 0.03)]
        canvas.shape(line, shade(SLABS, 0.8), alpha=110)
    for x0, x1 in ((-14.0, -1.6), (1.6, 14.0)):
        canvas.block((x0, x1), (0, 0.6), (4.5, 5.0), shade(BLUESTONE, 1.05))
        for x in np.arange(x0, x1, 0.9):
            joint = [(x, 0, 4.49), (x + 0.015, 0, 4.49), (x + 0.015, 0.6, 4.49), (x, 0.6, 4.49)]
            canvas.shape(joint, SLATE, alpha=130)


def _flight(canvas: Canvas) -> None:
    for number, deep in ((2, 1.0), (1, 0.36), (0, 0.36)):
        near, low = 3.6 + number * 0.36, number * 0.16
        colour = varied(shade(BLUESTONE, 1.12), canvas.rng, 0.04)
        canvas.block((-1.6, 1.6), (low, low + 0.16), (near, near + deep), colour)
        for _ in range(60):
            up = low + float(canvas.rng.uniform(0.02, 0.13))
            at = (float(canvas.rng.uniform(-1.58, 1.58)), up, near - 0.005)
            canvas.ball(at, 0.007, shade(colour, 0.7), alpha=110)
        edge = [(-1.6, low + 0.16, near), (1.6, low + 0.16, near)]
        canvas.shape(
            [*edge, (1.6, low + 0.145, near), (-1.6, low + 0.145, near)], shade(colour, 1.3)
        )
        foot = [(-1.6, low, near), (1.6, low, near), (1.6, low, near - 0.12)]
        canvas.shadow([[*foot, (-1.6, low, near - 0.12)]], depth=0.5, soft=4)
