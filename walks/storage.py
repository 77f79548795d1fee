"""The file store: photos by key, written whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY = re.compile(r"[a-z0-9][a-z0-9/._-]{0,190}")


@dataclass(frozen=True)
class FileStore:
    """A folder in which every key is a file."""

    root: Path

    def put(self, key: str, blocks: Iterable[bytes]) -> None:
        """Keep the blocks under the key; a reader sees all of them or none."""
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(blocks)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def path(self, key: str) -> Path:
        """Where the key's file is or would be.

        Raises:
            ValueError: the key could lead out of the folder.
        """
        if not KEY.fullmatch(key) or ".." in key:
            raise ValueError(f"{key!r} is no key of the store.")
        return self.root / key

    def exists(self, key: str) -> bool:
        """Whether something is kept under the key."""
        return self.path(key).is_file()

    def delete(self, key: str) -> None:
        """Forget the key; one that is not there is no fault."""
        self.path(key).unlink(missing_ok=True)

    def check(self) -> None:
        """Write and take away a file.

        Raises:
            OSError: the folder cannot be written.
        """
        self.put("check", [b"."])
        self.delete("check")


def store() -> FileStore:
    """The installation's file store."""
    return FileStore(current_app.config["WALKS"].photos)
