"""Making photos harmless: upright, in sRGB, in three sizes, without a byte of metadata."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import pillow_heif
from flask_babel import lazy_gettext as _l
from PIL import Image, ImageCms, UnidentifiedImageError

from walks.media import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

# Phones make these. Scans (TIFF), drawings (GIF, SVG) and documents are refused: each further
# reader is one more way in for hostile bytes, and no phone's camera writes them.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")  # a JPEG may turn out to be an MPO

SCREEN, THUMBNAIL = 1600, 320  # longest side in pixels
QUALITY = {"full": 82, "screen": 80, "thumbnail": 78}

REASONS = {
    "empty": _l("The photo is empty. Choose it again, or take a new one."),
    "format": _l("This kind of picture is not taken. Send a JPEG, HEIC, PNG, WebP or AVIF photo."),
    "not-a-photo": _l("This is not a photo. Choose a photo, or take a new one."),
    "pdf": _l("This is a PDF and not a photo. Take a photo of it instead."),
    "too-many-bytes": _l("The photo is too large. Send a smaller copy of it."),
    "too-many-pixels": _l("The photo has too many pixels. Send a smaller copy of it."),
    "truncated": _l("A part of the photo is missing. Choose it again, or take a new one."),
    "undecodable": _l("The photo is damaged and cannot be opened. Take it again."),
}

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112  # the EXIF tag

OTHER_PICTURES = (b"GIF8", b"II*\0", b"MM\0*", b"BM", b"8BPS", b"<svg", b"<?xml")

pillow_heif.register_heif_opener(thumbnails=False)
Image.init()  # Pillow looks for WebP and AVIF only when it is not told what to look for
# Pillow's own limit is a fixed number that only warns up to twice its height; `_open` holds every
# picture to the setting, from its header alone.
Image.MAX_IMAGE_PIXELS = None


class PhotoRefusedError(RefusedError):
    """The bytes cannot become a photo; `code` is one of REASONS."""


@dataclass(frozen=True)
class Limits:
    """The largest photo taken, and the longest side that is kept, in pixels."""

    max_bytes: int
    max_pixels: int
    max_side: int


@dataclass(frozen=True)
class Prepared:
    """A photo made harmless: upright width and height in pixels, and a JPEG for each size."""

    width: int
    height: int
    files: dict[str, bytes]

    @property
    def digest(self) -> str:
        """The SHA-256 of the full size, in hexadecimal."""
        return hashlib.sha256(self.files["full"]).hexdigest()


def sentence(code: str) -> str:
    """What the person is told of a refusal, in their language; also by a code long gone."""
    return str(REASONS.get(code, REASONS["undecodable"]))


def check(file: BinaryIO, limits: Limits) -> None:
    """Look at a photo's size and header, decoding none of it.

    Raises:
        PhotoRefusedError: it is certain already that it cannot be used.
    """
    with _refusing_what_fails():
        _open(file, limits)


def prepare(file: BinaryIO, limits: Limits) -> Prepared:
    """Make the harmless sizes of a photo.

    Raises:
        PhotoRefusedError: it cannot be used.
        MemoryError: there was no room to decode it.
    """
    with _refusing_what_fails():
        full = _harmless(file, limits)
    screen = _within(full, SCREEN)
    sizes = {"full": full, "screen": screen, "thumbnail": _within(screen, THUMBNAIL)}
    files = {name: _jpeg(image, QUALITY[name]) for name, image in sizes.items()}
    return Prepared(full.width, full.height, files)


@contextmanager
def _refusing_what_fails() -> Iterator[None]:
    """Make a refusal of whatever a decoder makes of bad bytes: each fails in its own way."""
    try:
        yield
    except (PhotoRefusedError, MemoryError):
        raise
    except Exception as reason:
        code = "truncated" if "truncated" in str(reason).lower() else "undecodable"
        raise PhotoRefusedError(code) from reason


def _open(file: BinaryIO, limits: Limits) -> Image.Image:
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise PhotoRefusedError("empty")
    if size > limits.max_bytes:
        raise PhotoRefusedError("too-many-bytes")
    head = file.read(64)
    file.seek(0)
    try:
        image = Image.open(file, formats=FORMATS)
    except UnidentifiedImageError as reason:
        raise PhotoRefusedError(_other_kind(head)) from reason
    if image.width * image.height > limits.max_pixels:
        raise PhotoRefusedError("too-many-pixels")
    return image


def _other_kind(head: bytes) -> str:
    """The code for bytes that are none of FORMATS."""
    if head.lstrip().startswith(b"%PDF-"):
        return "pdf"
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[4:12] == b"ftypheic":
        return "undecodable"
    return "format" if head.startswith(OTHER_PICTURES) else "not-a-photo"


def _harmless(file: BinaryIO, limits: Limits) -> Image.Image:
    """The pixels, upright, in sRGB, no side longer than allowed, and nothing else."""
    image = _open(file, limits)
    _decode_no_more_than(image, limits.max_side)
    image.load()
    turn = TURNS.get(_orientation(image))
    profile = image.info.get("icc_profile")
    image = _within(_without_alpha(_in_eight_bits(image)), limits.max_side)
    image = _in_srgb(image, profile)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}  # Pillow would write a comment it finds here into the JPEG
    return image


def _decode_no_more_than(image: Image.Image, side: int) -> None:
    """Let a JPEG's decoder leave out what is not kept.

    It scales by the shorter side: asked for a square it would do nothing to a 4:3 photo.
    """
    scale = side / max(image.size)
    if scale < 1:
        image.draft(None, (round(image.width * scale), round(image.height * scale)))


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8 as EXIF counts; upright when that cannot be read."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - EXIF in photos is broken in every way
        return 1


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """The image with 8 bits a channel and no palette that a resize would blur."""
    if image.mode.startswith("I"):
        image = image.convert("I").point([value // 256 for value in range(65536)], "L")
        image.info.pop("transparency", None)  # it was counted in 16 bits
    return image.convert("L") if image.mode == "1" else image


def _without_alpha(image: Image.Image) -> Image.Image:
    """The image on white where it was transparent."""
    if not image.has_transparency_data:
        return image.convert("RGB") if image.mode == "P" else image
    image = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image in RGB, by its own colour profile if it has one that can be used."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            found = None
        image = found or image
    return image if image.mode == "RGB" else image.convert("RGB")


def _within(image: Image.Image, side: int) -> Image.Image:
    """The image with no side longer than so many pixels."""
    scale = side / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    made = BytesIO()
    image.save(made, "JPEG", quality=quality, progressive=True, optimize=True)
    return made.getvalue()
