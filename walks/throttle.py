"""Counters that slow down guessing, shared by all processes through PostgreSQL."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import UTC, datetime, timedelta

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from walks.database import Instant, Model, db
from walks.problems import Problem


class Counter(Model):
    """How often something was tried in a window of time. The key is a digest: it names nobody."""

    __tablename__ = "throttle"
    __table_args__ = (Index(None, "ends_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    ends_at: Mapped[Instant]
    tries: Mapped[int]


COUNT = text("""
    INSERT INTO throttle AS kept (key, ends_at, tries) VALUES (:key, :ends_at, 1)
    ON CONFLICT (key) DO UPDATE SET
        tries = CASE WHEN kept.ends_at < :now THEN 1 ELSE kept.tries + 1 END,
        ends_at = CASE WHEN kept.ends_at < :now THEN :ends_at ELSE kept.ends_at END
    RETURNING tries, ends_at
""")


def refuse_after(tries: int, *what: str) -> None:
    """Refuse once this was counted so often in its window.

    Raises:
        Problem: "too-many-tries", with the minutes until the window ends.
    """
    with db.engine.connect() as connection:
        row = connection.execute(
            db.select(Counter.ends_at).where(
                Counter.key == _key(what), Counter.tries >= tries, Counter.ends_at > _now()
            )
        ).first()
    if row is not None:
        raise _refusal(row.ends_at)


def take(tries: int, minutes: int, *what: str) -> None:
    """Count a try before it is made, and refuse those beyond so many in the window.

    Counted first, tries made at the same instant cannot slip past the limit together.

    Raises:
        Problem: "too-many-tries", with the minutes until the window ends.
    """
    counted, ends_at = _count(minutes, what)
    if counted > tries:
        raise _refusal(ends_at)


def count(minutes: int, *what: str) -> int:
    """Count one try, in a transaction of its own: it stays when the request is undone.

    Says how many there are now in the window.
    """
    return _count(minutes, what)[0]


def give_back(*what: str) -> None:
    """Take back one try that was counted, after it succeeded."""
    wanted = db.update(Counter).where(Counter.key == _key(what), Counter.tries > 0)
    with db.engine.begin() as connection:
        connection.execute(wanted.values(tries=Counter.tries - 1))


def forget(*what: str) -> None:
    """Begin again at none, after a try that succeeded."""
    with db.engine.begin() as connection:
        connection.execute(db.delete(Counter).where(Counter.key == _key(what)))


def forget_ended() -> int:
    """Delete the counters whose window is over; say how many."""
    gone = db.session.execute(db.delete(Counter).where(Counter.ends_at < _now()))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _count(minutes: int, what: tuple[str, ...]) -> tuple[int, datetime]:
    values = {"key": _key(what), "now": _now(), "ends_at": _now() + timedelta(minutes=minutes)}
    with db.engine.begin() as connection:
        row = connection.execute(COUNT, values).one()
    return row.tries, row.ends_at


def _refusal(ends_at: datetime) -> Problem:
    minutes = -(-(ends_at - _now()).total_seconds() // 60)
    return Problem("too-many-tries", minutes=int(max(minutes, 1)))


def place_of(address: str) -> str:
    """The address itself, or of IPv6 the network that one household or attacker holds."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))


def _key(what: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(what).encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
