"""What has become of voice notes, by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.media import states as media_states
from walks.voices import Voice

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def states(ids: Collection[UUID]) -> dict[UUID, str]:
    """The state of each of these voice notes that has arrived: received, kept or refused."""
    return media_states.states(Voice, ids)
