"""Receiving: a photo's bytes on their way in from the phone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from walks import participants
from walks.database import db
from walks.jobs import enqueue
from walks.observations import Observation, OwedPhoto
from walks.photos import Photo
from walks.photos.keeping import keep_photo, limits
from walks.photos.preparing import PhotoRefusedError, check, sentence
from walks.problems import Problem
from walks.storage import Draft, store

if TYPE_CHECKING:
    from typing import IO
    from uuid import UUID

    from walks.participants import Participant

BLOCK = 65_536  # bytes read at a time


@dataclass(frozen=True)
class Delivery:
    """What a phone sends: the photo's id, the SHA-256 it promises (hexadecimal), the bytes."""

    id: UUID
    digest: str
    stream: IO[bytes]


def receive(delivery: Delivery, *, by: Participant) -> tuple[Photo, bool]:
    """Receive a photo that an observation of the participant announced; say whether it is new.

    The bytes pass through a draft of the store and are never whole in memory. A photo that was
    received already is told again as it is now.

    Raises:
        Problem: "photo-not-owed", "id-taken" for other bytes than those received, "quota",
            "digest-differs", "photo-refused" or "too-large".
    """
    _expected(delivery, by)
    db.session.rollback()  # a slow phone must not hold a connection
    with store().draft() as draft:
        size = _read(delivery, draft)
        _check_content(draft)
        participants.lock(by)
        observation, known = _expected(delivery, by)  # it may have been withdrawn meanwhile
        photo = known or _add(delivery, observation, size)
        if known is None or _is_lost(known):
            draft.keep(photo.incoming)
            enqueue(keep_photo, photo_id=str(photo.id))
    return photo, known is None


def _expected(delivery: Delivery, participant: Participant) -> tuple[Observation, Photo | None]:
    """The observation that waits for these bytes, and the photo if it is here already."""
    wanted = (
        select(OwedPhoto.digest, Observation, Photo)
        .join(Observation, Observation.id == OwedPhoto.observation_id)
        .outerjoin(Photo, Photo.id == OwedPhoto.id)
        .where(OwedPhoto.id == delivery.id, Observation.participant_id == participant.id)
    )
    row = db.session.execute(wanted).first()
    if row is None:
        raise Problem("photo-not-owed")
    digest, observation = row.digest, row.Observation
    known: Photo | None = row.Photo
    if known is None:
        _check_room(participant)
    if delivery.digest != (known.received_digest if known else digest):
        raise Problem("id-taken" if known else "digest-differs")
    return observation, known


def _check_room(participant: Participant) -> None:
    counted = select(func.count()).where(Photo.participant_id == participant.id)
    most = current_app.config["WALKS"].photos_per_participant
    if (db.session.scalar(counted) or 0) >= most:
        reason = _("You have sent %(most)s photos on this walk already.", most=most)
        raise Problem("quota", reason=reason)


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


def _is_lost(photo: Photo) -> bool:
    """Whether a photo is still to be settled and the store has not its bytes."""
    return photo.state == "received" and not store().exists(photo.incoming)


def _check_content(draft: Draft) -> None:
    try:
        check(draft.file, limits())
    except PhotoRefusedError as refusal:
        raise Problem("photo-refused", reason=sentence(refusal.code)) from refusal


def _add(delivery: Delivery, observation: Observation, size: int) -> Photo:
    photo = Photo(
        id=delivery.id,
        observation_id=observation.id,
        participant_id=observation.participant_id,
        state="received",
        received_digest=delivery.digest,
        received_bytes=size,
    )
    db.session.add(photo)
    db.session.flush()
    return photo
