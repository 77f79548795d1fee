"""The colours of the drawn photos: brick, blue stone, slate, leaves, and the pages' own plum."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

Colour = tuple[int, int, int]

INK: Colour = (31, 35, 40)
PAPER: Colour = (251, 248, 241)
PLUM: Colour = (116, 41, 79)
VERMILION: Colour = (213, 94, 0)
SEA_GREEN: Colour = (0, 158, 115)
BLUE: Colour = (0, 114, 178)

BRICKS: tuple[Colour, ...] = (
    (166, 88, 66),
    (148, 76, 62),
    (188, 116, 82),
    (203, 168, 122),
    (226, 214, 190),
    (214, 196, 170),
    (176, 180, 160),
    (128, 70, 66),
)
DOORS: tuple[Colour, ...] = (PLUM, (38, 70, 62), (44, 62, 92), (92, 52, 36), (60, 58, 62))
BLUESTONE: Colour = (112, 120, 130)
SANDSTONE: Colour = (228, 216, 192)
SLATE: Colour = (82, 90, 104)
ZINC: Colour = (150, 158, 166)
ASPHALT: Colour = (98, 100, 106)
SLABS: Colour = (176, 170, 160)
SETTS: Colour = (124, 120, 122)
GRAVEL: Colour = (206, 188, 152)
GRASS: Colour = (128, 152, 84)
SAND: Colour = (214, 186, 134)
WOOD: Colour = (164, 112, 68)
BARK: Colour = (92, 76, 64)
IRON: Colour = (50, 60, 60)
GLASS: Colour = (120, 146, 160)
LEAVES: tuple[Colour, ...] = ((66, 96, 62), (88, 122, 66), (118, 148, 74), (160, 176, 92))
AUTUMN: tuple[Colour, ...] = ((122, 84, 46), (168, 112, 48), (198, 146, 62), (222, 180, 92))
WILLOW: tuple[Colour, ...] = ((84, 110, 66), (112, 138, 74), (146, 166, 86), (184, 194, 112))
LAMPLIGHT: Colour = (255, 206, 132)
LIT: tuple[Colour, ...] = ((255, 208, 130), (255, 188, 104), (255, 224, 168), (244, 200, 150))


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """So much of the other colour in the one, 0 to 1."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def shade(colour: Colour, factor: float) -> Colour:
    """Darker below 1, lighter above."""
    red, green, blue = (max(0, min(255, round(channel * factor))) for channel in colour)
    return red, green, blue


def varied(colour: Colour, rng: np.random.Generator, by: float = 0.06) -> Colour:
    """Nearly the same colour, as two of a kind are."""
    return shade(colour, 1 + float(rng.uniform(-by, by)))
