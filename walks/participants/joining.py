"""Joining a walk by its code, and leaving it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import format_date
from sqlalchemy import func, select, text, update

from walks import throttle
from walks.database import db
from walks.participants.consent import CONSENT
from walks.participants.participant import (
    Device,
    Participant,
    Profile,
    hash_of,
    new_device,
)
from walks.participants.receipts import make_receipt
from walks.problems import Problem
from walks.walks import OPEN_FOR_JOINING, OVER, Walk, with_code

if TYPE_CHECKING:
    from datetime import datetime

MINUTES = 10  # in which wrong codes from one address are counted


@dataclass(frozen=True)
class Joined:
    """Who joined; the token and the receipt exist only here and on the phone."""

    participant: Participant
    token: str
    receipt: str


def walk_to_join(code: str, *, asked_from: str) -> Walk:
    """The walk that this code joins now, asked for from a network address.

    Only wrong codes are counted, so a group that joins from one address is no attack. There is
    no limit over all addresses: with it, a few strangers could keep a whole city from joining.

    Raises:
        Problem: "too-many-tries", "code-unknown", "not-open-yet" or "walk-ended".
    """
    place = throttle.place_of(asked_from)
    throttle.refuse_after(current_app.config["WALKS"].join_tries_per_code, "joining", place)
    walk = with_code(code)
    if walk is None:
        throttle.count(MINUTES, "joining", place)
        raise Problem("code-unknown")
    if walk.state in OVER:
        raise Problem("walk-ended", walk=walk.title, ended=_day(walk.closed_at, walk.time_zone))
    if walk.state not in OPEN_FOR_JOINING:
        raise Problem("not-open-yet", walk=walk.title)
    return walk


def joining(walk: Walk, *, language: str, consent: str, device_key: str | None = None) -> Joined:
    """Somebody joins the walk, having agreed to this version of the words of consent.

    A `device_key` is the token that the phone made for itself before it asked. Whoever asks with
    it again, because the answer was lost, is the same participant with the same token; the
    receipt is a new one, since nobody saw the first.

    Raises:
        Problem: "schema-unknown" when the page showed words that are no longer the current ones;
            "token-unknown" when the key is of another walk or was revoked.
    """
    if consent != CONSENT.version:
        raise Problem("schema-unknown")
    known = _holding(device_key, walk) if device_key else None
    if known and device_key:
        return Joined(known, device_key, make_receipt(known))
    participant = Participant(walk=walk, language=language, consent=consent)
    db.session.add(participant)
    db.session.flush()
    return Joined(participant, new_device(participant, device_key), make_receipt(participant))


def _holding(key: str, walk: Walk) -> Participant | None:
    """Who joined this walk with this key; a second request waits until the first has ended."""
    hashed = hash_of(key)
    db.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": hashed}
    )
    device = db.session.scalar(select(Device).where(Device.token_hash == hashed))
    if device is None:
        return None
    participant = db.session.get_one(Participant, device.participant_id)
    if device.revoked_at or participant.withdrawn_at or participant.walk_id != walk.id:
        raise Problem("token-unknown")
    return participant


def lock(participant: Participant) -> None:
    """Let one request at a time act for the participant, until the transaction ends.

    Raises:
        Problem: "token-unknown" when they withdrew meanwhile.
    """
    wanted = select(Participant.withdrawn_at).where(Participant.id == participant.id)
    withdrawn_at = db.session.scalars(wanted.with_for_update(key_share=True)).one()
    if withdrawn_at is not None:
        raise Problem("token-unknown")


def withdraw(participant: Participant) -> None:
    """Delete the profile and revoke every device: the row stays, so that counts stay true."""
    db.session.execute(db.delete(Profile).where(Profile.participant_id == participant.id))
    revoked = update(Device).where(Device.participant_id == participant.id)
    db.session.execute(revoked.where(Device.revoked_at.is_(None)).values(revoked_at=func.now()))
    participant.withdrawn_at = func.now()


def _day(instant: datetime | None, time_zone: str) -> str:
    return str(format_date(instant.astimezone(ZoneInfo(time_zone)), "long")) if instant else "?"
