"""Transcribing: what a facilitator writes down of a voice note, edited for names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import case

from walks import audit
from walks.observations import Observation
from walks.voices import Voice

if TYPE_CHECKING:
    from walks.people import Person

LONGEST = 4000  # characters

# What others than its walk's facilitators may read, in a query of observations with their voices.
released = case((Observation.released_at.is_not(None), Voice.transcript))
released_language = case((Observation.released_at.is_not(None), Voice.transcript_language))


def transcribe(voice: Voice, words: str, *, language: str | None, by: Person) -> None:
    """Write down what is said; no words take the transcript away. The audit holds no words."""
    said = words.strip() or None
    if (said, language if said else None) == (voice.transcript, voice.transcript_language):
        return
    who = by.id  # looking it up may write down half of what follows
    voice.transcribed_at = datetime.now(UTC) if said else None
    voice.transcribed_by = who if said else None
    voice.transcript = said
    voice.transcript_language = language if said else None
    act = "transcribe" if said else "forget_transcript"
    audit.note(act, voice, by=by, observation=str(voice.observation_id))
