"""Writing down what a voice note says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from walks import languages, voices
from walks.doors import permits, person
from walks.pages.facilitators import described
from walks.pages.facilitators.blueprint import pages
from walks.pages.facilitators.filters import kept_filters
from walks.pages.fields import Lines, at_most
from walks.permissions import Verb
from walks.voices.transcribing import LONGEST, transcribe

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.voices import Voice

OTHER = "other"  # a language that has no name here


class TranscriptForm(FlaskForm):
    """What is said, edited for names."""

    transcript = Lines(
        _l("What is said"),
        [at_most(LONGEST)],
        description=_l("Leave out names and whatever shows who somebody is."),
    )
    language = SelectField(
        _l("Language of the transcript"),
        [InputRequired(_l("Choose one."))],
        choices=[
            *(SelectChoice(code, name) for code, name in languages.NAMES.items()),
            SelectChoice(OTHER, _l("Another language")),
        ],
    )


@pages.get("/voices/<uuid:voice>/transcript")
@permits(Verb.TRANSCRIBE_VOICE, voice=voices.find)
def edit_transcript(voice: Voice) -> str:
    """The voice note to listen to, and what was written down of it."""
    language = voice.transcript_language or voice.observation.participant.language
    known = language if language in languages.NAMES else OTHER
    if voice.transcript:
        known = voice.transcript_language or OTHER
    return _page(TranscriptForm(transcript=voice.transcript, language=known), voice)


@pages.post("/voices/<uuid:voice>/transcript")
@permits(Verb.TRANSCRIBE_VOICE, voice=voices.find)
def write_transcript(voice: Voice) -> ResponseReturnValue:
    """Keep what was written, or show what is wrong; nothing typed is lost."""
    form = TranscriptForm()
    if not form.validate_on_submit():
        return _page(form, voice), 422
    words, language = form.transcript.data or "", form.language.data
    transcribe(voice, words, language=None if language == OTHER else language, by=person())
    flash(_("The transcript is kept.") if words else _("There is no transcript now."), "success")
    return redirect(
        url_for(
            "facilitators.show_walk",
            walk=voice.observation.walk_id,
            _anchor=f"o-{voice.observation_id}",
            **kept_filters(),
        )
    )


def _page(form: TranscriptForm, voice: Voice) -> str:
    return render_template(
        "facilitators/transcript.html",
        form=form,
        voice=voice,
        observation=voice.observation,
        walk=voice.observation.walk,
        kept_filters=kept_filters(),
        described=described,
        longest=LONGEST,
    )
