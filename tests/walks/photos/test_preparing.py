"""Photos become harmless: upright, small enough, without metadata; or are refused with a reason."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image, ImageCms

from tests.walks.photos.phone import COMMENT, MAKER, XMP, a_phone_photo, a_street, saved
from walks.photos.preparing import (
    REASONS,
    Limits,
    PhotoRefusedError,
    Prepared,
    check,
    prepare,
    sentence,
)

LIMITS = Limits(max_bytes=25_000_000, max_pixels=60_000_000, max_side=4096)
SMALL = Limits(max_bytes=2_000_000, max_pixels=1_000_000, max_side=400)

BLUE, RED = (60, 120, 230), (230, 20, 20)
SECRETS = [
    MAKER.encode(),
    COMMENT,
    XMP,
    b"Front door",
    b"2026:05:03",
    b"serial number",
    b"Exif",
    b"ICC_PROFILE",
    b"thumbnail follows",
    b"adobe",
    struct.pack(">6I", 50, 1, 49, 1, 993, 25),  # the latitude as EXIF writes it
    struct.pack("<6I", 50, 1, 49, 1, 993, 25),
]
HARMLESS = {0xE0, 0xDB, 0xC2, 0xC4, 0xDA}  # JFIF, tables, progressive frame, scans


def made_of(content: bytes, limits: Limits = LIMITS) -> Prepared:
    return prepare(io.BytesIO(content), limits)


def refusal_of(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(PhotoRefusedError) as refusal:
        prepare(io.BytesIO(content), limits)
    assert refusal.value.code in REASONS
    return refusal.value.code


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def is_near(pixel: object, colour: tuple[int, int, int], slack: int = 24) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= slack for a, b in zip(pixel, colour, strict=True))


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment of a JPEG with its marker, without the coded pixels after a scan's head."""
    at = 2
    while at < len(jpeg):
        assert jpeg[at] == 0xFF
        marker = jpeg[at + 1]
        if marker == 0xD9:
            assert at + 2 == len(jpeg), "bytes follow the end of the picture"
            return
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        yield marker, jpeg[at + 4 : at + 2 + length]
        at += 2 + length
        while marker == 0xDA and (jpeg[at] != 0xFF or jpeg[at + 1] == 0):
            at += 1


def test_the_phones_photo_does_carry_what_must_go() -> None:
    photo = a_phone_photo()
    missing = [secret for secret in SECRETS if secret not in photo]
    assert len(missing) == 1  # the latitude, in the byte order that was not used
    assert opened(photo).getexif().get_ifd(0x8825)[2] == (50.0, 49.0, 39.72)


@pytest.mark.parametrize("size", ["full", "screen", "thumbnail"])
def test_no_byte_of_metadata_survives(size: str) -> None:
    jpeg = made_of(a_phone_photo()).files[size]
    assert not [secret for secret in SECRETS if secret in jpeg]
    found = list(segments(jpeg))
    assert {marker for marker, _ in found} <= HARMLESS
    assert [body[:5] for marker, body in found if marker == 0xE0] == [b"JFIF\0"]
    image = opened(jpeg)
    assert set(image.info) <= {
        "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
    }  # fmt: skip


def test_a_sideways_photo_is_turned_upright() -> None:
    found = made_of(a_phone_photo(640, 480))
    image = opened(found.files["full"])
    assert (found.width, found.height) == image.size == (640, 480)
    assert is_near(image.getpixel((20, 20)), RED)
    assert is_near(image.getpixel((600, 60)), BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_applied(kind: str, orientation: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = a_street()
    if orientation in undo:
        stored = stored.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = made_of(saved(stored, kind, exif=exif))
    image = opened(found.files["full"])
    assert image.size == (640, 480)
    assert is_near(image.getpixel((20, 20)), RED)


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_formats_that_turn_themselves_are_not_turned_twice(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = a_street(320, 240).transpose(Image.Transpose.ROTATE_90)
    image = opened(made_of(saved(stored, kind, exif=exif.tobytes())).files["full"])
    assert image.size == (320, 240)
    assert is_near(image.getpixel((10, 10)), RED, slack=40)


def test_sizes_are_bounded_by_the_longest_side() -> None:
    found = made_of(saved(a_street(3000, 4500), "JPEG"))
    sizes = {name: opened(content).size for name, content in found.files.items()}
    assert sizes == {"full": (2731, 4096), "screen": (1067, 1600), "thumbnail": (213, 320)}


def test_a_small_photo_is_not_blown_up() -> None:
    found = made_of(saved(a_street(100, 80), "PNG"))
    assert {opened(content).size for content in found.files.values()} == {(100, 80)}


def test_a_line_one_pixel_high_stays_a_picture() -> None:
    assert opened(made_of(saved(Image.new("RGB", (9000, 1)), "PNG")).files["thumbnail"]).size == (
        320,
        1,
    )


def test_the_digest_is_that_of_the_full_size_and_stays_the_same() -> None:
    first, second = made_of(a_phone_photo()), made_of(a_phone_photo())
    assert first.digest == second.digest
    assert len(first.digest) == 64


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("I;16", "PNG")],
)
def test_every_kind_of_pixel_becomes_rgb(mode: str, kind: str) -> None:
    value = 255 if mode == "1" else 200
    if mode == "I;16":
        image = Image.new("I;16", (64, 48), value * 256)
    else:
        image = Image.new("RGB", (64, 48), (value,) * 3).convert(mode)
    made = opened(made_of(saved(image, kind)).files["full"])
    assert made.mode == "RGB"
    assert is_near(made.getpixel((30, 20)), (value,) * 3, slack=8)


def test_sixteen_bits_a_channel_keep_their_brightness() -> None:
    image = Image.new("I;16", (64, 48), 100 * 256)
    made = opened(made_of(saved(image, "PNG")).files["full"])
    assert is_near(made.getpixel((30, 20)), (100, 100, 100), slack=2)


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
    made = opened(made_of(saved(image, "PNG")).files["full"])
    assert is_near(made.getpixel((30, 20)), (255, 255, 255), slack=2)


def test_only_the_first_frame_of_an_animation_is_kept() -> None:
    frames = [a_street(64, 48), Image.new("RGB", (64, 48), "black")]
    content = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    made = opened(made_of(content).files["full"])
    assert getattr(made, "n_frames", 1) == 1
    assert is_near(made.getpixel((40, 5)), BLUE, slack=40)


def test_an_mpos_second_picture_goes() -> None:
    hidden = Image.new("RGB", (640, 480), (1, 250, 1))
    content = saved(a_street(), "MPO", save_all=True, append_images=[hidden])
    full = made_of(content).files["full"]
    assert list(segments(full))  # and nothing after the end of the first
    assert is_near(opened(full).getpixel((600, 60)), BLUE)


def test_a_colour_profile_is_applied_before_it_goes() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = made_of(saved(a_street(64, 48), "JPEG")).files["full"]
    with_wrong_kind = made_of(saved(a_street(64, 48), "JPEG", icc_profile=lab)).files["full"]
    with_rubbish = made_of(saved(a_street(64, 48), "JPEG", icc_profile=b"rubbish")).files["full"]
    assert plain == with_wrong_kind == with_rubbish


def test_nothing_is_decoded_that_has_too_many_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", fail)
    bomb = _png_header(30_000, 30_000)
    with pytest.raises(PhotoRefusedError, match="too-many-pixels"):
        check(io.BytesIO(bomb), LIMITS)
    assert refusal_of(bomb) == "too-many-pixels"
    assert refusal_of(_png_header(1001, 1000), SMALL) == "too-many-pixels"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"hello, this is no photo", "not-a-photo"),
        (b"\0" * 5000, "not-a-photo"),
        (b"GIF89a" + b"\xff" * 50, "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (b"\xff\xd8\xff", "undecodable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "undecodable"),
    ],
)
def test_what_is_no_photo_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refusal_of(content) == code


def test_a_photo_whose_end_is_missing_is_refused() -> None:
    photo = saved(a_street(), "JPEG")
    assert refusal_of(photo[: len(photo) // 2]) == "truncated"


def test_a_photo_of_too_many_bytes_is_refused() -> None:
    assert refusal_of(b"\0" * 2_000_001, SMALL) == "too-many-bytes"


def outcome_of(content: bytes) -> str:
    try:
        return made_of(content, SMALL).digest
    except PhotoRefusedError as refusal:
        return refusal.code


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "AVIF"])
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_no_cut_and_no_flipped_byte_makes_anything_but_a_photo_or_a_refusal(kind: str) -> None:
    photo = a_phone_photo(64, 48) if kind == "JPEG" else saved(a_street(64, 48), kind)
    places = range(0, len(photo), max(1, len(photo) // 60))
    cut = {outcome_of(photo[:at]) for at in places}
    flipped = {
        outcome_of(photo[:at] + bytes([photo[at] ^ 0xFF]) + photo[at + 1 :]) for at in places
    }
    assert all(outcome in REASONS or len(outcome) == 64 for outcome in cut | flipped)
    assert cut & set(REASONS)


def test_every_refusal_has_a_sentence() -> None:
    assert all(sentence(code).endswith(".") for code in [*REASONS, "a code of an older version"])


def _png_header(width: int, height: int) -> bytes:
    """A PNG that promises many pixels and has hardly a byte."""

    def chunk(name: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", b"\x78\x9c")
        + chunk(b"IEND", b"")
    )
