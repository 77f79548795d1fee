"""What migrations may see: our own tables, with GeoAlchemy2's help for geometry columns."""

from __future__ import annotations

from typing import Any

from geoalchemy2 import alembic_helpers

# Each word brings its tables; a migration is compared with all of them.
from walks import audit, disclosure, observations, participants, people, photos, throttle  # noqa: F401

FOREIGN_TABLES = ("procrastinate", "spatial_ref_sys")


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Leave PostGIS's and the job queue's tables alone."""
    if kind == "table" and name and name.startswith(FOREIGN_TABLES):
        return False
    return bool(alembic_helpers.include_object(thing, name, kind, reflected, other))


OPTIONS = {
    "compare_type": True,
    "include_object": include_object,
    "render_item": alembic_helpers.render_item,
    "process_revision_directives": alembic_helpers.writer,
}
