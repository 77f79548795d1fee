"""Photos: received from phones, made harmless by the worker, then kept or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped

from walks.database import db
from walks.media import Given, promises
from walks.problems import Problem

if TYPE_CHECKING:
    from uuid import UUID

    from walks.observations import Observation

SIZES = ("full", "screen", "thumbnail")


class Photo(Given):
    """One photo, in three sizes once it is kept.

    `kept_digest` is that of the full size; width and height in pixels, upright.
    """

    __tablename__ = "photos"
    __table_args__ = (Index(None, "observation_id"), *promises())

    width: Mapped[int | None]
    height: Mapped[int | None]

    @property
    def walk_id(self) -> UUID:
        """The walk it was given to."""
        return self.observation.walk_id

    @property
    def is_released(self) -> bool:
        """Whether its observation is, and it is kept."""
        return self.state == "kept" and self.observation.is_released

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
