"""A transcript is a facilitator's words, audited without them."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import a_facilitator, a_voice_note, a_walk, an_observation
from walks import audit
from walks.database import db
from walks.people import Person
from walks.voices import Voice
from walks.voices.transcribing import transcribe


@pytest.fixture
def facilitator(app: Flask) -> Person:
    return a_facilitator()


@pytest.fixture
def voice(facilitator: Person) -> Voice:
    note: Voice = a_voice_note(of=an_observation(on=a_walk(by=facilitator)))
    return note


def test_it_is_written_changed_and_taken_away(facilitator: Person, voice: Voice) -> None:
    transcribe(voice, " La lampe est cassée. ", language="fr", by=facilitator)
    db.session.commit()
    assert (voice.transcript, voice.transcript_language) == ("La lampe est cassée.", "fr")
    assert voice.transcribed_by == facilitator.id
    assert voice.transcribed_at is not None
    transcribe(voice, "", language="fr", by=facilitator)
    db.session.commit()
    assert (voice.transcript, voice.transcript_language, voice.transcribed_at) == (None, None, None)


def test_the_audit_says_who_and_when_and_not_what(facilitator: Person, voice: Voice) -> None:
    for words in ("A lamp.", "A lamp.", "Two lamps.", ""):
        transcribe(voice, words, language="en", by=facilitator)
        db.session.commit()
    noted = audit.of(voice)
    assert [entry.act for entry in noted] == ["transcribe", "transcribe", "forget_transcript"]
    assert {entry.person_id for entry in noted} == {facilitator.id}
    assert "lamp" not in str([entry.details for entry in noted])
