"""Making a walk and changing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import text

from walks import audit
from walks.database import db
from walks.problems import Problem
from walks.walks import drawing
from walks.walks.codes import new_join_code
from walks.walks.walk import Stop, Walk

if TYPE_CHECKING:
    from datetime import datetime

    from walks.people import Person
    from walks.walks.drawing import Point, TypedStop


@dataclass(frozen=True)
class Plan:
    """What is decided about a walk before it begins. `starts_at` is local to `time_zone`."""

    title: str
    starts_at: datetime
    method_id: int
    light: str = "day"
    languages: tuple[str, ...] = ("fr", "nl", "en")
    introduction: str = ""
    time_zone: str = "Europe/Brussels"
    neighbourhood_id: int | None = None
    area: list[Point] = field(default_factory=list)
    itinerary: list[Point] = field(default_factory=list)
    stops: list[TypedStop] = field(default_factory=list)


def make(plan: Plan, *, by: Person) -> Walk:
    """A new draft of the person's organisation, with a code of its own."""
    walk = Walk(
        organisation_id=by.organisation_id, made_by=by.id, join_code=new_join_code(), state="draft"
    )
    _take_over(plan, walk)
    db.session.add(walk)
    db.session.flush()
    audit.note("walk.made", walk, by=by)
    return walk


def change(walk: Walk, plan: Plan, *, by: Person) -> None:
    """Put the plan in the place of the walk's own.

    Raises:
        Problem: "walk-archived"; "invalid" when a walk that people may have joined would lose a
            stop or change its method.
    """
    db.session.refresh(walk, with_for_update=True)
    if walk.state == "archived":
        raise Problem("walk-archived")
    if walk.state != "draft":
        _check_kept(walk, plan)
    # New order and old may share an ordinal until the last row is written.
    db.session.execute(text("SET CONSTRAINTS stops_walk_id_ordinal_unique DEFERRED"))
    _take_over(plan, walk)
    db.session.flush()
    audit.note("walk.changed", walk, by=by)


def confirm_head_count(walk: Walk, count: int, *, by: Person) -> None:
    """Say how many people walked, once the walk is over.

    Raises:
        Problem: "walk-step-refused" while the walk is not over, or when it is archived.
    """
    if walk.closed_at is None:
        raise Problem("walk-step-refused", reason=_("Close the walk first, then count."))
    if walk.state == "archived":
        raise Problem("walk-archived")
    audit.note("walk.counted", walk, by=by, before=walk.head_count, count=count)
    walk.head_count = count


def _take_over(plan: Plan, walk: Walk) -> None:
    walk.title = plan.title
    walk.introduction = plan.introduction
    walk.neighbourhood_id = plan.neighbourhood_id
    walk.starts_at = plan.starts_at
    walk.time_zone = plan.time_zone
    walk.light = plan.light
    walk.languages = list(plan.languages)
    walk.method_id = plan.method_id
    walk.area = drawing.as_area(plan.area)
    walk.itinerary = drawing.as_line(plan.itinerary)
    walk.stops = _matched(plan.stops, walk)


def _matched(typed: list[TypedStop], walk: Walk) -> list[Stop]:
    """The typed stops in their order; one that was there before stays the same row.

    A stop is known again by its name; the others, taken in order, count as renamed, so that
    observations made at a stop keep it.
    """
    by_name = {stop.name.casefold(): stop for stop in walk.stops}
    known = {stop.name: by_name.pop(stop.name.casefold(), None) for stop in typed}
    left = sorted(by_name.values(), key=lambda stop: stop.ordinal)
    kept = []
    for ordinal, new in enumerate(typed, start=1):
        row = known[new.name] or (left.pop(0) if left else Stop())
        row.ordinal, row.name, row.prompt = ordinal, new.name, new.prompt
        row.position = drawing.as_point(new.position)
        kept.append(row)
    return kept


def _check_kept(walk: Walk, plan: Plan) -> None:
    if plan.method_id != walk.method_id:
        raise _refused("method", _("People joined with this method. The walk keeps it."))
    if len(plan.stops) < len(walk.stops):
        sentence = _(
            "People may have recorded at these %(count)s stops. Rename them or add some, but keep"
            " them all.",
            count=len(walk.stops),
        )
        raise _refused("stops", sentence)


def _refused(field_name: str, sentence: str) -> Problem:
    return Problem("invalid", members={"errors": {field_name: [sentence]}})
