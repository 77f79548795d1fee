"""The drawn photos: every scene by day and by night, no two alike, as a phone would send them."""

from __future__ import annotations

import io
from datetime import datetime

import numpy as np
import pytest
from PIL import Image

from walks.demo import photographs
from walks.demo.scenes import SCENES, draw

FLAGEY = (4.3722, 50.8277)
EVENING = datetime(2026, 5, 3, 21, 10, 54)  # noqa: DTZ001 - on the phone's clock


def brightness(image: Image.Image) -> float:
    return float(np.asarray(image.convert("L")).mean())


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_a_scene_is_a_picture_by_day_and_darker_by_night(scene: str) -> None:
    day, night = draw(scene, night=False, seed=1), draw(scene, night=True, seed=1)
    assert day.size == night.size == (1280, 960)
    assert brightness(night) < 0.9 * brightness(day)
    assert float(np.asarray(night.convert("L")).max()) > 90, "nothing can be made out"
    colours = day.resize((80, 60)).convert("RGB").quantize(64).getcolors()
    assert colours is not None
    assert max(count for count, _ in colours) < 80 * 60 / 2, "half of it is one colour"


def test_a_scene_is_drawn_anew_for_each_number_and_the_same_for_the_same() -> None:
    one, again, other = (draw("kerb", night=False, seed=seed) for seed in (1, 1, 2))
    assert one.tobytes() == again.tobytes()
    assert one.tobytes() != other.tobytes()


@pytest.mark.parametrize(
    ("number", "held", "size"), [(1, 1, (1280, 960)), (4, 6, (960, 720))], ids=["wide", "upright"]
)
def test_a_photo_tells_where_when_and_how_it_was_taken(
    number: int, held: int, size: tuple[int, int]
) -> None:
    taken = photographs.take("kerb", night=False, at=FLAGEY, when=EVENING, number=number)
    image = Image.open(io.BytesIO(taken.content))
    exif = image.getexif()
    assert image.format == "JPEG"
    assert image.size == size
    assert exif[0x0112] == held
    assert exif.get_ifd(0x8769)[0x9003] == "2026:05:03 21:10:54"
    degrees, minutes, seconds = map(float, exif.get_ifd(0x8825)[2])
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(FLAGEY[1], abs=1e-5)
