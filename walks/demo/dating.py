"""Putting the demo's past where it belongs.

The verbs write down when they were used, which is today; the demo's walks were last week. So the
instants that the database keeps are moved, and nothing else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, literal, select, update

from walks.acts.closing import judge_lateness
from walks.audit import Entry
from walks.database import db
from walks.observations import Observation
from walks.participants import Device, Participant, Profile
from walks.photos import Photo

if TYPE_CHECKING:
    from datetime import datetime

    from walks.demo.outings import Outing

# When each act was done, in hours from the walk's start; those of an open walk that are to come
# have not been done.
ACTS = {
    "walk.made": -14 * 24.0,
    "walk.opened": -7 * 24.0,
    "walk.started": -0.1,
    "walk.closed": 1.6,
    "walk.counted": 1.75,
    "walk.debriefed": 2.5,
    "release_all": 2.6,
    "release": 2.6,
    "walk.reported": 48.0,
}
JOINING = timedelta(minutes=-4)
SENDING = timedelta(seconds=9)  # from keeping on the phone to receiving here
SETTLING = timedelta(seconds=4)


def put_back(outing: Outing) -> None:
    """Move a walk, its participants and what they gave to when it was."""
    walk, hours = outing.walk, {act: _after(outing, n) for act, n in ACTS.items()}
    walk.made_at, walk.opened_at = hours["walk.made"], hours["walk.opened"]
    if walk.closed_at is not None:
        walk.closed_at = hours["walk.closed"]
    db.session.flush()
    _participants(outing)
    _observations(outing, hours)
    judge_lateness(walk)


def _after(outing: Outing, hours: float) -> datetime:
    return outing.starts_at + timedelta(hours=hours)


def _participants(outing: Outing) -> None:
    own = select(Participant.id).where(Participant.walk_id == outing.walk.id)
    at = outing.starts_at + JOINING
    _change(Participant, Participant.walk_id == outing.walk.id, joined_at=at)
    _change(Device, Device.participant_id.in_(own), made_at=at)
    _change(Profile, Profile.participant_id.in_(own), changed_at=at)
    agreed = Profile.sensitive_consent_at.is_not(None) & Profile.participant_id.in_(own)
    _change(Profile, agreed, sensitive_consent_at=at)


def _observations(outing: Outing, hours: dict[str, datetime]) -> None:
    here = Observation.walk_id == outing.walk.id
    received = Observation.recorded_at + literal(SENDING)
    _change(Observation, here, received_at=received, changed_at=received)
    released = here & Observation.released_at.is_not(None)
    _change(Observation, released, released_at=hours["release"])
    ids = select(Observation.id).where(here)
    arrived = select(Observation.received_at).where(Observation.id == Photo.observation_id)
    then = arrived.scalar_subquery() + literal(SENDING)
    _change(Photo, Photo.observation_id.in_(ids), received_at=then)
    _change(Photo, Photo.observation_id.in_(ids), settled_at=Photo.received_at + literal(SETTLING))
    told_of = [str(outing.walk.id), *map(str, db.session.scalars(ids))]
    for act, at in hours.items():
        _change(Entry, (Entry.act == act) & Entry.thing.in_(told_of), at=at)


def _change(table: Any, which: ColumnElement[bool], **values: Any) -> None:
    change = update(table).where(which).values(values)
    db.session.execute(change.execution_options(synchronize_session=False))
