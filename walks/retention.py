"""Retention: what is deleted because its time is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy import delete, func, select

from walks import audit, throttle
from walks.database import db
from walks.jobs import every
from walks.logs import log
from walks.media.orphans import forget_orphans, refuse_given_up
from walks.participants import Device, Participant, Profile, Receipt
from walks.photos.keeping import PHOTOS
from walks.storage import store
from walks.traces import Trace
from walks.voices.keeping import VOICES
from walks.walks import Walk

if TYPE_CHECKING:
    from sqlalchemy import Select

    from walks.settings import Settings

ORPHANS_AFTER = timedelta(days=1)  # no delivery and no job takes as long


@every("17 * * * *", "retention")
def hourly() -> None:
    """Enforce the settings; the log tells counts and nothing else.

    Hourly, so that a machine which sleeps at night does it too.
    """
    log.info("retention", **enforce(datetime.now(UTC)))


def enforce(now: datetime) -> dict[str, int]:
    """Delete everything whose time is over; say how much of each."""
    settings: Settings = current_app.config["WALKS"]
    profiles_until = now - timedelta(days=settings.keep_profiles_days)
    devices_until = now - timedelta(days=settings.keep_devices_days)
    return {
        "profiles": _delete(Profile, profiles_until),
        "devices": _delete(Device, devices_until),
        "receipts": _delete(Receipt, devices_until),
        "traces": _delete(Trace, now - timedelta(days=settings.keep_traces_days)),
        "audit": audit.older_than(now - timedelta(days=settings.keep_audit_days)),
        "counters": throttle.forget_ended(),
        "photos": refuse_given_up(PHOTOS, now - ORPHANS_AFTER),
        "voices": refuse_given_up(VOICES, now - ORPHANS_AFTER),
        "files": _forget_files(now - ORPHANS_AFTER),
    }


def _forget_files(before: datetime) -> int:
    orphans = sum(forget_orphans(medium, before) for medium in (PHOTOS, VOICES))
    return orphans + store().forget_drafts(before)


def _delete(kind: type[Profile | Device | Receipt | Trace], until: datetime) -> int:
    of_old_walks = kind.participant_id.in_(_participants_until(until))
    gone = db.session.execute(delete(kind).where(of_old_walks))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _participants_until(until: datetime) -> Select[Any]:
    """Who was on a walk that closed before the instant, or began before it and never closed."""
    began = func.timezone(Walk.time_zone, Walk.starts_at)
    return (
        select(Participant.id)
        .join(Walk, Walk.id == Participant.walk_id)
        .where(func.coalesce(Walk.closed_at, began) < until)
    )
