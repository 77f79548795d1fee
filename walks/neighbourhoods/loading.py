"""Loading neighbourhoods: all of a file or nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely
from flask_babel import gettext as _
from slugify import slugify
from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import InternalError

from walks.database import WGS84 as WGS84_SRID
from walks.database import db
from walks.neighbourhoods import Neighbourhood
from walks.neighbourhoods.reading import WGS84, Source, as_text, refused

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NAME = 200


@dataclass(frozen=True)
class Outline:
    """One neighbourhood as a file has it. `shape` is valid, in the file's coordinate system."""

    code: str
    names: dict[str, str]
    shape: Any
    was_mended: bool


@dataclass(frozen=True)
class Loaded:
    """What a load did. `changed` holds the ids of neighbourhoods that are new or moved."""

    added: int
    updated: int
    mended: list[str] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)


def outlines(source: Source, *, code: str, names: Mapping[str, str]) -> list[Outline]:
    """Read each row: `code` names the field of the code, `names` those of each language's name.

    Raises:
        Problem: "neighbourhoods-refused" for a field that is not there, a missing or repeated
            code, a row without any name, or an outline that encloses nothing.
    """
    for wanted in (code, *names.values()):
        if wanted not in source.fields:
            raise refused(_("The file has no field “%(name)s”.", name=wanted))
    if not names:
        raise refused(_("Say which field holds the names, in at least one language."))
    found = [_outline(source, row, code, names) for row in range(len(source.outlines))]
    codes = [one.code for one in found]
    repeated = sorted({one for one in codes if codes.count(one) > 1})
    if repeated:
        raise refused(_("These codes stand there twice: %(codes)s.", codes=", ".join(repeated[:5])))
    return found


def load(found: list[Outline], *, crs: str, source: str) -> Loaded:
    """Add new codes and update known ones; codes that the file does not have stay as they are.

    `crs` is what the shapes count in. Nothing is kept unless the request or command commits.
    """
    known = {row.code: row for row in db.session.scalars(select(Neighbourhood))}
    taken = {row.slug for row in known.values()}
    rows = [_row(one, known.get(one.code), taken, crs, source) for one in found]
    before = _shapes([one.code for one in found])
    statement = insert(Neighbourhood)
    kept = {name: statement.excluded[name] for name in ("names", "outline", "area_m2", "source")}
    try:
        for row in rows:
            db.session.execute(
                statement.values(**row).on_conflict_do_update(
                    index_elements=["code"], set_={**kept, "loaded_at": func.now()}
                )
            )
    except InternalError as reason:  # PROJ's own words about the coordinate system
        db.session.rollback()
        raise refused(
            _("We do not know the coordinate system “%(crs)s”.", crs=crs[:40])
        ) from reason
    after = _shapes([one.code for one in found])
    return Loaded(
        added=sum(one.code not in known for one in found),
        updated=sum(one.code in known for one in found),
        mended=[_name(one) for one in found if one.was_mended],
        changed=[after[code][0] for code in after if before.get(code) != after[code]],
    )


def _outline(source: Source, row: int, code: str, names: Mapping[str, str]) -> Outline:
    given = as_text(source.fields[code][row])
    if not given:
        raise refused(_("Row %(row)s has no code.", row=row + 1))
    words = {
        language: as_text(source.fields[field][row])[:LONGEST_NAME]
        for language, field in names.items()
    }
    words = {language: word for language, word in words.items() if word}
    if not words:
        raise refused(_("Row %(row)s, code %(code)s, has no name.", row=row + 1, code=given))
    shape = source.outlines[row]
    is_valid = bool(shapely.is_valid(shape))
    mended = shape if is_valid else _polygons_of(shapely.make_valid(shape))
    if shapely.area(mended) == 0:
        raise refused(_("The outline of %(code)s encloses nothing.", code=given))
    return Outline(given, words, mended, was_mended=not is_valid)


def _polygons_of(shape: Any) -> Any:
    """What mending left that has an area; stray lines and points go."""
    parts = shapely.get_parts(shape, return_index=False)
    parts = shapely.get_parts(parts)
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def _row(
    one: Outline, known: Neighbourhood | None, taken: set[str], crs: str, source: str
) -> dict[str, Any]:
    shape = func.ST_GeomFromWKB(literal(shapely.to_wkb(one.shape)))
    if crs in WGS84:
        shape = func.ST_SetSRID(shape, WGS84_SRID)
    else:
        shape = func.ST_MakeValid(func.ST_Transform(shape, crs, WGS84_SRID))
    shape = func.ST_Multi(func.ST_CollectionExtract(shape, 3))
    return {
        "code": one.code,
        "slug": known.slug if known else _slug(one, taken),
        "names": one.names,
        "outline": shape,
        "area_m2": func.ST_Area(func.geography(shape)),
        "source": source,
    }


def _slug(one: Outline, taken: set[str]) -> str:
    plain = slugify(_name(one)) or slugify(one.code) or "neighbourhood"
    slug = plain if plain not in taken else f"{plain}-{slugify(one.code)}"
    number = 2
    while slug in taken:
        slug, number = f"{plain}-{number}", number + 1
    taken.add(slug)
    return slug


def _name(one: Outline) -> str:
    return next(iter(one.names.values()))


def _shapes(codes: list[str]) -> dict[str, tuple[int, str]]:
    """The id and a digest of the outline of each of these codes."""
    wanted = select(
        Neighbourhood.code, Neighbourhood.id, func.md5(func.ST_AsBinary(Neighbourhood.outline))
    ).where(Neighbourhood.code.in_(codes))
    return {code: (row, digest) for code, row, digest in db.session.execute(wanted)}
