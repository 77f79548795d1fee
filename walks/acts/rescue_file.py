"""A rescue file: what a phone could not send, as one zip. docs/rescue-file.md describes it.

It comes from anywhere, so that nothing in it is believed: how many files it holds and how large
each says it is are looked at before one of them is opened, and no more than that is ever read.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from walks.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from walks.settings import Settings

FORMAT, VERSION = "walks-rescue", 1
MOST_DELIVERIES = 2  # of one observation: one whose answer was never seen, and what came after
ABOUT_BYTES = 2_000_000  # of walk.json, which names every photo
NAMED = re.compile(r"(observations|media)/([0-9a-f-]{36})\.[a-z0-9]{1,5}")
END = struct.Struct("<4sHHHHIIH")  # the end of a zip's directory, where nothing follows it
ENTRY_BYTES = 400  # the longest entry of a directory that this format can need
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 1
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
UNREADABLE = (
    *(*DAMAGED, struct.error, OSError),
    *(AttributeError, KeyError, RecursionError, TypeError, ValueError),  # JSON of another kind
)


@dataclass(frozen=True)
class Media:
    """A photo or a voice note in the file."""

    id: UUID
    medium: str
    digest: str


@dataclass
class RescueFile:
    """What a rescue file says of itself, and its pieces by their names."""

    archive: zipfile.ZipFile
    walk: UUID
    participant: UUID
    withdrawn: list[UUID]
    media: list[Media]
    names: dict[UUID, zipfile.ZipInfo] = field(default_factory=dict)
    observations: list[UUID] = field(default_factory=list)

    def deliveries(self, observation: UUID) -> list[dict[str, Any]]:
        """What the phone would have delivered of an observation, oldest first.

        Each has its `delivery` and the `digest` that the phone computed of it.

        Raises:
            Problem: "rescue-refused" when it cannot be read.
        """
        read = _json(self.archive, self.names[observation]).get("deliveries")
        if not isinstance(read, list) or not all(isinstance(one, dict) for one in read):
            raise refused(_("A part of the file is damaged."))
        return read[-MOST_DELIVERIES:]

    def open(self, media: Media) -> IO[bytes]:
        """The bytes of a photo or a voice note, as a stream."""
        return self.archive.open(self.names[media.id])


def refused(reason: str) -> Problem:
    """The refusal of a whole file."""
    return Problem("rescue-refused", reason=reason)


@contextmanager
def opened(stream: IO[bytes]) -> Iterator[RescueFile]:
    """Open an uploaded file that can be sought in.

    Raises:
        Problem: "rescue-refused" when it is none, is damaged, or holds more than may be.
    """
    with _refusing_what_fails():
        _check_directory(stream)
        archive = zipfile.ZipFile(stream)
        _check_sizes(archive)
        found = _described(archive)
    with archive:
        yield found


@contextmanager
def _refusing_what_fails() -> Iterator[None]:
    try:
        yield
    except UNREADABLE as reason:
        raise refused(_("This is no rescue file, or it is damaged.")) from reason


def _check_directory(stream: IO[bytes]) -> None:
    """Refuse a zip whose directory is longer than this format's, before it is read into memory.

    Raises:
        BadZipFile: the file does not end as this format's files do.
        Problem: "rescue-refused".
    """
    stream.seek(-END.size, 2)
    sign, _disk, _first, _here, entries, size, _offset, comment = END.unpack(stream.read(END.size))
    if sign != b"PK\x05\x06" or comment:
        raise zipfile.BadZipFile
    if stream.tell() >= END.size + 20:
        stream.seek(-END.size - 20, 2)
        if stream.read(4) == b"PK\x06\x07":  # the large form, which could say anything again
            raise zipfile.BadZipFile
    if entries > _most_entries() or size > entries * ENTRY_BYTES:
        raise refused(_("It holds more files than one phone can have."))


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Refuse what is encrypted, packed in another way, or says that it is too large."""
    settings = _settings()
    pieces = archive.infolist()
    if any(one.flag_bits & ENCRYPTED or one.compress_type not in PACKED for one in pieces):
        raise zipfile.BadZipFile
    if sum(one.file_size for one in pieces) > settings.rescue_max_bytes:
        raise refused(_("It holds more than this server takes at once."))
    if any(one.file_size > _most_bytes(one.filename) for one in pieces):
        raise refused(_("A part of it is too large."))


def _most_bytes(name: str) -> int:
    settings = _settings()
    if name.startswith("media/"):
        return settings.photo_max_bytes
    return ABOUT_BYTES if name == "walk.json" else MOST_DELIVERIES * settings.observation_max_bytes


def _most_entries() -> int:
    settings = _settings()
    voices = settings.observations_per_participant
    return 1 + settings.observations_per_participant + settings.photos_per_participant + voices


def _described(archive: zipfile.ZipFile) -> RescueFile:
    about = _json(archive, archive.getinfo("walk.json"))
    if about["format"] != FORMAT:
        raise zipfile.BadZipFile
    if about["version"] != VERSION:
        raise refused(_("It was made by a newer page than this server knows."))
    found = RescueFile(
        archive,
        walk=UUID(about["walk"]),
        participant=UUID(about["participant"]),
        withdrawn=[UUID(one) for one in about["withdrawn"]],
        media=[_media(one) for one in about["media"]],
    )
    for piece in archive.infolist():
        if named := NAMED.fullmatch(piece.filename):
            found.names[UUID(named[2])] = piece
            if named[1] == "observations":
                found.observations.append(UUID(named[2]))
    found.media = [one for one in found.media if one.id in found.names]
    return found


def _media(said: dict[str, Any]) -> Media:
    return Media(UUID(said["id"]), str(said["medium"]), str(said["digest"]))


def _json(archive: zipfile.ZipFile, piece: zipfile.ZipInfo) -> dict[str, Any]:
    """An object of the file.

    Raises:
        Problem: "rescue-refused" when it is none.
    """
    with _refusing_what_fails():
        said = json.loads(archive.read(piece).decode("utf-8"))
        if not isinstance(said, dict):
            raise TypeError(piece.filename)
        return said


def _settings() -> Settings:
    found: Settings = current_app.config["WALKS"]
    return found
