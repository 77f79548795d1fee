"""All or nothing: one transaction around verbs that commit and undo for themselves."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from walks.database import db

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Keep everything done inside when it is left in peace, and nothing when it fails.

    Commits inside become savepoints. SQLAlchemy calls this joining a session into an external
    transaction.
    """
    engines = cast("dict[str | None, Any]", db.engines)
    engine = db.engine
    db.session.remove()
    with engine.begin() as connection:
        engines[None] = connection
        try:
            db.session(join_transaction_mode="create_savepoint")
            yield
            db.session.commit()
        finally:
            db.session.remove()
            engines[None] = engine
