"""Withdrawing: words, pictures and the files behind them, struck together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from walks import observations, participants, photos
from walks.database import db
from walks.observations import OwedPhoto
from walks.photos import Photo
from walks.photos.keeping import delete

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from walks.observations import Observation
    from walks.participants import Participant


def withdraw_observation(observation: Observation) -> None:
    """Strike an observation's words and delete its photos; a tombstone stays."""
    participants.lock(observation.participant)  # a photo may be on its way in
    observations.withdraw(observation)
    delete(photos.of(observation))


def withdraw_participation(participant: Participant) -> int:
    """Strike all that a participant gave, and let them leave; say how many observations it was."""
    participants.lock(participant)
    struck = observations.withdraw_all(participant)
    given = select(Photo).where(Photo.participant_id == participant.id)
    delete(db.session.scalars(given))
    participants.withdraw(participant)
    return struck


def delete_photos_left_out(changed: Collection[UUID]) -> None:
    """Delete the photos that the last revisions of these observations no longer announce."""
    if not changed:
        return
    announced = select(OwedPhoto.id).where(OwedPhoto.observation_id.in_(changed))
    left_out = select(Photo).where(Photo.observation_id.in_(changed), Photo.id.not_in(announced))
    delete(db.session.scalars(left_out))
