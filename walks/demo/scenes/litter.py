"""A bin that nobody emptied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from walks.demo.scenes import ground
from walks.demo.scenes.canvas import Canvas, Lamp
from walks.demo.scenes.colours import (
    AUTUMN,
    GRASS,
    GRAVEL,
    PAPER,
    PLUM,
    SANDSTONE,
    VERMILION,
    Colour,
    shade,
    varied,
)
from walks.demo.scenes.furniture import (
    a_bench,
    a_bin,
)
from walks.demo.scenes.houses import across
from walks.demo.scenes.trees import dapple, fallen, far_trees, hedge
from walks.demo.scenes.viewpoint import camera_of, street_sky

if TYPE_CHECKING:
    Rng = np.random.Generator


def litter(rng: Rng, *, night: bool) -> Canvas:
    """A bin that nobody emptied."""
    canvas = Canvas(camera_of(rng, eye=1.4, horizon=272), rng, night=night)
    street_sky(canvas)
    path = ground.loose(GRAVEL, grain=0.1)
    lawn = ground.loose(GRASS, grain=0.16)
    ground.lay(canvas, ground.beside(lambda g: g.away - 5.4 + 0.1 * g.right, path, lawn))
    across(canvas, 36, (-24, 24))
    far_trees(canvas, 20)
    hedge(canvas, (-8, 0, 7.4), (8, 0, 7.0), tall=1.6, dabs=90)
    if not night:
        dapple(canvas, 260, right=(-4, 4))
    a_bench(canvas, (-2.1, 0, 5.0), wide=1.8)
    x = float(rng.uniform(0.3, 0.7))
    canvas.shadow([[(x - 0.8, 0, 3.7), (x + 0.7, 0, 3.7), (x + 1.4, 0, 4.5), (x, 0, 4.5)]])
    _bag(canvas, (x - 0.55, 0, 4.2), 0.34, (62, 66, 72))
    a_bin(canvas, (x, 0, 4.1))
    for number in range(7):
        at = (x - 0.22 + number * 0.07, 0.92 + 0.05 * (number % 3), 4.05)
        _scrap(canvas, at, 0.09)
    _bag(canvas, (x + 0.5, 0, 3.85), 0.3, (226, 222, 212))
    _bag(canvas, (x + 0.16, 0.0, 3.7), 0.2, PLUM)
    for _ in range(22):
        _scrap(canvas, (x + float(rng.normal(0, 0.9)), 0.02, float(rng.uniform(2.4, 3.9))), 0.06)
    _bottle(canvas, (x - 0.8, 3.3))
    fallen(canvas, 30, AUTUMN)
    if night:
        canvas.lamps.append(Lamp((-1.4, 4.2, 4.6), 1.0))
    return canvas


def _bag(canvas: Canvas, foot: tuple[float, float, float], size: float, colour: Colour) -> None:
    x, y, z = foot
    turns = np.linspace(0, 2 * np.pi, 22)[:-1]
    rough = 1 + canvas.rng.normal(0, 0.05, len(turns))
    for part, tone, lift in ((1.0, 0.78, 0.0), (0.8, 1.0, 0.1), (0.4, 1.18, 0.3)):
        points = []
        for t, r in zip(turns, rough, strict=True):
            up = 0.55 + 0.62 * part * r * np.sin(t) + lift * 0.35
            pull = 1 - 0.5 * max(0.0, up - 0.7)  # narrower towards the knot
            across_ = part * r * pull * np.cos(t) - lift * 0.3
            points.append((x + size * across_, y + size * max(0.0, up), z))
        canvas.shape(points, shade(colour, tone))
    for lean in (-1, 1):
        ear = [(x, y + size * 1.08, z), (x + lean * size * 0.34, y + size * 1.4, z)]
        canvas.shape([*ear, (x + lean * size * 0.08, y + size * 1.46, z)], shade(colour, 0.92))


def _scrap(canvas: Canvas, at: tuple[float, float, float], size: float) -> None:
    x, y, z = at
    colours = (PAPER, VERMILION, (240, 196, 60), (120, 160, 190), SANDSTONE)
    colour = colours[int(canvas.rng.integers(len(colours)))]
    turn = float(canvas.rng.uniform(0, np.pi))
    corners = []
    for side in range(4):
        angle, reach = turn + side * np.pi / 2, size * float(canvas.rng.uniform(0.6, 1.4))
        corners.append((x + reach * np.cos(angle), y, z + 1.6 * reach * np.sin(angle)))
    canvas.shape(corners, varied(colour, canvas.rng))


def _bottle(canvas: Canvas, at: tuple[float, float]) -> None:
    x, z = at
    canvas.bar((x, 0.05, z), (x + 0.22, 0.05, z - 0.1), 0.08, (70, 110, 80))
    canvas.bar((x + 0.22, 0.05, z - 0.1), (x + 0.32, 0.05, z - 0.15), 0.035, (70, 110, 80))
