"""What phones really sent: the SHA-256 of every delivery and of every medium's bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import rfc8785


def seals_of(line: bytes, body: bytes) -> Iterator[tuple[str, str]]:
    """The id and the digest of everything in one request, computed anew from its bytes.

    An observation's digest is that of its canonical JSON without the id (RFC 8785).
    """
    method, path = line.decode().split()[:2]
    if method == "PUT" and path.startswith(("/api/photos/", "/api/voices/")):
        yield path.rpartition("/")[2], hashlib.sha256(body).hexdigest()
    elif method == "PUT" and "/observations/" in path:
        yield path.rpartition("/")[2], _canonical(json.loads(body))
    elif method == "POST" and path.endswith("/observations"):
        for delivery in json.loads(body)["deliveries"]:
            yield delivery.pop("id"), _canonical(delivery)


def _canonical(delivery: object) -> str:
    return hashlib.sha256(rfc8785.dumps(delivery)).hexdigest()  # type: ignore[arg-type]
