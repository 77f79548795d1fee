"""Withdrawing: words and positions are struck, and a tombstone keeps the id from coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from walks.database import db
from walks.observations.observation import Observation, OwedPhoto, OwedVoice
from walks.problems import Problem

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from walks.participants import Participant
    from walks.walks import Walk

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
            "observer_accuracy_m",
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
    """Strike an observation and the media it owes; withdrawn again, nothing changes.

    Raises:
        Problem: "walk-archived".
    """
    _require_unarchived(observation.walk)
    _strike(Observation.id == observation.id)
    db.session.refresh(observation)


def withdraw_all(participant: Participant) -> int:
    """Strike everything that a participant gave; say how many.

    Raises:
        Problem: "walk-archived".
    """
    _require_unarchived(participant.walk)
    return _strike(Observation.participant_id == participant.id)


def _require_unarchived(walk: Walk) -> None:
    if walk.state == "archived":
        raise Problem("walk-archived")


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
    for owed in (OwedPhoto, OwedVoice):
        db.session.execute(
            delete(owed)
            .where(owed.observation_id.in_(gone))
            .execution_options(synchronize_session=False)
        )
    return count
