"""Real photos, odd and broken ones: each is accepted or refused with a reason."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from walks.photos.preparing import REASONS, Limits, PhotoRefusedError, Prepared, check, prepare

LIMITS = Limits(max_bytes=25_000_000, max_pixels=60_000_000, max_side=4096)

# Pillow warns of EXIF that it cannot read; in a worker such a photo is kept all the same.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

REFUSED = {
    "broken.png": "undecodable",
    "broken_data_stream.png": "undecodable",
    "corrupted.heic": "undecodable",
    "decompression_bomb.gif": "format",
    "empty.heic": "empty",
    "png_decompression_dos.png": "undecodable",
    "tiff_16bit_RGB.tiff": "format",
    "truncated_image.png": "truncated",
    "truncated_jpeg.jpg": "truncated",
}
UPRIGHT = {  # width and height once turned
    "arrow.heic": (3024, 4032),
    "hopper_orientation_6.webp": (128, 128),
    "potbot bath photo 2 (o=6).JPG": (968, 1296),
    "potbot photo 4 (o=3).JPG": (1296, 968),
    "rot1mir0.avif": (640, 427),
}


@pytest.fixture(scope="module")
def found(real_data: Path) -> dict[str, Prepared | str]:
    """What became of each file, by its name."""
    return {path.name: became(path) for path in sorted((real_data / "photos").rglob("*.*"))}


def became(path: Path) -> Prepared | str:
    try:
        with path.open("rb") as file:
            check(file, LIMITS)
            return prepare(file, LIMITS)
    except PhotoRefusedError as refusal:
        return refusal.code


def test_each_is_accepted_or_refused_with_a_reason(found: dict[str, Prepared | str]) -> None:
    assert len(found) > 30
    refused = {name: code for name, code in found.items() if isinstance(code, str)}
    assert refused == REFUSED
    assert set(refused.values()) <= set(REASONS)


def test_each_accepted_one_holds_pixels_and_no_metadata(found: dict[str, Prepared | str]) -> None:
    accepted = [prepared for prepared in found.values() if isinstance(prepared, Prepared)]
    for content in (content for prepared in accepted for content in prepared.files.values()):
        image = Image.open(io.BytesIO(content))
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert not image.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp", "mp"} & set(image.info)
        image.load()


def test_each_is_upright(found: dict[str, Prepared | str]) -> None:
    for name, size in UPRIGHT.items():
        prepared = found[name]
        assert isinstance(prepared, Prepared)
        assert (prepared.width, prepared.height) == size
