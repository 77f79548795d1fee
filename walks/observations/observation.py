"""The tables of observations, and of the photos and voice notes they announced."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from walks.database import Id, Instant, Model, Now, Slugs, geometry
from walks.methods import Category, Theme
from walks.neighbourhoods import Neighbourhood
from walks.participants import Participant
from walks.walks import OVER, Stop, Walk

KINDS = ("problem", "asset", "idea")
MEASURED = ("gps", "map", "photo")
UNMEASURED = ("stop", "between")
SOURCES = MEASURED + UNMEASURED


class Observation(Model):
    """Something noticed. `digest` is the SHA-256 of the delivery in canonical JSON (RFC 8785).

    `position` is where it is, `observer_position` where the person stood; lengths in metres,
    the offset in minutes east of UTC, the clock difference in milliseconds (phone less server).
    A withdrawn observation stays as a tombstone without content.
    """

    __tablename__ = "observations"
    __table_args__ = (
        Index(None, "walk_id", "received_at"),
        Index(None, "participant_id"),
        Index(None, "neighbourhood_id", "category_id", postgresql_include=["severity"]),
        Index(None, "position", postgresql_using="gist"),
        CheckConstraint("kind IN ('problem', 'asset', 'idea')", name="kind"),
        CheckConstraint("severity BETWEEN 1 AND 3", name="severity"),
        CheckConstraint("severity IS NULL OR kind = 'problem'", name="severity_of_problem"),
        CheckConstraint("side IN ('left', 'right')", name="side"),
        CheckConstraint(
            "position_source IN ('gps', 'map', 'photo', 'stop', 'between')",
            name="position_source",
        ),
        CheckConstraint(
            "(position IS NOT NULL) = (position_source IS NOT NULL"
            " AND position_source IN ('gps', 'map', 'photo'))",
            name="position_measured",
        ),
        CheckConstraint("accuracy_m >= 0", name="accuracy_m"),
        CheckConstraint("observer_accuracy_m >= 0", name="observer_accuracy_m"),
        CheckConstraint(
            "ST_X(position) BETWEEN -180 AND 180 AND ST_Y(position) BETWEEN -90 AND 90",
            name="position_range",
        ),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            "withdrawn_at IS NULL OR num_nonnulls(theme_id, category_id, severity, note,"
            " note_language, proposal, position, accuracy_m, position_source, observer_position,"
            " observer_accuracy_m, stop_id, next_stop_id, side, neighbourhood_id) = 0",
            name="withdrawn_is_struck",
        ),
    )

    id: Mapped[Id]
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walks.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    revision: Mapped[int] = mapped_column(server_default="1")
    digest: Mapped[str]

    kind: Mapped[str]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    severity: Mapped[int | None] = mapped_column(SmallInteger)
    affects: Mapped[Slugs]
    note: Mapped[str | None]
    note_language: Mapped[str | None]
    proposal: Mapped[str | None]

    position: Mapped[Any | None] = mapped_column(geometry("POINT"))
    accuracy_m: Mapped[float | None]
    position_source: Mapped[str | None]
    observer_position: Mapped[Any | None] = mapped_column(geometry("POINT"))
    observer_accuracy_m: Mapped[float | None]
    stop_id: Mapped[UUID | None] = mapped_column(ForeignKey("stops.id", ondelete="SET NULL"))
    next_stop_id: Mapped[UUID | None] = mapped_column(ForeignKey("stops.id", ondelete="SET NULL"))
    side: Mapped[str | None]
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhoods.id"))

    recorded_at: Mapped[Instant]
    recorded_offset: Mapped[int] = mapped_column(SmallInteger)
    clock_difference_ms: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[Now]
    changed_at: Mapped[Now]

    is_late: Mapped[bool] = mapped_column(server_default="false")
    is_far: Mapped[bool] = mapped_column(server_default="false")
    is_time_odd: Mapped[bool] = mapped_column(server_default="false")

    released_at: Mapped[Instant | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    withdrawn_at: Mapped[Instant | None]

    walk: Mapped[Walk] = relationship(lazy="joined")
    participant: Mapped[Participant] = relationship()
    theme: Mapped[Theme | None] = relationship()
    category: Mapped[Category | None] = relationship()
    stop: Mapped[Stop | None] = relationship(foreign_keys=[stop_id])
    next_stop: Mapped[Stop | None] = relationship(foreign_keys=[next_stop_id])
    neighbourhood: Mapped[Neighbourhood | None] = relationship()

    @property
    def organisation_id(self) -> int:
        """The organisation whose walk it was given to."""
        return self.walk.organisation_id

    @property
    def is_released(self) -> bool:
        """Whether a facilitator released it, so that its walk's participants may see it."""
        return self.released_at is not None and self.withdrawn_at is None

    @property
    def is_readable_by_planners(self) -> bool:
        """Whether a facilitator released it and its walk is over."""
        return self.is_released and self.walk.state in OVER


class OwedPhoto(Model):
    """A photo that an observation announced, by the phone's id and the bytes' SHA-256."""

    __tablename__ = "owed_photos"
    __table_args__ = (Index(None, "observation_id"),)

    id: Mapped[Id]
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    digest: Mapped[str]


class OwedVoice(Model):
    """The voice note that an observation announced, by the phone's id and the bytes' SHA-256."""

    __tablename__ = "owed_voices"
    __table_args__ = (UniqueConstraint("observation_id"),)

    id: Mapped[Id]
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id", ondelete="CASCADE"))
    digest: Mapped[str]
