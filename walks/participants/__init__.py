"""Participants: joining a walk, the device token, the walk sheet, the optional profile."""

from walks.participants.consent import CONSENT, Consent
from walks.participants.joining import Joined, joining, lock, walk_to_join, withdraw
from walks.participants.participant import Device, Participant, Profile, hash_of, holding
from walks.participants.profiles import clear_profile, fill_in_profile, profile_of, shown
from walks.participants.receipts import Receipt, exchange, forget_device, make_receipt, qr_of
from walks.participants.sheet import sheet_of

__all__ = [
    "CONSENT",
    "Consent",
    "Device",
    "Joined",
    "Participant",
    "Profile",
    "Receipt",
    "clear_profile",
    "exchange",
    "fill_in_profile",
    "forget_device",
    "hash_of",
    "holding",
    "joining",
    "lock",
    "make_receipt",
    "profile_of",
    "qr_of",
    "sheet_of",
    "shown",
    "walk_to_join",
    "withdraw",
]
