"""What tests of the demo share: pictures drawn in no time, and how many rows there are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image
from sqlalchemy import func, select

from walks.database import Base, db
from walks.demo import photographs


def drawn_quickly(scene: str, *, night: bool, seed: int) -> Image.Image:
    """A picture that differs by scene, hour and number; test_scenes.py looks at the real ones."""
    return Image.new("RGB", (400, 300), (40 if night else 200, seed, len(scene) * 9))


@pytest.fixture(scope="module")
def quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(photographs, "draw", drawn_quickly)
        yield


def counts() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }
