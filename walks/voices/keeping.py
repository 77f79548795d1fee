"""Keeping: what the worker does with a voice note after it was received."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l

from walks import media
from walks.jobs import job
from walks.media import Harmless, Medium
from walks.media import keeping as media_keeping
from walks.observations import OwedVoice
from walks.voices import Voice, key
from walks.voices.preparing import check, prepare, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable


@job("keep_voice")
def keep_voice(voice_id: str) -> None:
    """Make a received voice note nothing but sound and keep it, or refuse it with the reason."""
    settle(UUID(voice_id))


@job("forget_sounds")
def forget_sounds(voice_ids: list[str], digests: list[str]) -> None:
    """Delete the files of voice notes that are gone, but none that another one shares."""
    media_keeping.forget(VOICES, voice_ids, digests)


def settle(voice_id: UUID) -> None:
    """Keep or refuse a received voice note; do nothing to one that is settled or withdrawn.

    Raises:
        FileNotFoundError: the store does not hold its bytes.
    """
    media_keeping.settle(VOICES, voice_id)


def delete(voices: Iterable[Voice]) -> None:
    """Delete voice notes with transcript and file; the files go once this is committed."""
    media_keeping.delete(VOICES, voices)


def _harmless(file: BinaryIO) -> Harmless:
    found = prepare(file, current_app.config["WALKS"].voice_max_seconds)
    files = {key(found.digest): found.blocks()}
    return Harmless(found.digest, files, {"duration_s": found.duration_s})


VOICES: Medium[Voice] = media.Medium(
    table=Voice,
    owed=OwedVoice,
    arriving="incoming-voices",
    folder="voices",
    keys=lambda digest: [key(digest)],
    most_bytes=lambda settings: settings.voice_max_bytes,
    most_each=lambda settings: settings.voices_per_participant,
    too_many=_l("You have sent %(most)s voice notes on this walk already."),
    not_owed="voice-not-owed",
    refused="voice-refused",
    check=check,
    prepare=_harmless,
    sentence=sentence,
    keep=keep_voice,
    forget=forget_sounds,
    id_name="voice_id",
)
