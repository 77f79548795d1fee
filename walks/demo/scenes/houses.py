"""Brussels houses: brick or render, blue stone below, tall windows, a cornice and a slate roof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from walks.demo.scenes.colours import (
    BLUESTONE,
    BRICKS,
    DOORS,
    GLASS,
    LIT,
    PAPER,
    PLUM,
    SANDSTONE,
    SLATE,
    Colour,
    mix,
    shade,
    varied,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from walks.demo.scenes.camera import Point
    from walks.demo.scenes.canvas import Canvas

    Plane = Callable[[float, float], Point]  # metres along and up a facade to a point


@dataclass(frozen=True)
class Wall:
    """A street's facades stand on it: `at` leads from metres along and up to points."""

    canvas: Canvas
    at: Plane
    sunlit: float = 1.0  # below 1 in the shade
    haze: float = 0.0

    def box(
        self,
        along: tuple[float, float],
        up: tuple[float, float],
        colour: Colour,
        *,
        alpha: int = 255,
        glow: float = 0,
    ) -> None:
        """A rectangle on the wall."""
        (s0, s1), (t0, t1) = along, up
        corners = [self.at(s0, t0), self.at(s1, t0), self.at(s1, t1), self.at(s0, t1)]
        self.canvas.shape(corners, self._toned(colour, glow), alpha=alpha, glow=glow)

    def roof(self, along: tuple[float, float], up: tuple[float, float], colour: Colour) -> None:
        """A roof's slope above the cornice, drawn in on both sides."""
        (s0, s1), (t0, t1) = along, up
        inset = 0.06 * (s1 - s0)
        corners = [self.at(s0, t0), self.at(s1, t0), self.at(s1 - inset, t1)]
        self.canvas.shape([*corners, self.at(s0 + inset, t1)], self._toned(colour, 0))

    def _toned(self, colour: Colour, glow: float) -> Colour:
        if glow:
            return colour
        return mix(shade(colour, self.sunlit), (206, 200, 190), self.haze)


def beside_the_street(
    canvas: Canvas, right: float, away: tuple[float, float], *, sunlit: float
) -> None:
    """A row of houses along the street at so many metres to the right, from far to near."""
    widths: list[float] = []
    while sum(widths) < away[1] - away[0]:
        widths.append(float(canvas.rng.uniform(5.2, 7.4)))
    start = away[0] + sum(widths)
    for width in reversed(widths):
        start -= width
        haze = min(0.5, max(0.0, (start - 10) / 90))
        house(Wall(canvas, _along(right, start), sunlit, haze), width)


def across(canvas: Canvas, away: float, right: tuple[float, float], *, sunlit: float = 1) -> None:
    """A row of houses that face the eye."""
    start = right[0]
    while start < right[1]:
        width = float(canvas.rng.uniform(5.6, 7.6))
        haze = min(0.45, max(0.0, (away - 10) / 90))
        house(Wall(canvas, facing(start, away), sunlit, haze), width)
        start += width


def facing(right: float, away: float) -> Plane:
    """A wall that faces the eye, from so far to the right on."""
    return lambda along, up: (right + along, up, away)


def _along(right: float, start: float) -> Plane:
    return lambda along, up: (right, up, start + along)


def house(wall: Wall, width: float) -> None:
    """One house, three or four storeys high, of its own colours."""
    rng = wall.canvas.rng
    brick = varied(BRICKS[int(rng.integers(len(BRICKS)))], rng)
    trim = SANDSTONE if sum(brick) < 520 else shade(SANDSTONE, 1.06)  # noqa: PLR2004 - dark
    top = float(rng.uniform(10.2, 13.2))
    wall.roof((0, width), (top, top + 2.6), varied(SLATE, rng))
    wall.box((0, width), (0, top), brick)
    _courses(wall, width, top, brick)
    wall.box((0, width), (0, 0.9), varied(BLUESTONE, rng))
    _ground_floor(wall, width, trim)
    bays = 2 if width < 6 else 3  # noqa: PLR2004 - metres
    floor = 4.3
    for height in (2.5, 2.2, 1.7):
        if floor + height + 0.9 > top:
            break
        wall.box((0, width), (floor - 0.55, floor - 0.4), trim)
        for bay in range(bays):
            middle = width * (bay + 0.5) / bays
            window(wall, middle, (floor, floor + height), trim)
        floor += height + 1.0
    if rng.random() < 0.5:  # noqa: PLR2004 - every other house
        _balcony(wall, width / 2, trim)
    _cornice(wall, width, top)
    _dormer(wall, width / 2, top)
    wall.box((width - 0.1, width), (0, top), shade(brick, 0.7), alpha=120)


def window(
    wall: Wall, middle: float, up: tuple[float, float], trim: Colour, *, half: float = 0.5
) -> None:
    """A tall window in its surround: frame, panes, a curtain, and at night perhaps a light."""
    rng = wall.canvas.rng
    low, high = up
    is_lit = wall.canvas.night and rng.random() < 0.34  # noqa: PLR2004 - a third
    left, right = middle - half, middle + half
    wall.box((left - 0.13, right + 0.13), (low - 0.16, high + 0.22), trim)
    wall.box((left, right), (low, high), shade(trim, 0.62))
    pane = LIT[int(rng.integers(len(LIT)))] if is_lit else varied(GLASS, rng, 0.15)
    glow = float(rng.uniform(0.5, 0.95)) if is_lit else 0
    for side in ((left + 0.07, middle - 0.04), (middle + 0.04, right - 0.06)):
        wall.box(side, (low + 0.06, high - 0.12), pane, glow=glow)
        if not is_lit:
            wall.box(side, (low + (high - low) * 0.55, high - 0.12), shade(pane, 1.25), alpha=110)
        else:
            wall.box(side, (low + 0.06, low + 0.5), shade(pane, 0.72), glow=glow * 0.8)
    if rng.random() < 0.6:  # noqa: PLR2004 - most have curtains
        cloth = mix(PAPER, PLUM, float(rng.choice([0, 0, 0.3])))
        for side in ((left + 0.07, left + 0.26), (right - 0.25, right - 0.06)):
            wall.box(side, (low + 0.06, high - 0.12), cloth, glow=glow * 0.55)
    wall.box((left - 0.2, right + 0.2), (low - 0.24, low - 0.12), shade(trim, 0.9))


def _ground_floor(wall: Wall, width: float, trim: Colour) -> None:
    rng = wall.canvas.rng
    door = DOORS[int(rng.integers(len(DOORS)))]
    at = 1.2 if rng.random() < 0.5 else width - 1.2  # noqa: PLR2004 - one side or the other
    wall.box((at - 0.72, at + 0.72), (0, 3.3), trim)
    wall.box((at - 0.55, at + 0.55), (0.12, 2.45), door)
    for side in ((at - 0.42, at - 0.07), (at + 0.07, at + 0.42)):
        wall.box(side, (0.5, 1.15), shade(door, 0.8))
        wall.box(side, (1.3, 2.3), shade(door, 1.35))
    wall.box((at - 0.55, at + 0.55), (2.55, 3.12), GLASS)
    wall.box((at - 0.75, at + 0.75), (0, 0.12), shade(BLUESTONE, 1.1))
    other = (at + width) / 2 + 0.2 if at < width / 2 else at / 2 - 0.2
    window(wall, other, (1.25, 3.2), trim, half=min(0.95, width * 0.14))
    wall.box((other - 0.5, other + 0.5), (0.2, 0.55), shade(BLUESTONE, 0.55))


def _courses(wall: Wall, width: float, top: float, brick: Colour) -> None:
    """Courses of brick, as far as one can tell them."""
    tall = wall.canvas.camera.scale(wall.at(0, 0)[2])
    step = 0.16 if tall > 90 else 0.32  # noqa: PLR2004 - pixels a metre
    height = 0.9
    while height < top and tall > 40:  # noqa: PLR2004 - pixels a metre
        wall.box((0, width), (height, height + step * 0.22), shade(brick, 0.86), alpha=110)
        height += step


def _balcony(wall: Wall, middle: float, trim: Colour) -> None:
    wall.box((middle - 1.0, middle + 1.0), (3.95, 4.15), shade(trim, 0.85))
    wall.box((middle - 1.0, middle + 1.0), (4.95, 5.02), (52, 58, 60))
    for step in range(11):
        at = middle - 1.0 + step * 0.2
        wall.box((at, at + 0.035), (4.15, 5.0), (52, 58, 60))


def _cornice(wall: Wall, width: float, top: float) -> None:
    wall.box((0, width), (top - 0.7, top - 0.25), shade(SANDSTONE, 0.98))
    for step in range(int(width / 0.7)):
        wall.box((0.2 + step * 0.7, 0.42 + step * 0.7), (top - 0.62, top - 0.25), SANDSTONE)
    wall.box((-0.05, width + 0.05), (top - 0.25, top + 0.1), shade(SANDSTONE, 1.05))
    wall.box((0, width), (top - 0.82, top - 0.7), (60, 50, 46), alpha=110)


def _dormer(wall: Wall, middle: float, top: float) -> None:
    wall.box((middle - 0.75, middle + 0.75), (top + 0.3, top + 1.9), shade(SANDSTONE, 1.02))
    wall.box((middle - 0.5, middle + 0.5), (top + 0.45, top + 1.7), GLASS)
    wall.box((middle - 0.9, middle + 0.9), (top + 1.85, top + 2.1), shade(SLATE, 0.85))
