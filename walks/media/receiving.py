"""Receiving: a medium's bytes on their way in from the phone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app
from sqlalchemy import func, select

from walks import participants
from walks.database import db
from walks.jobs import enqueue
from walks.media import Medium, RefusedError
from walks.observations import Observation
from walks.problems import Problem
from walks.storage import Draft, store

if TYPE_CHECKING:
    from typing import IO
    from uuid import UUID

    from walks.participants import Participant
    from walks.settings import Settings

BLOCK = 65_536  # bytes read at a time

T = TypeVar("T", bound=Any)


@dataclass(frozen=True)
class Delivery:
    """What a phone sends: the medium's id, the SHA-256 it promises (hexadecimal), the bytes."""

    id: UUID
    digest: str
    stream: IO[bytes]


def receive(delivery: Delivery, medium: Medium[T], *, by: Participant) -> tuple[T, bool]:
    """Receive what an observation of the participant announced; say whether it is new.

    The bytes pass through a draft of the store and are never whole in memory. What was received
    already is told again as it is now.

    Raises:
        Problem: the medium's "not owed" or "refused", "id-taken" for other bytes than those
            received, "quota", "digest-differs" or "too-large".
    """
    _expected(delivery, medium, by)
    db.session.rollback()  # a slow phone must not hold a connection
    with store().draft() as draft:
        size = _read(delivery, medium, draft)
        _check_content(medium, draft)
        participants.lock(by)
        observation, known = _expected(delivery, medium, by)  # perhaps withdrawn meanwhile
        row: T = known or _add(delivery, medium, observation, size)
        if known is None or _is_lost(medium, known):
            draft.keep(medium.incoming(row.id))
            enqueue(medium.keep, **{medium.id_name: str(row.id)})
    return row, known is None


def _expected(
    delivery: Delivery, medium: Medium[Any], participant: Participant
) -> tuple[Observation, Any]:
    """The observation that waits for these bytes, and the row if they are here already."""
    owed: Any = medium.owed
    wanted = (
        select(owed.digest, Observation, medium.table)
        .join(Observation, Observation.id == owed.observation_id)
        .outerjoin(medium.table, medium.table.id == owed.id)
        .where(owed.id == delivery.id, Observation.participant_id == participant.id)
    )
    row = db.session.execute(wanted).first()
    if row is None:
        raise Problem(medium.not_owed)
    digest, observation, known = row
    if known is None:
        _check_room(medium, participant)
    if delivery.digest != (known.received_digest if known else digest):
        raise Problem("id-taken" if known else "digest-differs")
    return observation, known


def _check_room(medium: Medium[Any], participant: Participant) -> None:
    given = medium.table.participant_id == participant.id
    most = medium.most_each(_settings())
    counted = select(func.count()).select_from(medium.table).where(given)
    if (db.session.scalar(counted) or 0) >= most:
        raise Problem("quota", reason=str(medium.too_many) % {"most": most})


def _read(delivery: Delivery, medium: Medium[Any], draft: Draft) -> int:
    """Read the bytes into the draft; say how many came."""
    most = medium.most_bytes(_settings())
    digest, size = hashlib.sha256(), 0
    while block := delivery.stream.read(BLOCK):
        size += len(block)
        if size > most:
            raise Problem("too-large")
        digest.update(block)
        draft.file.write(block)
    if digest.hexdigest() != delivery.digest:
        raise Problem("digest-differs")
    return size


def _is_lost(medium: Medium[T], row: T) -> bool:
    """Whether it is still to be settled and the store has not its bytes."""
    return row.state == "received" and not store().exists(medium.incoming(row.id))


def _check_content(medium: Medium[Any], draft: Draft) -> None:
    try:
        medium.check(draft.file)
    except RefusedError as refusal:
        raise Problem(medium.refused, reason=medium.sentence(refusal.code)) from refusal


def _add(delivery: Delivery, medium: Medium[T], observation: Observation, size: int) -> T:
    row: T = medium.table(
        id=delivery.id,
        observation_id=observation.id,
        participant_id=observation.participant_id,
        state="received",
        received_digest=delivery.digest,
        received_bytes=size,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _settings() -> Settings:
    found: Settings = current_app.config["WALKS"]
    return found
