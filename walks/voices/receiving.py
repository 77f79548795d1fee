"""Receiving: a voice note's bytes on their way in from the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.media import receiving
from walks.media.receiving import Delivery
from walks.voices.keeping import VOICES

if TYPE_CHECKING:
    from walks.participants import Participant
    from walks.voices import Voice

__all__ = ["Delivery", "receive"]


def receive(delivery: Delivery, *, by: Participant) -> tuple[Voice, bool]:
    """Receive a voice note that an observation of the participant announced; say whether it is new.

    Raises:
        Problem: "voice-not-owed", "id-taken" for other bytes than those received, "quota",
            "digest-differs", "voice-refused" or "too-large".
    """
    return receiving.receive(delivery, VOICES, by=by)
