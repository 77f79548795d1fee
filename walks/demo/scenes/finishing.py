"""From a drawing to a photo: night falls, wet ground mirrors, the lens adds its grain."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from walks.demo.scenes.camera import HEIGHT, WIDTH
from walks.demo.scenes.canvas import FINE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from walks.demo.scenes.canvas import Canvas, Lamp

EVERY = 8  # light is soft: it is computed for one pixel in so many
AMBIENT = np.array((0.16, 0.18, 0.285), np.float32)  # a city's night sky


def finish(canvas: Canvas) -> Image.Image:
    """The photo, in the size of the camera."""
    image = canvas.image.reduce(FINE)
    if canvas.night:
        image = _by_night(canvas, image)
    return _through_a_lens(image, canvas.rng, night=canvas.night)


def _by_night(canvas: Canvas, image: Image.Image) -> Image.Image:
    glow = canvas.glow.convert("RGB").reduce(FINE)
    wet = canvas.glow.getchannel("A").reduce(FINE)
    lit = np.asarray(image, np.float32) * _light(canvas)
    image = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    image = ImageChops.add(image, _mirrored(canvas, glow, wet))
    image = ImageChops.add(image, glow)
    return _bloomed(image, glow)


def _light(canvas: Canvas) -> NDArray[Any]:
    """How much of each colour the night leaves of daylight, for each pixel."""
    rows, columns = HEIGHT // EVERY, WIDTH // EVERY
    light = np.broadcast_to(AMBIENT, (rows, columns, 3)).copy()
    for lamp in canvas.lamps:
        fall = _pool(canvas, lamp) + 0.55 * _halo(canvas, lamp)
        light += fall[..., None] * np.array(lamp.colour, np.float32) / 255 * lamp.power
    small = Image.fromarray(np.clip(light * 128, 0, 255).astype(np.uint8))
    large = small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return np.asarray(large, np.float32) / 128


def _pool(canvas: Canvas, lamp: Lamp) -> NDArray[Any]:
    """Light on the ground: inverse square, slanting, 1.1 right below the lamp."""
    found = np.zeros((HEIGHT // EVERY, WIDTH // EVERY), np.float32)
    right, away, _first = canvas.camera.ground(every=EVERY)
    x, up, z = lamp.at
    height = max(up, 1.0)
    square = (right - x) ** 2 + (away - z) ** 2 + height**2
    part = 1.1 * height**3 / square**1.5
    start = len(found) - len(part)
    found[start:] = part[: len(found) - start]
    return found


def _halo(canvas: Canvas, lamp: Lamp) -> NDArray[Any]:
    """Light on what stands around the lamp, as far from the eye as the lamp is."""
    rows, columns = np.mgrid[0:HEIGHT:EVERY, 0:WIDTH:EVERY].astype(np.float32)
    seen = canvas.camera.see([lamp.at])
    if not seen:
        return np.zeros_like(rows)
    (u, v), scale = seen[0], canvas.camera.scale(lamp.at[2])
    far = np.hypot(columns - u, rows - v) / (scale * 1.9)
    return 1 / (1 + far**2) ** 1.3


def _mirrored(canvas: Canvas, glow: Image.Image, wet: Image.Image) -> Image.Image:
    """What shines, upside down and drawn out, where the ground is wet."""
    first = int(canvas.camera.horizon) + 20
    upper = glow.crop((0, 0, WIDTH, first)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    long = upper.resize((WIDTH // 2, 40), Image.Resampling.BOX).resize(
        (WIDTH, round(first * 1.5)), Image.Resampling.BICUBIC
    )
    whole = Image.new("RGB", (WIDTH, HEIGHT))
    whole.paste(long.filter(ImageFilter.GaussianBlur(4)), (0, first))
    return ImageChops.multiply(whole, Image.merge("RGB", [wet] * 3))


def _bloomed(image: Image.Image, glow: Image.Image) -> Image.Image:
    small = glow.resize((WIDTH // 8, HEIGHT // 8), Image.Resampling.BOX)
    small = small.point([max(0, value - 60) for value in range(256)] * 3)
    for radius, gain in ((2, 0.55), (9, 0.75)):
        halo = small.filter(ImageFilter.GaussianBlur(radius))
        halo = halo.point([min(255, round(value * gain)) for value in range(256)] * 3)
        image = ImageChops.screen(image, halo.resize(image.size, Image.Resampling.BICUBIC))
    return image


def _through_a_lens(image: Image.Image, rng: np.random.Generator, *, night: bool) -> Image.Image:
    """A little less light in the corners, warm lights and cool shades, grain."""
    image = ImageChops.multiply(image, _corners())
    warmth = 0.5 if night else 1.2
    image = image.point(
        [
            round(min(255, max(0, value + turn * warmth * (value - 100) / 10)))
            for turn in (0.22, 0.06, -0.2)
            for value in range(256)
        ]
    )
    grain = rng.standard_normal((HEIGHT // 2, WIDTH // 2), dtype=np.float32)
    grain = np.clip(128 + grain * (5.5 if night else 3.5), 0, 255).astype(np.uint8)
    large = Image.fromarray(grain).resize(image.size, Image.Resampling.BICUBIC)
    return ImageChops.add(image, Image.merge("RGB", [large] * 3), offset=-128)


@cache
def _corners() -> Image.Image:
    down, across = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j].astype(np.float32)
    left = (255 * (1 - 0.11 * (down**2 + across**2))).astype(np.uint8)
    return Image.merge("RGB", [Image.fromarray(left)] * 3)
