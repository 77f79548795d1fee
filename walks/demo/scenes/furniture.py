"""What stands in streets: lamps, benches, bollards, bins, signs, barriers, shelters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from walks.demo.scenes.canvas import Lamp
from walks.demo.scenes.colours import (
    GLASS,
    INK,
    IRON,
    LAMPLIGHT,
    PAPER,
    VERMILION,
    WOOD,
    ZINC,
    Colour,
    mix,
    shade,
    varied,
)

if TYPE_CHECKING:
    from walks.demo.scenes.camera import Point
    from walks.demo.scenes.canvas import Canvas


def lamp(
    canvas: Canvas, foot: Point, *, tall: float = 4.6, works: bool = True, power: float = 1.0
) -> None:
    """A lantern on its pole, which lights the night if it works."""
    x, y, z = foot
    canvas.bar((x, y, z), (x, y + 0.7, z), 0.2, IRON)
    canvas.bar((x, y + 0.7, z), (x, y + tall - 0.5, z), 0.09, IRON)
    canvas.bar((x - 0.35, y + tall - 0.62, z), (x + 0.35, y + tall - 0.62, z), 0.05, IRON)
    is_on = canvas.night and works
    head = LAMPLIGHT if is_on else mix(PAPER, GLASS, 0.5)
    low, high = y + tall - 0.5, y + tall
    glass = [(x - 0.16, low, z), (x + 0.16, low, z), (x + 0.27, high, z), (x - 0.27, high, z)]
    canvas.shape(glass, head, glow=1.0 if is_on else 0)
    canvas.bar((x, low, z), (x, high, z), 0.03, IRON, glow=0.3 if is_on else 0)
    cap = [(x - 0.33, high, z), (x + 0.33, high, z), (x + 0.1, high + 0.24, z)]
    canvas.shape([*cap, (x - 0.1, high + 0.24, z)], IRON)
    canvas.ball((x, high + 0.3, z), 0.06, IRON)
    if is_on:
        canvas.lamps.append(Lamp((x, high - 0.2, z), power))


def lamp_shadow(canvas: Canvas, foot: Point, *, tall: float = 4.6) -> None:
    """A pole's shadow on the ground, from a sun behind the left shoulder."""
    x, _, z = foot
    canvas.shadow([post_shadow(foot, tall, 0.1), [(x, 0, z), (x + 0.3, 0, z), (x, 0, z + 0.3)]])


def post_shadow(foot: Point, tall: float, wide: float) -> list[Point]:
    """The shadow of something upright and thin."""
    x, _, z = foot
    end, half = (x + tall * 0.7, z + tall * 0.35), wide / 2
    return [
        (x - half, 0, z), (x + half, 0, z), (end[0] + half, 0, end[1]), (end[0] - half, 0, end[1])
    ]  # fmt: skip


def a_bench(
    canvas: Canvas, foot: Point, *, wide: float = 2.0, broken: bool = False, wood: Colour = WOOD
) -> None:
    """A bench that faces the eye, with back and arms; broken, a slat hangs."""
    x, y, z = foot
    for side in (-wide / 2 + 0.15, wide / 2 - 0.15):
        canvas.bar((x + side, y, z + 0.45), (x + side, y + 0.95, z + 0.62), 0.07, shade(IRON, 0.8))
        canvas.bar((x + side, y + 0.42, z + 0.5), (x + side, y + 0.42, z), 0.06, IRON)
    for number, height in enumerate((0.58, 0.71, 0.84, 0.97)):
        tilt = 0.14 if broken and number == 1 else 0
        _slat(
            canvas, (x, y + height, z + 0.5 + 0.05 * number), wide, varied(wood, canvas.rng), tilt
        )
    for number, near in enumerate((0.42, 0.3, 0.18, 0.06)):
        if broken and number == 2:  # noqa: PLR2004 - the third slat is gone
            continue
        colour = varied(shade(wood, 1.12), canvas.rng)
        corners = [(-wide / 2, near + 0.1), (wide / 2, near + 0.1), (wide / 2, near)]
        flat = [(x + a, y + 0.46, z + b) for a, b in [*corners, (-wide / 2, near)]]
        canvas.shape(flat, colour)
    _slat(canvas, (x, y + 0.43, z + 0.02), wide, shade(wood, 0.75), 0.09 if broken else 0)
    for side in (-wide / 2 + 0.15, wide / 2 - 0.15):
        canvas.bar((x + side, y, z), (x + side, y + 0.68, z), 0.07, IRON)
        canvas.bar((x + side, y + 0.68, z - 0.03), (x + side, y + 0.68, z + 0.5), 0.07, IRON)


def bollard(canvas: Canvas, foot: Point) -> None:
    """A cast post as Brussels has them."""
    x, y, z = foot
    canvas.bar((x, y, z), (x, y + 0.85, z), 0.14, IRON)
    canvas.bar((x, y + 0.62, z), (x, y + 0.72, z), 0.15, mix(PAPER, ZINC, 0.3))
    canvas.ball((x, y + 0.9, z), 0.09, shade(IRON, 1.2))


def a_bin(canvas: Canvas, foot: Point) -> None:
    """A litter bin with its bag."""
    x, y, z = foot
    canvas.bar((x, y + 0.06, z), (x, y + 0.84, z), 0.5, (70, 92, 74))
    for step in range(7):
        at = x - 0.22 + step * 0.073
        canvas.bar((at, y + 0.1, z - 0.1), (at, y + 0.8, z - 0.1), 0.022, (52, 70, 58))
    canvas.bar((x, y + 0.8, z - 0.02), (x, y + 0.9, z - 0.02), 0.56, (52, 70, 58))


def signal(canvas: Canvas, foot: Point, *, red: bool = True) -> None:
    """A pedestrian's traffic light that faces the eye."""
    x, y, z = foot
    canvas.bar((x, y, z), (x, y + 2.5, z), 0.11, (70, 74, 78))
    canvas.bar((x, y, z), (x, y + 1.0, z), 0.15, (200, 160, 60))
    canvas.block((x - 0.18, x + 0.18), (y + 2.1, y + 2.9), (z - 0.12, z + 0.1), (44, 46, 50))
    lights = ((2.7, (255, 66, 44), red), (2.32, (60, 220, 150), not red))
    for up, colour, is_on in lights:
        at = (x, y + up, z - 0.13)
        canvas.ball(at, 0.14, INK)
        canvas.ball(at, 0.12, colour if is_on else shade(colour, 0.28), glow=1 if is_on else 0)
    if canvas.night:
        colour = lights[0 if red else 1][1]
        canvas.lamps.append(Lamp((x, y + 2.5, z - 0.3), 0.35, colour))


def barrier(canvas: Canvas, start: Point, end: Point) -> None:
    """A works barrier with its red and white boards between two points."""
    colours = (VERMILION, PAPER)
    for low, high in ((0.88, 1.06), (0.22, 0.4)):
        count = 8
        for step in range(count):
            a, b = _along(start, end, step / count), _along(start, end, (step + 1) / count)
            corners = [(a[0], low, a[2]), (b[0], low, b[2]), (b[0], high, b[2]), (a[0], high, a[2])]
            canvas.shape(corners, colours[step % 2])
            below = [(x, low + (y - low) * 0.25, z) for x, y, z in corners]
            canvas.shape(below, shade(colours[step % 2], 0.82))
    for part in (0.04, 0.96):
        x, _, z = _along(start, end, part)
        canvas.bar((x, 0, z), (x, 1.14, z), 0.07, ZINC)
        canvas.block((x - 0.3, x + 0.3), (0, 0.1), (z - 0.12, z + 0.12), (60, 58, 62))
    x, _, z = _along(start, end, 0.5)
    canvas.ball((x, 1.18, z), 0.09, (255, 176, 60), glow=1)
    if canvas.night:
        canvas.lamps.append(Lamp((x, 1.2, z), 0.4, (255, 150, 60)))


def cone(canvas: Canvas, foot: Point) -> None:
    """A traffic cone."""
    x, y, z = foot
    canvas.block((x - 0.2, x + 0.2), (y, y + 0.05), (z - 0.2, z + 0.2), shade(VERMILION, 0.8))
    rings = ((0.05, 0.16, VERMILION), (0.26, 0.11, PAPER), (0.4, 0.085, VERMILION))
    for (low, wide, colour), top in zip(
        rings, ((0.26, 0.11), (0.4, 0.085), (0.6, 0.03)), strict=True
    ):
        corners = [(x - wide, y + low, z), (x + wide, y + low, z)]
        upper = [(x + top[1], y + top[0], z), (x - top[1], y + top[0], z)]
        canvas.shape([*corners, *upper], colour)
        dark = [
            (x + wide * 0.3, y + low, z),
            corners[1],
            upper[0],
            (x + top[1] * 0.3, y + top[0], z),
        ]
        canvas.shape(dark, shade(colour, 0.8))


def railing(canvas: Canvas, start: Point, end: Point, *, tall: float = 1.0) -> None:
    """A railing between two points, from far to near."""
    if start[2] < end[2]:
        start, end = end, start
    length = float(np.hypot(end[0] - start[0], end[2] - start[2]))
    posts = max(2, round(length / 0.9))
    for height in (0.45, tall):
        canvas.bar(
            (start[0], start[1] + height, start[2]), (end[0], end[1] + height, end[2]), 0.05, IRON
        )
    for step in range(posts + 1):
        x, y, z = _along(start, end, step / posts)
        canvas.bar((x, y, z), (x, y + tall + 0.03, z), 0.055, IRON)


def _along(start: Point, end: Point, part: float) -> Point:
    x, y, z = (a + part * (b - a) for a, b in zip(start, end, strict=True))
    return x, y, z


def _slat(canvas: Canvas, middle: Point, wide: float, colour: Colour, tilt: float) -> None:
    x, y, z = middle
    low = y - tilt
    corners = [(x - wide / 2, y, z), (x + wide / 2, low, z), (x + wide / 2, low + 0.1, z)]
    canvas.shape([*corners, (x - wide / 2, y + 0.1, z)], colour)
    top = [(a, b + 0.08, c) for a, b, c in corners[:2]]
    canvas.shape([*top, corners[2], (x - wide / 2, y + 0.1, z)], shade(colour, 1.2))
