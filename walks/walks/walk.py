"""The tables of walks and stops, and how one is found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Text

from walks.database import Id, Instant, LocalTime, Model, Now, db, geometry
from walks.methods import Method
from walks.neighbourhoods import Neighbourhood
from walks.people import Organisation
from walks.problems import Problem

STATES = ("draft", "enrolling", "live", "closed", "debriefed", "reported", "archived")
OPEN_FOR_JOINING = ("enrolling", "live")
OVER = ("closed", "debriefed", "reported", "archived")
LIGHTS = ("day", "dusk", "night")


class Walk(Model):
    """One outing. `starts_at` is local to `time_zone`, an IANA name."""

    __tablename__ = "walks"
    __table_args__ = (
        Index(None, "organisation_id", "starts_at"),
        Index(None, "neighbourhood_id"),
        CheckConstraint(
            "state IN ('draft', 'enrolling', 'live', 'closed', 'debriefed', 'reported',"
            " 'archived')",
            name="state",
        ),
        CheckConstraint("light IN ('day', 'dusk', 'night')", name="light"),
        CheckConstraint("length(title) BETWEEN 1 AND 200", name="title"),
        CheckConstraint("cardinality(languages) > 0", name="languages"),
        CheckConstraint("head_count >= 0", name="head_count"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    method_id: Mapped[int] = mapped_column(ForeignKey("methods.id"))
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhoods.id"))
    title: Mapped[str]
    introduction: Mapped[str] = mapped_column(server_default="")
    starts_at: Mapped[LocalTime]
    time_zone: Mapped[str] = mapped_column(server_default="Europe/Brussels")
    light: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    area: Mapped[Any | None] = mapped_column(geometry("POLYGON"))
    itinerary: Mapped[Any | None] = mapped_column(geometry("LINESTRING"))
    join_code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(server_default="draft")
    head_count: Mapped[int | None]  # how many walked, confirmed by the facilitator
    opened_at: Mapped[Instant | None]  # when joining first became possible
    closed_at: Mapped[Instant | None]  # when it was last closed; none while it is open
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[Now]

    organisation: Mapped[Organisation] = relationship()
    method: Mapped[Method] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    stops: Mapped[list[Stop]] = relationship(
        order_by="Stop.ordinal", back_populates="walk", cascade="all, delete-orphan"
    )


class Stop(Model):
    """An ordered point of the itinerary; `position` may be unknown. Ordinals begin at 1."""

    __tablename__ = "stops"
    __table_args__ = (
        UniqueConstraint(
            "walk_id", "ordinal", name="stops_walk_id_ordinal_unique", deferrable=True
        ),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
    )

    id: Mapped[Id]
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walks.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    name: Mapped[str]
    prompt: Mapped[str] = mapped_column(server_default="")
    position: Mapped[Any | None] = mapped_column(geometry("POINT"))

    walk: Mapped[Walk] = relationship(back_populates="stops")


def find(walk_id: UUID | str) -> Walk:
    """The walk of this id.

    Raises:
        Problem: "not-found" when there is none, or the text is no id.
    """
    try:
        found = db.session.get(Walk, walk_id if isinstance(walk_id, UUID) else UUID(walk_id))
    except ValueError as no_id:
        raise Problem("not-found") from no_id
    if found is None:
        raise Problem("not-found")
    return found
