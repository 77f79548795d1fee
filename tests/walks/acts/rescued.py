"""Rescue files as a phone makes them, written here to be read, and to be damaged."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from uuid import UUID

from walks.observations import digest_of
from walks.participants import Participant

Deliveries = dict[UUID, list[dict[str, Any]]]


def a_rescue_file(
    of: Participant,
    *,
    deliveries: Deliveries | None = None,
    photos: dict[UUID, bytes] | None = None,
    digests: dict[UUID, str] | None = None,
    more: dict[str, bytes] | None = None,
    **about: Any,
) -> bytes:
    """The file of a participant's phone; `about` replaces what walk.json says, `more` adds pieces.

    `deliveries` are those of each observation, oldest first; `digests` those of the photos.
    """
    said = {
        "format": "walks-rescue",
        "version": 1,
        "walk": str(of.walk_id),
        "participant": str(of.id),
        "made_at": "2026-11-21T20:15:00+01:00",
        "withdrawn": [],
        "media": [
            {"id": str(id_), "medium": "photo", "digest": (digests or {}).get(id_, "0" * 64)}
            for id_ in photos or {}
        ],
    } | about
    pieces = {"walk.json": json.dumps(said).encode()}
    pieces |= {
        f"observations/{id_}.json": json.dumps(
            {"deliveries": [{"delivery": one, "digest": digest_of(one)} for one in all_]}
        ).encode()
        for id_, all_ in (deliveries or {}).items()
    }
    pieces |= {f"media/{id_}.jpg": content for id_, content in (photos or {}).items()}
    return zipped(pieces | (more or {}))


def zipped(pieces: dict[str, bytes], *, packing: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in pieces.items():
            archive.writestr(name, content)
    return file.getvalue()
