"""Photos: received from phones, made harmless by the worker, then kept or refused."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from walks.database import Id, Instant, Model, Now, db
from walks.observations import Observation
from walks.problems import Problem

SIZES = ("full", "screen", "thumbnail")


class Photo(Model):
    """One photo, in three sizes once it is kept.

    `received_digest` is the SHA-256 of the bytes as delivered, `kept_digest` that of the full
    size after every byte of metadata went; width and height in pixels, upright.
    """

    __tablename__ = "photos"
    __table_args__ = (
        Index(None, "observation_id"),
        CheckConstraint("state IN ('received', 'kept', 'refused')", name="state"),
        CheckConstraint("(state = 'kept') = (kept_digest IS NOT NULL)", name="kept"),
        CheckConstraint("(state = 'refused') = (refused_because IS NOT NULL)", name="refused"),
    )

    id: Mapped[Id]
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id", ondelete="CASCADE"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    state: Mapped[str] = mapped_column(server_default="received")
    received_digest: Mapped[str]
    received_bytes: Mapped[int]
    kept_digest: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    refused_because: Mapped[str | None]  # a code of walks/photos/preparing.py
    received_at: Mapped[Now]
    settled_at: Mapped[Instant | None]

    observation: Mapped[Observation] = relationship(lazy="joined")

    @property
    def organisation_id(self) -> int:
        """The organisation whose walk it was given to."""
        return self.observation.organisation_id

    @property
    def is_readable_by_planners(self) -> bool:
        """Whether its observation is, and it is kept."""
        return self.state == "kept" and self.observation.is_readable_by_planners

    @property
    def incoming(self) -> str:
        """Where the store holds the bytes as delivered, until the photo is settled."""
        return incoming(self.id)

    def key(self, size: str) -> str:
        """Where the store holds one of SIZES.

        Raises:
            Problem: "photo-not-ready" while it is being prepared, "not-found" of one refused.
        """
        if self.kept_digest is None:
            raise Problem("photo-not-ready" if self.state == "received" else "not-found")
        return keys(self.kept_digest)[size]


def incoming(photo_id: UUID) -> str:
    """The store's key for the bytes of a photo as delivered."""
    return f"incoming/{photo_id}"


def keys(digest: str) -> dict[str, str]:
    """The store's key for each size of the photo whose full size has this SHA-256."""
    return {
        size: f"photos/{digest}.jpg" if size == "full" else f"photos/{digest}-{size}.jpg"
        for size in SIZES
    }


def find(photo_id: UUID) -> Photo:
    """The photo of this id.

    Raises:
        Problem: "not-found".
    """
    found = db.session.get(Photo, photo_id)
    if found is None:
        raise Problem("not-found")
    return found


def of(observation: Observation) -> list[Photo]:
    """The photos that arrived for an observation, in the order of their ids."""
    wanted = select(Photo).where(Photo.observation_id == observation.id)
    return list(db.session.scalars(wanted.order_by(Photo.id)))
