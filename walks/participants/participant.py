"""The tables of participants, their devices and profiles, and who holds a token."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from walks.database import Id, Instant, Model, Now, Slugs, db
from walks.permissions import Role
from walks.problems import Problem
from walks.walks import Walk


class Participant(Model):
    """A person on one walk; anonymous. `consent` is the version of the words agreed to."""

    __tablename__ = "participants"
    __table_args__ = (Index(None, "walk_id"),)

    id: Mapped[Id]
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walks.id"))
    language: Mapped[str]
    consent: Mapped[str]
    joined_at: Mapped[Now]
    withdrawn_at: Mapped[Instant | None]

    walk: Mapped[Walk] = relationship(lazy="joined")

    @property
    def roles_here(self) -> list[Role]:
        """What the permissions know a participant as."""
        return [Role.PARTICIPANT]


class Device(Model):
    """A phone of a participant. The token itself is only on the phone; here is its SHA-256."""

    __tablename__ = "devices"
    __table_args__ = (Index(None, "participant_id"),)

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[Now]
    revoked_at: Mapped[Instant | None]


class Profile(Model):
    """What a participant chose to tell, in the method's slugs; every part may be missing.

    The three parts about disability and understanding are kept only with `sensitive_consent_at`.
    """

    __tablename__ = "profiles"
    __table_args__ = (
        CheckConstraint(
            "sensitive_consent_at IS NOT NULL"
            " OR (getting_around = '{}' AND senses = '{}' AND understanding = '{}')",
            name="sensitive_consent",
        ),
    )

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True
    )
    gender: Mapped[str | None]
    age_band: Mapped[str | None]
    getting_around: Mapped[Slugs]
    with_today: Mapped[Slugs]
    senses: Mapped[Slugs]
    understanding: Mapped[Slugs]
    link: Mapped[Slugs]
    use_frequency: Mapped[str | None]
    usual_time: Mapped[Slugs]
    sensitive_consent_at: Mapped[Instant | None]
    changed_at: Mapped[Now]


def holding(token: str) -> Participant:
    """The participant whose phone holds this token.

    Raises:
        Problem: "token-unknown" when no phone holds it, or its participant withdrew.
    """
    wanted = (
        select(Participant)
        .join(Device, Device.participant_id == Participant.id)
        .where(Device.token_hash == hash_of(token), Device.revoked_at.is_(None))
    )
    found = db.session.scalar(wanted)
    if found is None or found.withdrawn_at is not None:
        raise Problem("token-unknown")
    return found


def new_device(participant: Participant, token: str | None = None) -> str:
    """Let one more device be the participant's, by a token that it made or by a new one.

    The token exists only there.
    """
    token = token or secrets.token_urlsafe(32)
    db.session.add(Device(participant_id=participant.id, token_hash=hash_of(token)))
    return token


def hash_of(token: str) -> str:
    """The SHA-256 under which a token is known here, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
