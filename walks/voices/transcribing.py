"""Transcribing: what a facilitator writes down of a voice note, edited for names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func

from walks import audit

if TYPE_CHECKING:
    from walks.people import Person
    from walks.voices import Voice

LONGEST = 4000  # characters


def transcribe(voice: Voice, words: str, *, language: str | None, by: Person) -> None:
    """Write down what is said; no words take the transcript away. The audit holds no words."""
    said = words.strip() or None
    if (said, language if said else None) == (voice.transcript, voice.transcript_language):
        return
    act = "transcribe" if said else "forget_transcript"
    voice.transcript = said
    voice.transcript_language = language if said else None
    voice.transcribed_by = by.id if said else None
    voice.transcribed_at = func.now() if said else None
    audit.note(act, voice, by=by, observation=str(voice.observation_id))
