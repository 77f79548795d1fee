"""Withdrawing: words and positions are struck, and a tombstone keeps the id from coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from walks.database import db
from walks.observations.observation import Observation, OwedPhoto

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from walks.participants import Participant

# What says something. The digest too: of a short note it could be found by trying.
STRUCK: dict[str, Any] = {
    **dict.fromkeys(
        (
            "theme_id",
            "category_id",
            "severity",
            "note",
            "note_language",
            "proposal",
            "position",
            "accuracy_m",
            "position_source",
            "observer_position",
            "stop_id",
            "next_stop_id",
            "side",
            "neighbourhood_id",
            "released_at",
            "released_by",
        )
    ),
    "affects": [],
    "digest": "",
}


def withdraw(observation: Observation) -> None:
    """Strike an observation and the photos it owes; withdrawn again, nothing changes."""
    _strike(Observation.id == observation.id)
    db.session.refresh(observation)


def withdraw_all(participant: Participant) -> int:
    """Strike everything that a participant gave; say how many."""
    return _strike(Observation.participant_id == participant.id)


def _strike(which: ColumnElement[bool]) -> int:
    struck = (
        update(Observation)
        .where(which, Observation.withdrawn_at.is_(None))
        .values(STRUCK | {"withdrawn_at": func.now(), "changed_at": func.now()})
        .returning(Observation.id)
        .execution_options(synchronize_session=False)
    )
    count = len(db.session.scalars(struck).all())
    gone = select(Observation.id).where(which, Observation.withdrawn_at.is_not(None))
    db.session.execute(
        delete(OwedPhoto)
        .where(OwedPhoto.observation_id.in_(gone))
        .execution_options(synchronize_session=False)
    )
    return count
