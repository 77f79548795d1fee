"""A delivery: one observation as a phone sent it, understood but not yet kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rfc8785

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True)
class Position:
    """A measured point in degrees of WGS 84; `source` is gps, map or photo."""

    longitude: float
    latitude: float
    accuracy_m: float | None = None
    source: str = "gps"


@dataclass(frozen=True)
class AnnouncedPhoto:
    """A photo that will follow: its id, and the SHA-256 of its bytes in hexadecimal."""

    id: UUID
    digest: str


@dataclass(frozen=True)
class AnnouncedVoice:
    """A voice note that will follow: its id, and the SHA-256 of its bytes in hexadecimal."""

    id: UUID
    digest: str


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What a participant says about one thing they noticed.

    `based_on` is the revision that it changes, none for something new. `digest` is that of the
    object as it was delivered. `place` tells what is meant without a position, stop or between;
    with one, the position's source counts. The clock difference is phone less server.
    """

    id: UUID
    digest: str
    kind: str
    recorded_at: datetime
    based_on: int | None = None
    theme: str | None = None
    category: str | None = None
    severity: int | None = None
    affects: tuple[str, ...] = ()
    note: str | None = None
    note_language: str | None = None
    proposal: str | None = None
    position: Position | None = None
    observer_position: Position | None = None
    stop: UUID | None = None
    next_stop: UUID | None = None
    side: str | None = None
    place: str | None = None
    clock_difference_ms: int | None = None
    photos: tuple[AnnouncedPhoto, ...] = ()
    voice: AnnouncedVoice | None = None


def digest_of(delivered: dict[str, Any]) -> str:
    """The SHA-256 in hexadecimal of an object's canonical JSON (RFC 8785).

    Raises:
        rfc8785.CanonicalizationError: the object holds what JSON between machines cannot, such
            as a whole number beyond 2^53 or half of a character.
    """
    return hashlib.sha256(rfc8785.dumps(delivered)).hexdigest()
