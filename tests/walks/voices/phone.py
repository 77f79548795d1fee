"""Voice notes as browsers record them, made for the tests."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache
from typing import Any

import av
import numpy as np

# What MediaRecorder makes, by browser: container, codec, layout of channels.
RECORDED = {
    "chromium": ("webm", "libopus", "mono"),
    "firefox": ("ogg", "libopus", "stereo"),
    "safari": ("mp4", "aac", "mono"),
}
MAKER = "Lantern Phones of Exampleton"
RATE = 48_000


@cache
def a_voice(browser: str = "chromium", *, seconds: float = 2.0, hertz: int = 440) -> bytes:
    """A tone as the browser would have recorded it, with metadata that nobody should see."""
    container, codec, layout = RECORDED[browser]
    file: Any = io.BytesIO()
    with av.open(file, "w", format=container, options=_as_recorded(container)) as opened:
        opened.metadata.update({"title": "at my own front door", "artist": MAKER})
        stream: Any = opened.add_stream(codec, rate=RATE, layout=layout)
        for frame in _tone(seconds, hertz, 1 if layout == "mono" else 2):
            opened.mux(stream.encode(frame))
        opened.mux(stream.encode(None))
    return bytes(file.getvalue())


def heard(content: bytes) -> tuple[av.AudioCodecContext, np.ndarray[Any, Any], dict[str, str]]:
    """What a player makes of a file: the codec, the samples, every word of metadata."""
    with av.open(io.BytesIO(content), "r") as opened:
        stream = opened.streams.audio[0]
        samples = np.concatenate(
            [frame.to_ndarray().reshape(-1) for frame in opened.decode(stream)] or [np.zeros(0)]
        )
        return stream.codec_context, samples, {**opened.metadata, **stream.metadata}


def loudest(samples: np.ndarray[Any, Any]) -> float:
    """The frequency that is strongest, in hertz."""
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * RATE / len(samples))


def _as_recorded(container: str) -> dict[str, str]:
    # Safari writes fragments while it records, since it cannot know the end.
    return {"movflags": "frag_keyframe+empty_moov"} if container == "mp4" else {}


def _tone(seconds: float, hertz: int, channels: int) -> Any:
    turns = np.arange(int(seconds * RATE)) * hertz / RATE
    samples = (np.sin(turns * 2 * np.pi) * 9000).astype("i2")
    for start in range(0, len(samples), 960):
        part = np.repeat(samples[start : start + 960], channels).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(
            part, format="s16", layout="mono" if channels == 1 else "stereo"
        )
        frame.rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        yield frame
