"""What scenes are drawn on: shapes in metres, what shines by itself, and what is wet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from walks.demo.scenes.camera import HEIGHT, WIDTH, Camera, Pixel, Point
from walks.demo.scenes.colours import INK, Colour, mix, shade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FINE = 2  # drawn so many times larger, so that edges come out smooth
BLACK = (0, 0, 0, 0)


@dataclass(frozen=True)
class Lamp:
    """A light: where it hangs in metres, how strong it is, and its colour."""

    at: Point
    power: float = 1.0
    colour: Colour = (255, 206, 132)


class Canvas:
    """A photo being drawn, from far to near.

    `image` is what daylight would show. At night `glow` holds what shines by itself, its alpha
    how wet the ground is where nothing stands on it; `lamps` light the rest.
    """

    def __init__(self, camera: Camera, rng: np.random.Generator, *, night: bool) -> None:
        size = (WIDTH * FINE, HEIGHT * FINE)
        self.camera, self.rng, self.night = camera, rng, night
        self.lamps: list[Lamp] = []
        self.image = Image.new("RGB", size)
        self.glow = Image.new("RGBA", size, BLACK)
        self._take_up_pens()

    def put(self, pixels: NDArray[Any], row: int = 0) -> None:
        """Lay pixels (0 to 255, rows × columns × 3) over the picture from this row down."""
        part = _enlarged(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))
        self.image.paste(part, (0, row * FINE))

    def shine(self, pixels: NDArray[Any], row: int = 0) -> None:
        """Let pixels from this row down shine by themselves."""
        part = _enlarged(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)))
        part.putalpha(0)  # only now: a resize forgets the colours of what is transparent
        self.glow.paste(part, (0, row * FINE))

    def wet(self, amount: NDArray[Any], row: int) -> None:
        """Make the ground wet from this row down, 0 to 1 for each pixel."""
        alpha = Image.fromarray((np.clip(amount, 0, 1) * 255).astype(np.uint8))
        whole = Image.new("L", self.glow.size)
        whole.paste(_enlarged(alpha), (0, row * FINE))
        self.glow.putalpha(whole)
        self._take_up_pens()

    def shape(
        self, points: Sequence[Point], colour: Colour, *, alpha: int = 255, glow: float = 0
    ) -> None:
        """A flat shape in metres; `glow` is how much of its colour it gives off at night."""
        self.flat(self.camera.see(points), colour, alpha=alpha, glow=glow)

    def flat(
        self, pixels: Sequence[Pixel], colour: Colour, *, alpha: int = 255, glow: float = 0
    ) -> None:
        """A shape in pixels of the photo."""
        if len(pixels) < 3:  # noqa: PLR2004 - no shape has fewer corners
            return
        fine = [(u * FINE, v * FINE) for u, v in pixels]
        self._pen.polygon(fine, fill=(*colour, alpha))
        self._shine(fine, colour, alpha, glow)

    def ball(
        self, at: Point, size: float, colour: Colour, *, alpha: int = 255, glow: float = 0
    ) -> None:
        """A disc that faces the eye, its radius in metres."""
        for u, v in self.camera.see([at])[:1]:
            radius = size * self.camera.scale(at[2])
            self.dab((u, v), radius, radius, colour, alpha=alpha, glow=glow)

    def dab(
        self,
        at: Pixel,
        width: float,
        height: float,
        colour: Colour,
        *,
        alpha: int = 255,
        glow: float = 0,
    ) -> None:
        """An ellipse around a pixel, its half axes in pixels."""
        u, v = at
        corners = [round(n * FINE) for n in (u - width, v - height, u + width, v + height)]
        self._pen.ellipse(corners, fill=(*colour, alpha))
        if self.night and alpha == 255:  # noqa: PLR2004 - opaque
            self._glow_pen.ellipse(corners, fill=(*shade(colour, glow), 0))

    def bar(
        self, start: Point, end: Point, thick: float, colour: Colour, *, glow: float = 0
    ) -> None:
        """A round bar between two points, its thickness in metres."""
        seen = self.camera.see([start, end])[:2]
        if len(seen) < 2:  # noqa: PLR2004 - the two ends
            return
        (u, v), (s, t) = seen
        length = max(np.hypot(s - u, t - v), 0.01)
        sides = [thick / 2 * self.camera.scale(point[2]) for point in (start, end)]
        across = (-(t - v) / length, (s - u) / length)
        a, b = ((n * across[0], n * across[1]) for n in sides)
        for part, tone in ((1.0, 1.0), (0.35, 1.18)):
            corners = [
                (u + a[0] * part, v + a[1] * part),
                (s + b[0] * part, t + b[1] * part),
                (s - b[0], t - b[1]),
                (u - a[0], v - a[1]),
            ]
            self.flat(corners, shade(colour, tone), glow=glow)

    def block(
        self,
        right: tuple[float, float],
        up: tuple[float, float],
        away: tuple[float, float],
        colour: Colour,
    ) -> None:
        """A block by its extents, its faces lit from the left and above."""
        (x0, x1), (y0, y1), (z0, z1) = right, up, away
        side = x0 if x0 > 0 else x1
        if x0 > 0 or x1 < 0:
            corners = [(side, y0, z0), (side, y1, z0), (side, y1, z1), (side, y0, z1)]
            self.shape(corners, shade(colour, 0.95 if x0 > 0 else 0.68))
        if y1 < self.camera.eye:
            corners = [(x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)]
            self.shape(corners, shade(colour, 1.14))
        self.shape([(x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0)], shade(colour, 0.84))

    def shadow(
        self, shapes: Sequence[Sequence[Point]], *, depth: float = 0.45, soft: float = 5
    ) -> None:
        """Shade these shapes on what is drawn so far; `soft` in pixels."""
        every = 4
        mask = Image.new("L", (WIDTH // every, HEIGHT // every))
        pen = ImageDraw.Draw(mask)
        for points in shapes:
            seen = [(u / every, v / every) for u, v in self.camera.see(points)]
            if len(seen) > 2:  # noqa: PLR2004 - a shape
                pen.polygon(seen, fill=round(depth * 255))
        self.darken(mask.filter(ImageFilter.GaussianBlur(soft / every)))

    def darken(self, mask: Image.Image) -> None:
        """Mix the ink of shade in where the mask (any size, as wide as the photo) is light."""
        found = mask.getbbox()
        if found is None:
            return
        times = self.image.width // mask.width
        left, top, right, low = (side * times for side in found)
        part = self.image.crop((left, top, right, low))
        soft = mask.crop(found).resize(part.size, Image.Resampling.BILINEAR)
        tint = shade(mix(INK, (70, 60, 120), 0.35), 2.1)
        deep = ImageChops.multiply(part, Image.new("RGB", part.size, tint))
        self.image.paste(deep, (left, top), soft)

    def _shine(self, fine: list[Pixel], colour: Colour, alpha: int, glow: float) -> None:
        """What is opaque hides what shines behind it."""
        if self.night and (alpha == 255 or glow):  # noqa: PLR2004 - opaque
            self._glow_pen.polygon(fine, fill=(*shade(colour, glow), 0))

    def _take_up_pens(self) -> None:
        self._pen = ImageDraw.Draw(self.image, "RGBA")  # it mixes; that of the glow replaces
        self._glow_pen = ImageDraw.Draw(self.glow)


def _enlarged(part: Image.Image) -> Image.Image:
    return part.resize((part.width * FINE, part.height * FINE), Image.Resampling.NEAREST)
