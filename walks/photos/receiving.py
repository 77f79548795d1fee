"""Receiving: a photo's bytes on their way in from the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walks.media import receiving
from walks.media.receiving import Delivery
from walks.photos.keeping import PHOTOS

if TYPE_CHECKING:
    from walks.participants import Participant
    from walks.photos import Photo

__all__ = ["Delivery", "receive"]


def receive(delivery: Delivery, *, by: Participant) -> tuple[Photo, bool]:
    """Receive a photo that an observation of the participant announced; say whether it is new.

    Raises:
        Problem: "photo-not-owed", "id-taken" for other bytes than those received, "quota",
            "digest-differs", "photo-refused" or "too-large".
    """
    return receiving.receive(delivery, PHOTOS, by=by)
