"""Whatever a browser records becomes nothing but sound that every browser plays, or is refused."""

from __future__ import annotations

import io
import tracemalloc

import av
import pytest

from tests.walks.voices.phone import MAKER, RECORDED, a_voice, heard, loudest
from walks.voices.preparing import REASONS, Prepared, VoiceRefusedError, check, prepare, sentence

MOST = 120


def prepared(content: bytes, most: int = MOST) -> tuple[Prepared, bytes]:
    made = prepare(io.BytesIO(content), most)
    return made, b"".join(made.blocks())


def refused(content: bytes, most: int = MOST) -> str:
    with pytest.raises(VoiceRefusedError) as refusal:
        prepare(io.BytesIO(content), most)
    return refusal.value.code


@pytest.mark.parametrize("browser", RECORDED)
def test_a_recording_becomes_mono_aac_with_the_same_sound(browser: str) -> None:
    made, content = prepared(a_voice(browser, hertz=660))
    codec, samples, _metadata = heard(content)
    assert content[4:8] == b"ftyp"
    assert (codec.name, codec.profile, codec.layout.name) == ("aac", "LC", "mono")
    assert made.duration_s == pytest.approx(2, abs=0.1)
    assert loudest(samples) == pytest.approx(660, abs=2)
    assert 30_000 < len(content) * 8 / made.duration_s < 70_000


@pytest.mark.parametrize("browser", RECORDED)
def test_no_word_of_metadata_comes_through(browser: str) -> None:
    given = a_voice(browser)
    assert MAKER.encode() in given
    _made, content = prepared(given)
    assert MAKER.encode() not in content
    assert b"front door" not in content
    assert b"Lav" not in content  # nor which programs made it
    assert "title" not in heard(content)[2]


def test_the_same_recording_gives_the_same_file() -> None:
    assert prepared(a_voice())[1] == prepared(a_voice())[1]


def test_players_need_not_read_to_the_end_to_begin() -> None:
    _made, content = prepared(a_voice())
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("browser", RECORDED)
def test_a_recording_that_a_killed_browser_left_is_kept_as_far_as_it_goes(browser: str) -> None:
    whole = a_voice(browser)
    made, content = prepared(whole[: len(whole) // 2])
    assert 0.5 < made.duration_s < 1.5
    assert loudest(heard(content)[1]) == pytest.approx(440, abs=3)


def test_noise_in_the_middle_costs_no_more_than_itself() -> None:
    whole = bytearray(a_voice())
    middle = len(whole) // 2
    whole[middle : middle + 40] = bytes(40)
    assert prepared(bytes(whole))[0].duration_s > 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"no sound at all", "format"),
        (b"\xff\xd8\xff a photo by another name", "format"),
        (b"\x1a\x45\xdf\xa3" + b"\xff" * 400, "undecodable"),
        (b"OggS" + bytes(400), "undecodable"),
        (b"\0\0\0\x18ftypM4A " + bytes(400), "undecodable"),
    ],
)
def test_what_is_no_recording_is_refused(content: bytes, code: str) -> None:
    assert refused(content) == code
    assert sentence(code) == str(REASONS[code])


def test_a_film_without_sound_is_refused() -> None:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as film:
        stream = film.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(10):
            film.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        film.mux(stream.encode(None))
    assert refused(file.getvalue()) == "format"


def test_too_long_is_too_long_but_for_a_few_seconds() -> None:
    assert prepared(a_voice(seconds=7), most=4)[0].duration_s == pytest.approx(7, abs=0.1)
    assert refused(a_voice(seconds=10), most=4) == "too-long"


def test_the_first_bytes_tell_whether_it_can_be_sound() -> None:
    for browser in RECORDED:
        check(io.BytesIO(a_voice(browser)))
    with pytest.raises(VoiceRefusedError, match="format"):
        check(io.BytesIO(b"GIF89a"))


def test_a_longer_recording_needs_no_more_memory() -> None:
    peaks = []
    for seconds in (2, 40):
        content = a_voice(seconds=seconds)
        tracemalloc.start()
        for _block in prepare(io.BytesIO(content), MOST).blocks():
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000
