"""Withdrawing: words, pictures and the files behind them, struck together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from walks import observations, participants, photos
from walks.database import db
from walks.observations import Observation, OwedPhoto
from walks.photos import Photo
from walks.photos.keeping import delete

if TYPE_CHECKING:
    from walks.participants import Participant


def withdraw_observation(observation: Observation) -> None:
    """Strike an observation's words and delete its photos; a tombstone stays."""
    participants.lock(observation.participant)  # a photo may be on its way in
    observations.withdraw(observation)
    delete(photos.of(observation))


def withdraw_participation(participant: Participant) -> None:
    """Strike all that a participant gave, and let them leave: profile, devices, photos."""
    participants.lock(participant)
    observations.withdraw_all(participant)
    given = select(Photo).where(Photo.participant_id == participant.id)
    delete(db.session.scalars(given))
    participants.withdraw(participant)


def delete_photos_left_out(observation: Observation) -> None:
    """Delete the photos that a correction of their observation no longer announces."""
    announced = select(OwedPhoto.id).where(OwedPhoto.observation_id == observation.id)
    left_out = select(Photo).where(
        Photo.observation_id == observation.id, Photo.id.not_in(announced)
    )
    delete(db.session.scalars(left_out))
