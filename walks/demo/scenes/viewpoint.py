"""Where the photographer stands, and the sky above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.demo.scenes import ground
from walks.demo.scenes.camera import WIDTH, Camera

if TYPE_CHECKING:
    import numpy as np

    from walks.demo.scenes.canvas import Canvas

    Rng = np.random.Generator


def street_sky(canvas: Canvas) -> None:
    """The sky between roofs."""
    if canvas.night:
        ground.sky(canvas, (12, 16, 34), (62, 48, 62), clouds=(44, 40, 58), cover=0.35)
    else:
        ground.sky(canvas, (128, 172, 204), (244, 232, 208), clouds=(255, 250, 240), cover=0.5)


def camera_of(rng: Rng, *, eye: float = 1.55, horizon: float = 416) -> Camera:
    """A camera near this height and horizon: nobody stands twice on one spot."""
    return Camera(
        eye=eye + float(rng.uniform(-0.08, 0.08)),
        horizon=horizon + float(rng.uniform(-20, 20)),
        centre=WIDTH / 2 + float(rng.uniform(-48, 48)),
    )
