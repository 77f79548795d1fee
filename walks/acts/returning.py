"""Returning to a participant everything that they gave, as one zip file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from walks import observations, participants, stop_cards, traces, voices
from walks.confirmations import Confirmation
from walks.database import db
from walks.participants.sheet import summary_of
from walks.photos import Photo, keys
from walks.photos.states import states as photo_states
from walks.storage import store
from walks.voices.states import states as voice_states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from walks.participants import Participant

BLOCK = 65_536  # bytes read at a time
AT = (2020, 1, 1, 0, 0, 0)  # zip wants an hour for each file; the hours that matter are in them


@dataclass(frozen=True)
class Piece:
    """One file of the zip: what it says, or where the store has it."""

    name: str
    content: bytes | Path


class Through(io.RawIOBase):
    """Takes what is written and gives it on, so that a zip is never whole in memory."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        """It only takes: a zip written to it cannot go back to mend what it wrote."""
        return True

    def write(self, block: Any) -> int:
        """Take a block."""
        self.waiting += block
        return len(block)

    def taken(self) -> bytes:
        """What came since it was last asked."""
        found, self.waiting = bytes(self.waiting), bytearray()
        return found


def own_data(participant: Participant) -> Iterator[bytes]:
    """The zip, in blocks: what they said of themselves, their observations, photos as kept.

    The database is asked before the first block, so that its failure is still an error, and a slow
    phone does not hold a connection. Files are read in their turn.
    """
    return _streamed([piece for part in PARTS for piece in part(participant)])


def _streamed(pieces: list[Piece]) -> Iterator[bytes]:
    through = Through()
    with zipfile.ZipFile(through, "w") as archive:
        for piece in pieces:
            if isinstance(piece.content, bytes):
                archive.writestr(_about(piece.name, zipfile.ZIP_DEFLATED), piece.content)
            elif piece.content.exists():  # it may be withdrawn meanwhile, from another device
                yield from _copied(piece.name, piece.content, archive, through)
    yield through.taken()


def _copied(name: str, path: Path, archive: zipfile.ZipFile, through: Through) -> Iterator[bytes]:
    """A photo's or a voice note's file, which is small already and is not packed."""
    with path.open("rb") as file, archive.open(_about(name, zipfile.ZIP_STORED), "w") as piece:
        while block := file.read(BLOCK):
            piece.write(block)
            yield through.taken()


def _about(name: str, packing: int) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(name, AT)
    about.compress_type = packing
    about.external_attr = 0o644 << 16
    return about


def _participation(participant: Participant) -> Iterator[Piece]:
    told = participants.profile_of(participant)
    yield _json(
        "participation.json",
        {
            "participant": str(participant.id),
            "walk": summary_of(participant.walk),
            "language": participant.language,
            "consent": participant.consent,
            "joined_at": participant.joined_at.isoformat(),
            "withdrawn_at": _instant(participant.withdrawn_at),
        },
    )
    yield _json("profile.json", _profile(told) if told else {})


def _observations(participant: Participant) -> Iterator[Piece]:
    after, found = None, []
    while True:
        page, after = observations.given_by(participant, after=after)
        found += page
        if after is None:
            break
    _tell_states([photo for one in found for photo in one.get("photos", [])], photo_states)
    _tell_states([one["voice"] for one in found if one.get("voice")], voice_states)
    yield _json("observations.json", found)


def _tell_states(
    media: list[dict[str, Any]], states: Callable[[list[Any]], dict[Any, str]]
) -> None:
    arrived = {str(id_): state for id_, state in states([one["id"] for one in media]).items()}
    for one in media:
        one["state"] = arrived.get(one["id"], "owed")


def _photos(participant: Participant) -> Iterator[Piece]:
    kept = (
        select(Photo.id, Photo.kept_digest)
        .where(Photo.participant_id == participant.id, Photo.kept_digest.is_not(None))
        .order_by(Photo.id)
    )
    for photo_id, digest in db.session.execute(kept):
        yield Piece(f"photos/{photo_id}.jpg", store().path(keys(str(digest))["full"]))


def _voices(participant: Participant) -> Iterator[Piece]:
    for voice in voices.kept_of(participant):
        yield Piece(f"voices/{voice.id}.m4a", store().path(voice.key))


def _said_on_the_way(participant: Participant) -> Iterator[Piece]:
    """Stop cards, what they said “me too” to, and the trace."""
    yield _json(
        "stop-cards.json", [stop_cards.shown(one) for one in stop_cards.given_by(participant)]
    )
    said = select(Confirmation).where(Confirmation.participant_id == participant.id)
    confirmed = db.session.scalars(said.order_by(Confirmation.made_at))
    yield _json(
        "confirmations.json",
        [
            {"observation": str(one.observation_id), "made_at": one.made_at.isoformat()}
            for one in confirmed
        ],
    )
    trace = traces.of(participant)
    yield _json("trace.json", traces.shown(trace) if trace else None)


# What a participant can give, each as an iterator of its pieces.
PARTS: list[Callable[[Participant], Iterator[Piece]]] = [
    _participation,
    _observations,
    _said_on_the_way,
    _photos,
    _voices,
]


def _profile(told: participants.Profile) -> dict[str, Any]:
    at = {"sensitive_consent_at": _instant(told.sensitive_consent_at)}
    return {**participants.shown(told), **at, "changed_at": told.changed_at.isoformat()}


def _json(name: str, said: Any) -> Piece:
    return Piece(name, json.dumps(said, ensure_ascii=False, indent=2).encode())


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
