"""Populations small enough to look at every world there could be."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from walks.disclosure.figures import Field

LONG = bool(os.environ.get("WALKS_SOAK"))

settings.register_profile(
    "disclosure",
    derandomize=not LONG,
    deadline=None,
    max_examples=400 if LONG else 40,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
SETTINGS = settings.get_profile("disclosure")

COLOUR = Field("colour", ("red", "green", "blue"))
SIZE = Field("size", ("big", "small"))
AIDS = Field("aids", ("stick", "chair", "none"), sensitive=True, many=True, alone=("none",))
