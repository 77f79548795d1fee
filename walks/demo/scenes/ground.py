"""What one walks on, computed for each pixel of the ground: slabs, setts, gravel, asphalt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from walks.demo.scenes.camera import WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from walks.demo.scenes.canvas import Canvas
    from walks.demo.scenes.colours import Colour

    Grid = NDArray[Any]
    Floor = Callable[["Ground"], Grid]


class Ground:
    """The ground in view: metres right and away of each pixel, and metres a pixel is wide, deep."""

    def __init__(self, canvas: Canvas) -> None:
        camera = canvas.camera
        self.rng = canvas.rng
        self.right, self.away, self.first = camera.ground()
        self.wide = self.away / camera.focal
        self.deep = self.away**2 / (camera.focal * camera.eye)

    def noise(self, cell: float) -> Grid:
        """Soft noise from -1 to 1 that grows towards the eye, its cells so many pixels wide."""
        rows, columns = self.right.shape
        small = (max(2, round(rows / cell * 3)), max(2, round(columns / cell)))
        found = self.rng.uniform(-1, 1, small).astype(np.float32)
        image = Image.fromarray(found).resize((columns, rows), Image.Resampling.BICUBIC)
        return np.asarray(image)


def lay(canvas: Canvas, floor: Floor, *, wet: float = 0) -> None:
    """Lay a floor over all of the ground; `wet` is how much it mirrors at night."""
    ground = Ground(canvas)
    pixels = floor(ground)
    haze = np.clip((ground.away[..., None] - 12) / 70, 0, 0.55)
    pixels = pixels * (1 - haze) + np.array((206, 200, 190), np.float32) * haze
    canvas.put(pixels, ground.first)
    if wet and canvas.night:
        canvas.wet(wet * np.clip(0.75 + 0.5 * ground.noise(120), 0, 1), ground.first)


def tiles(colour: Colour, size: tuple[float, float], *, rough: float = 0.08) -> Floor:
    """Tiles of a size in metres (right, away), each row shifted by half, no two alike."""

    def floor(ground: Ground) -> Grid:
        row = np.floor(ground.away / size[1])
        along = ground.right / size[0] + (row % 2) / 2
        column = np.floor(along)
        tone = 1 + rough * (2 * _chance(column, row) - 1) * _seen(ground, size)
        joint = np.minimum(
            _gap(along, ground.wide / size[0]), _gap(ground.away / size[1], ground.deep / size[1])
        )
        joint = 1 - (1 - joint) * 0.3 * _seen(ground, size)
        grime = 1 + 0.05 * ground.noise(160) + 0.03 * ground.noise(14)
        return _coloured(tone * joint * grime, colour)

    return floor


def loose(colour: Colour, *, grain: float = 0.07, patches: float = 0.09) -> Floor:
    """Gravel, earth, asphalt or grass: grains and patches."""

    def floor(ground: Ground) -> Grid:
        fine = ground.rng.standard_normal(ground.right.shape, dtype=np.float32)
        fine *= grain * np.clip(9 / ground.away, 0.1, 1)
        return _coloured(1 + fine + patches * ground.noise(220) + 0.05 * ground.noise(26), colour)

    return floor


def beside(edge: Callable[[Ground], Grid], here: Floor, there: Floor) -> Floor:
    """Here where `edge` (in metres) is below zero, there beyond it."""

    def floor(ground: Ground) -> Grid:
        part = np.clip(edge(ground) / (2 * ground.wide) + 0.5, 0, 1)[..., None]
        return here(ground) * (1 - part) + there(ground) * part

    return floor


def painted(
    below: Floor, stripes: Callable[[Ground], Grid], colour: Colour, *, worn: float = 0.35
) -> Floor:
    """Paint on a floor where `stripes` is above 0, partly worn off."""

    def floor(ground: Ground) -> Grid:
        plain = below(ground)
        left = np.clip(1 - worn * np.clip(ground.noise(30) + ground.noise(9) * 0.6, 0, 1), 0, 1)
        part = (np.clip(stripes(ground), 0, 1) * left * 0.92)[..., None]
        return plain * (1 - part) + _coloured(1 + 0.03 * ground.noise(40), colour) * part

    return floor


def between(value: Grid, low: float, high: float, blur: Grid) -> Grid:
    """1 where the value lies between low and high, 0 outside, soft over `blur`."""
    return np.clip((value - low) / blur, 0, 1) * np.clip((high - value) / blur, 0, 1)


def sky(canvas: Canvas, top: Colour, low: Colour, *, clouds: Colour, cover: float = 0.5) -> None:
    """A sky down to the horizon with clouds drawn out by the wind; it shines at night."""
    rows = int(canvas.camera.horizon) + 8
    small = (rows // 4, WIDTH // 4)
    down = np.linspace(0, 1, small[0], dtype=np.float32)[:, None, None] ** 0.8
    pixels = np.array(top, np.float32) * (1 - down) + np.array(low, np.float32) * down
    drift = sum(_soft(canvas.rng, small, (3 * n, 2 * n)) / n for n in (1, 2, 4, 9))
    part = np.clip((np.asarray(drift) - 0.55 + cover) * 0.8, 0, 0.8)[..., None]
    pixels = pixels * (1 - part) + np.array(clouds, np.float32) * part
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    pixels = np.asarray(image.resize((WIDTH, rows), Image.Resampling.BICUBIC), np.float32)
    canvas.put(pixels)
    if canvas.night:
        canvas.shine(pixels)


def _soft(rng: np.random.Generator, size: tuple[int, int], cells: tuple[int, int]) -> Grid:
    found = rng.uniform(-1, 1, (cells[0] + 1, cells[1] + 1)).astype(np.float32)
    image = Image.fromarray(found).resize((size[1], size[0]), Image.Resampling.BICUBIC)
    return np.asarray(image)


def _chance(column: Grid, row: Grid) -> Grid:
    """A number from 0 to 1 for each tile, always the same."""
    n = column.astype(np.int64) * 73_856_093 ^ row.astype(np.int64) * 19_349_663
    n = (n ^ (n >> 13)) * 1_274_126_177
    return ((n >> 8) & 0xFFFF).astype(np.float32) / 0xFFFF


def _gap(along: Grid, pixel: Grid) -> Grid:
    """0 in a joint and 1 on the tile, soft over a pixel; in parts of a tile."""
    off = np.abs(along - np.round(along))
    return np.clip((off - 0.012) / np.maximum(pixel, 0.012), 0, 1)


def _seen(ground: Ground, size: tuple[float, float]) -> Grid:
    """How much of a pattern of this size is left so far away."""
    return np.clip(1.3 - ground.deep / size[1] * 1.5, 0, 1)


def _coloured(tone: Grid, colour: Colour) -> Grid:
    return tone[..., None] * np.array(colour, np.float32)
