"""Releasing observations, and taking a release back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from walks import observations, walks
from walks.acts import overseeing
from walks.doors import permits, person
from walks.pages.facilitators.blueprint import pages
from walks.pages.facilitators.filters import kept_filters
from walks.permissions import Verb

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.observations import Observation
    from walks.walks import Walk


@pages.post("/observations/<uuid:observation>/release")
@permits(Verb.RELEASE_OBSERVATION, observation=observations.find)
def release_observation(observation: Observation) -> ResponseReturnValue:
    """Let planners read it once the walk is over."""
    observations.release(observation, by=person())
    return _back_to(observation)


@pages.post("/observations/<uuid:observation>/withhold")
@permits(Verb.RELEASE_OBSERVATION, observation=observations.find)
def withhold_observation(observation: Observation) -> ResponseReturnValue:
    """Take a release back."""
    observations.unrelease(observation, by=person())
    return _back_to(observation)


@pages.get("/walks/<uuid:walk>/release-all")
@permits(Verb.RELEASE_OBSERVATION, walk=walks.find)
def ask_to_release_all(walk: Walk) -> str:
    """Say how many would be released, and ask."""
    return _question(walk, overseeing.waiting_for_release(walk))


@pages.post("/walks/<uuid:walk>/release-all")
@permits(Verb.RELEASE_OBSERVATION, walk=walks.find)
def release_all(walk: Walk) -> ResponseReturnValue:
    """Release them all; when more arrived since the question, ask again."""
    waiting = overseeing.waiting_for_release(walk)
    if waiting != request.form.get("waiting", type=int):
        return _question(walk, waiting, changed=True), 409
    observations.release_all(walk, by=person())
    flash(
        ngettext("%(num)s observation is released.", "%(num)s observations are released.", waiting),
        "success",
    )
    return redirect(url_for("facilitators.show_walk", walk=walk.id, _anchor="observations"))


def _question(walk: Walk, waiting: int, *, changed: bool = False) -> str:
    return render_template(
        "facilitators/release-all.html",
        walk=walk,
        waiting=waiting,
        changed=changed,
    )


def _back_to(observation: Observation) -> ResponseReturnValue:
    return redirect(
        url_for(
            "facilitators.show_walk",
            walk=observation.walk_id,
            _anchor=f"o-{observation.id}",
            **kept_filters(),
        )
    )
