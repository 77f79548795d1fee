"""The demo's walks: planned, opened and begun, and after everyone has spoken brought to an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from walks import methods, observations, walks
from walks.acts.closing import take_step
from walks.acts.confirming import confirm_head_count
from walks.database import db
from walks.demo.data import told
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation
from walks.walks import Plan, Walk
from walks.walks.drawing import TypedStop

if TYPE_CHECKING:
    from walks.people import Person

ZONE = ZoneInfo("Europe/Brussels")
UNRELEASED = 5  # observations of a walk just closed that nobody has released yet


@dataclass(frozen=True)
class Outing:
    """A walk of the demo, when it begins, and what the file says of it."""

    walk: Walk
    starts_at: datetime
    row: dict[str, Any]


def begin(language: str, *, by: Person, now: datetime) -> dict[str, Outing]:
    """Plan each walk, open it for joining and start it; by slug."""
    begun = {}
    for row in told()["walks"]:
        starts_at = start_of(row, now)
        walk = walks.make(_plan(row, starts_at, language), by=by)
        for state in ("enrolling", "live"):
            take_step(walk, to=state, by=by)
        begun[row["slug"]] = Outing(walk, starts_at, row)
    return begun


def end(outing: Outing, *, by: Person) -> None:
    """Close a walk that is over and take it as far as the file says; leave one that is open."""
    if outing.row["head_count"] is None:
        return
    take_step(outing.walk, to="closed", by=by)
    confirm_head_count(outing.walk, outing.row["head_count"], by=by)
    if outing.row["state"] == "closed":
        _release_most(outing.walk, by=by)
        return
    observations.release_all(outing.walk, by=by)
    for state in ("debriefed", "reported"):
        take_step(outing.walk, to=state, by=by)


def start_of(row: dict[str, Any], now: datetime) -> datetime:
    """When a walk begins: so many days ago at its hour, or at the last full half hour."""
    local = now.astimezone(ZONE)
    if row["start_local"] is None:
        return local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0)
    day = (local - timedelta(days=row["days_ago"])).date()
    return datetime.combine(day, time.fromisoformat(row["start_local"]), ZONE)


def _plan(row: dict[str, Any], starts_at: datetime, language: str) -> Plan:
    itinerary, method = told()["itinerary"], told()["method"]
    found = methods.with_version(method["slug"], method["version"])
    code = Neighbourhood.code == row["neighbourhood"]
    if found is None:
        raise LookupError(method)  # `walks database migrate` loads it
    return Plan(
        title=row["title"][language],
        introduction=row["introduction"][language],
        starts_at=starts_at.replace(tzinfo=None),
        time_zone=ZONE.key,
        light=row["light"],
        method_id=found.id,
        neighbourhood_id=db.session.scalars(select(Neighbourhood.id).where(code)).one(),
        itinerary=[(lon, lat) for lon, lat in itinerary["line"]["coordinates"]],
        stops=[
            TypedStop(stop["name"][language], stop["question"][language], tuple(stop["position"]))
            for stop in itinerary["stops"]
        ],
    )


def _release_most(walk: Walk, *, by: Person) -> None:
    wanted = select(Observation).where(Observation.walk_id == walk.id)
    recorded = list(db.session.scalars(wanted.order_by(Observation.recorded_at, Observation.id)))
    for observation in recorded[:-UNRELEASED]:
        observations.release(observation, by=by)
