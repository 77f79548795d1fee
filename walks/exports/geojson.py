"""Observations as GeoJSON (RFC 7946), written by PostgreSQL and passed on in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, literal, select, text

from walks.database import db
from walks.exports.properties import GROUPS, OWN, as_json, confirmed, nothing_of, photos_kept
from walks.observations import Observation, readable_by
from walks.voices import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from psycopg import Connection
    from sqlalchemy import ColumnElement, Select

    from walks.exports.filters import Filters
    from walks.people import Person

DECIMALS = 6  # of a degree: about a tenth of a metre
BLOCK = 256 * 1024  # passing on each row by itself is three times slower
HEAD = b'{"type":"FeatureCollection","features":['
TAIL = b"]}\n"

# JSON never holds these two bytes bare, so that CSV passes it through as it is.
COPY = "COPY ({query}) TO STDOUT (FORMAT csv, QUOTE e'\\x01', DELIMITER e'\\x02')"


def features(filters: Filters, *, person: Person) -> Iterator[bytes]:
    """Every observation that the person may read and the filters leave, as one collection.

    The query runs before the first block comes, so that its failure is still an error and not a
    broken file. Memory stays constant whatever the number of rows; all rows are of one instant.
    """
    blocks = _collection(filters, person)
    first = next(blocks)
    return _chained(first, blocks)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _collection(filters: Filters, person: Person) -> Iterator[bytes]:
    statement = _query(filters, person).compile(
        db.engine, compile_kwargs={"render_postcompile": True}
    )
    with db.engine.connect() as connection:
        connection.execute(text("SET LOCAL statement_timeout = '15min'"))
        driver: Connection[tuple[object]] = connection.connection.driver_connection  # type: ignore[assignment]
        yield from _blocks(driver, COPY.format(query=statement), dict(statement.params))


def _blocks(
    driver: Connection[tuple[object]], query: str, values: dict[str, object]
) -> Iterator[bytes]:
    waiting, size, is_first = [HEAD], len(HEAD), True
    with driver.cursor() as cursor, cursor.copy(query.encode(), values) as copy:
        for row in copy:
            waiting.append(bytes(row[1:] if is_first else row))  # the first has no comma before it
            size += len(row)
            is_first = False
            if size >= BLOCK:
                yield b"".join(waiting)
                waiting, size = [], 0
    yield b"".join([*waiting, TAIL])


def _query(filters: Filters, person: Person) -> Select[str]:
    source, said = (
        Observation.__table__.outerjoin(photos_kept, photos_kept.c.observation_id == Observation.id)
        .outerjoin(confirmed, confirmed.c.observation_id == Observation.id)
        .outerjoin(Voice.__table__, Voice.observation_id == Observation.id),
        [],
    )
    for group in GROUPS:
        written = group.written()
        source = source.outerjoin(written, written.c.id == group.key)
        said.append(func.coalesce(written.c.said, literal(nothing_of(group))))
    wanted = select(_feature(said)).select_from(source)
    return wanted.where(readable_by(person), *filters.conditions())


def _feature(said: Sequence[ColumnElement[str]]) -> ColumnElement[str]:
    """One Feature as text, with a comma before it."""
    groups = [part for one in said for part in (one, literal(","))]
    return func.concat(
        literal(',{"type":"Feature","id":"'),
        Observation.id,
        literal('","geometry":'),
        func.coalesce(func.ST_AsGeoJSON(Observation.position, DECIMALS), literal("null")),
        literal(',"properties":{'),
        *groups,
        as_json(OWN),
        literal("}}"),
    )
