"""The organisation's walks."""

from __future__ import annotations

from flask import render_template, request

from walks.acts import overseeing
from walks.doors import permits, person
from walks.pages.facilitators.blueprint import pages
from walks.permissions import Verb
from walks.walks import lists


@pages.get("/")
@permits(Verb.SEE_WALKS)
def list_walks() -> str:
    """The organisation's walks: live, upcoming and past."""
    organisation = person().organisation
    parts = {
        part: lists.of_organisation(organisation.id, part, page=request.args.get(part, 1, type=int))
        for part in lists.PARTS
    }
    shown = [walk.id for part in parts.values() for walk in part.walks]
    return render_template(
        "facilitators/walks.html",
        organisation=organisation,
        parts=parts,
        figures=overseeing.figures(shown),
    )
