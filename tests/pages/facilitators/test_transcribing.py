"""A facilitator hears a voice note and writes down what it says; others read that once released."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import (
    a_facilitator,
    a_neighbourhood,
    a_participant,
    a_planner,
    a_voice_note,
    a_walk,
    an_administrator,
    an_observation,
    an_owed_voice,
    signed_in,
)
from walks import audit
from walks.voices import Voice
from walks.walks import Walk

SAID = "The lamp before the school has been broken since spring."


@pytest.fixture
def voice(walk: Walk) -> Voice:
    note: Voice = a_voice_note(of=an_observation(on=walk))
    return note


def walk_page(desk: FlaskClient, walk: Walk) -> str:
    return str(desk.get(f"/lead/walks/{walk.id}").get_data(as_text=True))


def write(desk: FlaskClient, voice: Voice, words: str, language: str = "en") -> int:
    address = f"/lead/voices/{voice.id}/transcript"
    return desk.post(address, data={"transcript": words, "language": language}).status_code


def test_the_walk_s_page_plays_it(desk: FlaskClient, walk: Walk, voice: Voice) -> None:
    page = walk_page(desk, walk)
    assert f'src="/media/voices/{voice.id}"' in page
    assert f"/lead/voices/{voice.id}/transcript" in page
    assert "Write down what is said" in page


def test_the_walk_s_page_says_what_is_not_ready_and_why_not(desk: FlaskClient, walk: Walk) -> None:
    a_voice_note(of=an_observation(on=walk), state="received")
    a_voice_note(of=an_observation(on=walk), state="refused")
    page = walk_page(desk, walk)
    assert "The voice note is being prepared." in page
    assert "The voice note is damaged" in page
    assert "<audio" not in page


def test_nobody_leaves_while_a_phone_holds_a_voice_note(desk: FlaskClient, walk: Walk) -> None:
    assert "voice note is still on a phone" not in walk_page(desk, walk)
    an_owed_voice(of=an_observation(on=walk))
    assert "1 voice note is still on a phone" in walk_page(desk, walk)


def test_what_is_written_stands_beside_the_sound(
    desk: FlaskClient, walk: Walk, voice: Voice
) -> None:
    assert write(desk, voice, SAID) == 302
    page = walk_page(desk, walk)
    assert SAID in page
    assert "Change the transcript" in page
    form = desk.get(f"/lead/voices/{voice.id}/transcript").get_data(as_text=True)
    assert SAID in form
    assert [entry.act for entry in audit.of(voice)] == ["transcribe"]


def test_the_form_proposes_the_speaker_s_language(desk: FlaskClient, walk: Walk) -> None:
    speaker = a_participant(on=walk, language="nl")
    voice = a_voice_note(of=an_observation(by=speaker))
    form = desk.get(f"/lead/voices/{voice.id}/transcript").get_data(as_text=True)
    assert '<option selected value="nl">' in form


def test_a_language_without_a_name_here_is_left_open(desk: FlaskClient, voice: Voice) -> None:
    assert write(desk, voice, SAID, "other") == 302
    assert (voice.transcript, voice.transcript_language) == (SAID, None)


def test_nothing_written_takes_it_away(desk: FlaskClient, walk: Walk, voice: Voice) -> None:
    write(desk, voice, SAID)
    assert write(desk, voice, "  ") == 302
    assert SAID not in walk_page(desk, walk)


def test_too_much_is_refused_and_nothing_typed_is_lost(desk: FlaskClient, voice: Voice) -> None:
    words = "word " * 1000
    answer = desk.post(
        f"/lead/voices/{voice.id}/transcript", data={"transcript": words, "language": "en"}
    )
    assert answer.status_code == 422
    assert words.strip() in answer.get_data(as_text=True)
    assert voice.transcript is None


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_is_closed_to_everybody_else(app: Flask, voice: Voice, method: str) -> None:
    address = f"/lead/voices/{voice.id}/transcript"
    for person in (a_facilitator(), a_planner(), an_administrator()):
        assert signed_in(app, person).open(address, method=method).status_code == 403


def test_planners_read_the_transcript_of_what_is_released_and_nothing_before(app: Flask) -> None:
    here = a_neighbourhood()
    planner = signed_in(app, a_planner())
    walk = a_walk(within=here, state="closed")
    observation = an_observation(on=walk, neighbourhood=here)
    a_voice_note(of=observation, says=SAID)
    a_voice_note(of=an_observation(on=walk, neighbourhood=here, released=True), says="Heard aloud")
    page = planner.get(f"/plan/neighbourhoods/{here.slug}").get_data(as_text=True)
    assert "Heard aloud" in page
    assert "Said aloud, written down by a facilitator:" in page
    assert SAID not in page
    assert "<audio" not in page


def test_exports_hold_the_transcript_of_what_is_released(app: Flask) -> None:
    facilitator = a_facilitator()
    walk = a_walk(by=facilitator, state="closed")
    a_voice_note(of=an_observation(on=walk), says=SAID)
    a_voice_note(of=an_observation(on=walk, released=True), says="Heard aloud")
    an_observation(on=walk, released=True)

    def said(browser: FlaskClient) -> list[tuple[str | None, str | None]]:
        features = browser.get("/api/exports/observations.geojson").get_json()["features"]
        found = [one["properties"] for one in features]
        return sorted(
            ((one["transcript"], one["transcript_language"]) for one in found),
            key=str,
            reverse=True,
        )

    assert said(signed_in(app, facilitator)) == [(None, None), (None, None), ("Heard aloud", "en")]
    assert said(signed_in(app, a_planner())) == [(None, None), ("Heard aloud", "en")]
