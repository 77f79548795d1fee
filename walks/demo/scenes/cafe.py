"""A café on the corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from walks.demo.scenes import ground
from walks.demo.scenes.canvas import Canvas, Lamp
from walks.demo.scenes.colours import (
    BLUE,
    BLUESTONE,
    INK,
    IRON,
    LEAVES,
    PAPER,
    PLUM,
    SANDSTONE,
    SLABS,
    VERMILION,
    WOOD,
    Colour,
    mix,
    shade,
)
from walks.demo.scenes.houses import Wall, across, facing, window
from walks.demo.scenes.trees import clump
from walks.demo.scenes.viewpoint import camera_of, street_sky

if TYPE_CHECKING:
    Rng = np.random.Generator


def shopfront(rng: Rng, *, night: bool) -> Canvas:
    """A café on the corner: level doorway, awning, chairs outside."""
    canvas = Canvas(camera_of(rng, horizon=480), rng, night=night)
    street_sky(canvas)
    ground.lay(canvas, ground.tiles(SLABS, (0.5, 0.5)), wet=0.65)
    across(canvas, 8.4, (-12, -4.4), sunlit=0.9)
    across(canvas, 8.4, (4.6, 12), sunlit=0.96)
    wall = Wall(canvas, facing(-4.4, 8.2))
    _cafe(wall, awning=(PLUM, BLUE, (38, 92, 78), VERMILION)[int(rng.integers(4))])
    if not night:
        canvas.shadow([[(-4.4, 0, 8.1), (4.6, 0, 8.1), (5.6, 0, 6.3), (-3.4, 0, 6.3)]], depth=0.4)
    for x, z in ((-3.2, 6.4), (-1.5, 5.6), (2.9, 6.2)):
        _table(canvas, (x + float(rng.uniform(-0.25, 0.25)), z))
    for x in (-4.3, 4.4):
        _planter(canvas, (x, 7.0))
    if night:
        canvas.lamps += [Lamp((x, 2.6, 6.8), 0.8, (255, 204, 140)) for x in (-2.8, 0.2, 3.2)]
    return canvas


def _cafe(wall: Wall, *, awning: Colour) -> None:
    wall.box((0, 9), (0, 12), SANDSTONE)
    for height in (4.6, 8.1):
        for bay in range(4):
            window(wall, 1.2 + bay * 2.2, (height, height + 2.3), PAPER, half=0.6)
        wall.box((0, 9), (height - 0.5, height - 0.32), shade(SANDSTONE, 0.86))
    wood = mix(awning, INK, 0.45)
    wall.box((0.2, 8.8), (0, 3.75), wood)
    for left, right in ((0.5, 3.3), (5.1, 8.5)):
        _display(wall, (left, right))
    _open_door(wall)
    wall.box((0.3, 8.7), (3.15, 3.65), shade(wood, 0.8))
    for number in range(9):
        wall.box((3.1 + number * 0.32, 3.3 + number * 0.32), (3.3, 3.5), PAPER, glow=0.75)
    _awning(wall, awning)


def _display(wall: Wall, along: tuple[float, float]) -> None:
    """A wide pane with what is behind it."""
    left, right = along
    night = wall.canvas.night
    inside: Colour = (255, 206, 138) if night else (112, 118, 116)
    wall.box((left, right), (0.55, 2.9), shade(INK, 1.4))
    wall.box((left + 0.06, right - 0.06), (0.62, 2.84), inside, glow=0.85 if night else 0)
    if not night:
        wall.box((left + 0.06, right - 0.06), (1.8, 2.84), (150, 168, 172), alpha=120)
    wall.box((left + 0.06, right - 0.06), (0.62, 1.25), mix(inside, (90, 50, 34), 0.55), glow=0.6)
    for number in range(3):
        at = left + 0.55 + number * (right - left - 1.0) / 2
        wall.box((at - 0.015, at + 0.015), (2.3, 2.84), INK)
        wall.box((at - 0.16, at + 0.16), (2.14, 2.34), (255, 232, 180), glow=1 if night else 0)
    for number in range(6):
        at = left + 0.3 + number * (right - left - 0.6) / 5
        wall.box((at - 0.06, at + 0.06), (1.25, 1.25 + 0.12 * (1 + number % 3)), shade(PLUM, 0.9))
    middle = (left + right) / 2
    wall.box((middle - 0.03, middle + 0.03), (0.62, 2.84), shade(INK, 1.4))


def _open_door(wall: Wall) -> None:
    """A wide door that stands open, without a step."""
    night = wall.canvas.night
    wall.box((3.5, 4.95), (0, 3.0), shade(INK, 1.5))
    wall.box((3.6, 4.85), (0.0, 2.5), (236, 178, 108) if night else (92, 78, 66), glow=0.75)
    wall.box((3.6, 4.85), (0, 0.7), (150, 100, 62), glow=0.45)
    wall.box((3.6, 3.85), (0.0, 2.5), mix(WOOD, INK, 0.2))
    wall.box((3.6, 4.85), (2.58, 2.92), (200, 190, 160), glow=0.5)


def _awning(wall: Wall, colour: Colour) -> None:
    """Stripes of cloth that lean out over the terrace."""
    count = 18
    for number in range(count):
        left, right = 0.1 + number * 8.8 / count, 0.1 + (number + 1) * 8.8 / count
        tone = colour if number % 2 else PAPER
        (x0, _, z), (x1, _, _) = wall.at(left, 0), wall.at(right, 0)
        upper = [(x0, 3.2, z), (x1, 3.2, z)]
        wall.canvas.shape([*upper, (x1, 2.55, z - 1.5), (x0, 2.55, z - 1.5)], tone, glow=0.1)
        lower = [(x0, 2.55, z - 1.5), (x1, 2.55, z - 1.5)]
        wall.canvas.shape([*lower, (x1, 2.33, z - 1.5), (x0, 2.33, z - 1.5)], shade(tone, 0.86))


def _table(canvas: Canvas, at: tuple[float, float]) -> None:
    """A round table with two chairs."""
    x, z = at
    canvas.shadow(
        [
            [
                (x - 0.7, 0, z - 0.3),
                (x + 0.7, 0, z - 0.3),
                (x + 0.8, 0, z + 0.4),
                (x - 0.5, 0, z + 0.4),
            ]
        ],
        depth=0.3,
    )
    for side in (-0.72, 0.72):
        _chair(canvas, (x + side, z + 0.1), facing=-1 if side > 0 else 1)
    canvas.bar((x, 0, z), (x, 0.72, z), 0.05, IRON)
    turns = np.linspace(0, 2 * np.pi, 25)[:-1]
    canvas.shape([(x + 0.2 * np.cos(t), 0.01, z + 0.2 * np.sin(t)) for t in turns], IRON)
    for up, tone in ((0.72, 0.7), (0.745, 1.1)):
        canvas.shape(
            [(x + 0.38 * np.cos(t), up, z + 0.38 * np.sin(t)) for t in turns], shade(PAPER, tone)
        )
    canvas.bar((x + 0.1, 0.75, z), (x + 0.1, 0.86, z), 0.07, (240, 196, 60), glow=0.6)


def _chair(canvas: Canvas, at: tuple[float, float], *, facing: int) -> None:
    x, z = at
    back = x - facing * 0.2
    for a in (x - 0.2, x + 0.2):
        for b in (z + 0.18, z - 0.18):
            canvas.bar((a, 0, b), (a, 0.45, b), 0.028, IRON)
    seat = [(x - 0.21, 0.46, z - 0.2), (x + 0.21, 0.46, z - 0.2), (x + 0.21, 0.46, z + 0.2)]
    canvas.shape([*seat, (x - 0.21, 0.46, z + 0.2)], WOOD)
    for b in (z + 0.18, z - 0.18):
        canvas.bar((back, 0.45, b), (back - facing * 0.05, 0.88, b), 0.03, IRON)
    rest = [(back, 0.66, z - 0.2), (back, 0.86, z - 0.2), (back, 0.86, z + 0.2)]
    canvas.shape([*rest, (back, 0.66, z + 0.2)], shade(WOOD, 0.8))


def _planter(canvas: Canvas, at: tuple[float, float]) -> None:
    x, z = at
    for _ in range(3):
        at3 = (x + float(canvas.rng.uniform(-0.2, 0.2)), 0.95, z + 0.2)
        clump(canvas, at3, 0.42, LEAVES, dabs=70)
    canvas.block((x - 0.45, x + 0.45), (0, 0.6), (z, z + 0.5), mix(BLUESTONE, INK, 0.3))
