"""Receiving: a photo's bytes on their way in from the phone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from walks.database import db
from walks.jobs import enqueue
from walks.observations import Observation, OwedPhoto
from walks.photos import Photo, incoming
from walks.photos.keeping import keep_photo, limits
from walks.photos.preparing import PhotoRefusedError, check, sentence
from walks.problems import Problem
from walks.storage import Draft, store

if TYPE_CHECKING:
    from typing import BinaryIO
    from uuid import UUID

    from walks.participants import Participant

BLOCK = 65_536  # bytes read at a time


@dataclass(frozen=True)
class Delivery:
    """What a phone sends: the photo's id, the SHA-256 it promises (hexadecimal), the bytes."""

    id: UUID
    digest: str
    stream: BinaryIO


def receive(delivery: Delivery, *, by: Participant) -> tuple[Photo, bool]:
    """Receive a photo that an observation of the participant announced; say whether it is new.

    The bytes pass through a draft of the store and are never whole in memory.

    Raises:
        Problem: "photo-not-owed", "withdrawn", "id-taken" for other bytes than those received,
            "quota", "digest-differs", "photo-refused" or "too-large".
    """
    owed, observation = _owed(delivery.id, by)
    known = db.session.get(Photo, delivery.id)
    _check_promise(delivery, owed, known, by)
    with store().draft() as draft:
        size = _read(delivery, draft)
        if known is None:
            _check_content(draft)
            is_new = _insert(delivery, observation, size)
        else:
            is_new = False
        if is_new or _is_missing(delivery.id):
            draft.keep(incoming(delivery.id))
            enqueue(keep_photo, photo_id=str(delivery.id))
    return db.session.get_one(Photo, delivery.id), is_new


def _owed(photo_id: UUID, participant: Participant) -> tuple[OwedPhoto, Observation]:
    wanted = (
        select(OwedPhoto, Observation)
        .join(Observation, Observation.id == OwedPhoto.observation_id)
        .where(OwedPhoto.id == photo_id, Observation.participant_id == participant.id)
    )
    row = db.session.execute(wanted).first()
    if row is None:
        raise Problem("photo-not-owed")
    owed, observation = row
    if observation.withdrawn_at is not None:
        raise Problem("withdrawn")
    return owed, observation


def _check_promise(
    delivery: Delivery, owed: OwedPhoto, known: Photo | None, participant: Participant
) -> None:
    """Refuse by what is promised, before any byte is read."""
    if known is not None:
        if known.received_digest != delivery.digest:
            raise Problem("id-taken")
        return
    if owed.digest != delivery.digest:
        raise Problem("digest-differs")
    counted = select(func.count()).where(Photo.participant_id == participant.id)
    most = current_app.config["WALKS"].photos_per_participant
    if (db.session.scalar(counted) or 0) >= most:
        raise Problem(
            "quota", reason=_("You have sent %(most)s photos on this walk already.", most=most)
        )


def _read(delivery: Delivery, draft: Draft) -> int:
    """Read the bytes into the draft; say how many came."""
    most = limits().max_bytes
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


def _check_content(draft: Draft) -> None:
    try:
        check(draft.file, limits())
    except PhotoRefusedError as refusal:
        raise Problem("photo-refused", reason=sentence(refusal.code)) from refusal


def _insert(delivery: Delivery, observation: Observation, size: int) -> bool:
    """Add the row; no if another delivery of the same photo was faster."""
    row = insert(Photo).values(
        id=delivery.id,
        observation_id=observation.id,
        participant_id=observation.participant_id,
        received_digest=delivery.digest,
        received_bytes=size,
    )
    added = db.session.scalar(row.on_conflict_do_nothing().returning(Photo.id))
    return added is not None


def _is_missing(photo_id: UUID) -> bool:
    """Whether a photo waits to be kept and the store lost its bytes."""
    photo = db.session.get_one(Photo, photo_id)
    return photo.state == "received" and not store().exists(incoming(photo_id))
