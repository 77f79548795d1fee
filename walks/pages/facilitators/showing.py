"""A walk's own page: its life, how to join it, its figures and what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from walks import confirmations, stop_cards, walks
from walks.acts import closing, confirming, overseeing
from walks.doors import permits, person
from walks.pages.facilitators import described
from walks.pages.facilitators.blueprint import day_and_hour_there, pages
from walks.pages.facilitators.filters import filters_asked, kept_filters
from walks.pages.facilitators.forms import HeadCountForm
from walks.pages.facilitators.joining import door_of
from walks.permissions import Verb
from walks.walks import STATES, surroundings
from walks.walks.life import NAMES, STEPS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.walks import Walk


@pages.get("/walks/<uuid:walk>")
@permits(Verb.SEE_WALK, walk=walks.find)
def show_walk(walk: Walk) -> str:
    """The walk's page."""
    return _walk_page(walk, HeadCountForm(count=walk.head_count))


@pages.post("/walks/<uuid:walk>/move")
@permits(Verb.MOVE_WALK, walk=walks.find)
def move_walk(walk: Walk) -> ResponseReturnValue:
    """Take the walk's next step, or reopen it."""
    closing.take_step(walk, to=request.form.get("to", ""), by=person())
    flash(_("The walk is now: %(state)s.", state=NAMES[walk.state]), "success")
    return redirect(url_for("facilitators.show_walk", walk=walk.id))


@pages.post("/walks/<uuid:walk>/head-count")
@permits(Verb.CONFIRM_HEAD_COUNT, walk=walks.find)
def confirm_head_count(walk: Walk) -> ResponseReturnValue:
    """Say how many people walked."""
    form = HeadCountForm()
    if not form.validate_on_submit():
        return _walk_page(walk, form), 422
    confirming.confirm_head_count(walk, form.count.data, by=person())
    flash(_("The head count is kept."), "success")
    return redirect(url_for("facilitators.show_walk", walk=walk.id, _anchor="head-count"))


@pages.get("/walks/<uuid:walk>/arrivals")
@permits(Verb.SEE_WALK, walk=walks.find)
def arrivals(walk: Walk) -> dict[str, Any]:
    """What came since the page was made, as one sentence; an empty one when nothing did."""
    now = overseeing.figures([walk.id])[walk.id]
    new = now.observations - request.args.get("observations", 0, type=int)
    ready = now.kept + now.refused - request.args.get("settled", 0, type=int)
    if new > 0:
        sentence = ngettext("%(num)s new observation.", "%(num)s new observations.", new)
    elif ready > 0:
        sentence = ngettext("%(num)s photo is ready.", "%(num)s photos are ready.", ready)
    else:
        sentence = ""
    return {"sentence": sentence, "joined": now.joined}


@pages.get("/walks/<uuid:walk>/map.json")
@permits(Verb.SEE_WALK, walk=walks.find)
def map_of_walk(walk: Walk) -> dict[str, Any]:
    """What the walk's map shows: outline, itinerary, stops and measured observations."""
    return {
        **surroundings.drawn(walk),
        "observations": [described.pin(row) for row in overseeing.pins(walk)],
    }


def _walk_page(walk: Walk, head_count: HeadCountForm) -> str:
    filters = filters_asked(walk)
    listed = overseeing.observations_of(walk, filters, page=request.args.get("page", 1, type=int))
    return render_template(
        "facilitators/walk.html",
        walk=walk,
        life=_life(walk),
        ways=[(to, STEPS[walk.state, to]) for to in walks.next_states(walk)],
        missing=walks.missing(walk),
        door=door_of(walk),
        figures=overseeing.figures([walk.id])[walk.id],
        listed=listed,
        confirmed=confirmations.counted([one.id for one in listed.observations]),
        cards=stop_cards.counted(walk),
        filters=filters,
        kept_filters=kept_filters(),
        themes=overseeing.themes_of(walk),
        head_count=head_count,
        described=described,
    )


def _life(walk: Walk) -> list[dict[str, Any]]:
    """The steps for the drawing of the walk's life; when each was last reached."""
    reached = {passed.state: passed.at for passed in walks.history(walk)}
    now = STATES.index(walk.state)
    return [
        {
            "name": NAMES[state],
            "done": place < now,
            "current": place == now,
            "when": day_and_hour_there(reached[state], walk)
            if state in reached and place <= now
            else None,
        }
        for place, state in enumerate(STATES)
    ]
