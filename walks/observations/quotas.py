"""How much one participant and one walk can keep, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from walks.database import db
from walks.observations.observation import Observation, OwedPhoto
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

    def take(self, observations: int, photos: int) -> None:
        """Take room for so much.

        Raises:
            Problem: "quota", saying which; then nothing was taken.
        """
        if photos > self.photos:
            raise Problem("quota", reason=_("You have sent as many photos as one person can."))
        if observations > self.of_participant:
            reason = _("You have sent as many observations as one person can on a walk.")
            raise Problem("quota", reason=reason)
        if observations > self.of_walk:
            raise Problem("quota", reason=_("This walk holds as many observations as it can."))
        self.of_participant -= observations
        self.of_walk -= observations
        self.photos -= photos


def room_for(participant: Participant, walk: Walk) -> Room:
    """How much the participant can still deliver to the walk."""
    settings = current_app.config["WALKS"]
    each, all_ = settings.observations_per_participant, settings.observations_per_walk
    own = Observation.participant_id == participant.id
    photos = (
        select(func.count())
        .select_from(OwedPhoto)
        .join(Observation, Observation.id == OwedPhoto.observation_id)
        .where(own)
    )
    kept = db.session.execute(
        select(
            _counted(own, each),
            _counted(Observation.walk_id == walk.id, all_),
            photos.scalar_subquery(),
        )
    ).one()
    return Room(each - kept[0], all_ - kept[1], settings.photos_per_participant - kept[2])


def _counted(where: ColumnElement[bool], most: int) -> ScalarSelect[int]:
    """How many observations there are, counted no further than matters."""
    rows = select(Observation.id).where(where).limit(most).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()
