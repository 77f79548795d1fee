"""Scenes where one crosses: a kerb, a wide street."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from walks.demo.scenes import ground
from walks.demo.scenes.canvas import Canvas, Lamp
from walks.demo.scenes.colours import (
    ASPHALT,
    AUTUMN,
    BLUESTONE,
    INK,
    SLABS,
    Colour,
    shade,
)
from walks.demo.scenes.furniture import (
    bollard,
    lamp,
    signal,
)
from walks.demo.scenes.houses import across, beside_the_street
from walks.demo.scenes.roads import kerbs, parked, stripes
from walks.demo.scenes.trees import fallen, tree
from walks.demo.scenes.viewpoint import camera_of, street_sky

if TYPE_CHECKING:
    from walks.demo.scenes.camera import Point
    from walks.demo.scenes.ground import Floor

    Rng = np.random.Generator

WHITE: Colour = (232, 228, 216)


def kerb(rng: Rng, *, night: bool) -> Canvas:
    """A kerb too high to cross, measured with a folding rule."""
    canvas = Canvas(camera_of(rng, eye=1.25, horizon=172), rng, night=night)
    street_sky(canvas)
    road = ground.loose(shade(ASPHALT, 0.92), grain=0.1)
    zebra = ground.painted(road, lambda g: stripes(g.right, 1.0, 0.5, g.wide), WHITE)
    far = ground.tiles(SLABS, (0.4, 0.4))
    ground.lay(canvas, ground.beside(lambda g: g.away - 2.7, zebra, far), wet=0.55)
    across(canvas, 9.5, (-9, 9))
    _kerb_stones(canvas, away=2.7, high=0.14)
    _dotted_paving(canvas, (-0.9, 0.9), (3.3, 4.1))
    for x in (-2.6, 2.5):
        bollard(canvas, (x * 0.72 + float(rng.uniform(-0.2, 0.2)), 0.14, 3.4))
    _rule(canvas, (float(rng.uniform(-0.5, 0.5)), 0, 2.62))
    fallen(canvas, 26, AUTUMN, within=3)
    if night:
        canvas.lamps += [Lamp((-2.2, 3.8, 3.3), 0.85), Lamp((9, 5, 12), 1.2)]
    return canvas


def crossing(rng: Rng, *, night: bool) -> Canvas:
    """A wide street to cross, with its signal."""
    canvas = Canvas(camera_of(rng, eye=1.6, horizon=432), rng, night=night)
    street_sky(canvas)
    road = ground.loose(ASPHALT, grain=0.08)
    zebra = ground.painted(
        road,
        lambda g: stripes(g.right, 1.0, 0.5, g.wide) * ground.between(g.away, 4.2, 7.6, g.deep),
        WHITE,
    )
    line = ground.painted(
        zebra,
        lambda g: (
            ground.between(g.right, -0.06, 0.06, g.wide)
            * stripes(g.away, 5, 2.4, g.deep)
            * np.clip((g.away - 9) / g.deep, 0, 1)
        ),
        WHITE,
    )
    floor = _with_pavements(line, left=-5.2, right=5.4)
    ground.lay(canvas, floor, wet=0.8)
    if not night:
        canvas.shadow([[(-6, 0, 1), (-6, 0, 80), (0.6, 0, 80), (2.0, 0, 1)]], depth=0.42, soft=9)
    across(canvas, 70, (-30, 30), sunlit=0.9)
    beside_the_street(canvas, -8.2, (5, 66), sunlit=0.72)
    beside_the_street(canvas, 8.4, (6, 66), sunlit=1.06)
    for away in (46.0, 34.0, 24.0, 15.0):
        kerbs(canvas, (-5.2, 5.4), (away, away + 14))
        tree(canvas, (6.5, 0.1, away), tall=7.5, dabs=260, spread=0.25)
        lamp(canvas, (-6.0, 0.1, away + 3), tall=5.4, power=1.1)
    parked(canvas, (4.2, 12.5), (150, 60, 58))
    parked(canvas, (4.2, 17.5), (84, 104, 120))
    kerbs(canvas, (-5.2, 5.4), (3, 16))
    signal(canvas, (2.5, 0.1, 5.0), red=bool(rng.random() < 0.7))  # noqa: PLR2004 - mostly red
    return canvas


def _with_pavements(road: Floor, *, left: float, right: float) -> Floor:
    slabs = ground.tiles(SLABS, (0.45, 0.45))
    inner = ground.beside(lambda g: g.right - left, slabs, road)
    return ground.beside(lambda g: g.right - right, inner, slabs)


def _kerb_stones(canvas: Canvas, *, away: float, high: float) -> None:
    """Blue stones that face the eye, each a little different."""
    x = -6.0
    while x < 6:  # noqa: PLR2004 - metres
        end = x + float(canvas.rng.uniform(0.85, 1.1))
        colour = shade(BLUESTONE, float(canvas.rng.uniform(0.92, 1.08)))
        canvas.block((x, end - 0.012), (0, high), (away, away + 0.32), colour)
        for _ in range(9):
            at = (float(canvas.rng.uniform(x, end)), float(canvas.rng.uniform(0.01, high)), away)
            canvas.ball(at, 0.008, shade(colour, 0.6), alpha=120)
        x = end
    low = [(-6, 0, away), (6, 0, away), (6, 0, away - 0.1), (-6, 0, away - 0.1)]
    canvas.shadow([low], depth=0.5, soft=3)


def _dotted_paving(canvas: Canvas, right: tuple[float, float], away: tuple[float, float]) -> None:
    """Paving whose dots tell a cane where to cross."""
    (x0, x1), (z0, z1) = right, away
    plate = [(x0, 0.01, z0), (x1, 0.01, z0), (x1, 0.01, z1), (x0, 0.01, z1)]
    canvas.shape(plate, (206, 200, 186))
    for z in np.arange(z1 - 0.05, z0, -0.1):
        for x in np.arange(x0 + 0.05, x1, 0.1):
            at = canvas.camera.see([(float(x), 0.01, float(z))])[0]
            wide = 0.032 * canvas.camera.scale(float(z))
            canvas.dab((at[0], at[1] + wide * 0.2), wide, wide * 0.45, (150, 144, 134))
            canvas.dab(at, wide * 0.85, wide * 0.36, (226, 220, 206))


def _rule(canvas: Canvas, foot: Point) -> None:
    """A folding rule of two limbs, standing against the kerb."""
    x, y, z = foot
    corners = [(x, y, z), (x + 0.035, y, z), (x + 0.035, y + 0.24, z), (x, y + 0.24, z)]
    canvas.shape(corners, (240, 196, 60))
    for step in range(24):
        up = y + step * 0.01
        wide = 0.022 if step % 5 == 0 else 0.012
        mark = [(x, up, z), (x + wide, up, z), (x + wide, up + 0.002, z), (x, up + 0.002, z)]
        canvas.shape(mark, INK)
    limb = [(x + 0.01, 0.004, z - 0.02), (x + 0.04, 0.004, z - 0.02)]
    canvas.shape([*limb, (x + 0.42, 0.004, z - 0.34), (x + 0.39, 0.004, z - 0.36)], (226, 180, 50))
