"""The ponds: what stands on the far bank, and its image in the water."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from walks.demo.scenes.camera import HEIGHT, WIDTH
from walks.demo.scenes.canvas import FINE

if TYPE_CHECKING:
    from PIL import Image

    from walks.demo.scenes.canvas import Canvas
    from walks.demo.scenes.colours import Colour

DAY: Colour = (126, 150, 148)
NIGHT: Colour = (96, 110, 140)


def water(canvas: Canvas, far: float, near: float) -> None:
    """Water from the far bank to the near one, in metres away, that mirrors what is drawn."""
    top = round(canvas.camera.see([(0, 0, far)])[0][1])
    low = min(HEIGHT, round(canvas.camera.see([(0, 0, near)])[0][1]))
    canvas.put(_mirror(canvas, canvas.image, top, low, 0.3), top)
    if canvas.night:
        canvas.shine(_mirror(canvas, canvas.glow.convert("RGB"), top, low, 0) * 0.8, top)


def _mirror(canvas: Canvas, image: Image.Image, top: int, low: int, murky: float) -> np.ndarray:
    """The picture above the bank, turned over and rippled."""
    small = np.asarray(image.reduce(FINE), np.float32)
    rows = np.arange(low - top)
    columns = np.arange(WIDTH)
    rng, depth = canvas.rng, (rows / max(1, low - top))[:, None]
    waves = 0.0
    for _ in range(6):
        high, length, turn = rng.uniform(0.4, 1), rng.uniform(5, 26), rng.uniform(0, 7)
        slant = rng.uniform(-0.012, 0.012)
        down = np.log1p(rows[:, None] * 0.06) * 60 / length
        waves = waves + high * np.sin(down * 6 + columns[None, :] * slant + turn)
    shift = (2 + 13 * depth) * waves
    source_rows = np.clip(top - 1 - rows[:, None] * 1.3 + shift * 0.55, 0, top - 1)
    source_columns = np.clip(columns[None, :] + shift, 0, WIDTH - 1)
    seen = small[source_rows.astype(int), source_columns.astype(int)]
    if not murky:
        return seen
    colour = np.array(NIGHT if canvas.night else DAY, np.float32)
    part = (murky * (0.55 + 0.45 * depth))[..., None]
    glints = np.clip(waves - 2.1, 0, 1)[..., None] * 46 * (0.4 if canvas.night else 1)
    return seen * (1 - part) * 0.96 + colour * part + glints
