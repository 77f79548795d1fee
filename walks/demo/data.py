"""What the demo tells, from its file: an Ixelles whose outlines, words and people are made up."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "ixelles.json"


@cache
def told() -> dict[str, Any]:
    """The whole file; every text by language."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def photos_wanted() -> int:
    """How many photos there are to draw, which is what takes the time."""
    return sum(row["photo"] is not None for row in told()["observations"])
