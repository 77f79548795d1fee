"""Making a walk and changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from walks import walks
from walks.doors import permits, person
from walks.pages.facilitators.blueprint import pages
from walks.pages.facilitators.forms import WalkForm, copied_values, first_values
from walks.permissions import Verb, require
from walks.problems import Problem
from walks.walks import lists, surroundings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.walks import Walk


@pages.get("/walks/new")
@permits(Verb.MAKE_WALK)
def new_walk() -> str:
    """An empty form, or one filled from the walk that `copy` names."""
    source = _copied_from(request.args.get("copy"))
    form = WalkForm(**(copied_values(source) if source else first_values()))
    return _form_page(form, None, copied=source)


@pages.post("/walks/new")
@permits(Verb.MAKE_WALK)
def make_walk() -> ResponseReturnValue:
    """Make the walk, or show what is wrong; nothing typed is lost."""
    form = WalkForm()
    if not form.validate_on_submit():
        return _form_page(form, None), 422
    walk = walks.make(form.plan(), by=person())
    flash(_("The walk is ready. Open it when people may join."), "success")
    return redirect(url_for("facilitators.show_walk", walk=walk.id))


@pages.get("/walks/<uuid:walk>/edit")
@permits(Verb.CHANGE_WALK, walk=walks.find)
def edit_walk(walk: Walk) -> str:
    """The walk's form, filled."""
    return _form_page(WalkForm(walk), walk)


@pages.post("/walks/<uuid:walk>/edit")
@permits(Verb.CHANGE_WALK, walk=walks.find)
def change_walk(walk: Walk) -> ResponseReturnValue:
    """Change the walk, or show what is wrong; nothing typed is lost."""
    form = WalkForm()
    if not form.validate_on_submit():
        return _form_page(form, walk), 422
    try:
        walks.change(walk, form.plan(), by=person())
    except Problem as refused:
        if "errors" not in refused.members:
            raise
        form.take(refused.members["errors"])
        return _form_page(form, walk), 422
    flash(_("The walk is changed."), "success")
    return redirect(url_for("facilitators.show_walk", walk=walk.id))


@pages.get("/neighbourhoods/<int:number>/outline.json")
@permits(Verb.MAKE_WALK)
def outline(number: int) -> dict[str, Any]:
    """A neighbourhood's outline, for the map behind a drawing."""
    return surroundings.outline(number)


def _copied_from(walk_id: str | None) -> Walk | None:
    if not walk_id:
        return None
    walk = walks.find(walk_id)
    require(person(), Verb.SEE_WALK, walk)
    return walk


def _form_page(form: WalkForm, walk: Walk | None, *, copied: Walk | None = None) -> str:
    return render_template(
        "facilitators/walk-form.html",
        form=form,
        walk=walk,
        copied=copied,
        to_copy=[] if walk or copied else lists.newest_of(person().organisation_id),
        extent=surroundings.extent(),
        time_zones=surroundings.time_zones(),
    )
