"""Trees, hedges and grass, leaf by leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from walks.demo.scenes.colours import BARK, LEAVES, WILLOW, Colour, mix, shade, varied

if TYPE_CHECKING:
    from walks.demo.scenes.camera import Point
    from walks.demo.scenes.canvas import Canvas

HAZE: Colour = (206, 200, 190)


def tree(
    canvas: Canvas,
    foot: Point,
    *,
    tall: float = 9,
    leaves: tuple[Colour, ...] = LEAVES,
    spread: float = 0.33,
    dabs: int = 420,
) -> None:
    """A tree by its foot; its height in metres, its crown's half width in parts of that."""
    x, y, z = foot
    haze = min(0.5, max(0.0, (z - 8) / 70))
    _trunk(canvas, foot, tall, haze)
    rng = canvas.rng
    clumps = 11
    for number in np.argsort(rng.random(clumps)):
        turn = number * 2.4 + float(rng.uniform(0, 0.9))
        out = tall * spread * 0.7 * ((number + 0.4) / clumps) ** 0.5
        middle = (x + out * np.cos(turn), y + tall * 0.69 + out * 0.66 * np.sin(turn), z)
        size = tall * spread * float(rng.uniform(0.36, 0.54))
        clump(canvas, middle, size, leaves, dabs=dabs // clumps, haze=haze)


def clump(
    canvas: Canvas,
    middle: tuple[float, float, float],
    size: float,
    leaves: tuple[Colour, ...],
    *,
    dabs: int = 60,
    haze: float = 0,
    flat: float = 0.8,
) -> None:
    """A clump of leaves: dark below, light where the sky falls on it."""
    rng, camera = canvas.rng, canvas.camera
    seen = camera.see([middle])
    if not seen:
        return
    (u, v), scale = seen[0], camera.scale(middle[2])
    fine = float(np.clip(size * scale / 70, 1, 3))  # near leaves are many and small to the clump
    canvas.dab((u, v), size * scale * 0.88, size * scale * 0.7, mix(leaves[0], HAZE, haze))
    around = np.tanh(rng.normal(0, 0.5, (round(dabs * fine), 2)))
    order = np.argsort(-around[:, 1])
    for across, down in around[order]:
        light = float(np.clip(0.5 - down * 0.62 - across * 0.22 + rng.normal(0, 0.14), 0, 0.999))
        colour = mix(leaves[int(light * len(leaves))], HAZE, haze)
        wide = size * scale * float(rng.uniform(0.06, 0.17)) / fine**0.75
        at = (u + across * size * scale, v + down * size * scale * flat)
        canvas.dab(at, wide, wide * float(rng.uniform(0.5, 0.9)), colour)


def hedge(
    canvas: Canvas,
    start: Point,
    end: Point,
    *,
    tall: float = 1.3,
    leaves: tuple[Colour, ...] = LEAVES,
    dabs: int = 46,
) -> None:
    """A hedge or bushes between two points, from far to near."""
    (x0, y0, z0), (x1, y1, z1) = (start, end) if start[2] >= end[2] else (end, start)
    length = float(np.hypot(x1 - x0, z1 - z0))
    count = max(3, round(length / (tall * 0.5)))
    for step in range(count + 1):
        part = step / count
        at = (x0 + part * (x1 - x0), y0 + part * (y1 - y0) + tall * 0.45, z0 + part * (z1 - z0))
        size = tall * float(canvas.rng.uniform(0.5, 0.66))
        haze = min(0.5, max(0.0, (at[2] - 8) / 70))
        clump(canvas, at, size, leaves, dabs=dabs, haze=haze, flat=0.9)


def fallen(canvas: Canvas, count: int, leaves: tuple[Colour, ...], *, within: float = 4) -> None:
    """Leaves that lie on the ground."""
    rng, camera = canvas.rng, canvas.camera
    for away in np.sort(rng.uniform(1.8, 16, count))[::-1]:
        at = (float(rng.uniform(-within, within)), 0.0, float(away))
        wide = 0.045 * camera.scale(at[2]) * float(rng.uniform(0.6, 1.3))
        colour = leaves[int(rng.integers(len(leaves)))]
        for pixel in camera.see([at]):
            canvas.dab(pixel, wide, wide * 0.42, colour)


def dapple(canvas: Canvas, count: int, *, right: tuple[float, float], depth: float = 0.4) -> None:
    """The shade of leaves on the ground, with the sun between them."""
    rng = canvas.rng
    shapes = []
    for _ in range(count):
        x, z = float(rng.uniform(*right)), float(2 + 22 * rng.random() ** 1.7)
        wide, deep = float(rng.uniform(0.08, 0.4)), float(rng.uniform(0.08, 0.5))
        turns = np.linspace(0, 2 * np.pi, 9)[:-1]
        shapes.append([(x + wide * np.cos(t), 0.0, z + deep * np.sin(t)) for t in turns])
    canvas.shadow(shapes, depth=depth, soft=8)


def far_trees(canvas: Canvas, away: float) -> None:
    """A row of trees across the picture."""
    for x in np.arange(-away * 0.75, away * 0.75, 5.2):
        at = (float(x + canvas.rng.uniform(-1.5, 1.5)), 0.0, away)
        tree(canvas, at, tall=float(canvas.rng.uniform(6, 9)), dabs=130, spread=0.36)


def willow(canvas: Canvas, foot: tuple[float, float, float]) -> None:
    """A weeping willow, its branches down to the water."""
    x, y, z = foot
    tree(canvas, foot, tall=7.2, leaves=WILLOW, dabs=500, spread=0.34)
    size = 0.032 * canvas.camera.scale(z)
    for strand in range(110):
        start = x + float(canvas.rng.normal(0, 1.25))
        top = y + 6.2 - 0.5 * abs(start - x) - float(canvas.rng.uniform(0, 1.2))
        long = float(canvas.rng.uniform(1.4, 4.2))
        colour = WILLOW[min(3, strand // 32)]
        for step in range(round(long * 7)):
            sway = 0.05 * np.sin(step * 0.16 + start * 9) + 0.05 * (-1) ** step
            at = (start + sway, top - step / 7, z - 0.2)
            for u, v in canvas.camera.see([at]):
                canvas.dab((u, v), size * 0.7, size * 2.3, varied(colour, canvas.rng))


def _trunk(canvas: Canvas, foot: Point, tall: float, haze: float) -> None:
    x, y, z = foot
    colour = mix(BARK, HAZE, haze)
    wide = tall * 0.026
    top = y + tall * 0.62
    sides = [(x - wide * 1.5, y, z), (x - wide, y + 0.5, z), (x - wide * 0.7, top, z)]
    canvas.shape(
        [*sides, (x + wide * 0.7, top, z), (x + wide, y + 0.5, z), (x + wide * 1.5, y, z)], colour
    )
    light = [(x - wide, y + 0.3, z), (x - wide * 0.7, top, z), (x - wide * 0.2, top, z)]
    canvas.shape([*light, (x - wide * 0.4, y + 0.3, z)], shade(colour, 1.25))
    for turn in (-0.7, 0.6, -0.25, 0.3):
        end = (x + turn * tall * 0.25, y + tall * (0.86 - abs(turn) * 0.2), z)
        canvas.bar((x, y + tall * 0.45, z), end, wide * 0.8, colour)
