"""The life of a walk: which step follows which, and what a step needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as pgettext
from sqlalchemy import func

from walks import audit
from walks.database import db
from walks.problems import Problem

if TYPE_CHECKING:
    from datetime import datetime

    from flask_babel.speaklater import LazyString

    from walks.people import Person
    from walks.walks.walk import Walk


@dataclass(frozen=True)
class Step:
    """One step: the act's name in the audit, what its button says, and what then holds."""

    act: str
    button: LazyString
    meaning: LazyString


class Passed(NamedTuple):
    """A state that the walk reached, when, and through which person (None: the command line)."""

    state: str
    at: datetime
    person_id: int | None


# Every step that there is; the first one from a state is the way forward.
STEPS: dict[tuple[str, str], Step] = {
    ("draft", "enrolling"): Step(
        "walk.opened",
        _l("Open for joining"),
        _l("People can join with the code and look around. You can still change everything."),
    ),
    ("enrolling", "live"): Step(
        "walk.started",
        _l("Start the walk"),
        _l("The walk begins. People can still join."),
    ),
    ("live", "closed"): Step(
        "walk.closed",
        _l("Close the walk"),
        _l("Nobody can join any more. What phones still send is kept and marked as late."),
    ),
    ("closed", "debriefed"): Step(
        "walk.debriefed",
        _l("Mark as debriefed"),
        _l("You have talked about the observations together."),
    ),
    ("closed", "live"): Step(
        "walk.reopened",
        _l("Reopen the walk"),
        _l("People can join and record again, and nothing counts as late."),
    ),
    ("debriefed", "reported"): Step(
        "walk.reported",
        _l("Mark as reported"),
        _l("The report has gone to those who can answer it."),
    ),
    ("reported", "archived"): Step(
        "walk.archived",
        _l("Archive the walk"),
        _l("Nothing can be added, corrected or withdrawn any more."),
    ),
}

NAMES: dict[str, LazyString] = {
    "draft": _l("Draft"),
    "enrolling": pgettext("state", "Open for joining"),
    "live": _l("Under way"),
    "closed": _l("Closed"),
    "debriefed": _l("Debriefed"),
    "reported": _l("Reported"),
    "archived": _l("Archived"),
}


def next_states(walk: Walk) -> list[str]:
    """Where the walk can go from here, the way forward first."""
    return [after for before, after in STEPS if before == walk.state]


def move(walk: Walk, *, to: str, by: Person | None) -> None:
    """Take the step to another state, and note it.

    Raises:
        Problem: "walk-step-refused" when this step does not follow, or something is missing.
    """
    db.session.refresh(walk, with_for_update=True)
    step = STEPS.get((walk.state, to))
    if step is None:
        raise Problem("walk-step-refused", reason=_why_not(walk, to))
    faults = missing(walk) if walk.state == "draft" else []
    if faults:
        raise Problem("walk-step-refused", reason=" ".join(faults))
    audit.note(step.act, walk, by=by, before=walk.state, after=to)
    _set(walk, to)


def missing(walk: Walk) -> list[str]:
    """What the walk needs before people can join: one sentence each, none when it is whole."""
    has_place = (
        walk.neighbourhood_id is not None
        or walk.area is not None
        or walk.itinerary is not None
        or bool(walk.stops)
    )
    needs = {
        _("Give the walk a title."): bool(walk.title and walk.title.strip()),
        _("Say on which date it is."): walk.starts_at is not None,
        _("Choose at least one language."): bool(walk.languages),
        _("Choose a method."): walk.method_id is not None,
        _("Say where it is: a neighbourhood, an area, an itinerary or stops."): has_place,
    }
    return [sentence for sentence, is_met in needs.items() if not is_met]


def history(walk: Walk) -> list[Passed]:
    """Every step that the walk took, oldest first."""
    return [
        Passed(entry.details["after"], entry.at, entry.person_id)
        for entry in audit.of(walk)
        if "after" in entry.details
    ]


def _set(walk: Walk, state: str) -> None:
    walk.state = state
    if state == "enrolling" and walk.opened_at is None:
        walk.opened_at = func.now()
    if state == "closed":
        walk.closed_at = func.now()
    if state == "live":
        walk.closed_at = None
    db.session.flush()


def _why_not(walk: Walk, to: str) -> str:
    if to not in NAMES:
        reason = _("There is no such step. Go back to the walk and use its button.")
    elif to == walk.state:
        reason = _("Somebody has already taken this step. Load the walk's page again.")
    else:
        reason = _(
            "It is now “%(now)s”, and “%(to)s” does not follow that. Load the walk's page again.",
            now=NAMES[walk.state],
            to=NAMES[to],
        )
    return str(reason)
