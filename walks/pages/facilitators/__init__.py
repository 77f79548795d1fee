"""Pages for facilitators: preparing a walk, leading it, and what was recorded on it."""

from walks.pages.facilitators import (
    editing,
    joining,
    listing,
    observing,
    rescuing,
    showing,
    transcribing,
)
from walks.pages.facilitators.blueprint import pages

__all__ = [
    "editing",
    "joining",
    "listing",
    "observing",
    "pages",
    "rescuing",
    "showing",
    "transcribing",
]
