"""Receipts: the secret with which a participant comes back, on any device and without e-mail.

A receipt has twenty signs of the join codes' alphabet, each drawn by itself: sixteen signs are
four bits each, so that a receipt holds 20 × log2(16) = 80 bits. It is shown in groups of four,
and kept here only as its SHA-256: with 80 bits nobody finds it by trying, with a digest or at the
door. In addresses it stands after the #, which browsers send to nobody.
"""

from __future__ import annotations

import io
import secrets
from uuid import UUID

import segno
from flask import current_app
from sqlalchemy import ForeignKey, Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from walks import throttle
from walks.database import Id, Instant, Model, Now, db
from walks.participants.participant import Device, Participant, hash_of, new_device
from walks.problems import Problem
from walks.walks.codes import ALPHABET, normalised

LENGTH = 20
GROUP = 4
MINUTES = 10  # in which wrong receipts from one address are counted


class Receipt(Model):
    """A participant's receipt. The secret itself is only with them; here is its SHA-256."""

    __tablename__ = "receipts"
    __table_args__ = (Index(None, "participant_id"),)

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"))
    secret_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[Now]
    revoked_at: Mapped[Instant | None]


def make_receipt(participant: Participant) -> str:
    """A new receipt as it is shown; the one before opens nothing any more."""
    before = update(Receipt).where(
        Receipt.participant_id == participant.id, Receipt.revoked_at.is_(None)
    )
    db.session.execute(before.values(revoked_at=func.now()))
    secret = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    db.session.add(Receipt(participant_id=participant.id, secret_hash=hash_of(secret)))
    db.session.flush()
    return "-".join(secret[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def exchange(receipt: str, *, asked_from: str) -> tuple[Participant, str]:
    """Whose receipt this is, however it was typed, and a token for the device that showed it.

    Only wrong receipts are counted, by network address, as wrong join codes are.

    Raises:
        Problem: "too-many-tries", "receipt-unknown", "receipt-replaced" by a newer one, or
            "participation-withdrawn".
    """
    place = throttle.place_of(asked_from)
    throttle.refuse_after(current_app.config["WALKS"].join_tries_per_code, "receipt", place)
    found = _found(normalised(receipt))
    if found is None:
        throttle.count(MINUTES, "receipt", place)
        raise Problem("receipt-unknown")
    participant = db.session.get_one(Participant, found.participant_id)
    if participant.withdrawn_at is not None:
        raise Problem("participation-withdrawn", walk=participant.walk.title)
    if found.revoked_at is not None:
        raise Problem("receipt-replaced")
    return participant, new_device(participant)


def forget_device(token: str) -> None:
    """Let the device that holds this token open nothing any more."""
    revoked = update(Device).where(Device.token_hash == hash_of(token), Device.revoked_at.is_(None))
    db.session.execute(revoked.values(revoked_at=func.now()))


def qr_of(link: str) -> str:
    """A link as a QR code, black on white: the text of a small SVG drawing."""
    drawing = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(
        drawing,
        kind="svg",
        border=2,
        light="#fff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return drawing.getvalue().decode()


def _found(secret: str) -> Receipt | None:
    if len(secret) != LENGTH:
        return None
    return db.session.scalar(select(Receipt).where(Receipt.secret_hash == hash_of(secret)))
