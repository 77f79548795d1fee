"""Making voice notes harmless: decoded and encoded anew, so that nothing but sound remains.

What comes out is AAC-LC, one channel, in MP4, which every browser plays. Memory stays constant:
sound passes through in frames, into a file.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
from av.codec.context import Flags
from av.error import FFmpegError
from flask_babel import lazy_gettext as _l

from walks.media import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

# What browsers record: each further reader is one more way in for hostile bytes.
CODECS = {"opus", "aac", "vorbis", "mp3", "alac", "flac", "pcm_f32le", "pcm_s16le"}
RATE = 48_000  # samples a second
BITS = 48_000  # a second: speech stays clear, and two minutes take 720 KB
TOLERANCE = 5  # seconds: a phone stops a little late
SHORTEST = 0.1  # seconds
BLOCK = 65_536

REASONS = {
    "empty": _l("The voice note is empty. Record it again."),
    "format": _l("This kind of sound is not taken. Record it on the page itself."),
    "too-long": _l("The voice note is too long. Record a shorter one."),
    "undecodable": _l("The voice note is damaged and cannot be played. Record it again."),
}


class VoiceRefusedError(RefusedError):
    """The bytes cannot become a voice note; `code` is one of REASONS."""


@dataclass(frozen=True)
class Prepared:
    """A voice note made harmless: its duration in seconds, its SHA-256, and its file."""

    duration_s: float
    digest: str
    file: BinaryIO

    def blocks(self) -> Iterator[bytes]:
        """The file's bytes; it is gone after the last."""
        with closing(self.file):
            yield from _blocks(self.file)


def sentence(code: str) -> str:
    """What the person is told of a refusal, in their language; also by a code long gone."""
    return str(REASONS.get(code, REASONS["undecodable"]))


def check(file: BinaryIO) -> None:
    """Look at a voice note's first bytes, decoding none of it.

    Raises:
        VoiceRefusedError: it is certain already that it cannot be used.
    """
    _container_of(file)


def prepare(file: BinaryIO, most_seconds: int) -> Prepared:
    """Encode a voice note anew.

    What of it cannot be decoded is left out: a phone that died while it recorded leaves a torn
    end, and what came before is somebody's word.

    Raises:
        VoiceRefusedError: it cannot be used.
        MemoryError: there was no room to decode it.
    """
    made = tempfile.NamedTemporaryFile(suffix=".m4a")  # noqa: SIM115 - whoever keeps it closes it
    try:
        samples = _encode(_sound(file, _container_of(file), most_seconds), made.name)
    except (VoiceRefusedError, MemoryError):
        made.close()
        raise
    except Exception as reason:  # each decoder fails in its own way
        made.close()
        raise VoiceRefusedError("undecodable") from reason
    digest = hashlib.sha256()
    for block in _blocks(cast("BinaryIO", made)):
        digest.update(block)
    return Prepared(samples / RATE, digest.hexdigest(), cast("BinaryIO", made))


def _container_of(file: BinaryIO) -> str:
    """Which of FFmpeg's readers takes the file, by its first bytes."""
    file.seek(0)
    head = file.read(12)
    file.seek(0)
    if not head:
        raise VoiceRefusedError("empty")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[4:8] == b"ftyp":
        return "mov"
    raise VoiceRefusedError("format")


def _sound(file: BinaryIO, container: str, most_seconds: int) -> Iterator[AudioFrame]:
    """The file's sound, one channel at RATE; no more of it than is taken."""
    seconds = 0.0
    with av.open(file, "r", format=container, metadata_errors="ignore") as opened:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        for frame in _frames(opened):
            seconds += frame.samples / frame.sample_rate
            if seconds > most_seconds + TOLERANCE:
                raise VoiceRefusedError("too-long")
            frame.pts = None  # pauses while recording are no sound
            yield from resampler.resample(frame)
        yield from resampler.resample(None)


def _frames(opened: InputContainer) -> Iterator[AudioFrame]:
    """What can be decoded, up to where the file is torn."""
    heard = opened.streams.best("audio")
    if heard is None or heard.codec_context.name not in CODECS:
        raise VoiceRefusedError("format")
    stream = cast("AudioStream", heard)
    packets = opened.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except FFmpegError:
            return
        if packet is None:
            return
        try:
            yield from stream.decode(packet)
        except FFmpegError:
            continue


def _encode(sound: Iterator[AudioFrame], path: str) -> int:
    """Write the sound to a file; say how many samples it has.

    Raises:
        VoiceRefusedError: there is no sound.
    """
    samples = 0
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(path, "w", format="ipod", options=options) as written:
        stream = written.add_stream("aac", rate=RATE, layout="mono")
        stream.bit_rate = BITS
        stream.codec_context.flags |= Flags.bitexact  # else the encoder signs the sound itself
        for frame in sound:
            frame.pts, frame.time_base = samples, Fraction(1, RATE)
            samples += frame.samples
            written.mux(stream.encode(frame))
        written.mux(stream.encode(None))
    if samples < SHORTEST * RATE:
        raise VoiceRefusedError("undecodable")
    return samples


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block
