"""Loading what a phone could not send, from a file that it made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from flask import current_app, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from api.observations.understanding import understood
from walks import walks
from walks.acts import rescuing
from walks.doors import actor, permits, person
from walks.pages.facilitators.blueprint import pages
from walks.permissions import Verb, may_ever
from walks.problems import Problem

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.acts.rescuing import Told
    from walks.walks import Walk

KINDS = {
    "observation": _l("Observations"),
    "withdrawal": _l("Taken back"),
    "photo": _l("Photos"),
    "voice": _l("Voice notes"),
}


class RescueForm(FlaskForm):
    """The file."""

    file = FileField(
        _l("Rescue file"),
        validators=[FileRequired(_l("Choose the file."))],
        description=_l("Its name begins with “walk” and ends with “.zip”."),
    )


@pages.url_value_preprocessor
def let_more_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a facilitator send more at once than a photo: the form is read before its view runs."""
    if endpoint != "facilitators.load_rescue_file" or request.mimetype != "multipart/form-data":
        return
    if may_ever(actor(), Verb.LOAD_RESCUE_FILE):
        request.max_content_length = current_app.config["WALKS"].rescue_max_bytes


@pages.get("/walks/<uuid:walk>/rescue")
@permits(Verb.LOAD_RESCUE_FILE, walk=walks.find)
def ask_for_rescue_file(walk: Walk) -> str:
    """What a rescue file is, and the form for one."""
    return _page(walk, RescueForm())


@pages.post("/walks/<uuid:walk>/rescue")
@permits(Verb.LOAD_RESCUE_FILE, walk=walks.find)
def load_rescue_file(walk: Walk) -> ResponseReturnValue:
    """Load the file and tell what became of each thing in it."""
    form = RescueForm()
    if not form.validate_on_submit():
        return _page(walk, form), 422
    try:
        told = rescuing.load(form.file.data.stream, walk=walk, by=person(), understand=understood)
    except Problem as problem:
        form.file.errors = [problem.detail]
        return _page(walk, form), problem.status
    return _page(walk, RescueForm(formdata=None), told)


def _page(walk: Walk, form: RescueForm, told: list[Told] | None = None) -> str:
    return render_template(
        "facilitators/rescue.html",
        walk=walk,
        form=form,
        told=told,
        counts=Counter((one.kind, one.outcome) for one in told or []),
        kinds=KINDS,
    )
