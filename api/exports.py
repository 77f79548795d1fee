"""Observations as files for GIS and spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request
from isal import isal_zlib
from marshmallow import RAISE, Schema, ValidationError, post_load, validate
from marshmallow import fields as f

from api.describing import Blueprint
from walks import observations
from walks.doors import permits, person
from walks.exports import geojson
from walks.exports.filters import Filters, box_of
from walks.permissions import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator

exports = Blueprint(
    "exports", __name__, url_prefix="/api/exports", description="Files to take away"
)


class FiltersSchema(Schema):
    """The filters of an export, as they stand in its address."""

    neighbourhood = f.String(metadata={"description": "A neighbourhood's code."})
    walk = f.UUID(metadata={"description": "A walk's id."})
    theme = f.String(metadata={"description": "A theme's slug, such as footway."})
    category = f.String(metadata={"description": "A category's slug, such as footway.width."})
    kind = f.String(validate=validate.OneOf(observations.KINDS))
    severity = f.Integer(validate=validate.Range(1, 3))
    begins = f.Date(metadata={"description": "The first local date of walks."})
    ends = f.Date(metadata={"description": "The last local date of walks."})
    bbox = f.String(metadata={"description": "West,south,east,north in degrees."})

    @post_load
    def as_filters(self, data: dict[str, Any], **_: object) -> Filters:
        """Hand on what the domain understands."""
        if data.get("begins") and data.get("ends") and data["ends"] < data["begins"]:
            raise ValidationError({"ends": ["The last date lies before the first."]})
        if "bbox" in data:
            try:
                data["bbox"] = box_of(data["bbox"])
            except ValueError as fault:
                raise ValidationError({"bbox": [str(fault)]}) from fault
        return Filters(**data)


@exports.get("/observations.geojson")
@permits(Verb.EXPORT_OBSERVATIONS)
@exports.arguments(FiltersSchema, location="query", unknown=RAISE)
@exports.doc(summary="Observations as GeoJSON", description="RFC 7946, streamed, all of them.")
@exports.response(200, content_type="application/geo+json")
@exports.refuses("sign-in", "forbidden", "invalid")
def observations_geojson(filters: Filters) -> Response:
    """Every observation the account may read, filtered, as one FeatureCollection."""
    blocks = geojson.features(filters, person=person())
    answer = Response(blocks, content_type="application/geo+json")
    answer.headers["Content-Disposition"] = 'attachment; filename="observations.geojson"'
    answer.headers["Vary"] = "Accept-Encoding"
    if request.accept_encodings["gzip"]:
        answer.response = _gzipped(blocks)
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def _gzipped(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks as one gzip stream (RFC 1952), at the level that costs least."""
    packer = isal_zlib.compressobj(level=1, wbits=31)
    for block in blocks:
        packed = packer.compress(block)
        if packed:
            yield packed
    yield packer.flush()
