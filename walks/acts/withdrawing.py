"""Withdrawing: words, pictures, sound and the files behind them, struck together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from walks import confirmations, observations, participants, stop_cards, traces
from walks.database import db
from walks.media.keeping import delete
from walks.photos.keeping import PHOTOS
from walks.voices.keeping import VOICES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from walks.media import Medium
    from walks.observations import Observation
    from walks.participants import Participant

MEDIA: tuple[Medium[Any], ...] = (PHOTOS, VOICES)


def withdraw_observation(observation: Observation) -> None:
    """Strike an observation's words and delete its photos and voice note; a tombstone stays."""
    participants.lock(observation.participant)  # a photo may be on its way in
    observations.withdraw(observation)
    confirmations.strike_of(observation)
    for medium in MEDIA:
        delete(medium, _given(medium, medium.table.observation_id == observation.id))


def withdraw_participation(participant: Participant) -> int:
    """Strike all that a participant gave, and let them leave; say how many observations it was."""
    participants.lock(participant)
    struck = observations.withdraw_all(participant)
    for medium in MEDIA:
        delete(medium, _given(medium, medium.table.participant_id == participant.id))
    for given_beside in (confirmations.strike, stop_cards.strike, traces.forget):
        given_beside(participant)
    participants.withdraw(participant)
    return struck


def delete_media_left_out(changed: Collection[UUID]) -> None:
    """Delete the media that the last revisions of these observations no longer announce."""
    if not changed:
        return
    for medium in MEDIA:
        table, owed = medium.table, medium.owed
        announced = select(owed.id).where(owed.observation_id.in_(changed))
        left_out = table.observation_id.in_(changed), table.id.not_in(announced)
        delete(medium, _given(medium, *left_out))


def _given(medium: Medium[Any], *conditions: ColumnElement[bool]) -> Iterable[Any]:
    return db.session.scalars(select(medium.table).where(*conditions))
