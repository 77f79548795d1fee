"""The file store keeps files whole or not at all, and never outside its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from walks.storage import FileStore

NOW = datetime.now(UTC)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "media")


def everything_in(files: FileStore) -> list[str]:
    return sorted(
        str(path.relative_to(files.root)) for path in files.root.rglob("*") if path.is_file()
    )


def age(path: Path, *, days: int) -> None:
    then = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def test_what_is_put_can_be_read_and_deleted(files: FileStore) -> None:
    files.put("photos/a.jpg", [b"one ", b"two"])
    with files.open("photos/a.jpg") as file:
        assert file.read() == b"one two"
    assert files.exists("photos/a.jpg")
    files.delete("photos/a.jpg", "photos/never.jpg")
    assert not files.exists("photos/a.jpg")


def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(files: FileStore) -> None:
    def failing() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    files.put("photos/a.jpg", [b"old"])
    with pytest.raises(ConnectionError):
        files.put("photos/a.jpg", failing())
    assert everything_in(files) == ["photos/a.jpg"]
    assert files.path("photos/a.jpg").read_bytes() == b"old"


def test_a_draft_that_is_not_kept_is_forgotten(files: FileStore) -> None:
    with files.draft() as draft:
        draft.file.write(b"never mind")
    assert everything_in(files) == []


def test_a_draft_can_be_read_before_it_is_kept(files: FileStore) -> None:
    with files.draft() as draft:
        draft.file.write(b"looked at")
        draft.file.seek(0)
        assert draft.file.read() == b"looked at"
        assert not files.exists("incoming/a")
        draft.keep("incoming/a")
    assert everything_in(files) == ["incoming/a"]


@pytest.mark.parametrize(
    "key", ["../secret", "a/../../b", "/etc/passwd", "", ".drafts/x", "A", "a\0"]
)
def test_a_key_that_could_lead_out_is_refused(files: FileStore, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        files.path(key)


def test_old_files_and_drafts_are_found(files: FileStore) -> None:
    for name in ("old", "new"):
        files.put(f"incoming/{name}", [b"."])
    age(files.path("incoming/old"), days=2)
    left = files.root / ".drafts" / "left-by-a-killed-process"
    left.write_bytes(b".")
    age(left, days=2)
    yesterday = NOW - timedelta(days=1)
    assert list(files.kept_before(yesterday, "incoming")) == ["incoming/old"]
    assert list(files.kept_before(yesterday, "photos")) == []
    assert files.forget_drafts(yesterday) == 1
    assert not left.exists()


def test_the_check_leaves_nothing(files: FileStore) -> None:
    files.check()
    assert everything_in(files) == []


def test_the_check_fails_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="media"):
        FileStore(tmp_path / "media").check()
