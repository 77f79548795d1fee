"""Photos as a phone makes them, drawn for the tests."""

from __future__ import annotations

import io

from PIL import Image, ImageCms, ImageDraw

MAKER = "Lantern Phones of Exampleton"
COMMENT = b"taken at my own front door"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a:place>Front door</a:place></x:xmpmeta>'


def a_street(width: int = 640, height: int = 480) -> Image.Image:
    """A street whose sky is blue and at the top, with a red mark at the top left."""
    image = Image.new("RGB", (width, height), (90, 90, 90))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, height // 3), fill=(60, 120, 230))
    draw.rectangle((0, 0, width // 8, height // 8), fill=(230, 20, 20))
    return image


def a_phone_photo(width: int = 640, height: int = 480) -> bytes:
    """A JPEG held sideways: orientation 6, GPS, maker, thumbnail, XMP, comment, colour profile."""
    upright = a_street(width, height)
    stored = upright.transpose(Image.Transpose.ROTATE_90)
    file = io.BytesIO()
    stored.save(
        file,
        "JPEG",
        quality=90,
        exif=_exif(stored),
        comment=COMMENT,
        xmp=XMP,
        icc_profile=_profile(),
    )
    return file.getvalue()


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """An image's bytes in a format."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _exif(image: Image.Image) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif[0x0112] = 6
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (50.0, 49.0, 39.72)
    gps[3], gps[4] = "E", (4.0, 22.0, 19.92)
    gps[29] = "2026:05:03"
    details = exif.get_ifd(0x8769)
    details[0x9003] = "2026:05:03 21:10:54"
    details[0x927C] = b"serial number 0123456789"  # the maker's own notes
    details[0x9286] = b"ASCII\0\0\0thumbnail follows" + _thumbnail(image)
    return exif.tobytes()


def _thumbnail(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((160, 120))
    return saved(small, "JPEG")


def _profile() -> bytes:

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
