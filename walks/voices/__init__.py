"""Voice notes: received from phones, made nothing but sound by the worker, kept or refused.

A voice is heard by its author and the facilitators of its walk's own organisation. Everyone else
reads its transcript, edited for names, once its observation is released.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from walks.database import Instant, db
from walks.media import Given, promises
from walks.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from walks.observations import Observation
    from walks.participants import Participant


class Voice(Given):
    """The voice note of an observation; its duration in seconds.

    `kept_digest` is that of the sound encoded anew. The transcript is a facilitator's.
    """

    __tablename__ = "voices"
    __table_args__ = (
        UniqueConstraint("observation_id"),
        Index(None, "participant_id"),
        Index(None, "kept_digest"),
        *promises(),
        CheckConstraint("duration_s > 0", name="duration_s"),
        CheckConstraint("(transcript IS NULL) = (transcribed_at IS NULL)", name="transcript"),
    )

    duration_s: Mapped[float | None]
    transcript: Mapped[str | None]
    transcript_language: Mapped[str | None]
    transcribed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    transcribed_at: Mapped[Instant | None]

    @property
    def key(self) -> str:
        """Where the store holds the sound.

        Raises:
            Problem: "voice-not-ready" while it is being prepared, "not-found" of one refused.
        """
        if self.kept_digest is None:
            raise Problem("voice-not-ready" if self.state == "received" else "not-found")
        return key(self.kept_digest)


def key(digest: str) -> str:
    """The store's key for the sound that has this SHA-256."""
    return f"voices/{digest}.m4a"


def find(voice_id: UUID) -> Voice:
    """The voice note of this id.

    Raises:
        Problem: "not-found".
    """
    found = db.session.get(Voice, voice_id)
    if found is None:
        raise Problem("not-found")
    return found


def of(observations: Iterable[Observation]) -> dict[UUID, Voice]:
    """The voice notes that arrived for these observations, by the observation's id."""
    ids = [observation.id for observation in observations]
    found = db.session.scalars(select(Voice).where(Voice.observation_id.in_(ids))) if ids else ()
    return {voice.observation_id: voice for voice in found}


def kept_of(participant: Participant) -> list[Voice]:
    """A participant's voice notes that are kept, oldest first; `key` of each says where."""
    own = select(Voice).where(Voice.participant_id == participant.id, Voice.state == "kept")
    return list(db.session.scalars(own.order_by(Voice.id)))
