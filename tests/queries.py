"""How many queries something takes: `with queries() as seen: …`."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from walks.database import db


@contextmanager
def queries() -> Iterator[list[str]]:
    """Collect the statements that run within."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
