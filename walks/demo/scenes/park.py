"""Scenes under trees: a bench, a dark path, old trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from walks.demo.scenes import ground
from walks.demo.scenes.canvas import Canvas, Lamp
from walks.demo.scenes.colours import (
    AUTUMN,
    GRASS,
    GRAVEL,
    LEAVES,
    PLUM,
    WILLOW,
    WOOD,
    mix,
)
from walks.demo.scenes.furniture import (
    a_bench,
    lamp,
    railing,
)
from walks.demo.scenes.houses import across
from walks.demo.scenes.trees import clump, dapple, fallen, far_trees, hedge, tree, willow
from walks.demo.scenes.viewpoint import camera_of, street_sky

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from walks.demo.scenes.ground import Ground

    Rng = np.random.Generator


def bench(rng: Rng, *, night: bool) -> Canvas:
    """A bench by the path; every other one has lost a slat."""
    canvas = Canvas(camera_of(rng, eye=1.45, horizon=344), rng, night=night)
    street_sky(canvas)
    path = ground.loose(GRAVEL, grain=0.1)
    lawn = ground.loose(GRASS, grain=0.16, patches=0.13)
    ground.lay(canvas, ground.beside(lambda g: g.away - 6.3 - 0.05 * g.right, path, lawn))
    across(canvas, 40, (-26, 26))
    far_trees(canvas, 24)
    hedge(canvas, (-10, 0, 11), (10, 0, 11), tall=1.2)
    tree(canvas, (3.4, 0, 7.4), tall=9.5, dabs=620)
    if not night:
        dapple(canvas, 330, right=(-4, 5), depth=0.36)
        canvas.shadow([[(-1.1, 0, 4.6), (1.1, 0, 4.6), (1.7, 0, 5.4), (-0.5, 0, 5.4)]], depth=0.5)
    x = float(rng.uniform(-0.6, 0.1))
    lamp(canvas, (x - 2.7, 0, 6.2), tall=4.4)
    wood = (WOOD, mix(PLUM, WOOD, 0.25), (86, 110, 84))[int(rng.integers(3))]
    a_bench(canvas, (x, 0, 4.5), wide=2.1, broken=bool(rng.random() < 0.6), wood=wood)  # noqa: PLR2004
    fallen(canvas, 60, AUTUMN)
    return canvas


def dark_path(rng: Rng, *, night: bool) -> Canvas:
    """The willow path: railing and water on one side, bushes on the other, lamps that are out."""
    canvas = Canvas(camera_of(rng, eye=1.5, horizon=400), rng, night=night)
    street_sky(canvas)
    ground.lay(canvas, _curved_path(ground.loose(GRASS, grain=0.16)), wet=0.3)
    across(canvas, 62, (-34, 30))
    far_trees(canvas, 42)
    lit_from = float(rng.choice((20, 28, 40)))  # metres away, the nearer lamps are out
    for away in (30.0, 22.0, 16.0):
        tree(canvas, (3.9, 0, away), tall=float(rng.uniform(7, 10)), dabs=330)
        hedge(canvas, (2.2, 0, away), (2.3, 0, away - 6), tall=1.9)
        lamp(canvas, (1.75, 0, away - 1), tall=4.2, works=away > lit_from, power=1.0)
    railing(canvas, (-2.0, 0, 34), (-1.9, 0, 2.4))
    willow(canvas, (float(rng.uniform(-5, -3.2)), 0, float(rng.uniform(7.5, 15))))
    hedge(canvas, (2.1, 0, 9), (2.0, 0, 3.2), tall=float(rng.uniform(0.8, 2.4)), dabs=90)
    lamp(canvas, (1.55, 0, float(rng.uniform(5, 10))), tall=4.2, works=False)
    fallen(canvas, 60, AUTUMN, within=1.6)
    if night:
        torch = (float(rng.uniform(-0.9, 0.6)), 1.1, float(rng.uniform(2.8, 4.6)))
        canvas.lamps.append(Lamp(torch, 0.3, (214, 226, 255)))
        canvas.lamps.append(Lamp((-12, 6, 40), 3.0, (255, 196, 130)))
    return canvas


def trees(rng: Rng, *, night: bool) -> Canvas:
    """Old trees along the water; at night their branches keep the light."""
    canvas = Canvas(camera_of(rng, eye=1.55, horizon=448), rng, night=night)
    street_sky(canvas)
    ground.lay(canvas, _curved_path(ground.loose(GRASS, grain=0.16, patches=0.12)))
    across(canvas, 60, (-34, 34))
    far_trees(canvas, 46)
    if not night:
        dapple(canvas, 700, right=(-7, 7), depth=0.42)
    for away in (34.0, 25.0, 17.5, 11.5, 7.2):
        for x in (-3.4, 3.6):
            if away == 17.5:  # noqa: PLR2004 - the lamp's pair
                lamp(canvas, (x * 0.62, 0, away + 1), tall=4.8, power=1.2)
            leaves = LEAVES if rng.random() < 0.75 else WILLOW  # noqa: PLR2004 - a quarter
            tree(canvas, (x, 0, away), tall=10.5, leaves=leaves, dabs=560, spread=0.36)
    fallen(canvas, 90, AUTUMN)
    if night:
        canvas.lamps.append(Lamp((-1.6, 5.2, 6.6), 0.8))
        for x, y in ((-1.9, 4.6), (-1.0, 5.0), (-2.6, 5.1)):
            clump(canvas, (x, y, 6.2), 1.0, LEAVES, dabs=120)
    return canvas


def _curved_path(lawn: ground.Floor) -> ground.Floor:
    """A path of fine gravel that bends away."""
    path = ground.loose(GRAVEL, grain=0.09)

    def edge(g: Ground) -> NDArray[Any]:
        return np.abs(g.right - 0.012 * np.maximum(g.away - 8, 0) ** 1.7 * 0.3) - 1.75

    return ground.beside(edge, path, lawn)
