"""The demo's photos as a phone writes them: JPEGs that tell where, when and how it was held."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image

from walks.database import new_id
from walks.demo.scenes import draw

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

UPRIGHT, ON_ITS_SIDE = 1, 6  # how EXIF says that the phone was held
SIDEWAYS = 4  # one photo in so many is taken upright by a phone whose sensor lies on its side
EXIF, GPS = 0x8769, 0x8825  # the parts of the metadata


@dataclass(frozen=True)
class Photograph:
    """A photo on a phone: its id, its bytes, and their SHA-256 in hexadecimal."""

    id: UUID
    content: bytes
    digest: str


def take(
    scene: str, *, night: bool, at: tuple[float, float], when: datetime, number: int
) -> Photograph:
    """Take the photo of a scene at a point (longitude, latitude); each number looks different."""
    image = draw(scene, night=night, seed=number)
    held = ON_ITS_SIDE if number % SIDEWAYS == 0 else UPRIGHT
    if held == ON_ITS_SIDE:
        margin = (image.width - image.height * 3 // 4) // 2
        image = image.crop((margin, 0, margin + image.height * 3 // 4, image.height))
        image = image.transpose(Image.Transpose.ROTATE_90)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=88, exif=_metadata(at, when, held))
    content = file.getvalue()
    return Photograph(new_id(), content, hashlib.sha256(content).hexdigest())


def _metadata(at: tuple[float, float], when: datetime, held: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Demo", "Drawn, not photographed"  # maker, model
    exif[0x0112] = held
    exif.get_ifd(EXIF)[0x9003] = exif[0x0132] = f"{when:%Y:%m:%d %H:%M:%S}"
    position: dict[int, Any] = exif.get_ifd(GPS)
    position[1], position[2] = "N", _sexagesimal(at[1])
    position[3], position[4] = "E", _sexagesimal(at[0])
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 2)
