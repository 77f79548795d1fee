"""The file store: photos by key, written whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import BinaryIO

KEY = re.compile(r"[a-z0-9][a-z0-9/._-]{0,190}")
DRAFTS = ".drafts"  # no key can begin with a dot


@dataclass(frozen=True)
class Draft:
    """Bytes on their way into the store: forgotten unless they are kept under a key."""

    file: BinaryIO
    folder: FileStore

    def keep(self, key: str) -> None:
        """Keep what was written under the key; from now on readers see all of it."""
        path = self.folder.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file.flush()
        os.fsync(self.file.fileno())
        Path(self.file.name).replace(path)
        _make_durable(path.parent)


@dataclass(frozen=True)
class FileStore:
    """A folder in which every key is a file."""

    root: Path

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """A file to write to and read again, before deciding whether to keep it."""
        drafts = self.root / DRAFTS
        drafts.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=drafts, delete=False) as file:
            try:
                yield Draft(file, self)  # type: ignore[arg-type]
            finally:
                Path(file.name).unlink(missing_ok=True)

    def put(self, key: str, blocks: Iterable[bytes]) -> None:
        """Keep the blocks under the key; a reader sees all of them or none."""
        with self.draft() as draft:
            draft.file.writelines(blocks)
            draft.keep(key)

    def path(self, key: str) -> Path:
        """Where the key's file is or would be.

        Raises:
            ValueError: the key could lead out of the folder.
        """
        if not KEY.fullmatch(key) or ".." in key:
            raise ValueError(f"{key!r} is no key of the store.")
        return self.root / key

    def open(self, key: str) -> BinaryIO:
        """Read what is kept under the key.

        Raises:
            FileNotFoundError: nothing is.
        """
        return self.path(key).open("rb")

    def exists(self, key: str) -> bool:
        """Whether something is kept under the key."""
        return self.path(key).is_file()

    def delete(self, *keys: str) -> None:
        """Forget the keys; one that is not there is no fault."""
        for key in keys:
            self.path(key).unlink(missing_ok=True)

    def kept_before(self, instant: datetime, under: str) -> Iterator[str]:
        """The keys right under a folder that were last written before the instant."""
        if not self.path(under).is_dir():
            return
        with os.scandir(self.path(under)) as entries:
            for entry in entries:
                if entry.is_file() and entry.stat().st_mtime < instant.timestamp():
                    yield f"{under}/{entry.name}"

    def forget_drafts(self, instant: datetime) -> int:
        """Delete the drafts that a killed process left before the instant; say how many."""
        left = [
            path
            for path in (self.root / DRAFTS).glob("*")
            if path.stat().st_mtime < instant.timestamp()
        ]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def check(self) -> None:
        """Write and take away a file.

        Raises:
            OSError: the folder cannot be written.
        """
        with self.draft() as draft:
            draft.file.write(b".")
            draft.file.flush()


def store() -> FileStore:
    """The installation's file store."""
    return FileStore(current_app.config["WALKS"].photos)


def _make_durable(folder: Path) -> None:
    """Make a rename in the folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
