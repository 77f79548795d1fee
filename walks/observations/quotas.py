"""How much one participant and one walk can keep, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from walks.database import db
from walks.observations.observation import Observation, OwedPhoto, OwedVoice
from walks.problems import Problem

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect

    from walks.participants import Participant
    from walks.walks import Walk


@dataclass
class Room:
    """What still fits. Withdrawn observations count: they are rows too."""

    of_participant: int
    of_walk: int
    photos: int
    voices: int

    def take(self, observations: int, photos: int, voices: int) -> None:
        """Take room for so much.

        Raises:
            Problem: "quota", saying which; then nothing was taken.
        """
        if photos > self.photos:
            raise Problem("quota", reason=_("You have sent as many photos as one person can."))
        if voices > self.voices:
            raise Problem("quota", reason=_("You have sent as many voice notes as one person can."))
        if observations > self.of_participant:
            reason = _("You have sent as many observations as one person can on a walk.")
            raise Problem("quota", reason=reason)
        if observations > self.of_walk:
            raise Problem("quota", reason=_("This walk holds as many observations as it can."))
        self.of_participant -= observations
        self.of_walk -= observations
        self.photos -= photos
        self.voices -= voices


def room_for(participant: Participant, walk: Walk) -> Room:
    """How much the participant can still deliver to the walk."""
    settings = current_app.config["WALKS"]
    each, all_ = settings.observations_per_participant, settings.observations_per_walk
    own = Observation.participant_id == participant.id
    kept = db.session.execute(
        select(
            _counted(own, each),
            _counted(Observation.walk_id == walk.id, all_),
            _announced(OwedPhoto, own),
            _announced(OwedVoice, own),
        )
    ).one()
    return Room(
        each - kept[0],
        all_ - kept[1],
        settings.photos_per_participant - kept[2],
        settings.voices_per_participant - kept[3],
    )


def _announced(owed: type[OwedPhoto | OwedVoice], where: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many photos or voice notes these observations announced."""
    rows = select(func.count()).select_from(owed)
    rows = rows.join(Observation, Observation.id == owed.observation_id)
    return rows.where(where).scalar_subquery()


def _counted(where: ColumnElement[bool], most: int) -> ScalarSelect[int]:
    """How many observations there are, counted no further than matters."""
    rows = select(Observation.id).where(where).limit(most).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()
