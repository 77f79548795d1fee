"""The pond, and what stands around it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from walks.demo.scenes import ground
from walks.demo.scenes.canvas import Canvas, Lamp
from walks.demo.scenes.colours import (
    BLUESTONE,
    GRASS,
    INK,
    WILLOW,
    WOOD,
    Colour,
    mix,
    shade,
)
from walks.demo.scenes.furniture import (
    lamp,
)
from walks.demo.scenes.houses import across
from walks.demo.scenes.trees import clump, tree, willow
from walks.demo.scenes.viewpoint import camera_of, street_sky
from walks.demo.scenes.water import water

if TYPE_CHECKING:
    Rng = np.random.Generator


def pond(rng: Rng, *, night: bool) -> Canvas:
    """The pond, the houses across and a heron."""
    canvas = Canvas(camera_of(rng, eye=1.7, horizon=448), rng, night=night)
    street_sky(canvas)
    ground.lay(canvas, ground.loose(GRASS, grain=0.14))
    _tower(canvas, (float(rng.uniform(6, 12)), 62))
    across(canvas, 52, (-34, 34))
    for x in np.arange(-22, 24, 4.2):
        at = (float(x + rng.uniform(-1.2, 1.2)), 0.0, float(rng.uniform(38, 44)))
        tree(canvas, at, tall=float(rng.uniform(6.5, 9.5)), dabs=200, spread=0.4)
        if rng.random() < 0.5:  # noqa: PLR2004 - every other one
            lamp(canvas, (at[0] + 2, 0, 37), tall=4.6, power=1.0)
    canvas.block((-40, 40), (0, 0.35), (34, 35), BLUESTONE)
    water(canvas, 34, 4.4)
    _heron(canvas, (float(rng.uniform(-2.6, 0.6)), 7.6))
    canvas.block((-6, 6), (0, 0.22), (4.0, 4.5), BLUESTONE)
    willow(canvas, (3.6, 0, 6.4))
    for x in (-2.9, -2.2, -1.5, 2.4):
        clump(canvas, (x, 0.25, 3.8), 0.4, WILLOW, dabs=80)
    if night:
        canvas.lamps.append(Lamp((-5, 4.5, 6), 0.9))
    return canvas


def _tower(canvas: Canvas, at: tuple[float, float]) -> None:
    """The old broadcasting house of the square: yellow brick, long windows, a round tower."""
    x, z = at
    brick: Colour = (212, 186, 136)
    canvas.block((x - 9, x + 7), (0, 17), (z, z + 4), brick)
    for floor in range(4):
        low = 2.6 + floor * 3.6
        band = [(x - 8.5, low, z - 0.1), (x + 6.5, low, z - 0.1), (x + 6.5, low + 1.5, z - 0.1)]
        lit = canvas.night and floor in {1, 3}
        colour = (255, 214, 150) if lit else (96, 116, 126)
        canvas.shape([*band, (x - 8.5, low + 1.5, z - 0.1)], colour, glow=0.6 if lit else 0)
    canvas.block((x - 1.2, x + 2.2), (17, 30), (z - 0.5, z + 3), shade(brick, 1.04))
    for up in (19, 22, 25):
        slit = [(x + 0.2, up, z - 0.6), (x + 0.8, up, z - 0.6), (x + 0.8, up + 2, z - 0.6)]
        canvas.shape([*slit, (x + 0.2, up + 2, z - 0.6)], (96, 116, 126))
    canvas.block((x - 1.6, x + 2.6), (29.4, 30.2), (z - 0.8, z + 3), shade(brick, 0.9))


def _heron(canvas: Canvas, at: tuple[float, float]) -> None:
    """A grey heron on a post."""
    x, z = at
    grey: Colour = (150, 160, 168)
    canvas.bar((x, -0.2, z), (x, 0.35, z), 0.13, mix(WOOD, INK, 0.4))
    for leg in (-0.025, 0.03):
        canvas.bar((x + leg, 0.35, z), (x + leg, 0.68, z), 0.02, (120, 104, 80))
    body = [(-0.3, 0.66), (-0.12, 0.9), (0.1, 0.98), (0.16, 0.84), (0.05, 0.7)]
    canvas.shape([(x + a, b, z) for a, b in body], grey)
    wing = [(-0.32, 0.64), (-0.1, 0.86), (0.06, 0.84), (-0.05, 0.72)]
    canvas.shape([(x + a, b, z) for a, b in wing], shade(grey, 0.7))
    neck = [(0.1, 0.9), (0.2, 1.08), (0.12, 1.2), (0.17, 1.32)]
    for one, other in pairwise(neck):
        canvas.bar((x + one[0], one[1], z), (x + other[0], other[1], z), 0.055, shade(grey, 1.3))
    canvas.shape(
        [(x + 0.13, 1.36, z), (x + 0.22, 1.35, z), (x + 0.42, 1.29, z), (x + 0.2, 1.29, z)],
        (222, 170, 80),
    )
    canvas.ball((x + 0.17, 1.34, z), 0.045, shade(grey, 1.4))
    canvas.bar((x + 0.18, 1.37, z), (x + 0.02, 1.36, z), 0.02, INK)
