"""The database: what tables are made of, and one decision to commit a request."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, DateTime, Identity, MetaData, Text, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column
from uuid_utils import compat

if TYPE_CHECKING:
    from flask import Flask, Response

WGS84 = 4326

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_index",
    "uq": "%(table_name)s_%(column_0_N_name)s_unique",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


def new_id() -> UUID:
    """Make a UUID of version 7 (RFC 9562): it sorts by the time it was made."""
    return compat.uuid7()


# Column kinds in words.
Number = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
Id = Annotated[UUID, mapped_column(primary_key=True, default=new_id)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Now = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
LocalTime = Annotated[datetime, mapped_column(DateTime(timezone=False))]
Labels = Annotated[dict[str, str], mapped_column(JSONB)]  # language code → text
Slugs = Annotated[list[str], mapped_column(ARRAY(Text), server_default="{}")]
Details = Annotated[dict[str, Any], mapped_column(JSONB, server_default="{}")]


class Base(DeclarativeBase):
    """What every table shares."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def geometry(kind: str) -> Geometry:
    """A geometry column's type in WGS 84; its index is named in the table's own arguments."""
    return Geometry(kind, srid=WGS84, spatial_index=False)


def answers() -> bool:
    """Whether the database answers a question."""
    return bool(db.session.scalar(select(true())))


def commit_each_request(app: Flask) -> None:
    """Commit once, after the view, when it answers below 400; otherwise undo everything."""

    @app.after_request
    def decide(response: Response) -> Response:
        if response.status_code < 400:  # noqa: PLR2004 - where refusals begin
            db.session.commit()
        else:
            db.session.rollback()
        return response
