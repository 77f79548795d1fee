"""The demo's photos: street scenes of Brussels, drawn, without people, no two alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import ImageOps

from walks.demo.scenes import cafe, crossings, litter, park, pavement, pond, steps, stop
from walks.demo.scenes.finishing import finish

if TYPE_CHECKING:
    from PIL import Image

SCENES = {
    "bench": park.bench,
    "bus_stop": stop.bus_stop,
    "crossing": crossings.crossing,
    "dark_path": park.dark_path,
    "kerb": crossings.kerb,
    "lamp": pavement.lamp_on_the_square,
    "litter": litter.litter,
    "pond": pond.pond,
    "shopfront": cafe.shopfront,
    "steps": steps.steps,
    "trees": park.trees,
    "works": pavement.works,
}


def draw(scene: str, *, night: bool, seed: int) -> Image.Image:
    """One photo of 1280 × 960 pixels; the same seed draws the same photo."""
    rng = np.random.default_rng(seed)
    photo = finish(SCENES[scene](rng, night=night))
    return ImageOps.mirror(photo) if rng.integers(2) else photo
