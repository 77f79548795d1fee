"""Observations: what participants noticed at a point, delivered from their phones."""

from walks.observations.acknowledging import Acknowledgement
from walks.observations.delivering import record, record_all
from walks.observations.delivery import (
    AnnouncedPhoto,
    AnnouncedVoice,
    Delivery,
    Position,
    digest_of,
)
from walks.observations.flags import is_late, is_time_odd
from walks.observations.observation import (
    KINDS,
    MEASURED,
    SOURCES,
    UNMEASURED,
    Observation,
    OwedPhoto,
    OwedVoice,
)
from walks.observations.reading import find, given_by, readable_by
from walks.observations.releasing import release, release_all, unrelease
from walks.observations.withdrawing import withdraw, withdraw_all

__all__ = [
    "KINDS",
    "MEASURED",
    "SOURCES",
    "UNMEASURED",
    "Acknowledgement",
    "AnnouncedPhoto",
    "AnnouncedVoice",
    "Delivery",
    "Observation",
    "OwedPhoto",
    "OwedVoice",
    "Position",
    "digest_of",
    "find",
    "given_by",
    "is_late",
    "is_time_odd",
    "readable_by",
    "record",
    "record_all",
    "release",
    "release_all",
    "unrelease",
    "withdraw",
    "withdraw_all",
]
