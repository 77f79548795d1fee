"""The walk sheet: what a phone needs to know of its walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify, request
from marshmallow import fields as f

from api.describing import Blueprint
from api.schemas import Schema, WalkSummarySchema, geojson
from walks import languages, participants
from walks import walks as walks_
from walks.doors import permits
from walks.methods.drafts import in_draft
from walks.permissions import Verb

if TYPE_CHECKING:
    from flask import Response

    from walks.walks import Walk

walks = Blueprint("walks", __name__, url_prefix="/api/walks", description="The walk sheet.")

LABELS = {"description": "Language → text.", "additionalProperties": {"type": "string"}}


class StopSchema(Schema):
    """A stop."""

    id = f.UUID(required=True)
    ordinal = f.Integer(required=True)
    name = f.String(required=True)
    prompt = f.String(required=True)
    position = f.List(
        f.Float(),
        required=True,
        allow_none=True,
        metadata={"description": "Longitude and latitude in degrees, or null."},
    )


class OutlineSchema(Schema):
    """The walk's neighbourhood."""

    code = f.String(required=True)
    names = f.Dict(required=True, metadata=LABELS)
    outline = f.Dict(required=True, allow_none=True, metadata=geojson("MultiPolygon", 4))


class ChoiceSchema(Schema):
    """Something to choose: `slug`, or of a severity its `value`."""

    slug = f.String()
    value = f.Integer()
    label = f.Dict(required=True, metadata=LABELS)
    hint = f.Dict(metadata=LABELS)
    pictogram = f.String(metadata={"description": "Its name among the pictograms."})


class ThemeSchema(ChoiceSchema):
    """A theme and its categories."""

    categories = f.List(f.Nested(ChoiceSchema), required=True)


class QuestionSchema(ChoiceSchema):
    """A question of the optional profile."""

    section = f.String(required=True)
    choice = f.String(required=True, metadata={"enum": ["one", "many"]})
    sensitive = f.Boolean(required=True)
    options = f.List(f.Nested(ChoiceSchema), required=True)


class ScaleSchema(Schema):
    """What the questions of a stop card are answered on, from worst to best."""

    slug = f.String(required=True)
    levels = f.List(f.Nested(ChoiceSchema), required=True)
    cant_say = f.Nested(ChoiceSchema, required=True)


class RatedSchema(ChoiceSchema):
    """A question of the stop card: a statement, rated on a scale."""

    statement = f.Dict(required=True, metadata=LABELS)
    scale = f.String(required=True, metadata={"description": "The slug of its scale."})


class MethodSchema(Schema):
    """The questionnaire in its version, in every language."""

    slug = f.String(required=True)
    version = f.Integer(required=True)
    title = f.Dict(required=True, metadata=LABELS)
    languages = f.List(f.String(), required=True)
    kinds = f.List(f.Nested(ChoiceSchema), required=True)
    severities = f.List(f.Nested(ChoiceSchema), required=True)
    affects = f.List(f.Nested(ChoiceSchema), required=True)
    sections = f.List(f.Nested(ChoiceSchema), required=True)
    themes = f.List(f.Nested(ThemeSchema), required=True)
    profile = f.List(f.Nested(QuestionSchema), required=True)
    scales = f.List(f.Nested(ScaleSchema), required=True)
    stop_card = f.List(f.Nested(RatedSchema), required=True)


class LimitsSchema(Schema):
    """What fits."""

    photos_per_observation = f.Integer(required=True)
    photo_bytes = f.Integer(required=True)
    text_length = f.Integer(required=True)
    keep_traces_days = f.Integer(
        required=True, metadata={"description": "After the walk a trace is deleted, in days."}
    )


class CorridorSchema(Schema):
    """The basemap around the itinerary, for phones to keep."""

    url = f.String(required=True, metadata={"description": "Another one when it changes."})
    bytes = f.Integer(required=True, metadata={"description": "Of its tiles, before it is sent."})


class TilesSchema(Schema):
    """Where the map's ground comes from: pictures, or a basemap of the installation's own."""

    url = f.String(
        required=True, allow_none=True, metadata={"description": "With {z}, {x} and {y}, or null."}
    )
    attribution = f.String(required=True)
    basemap = f.Nested(CorridorSchema, required=True, allow_none=True)


class SheetSchema(Schema):
    """The walk sheet."""

    walk = f.Nested(WalkSummarySchema, required=True)
    stops = f.List(f.Nested(StopSchema), required=True)
    itinerary = f.Dict(required=True, allow_none=True, metadata=geojson("LineString", 2))
    area = f.Dict(required=True, allow_none=True, metadata=geojson("Polygon", 3))
    neighbourhood = f.Nested(OutlineSchema, required=True, allow_none=True)
    method = f.Nested(MethodSchema, required=True)
    limits = f.Nested(LimitsSchema, required=True)
    schema = f.Integer(required=True, metadata={"description": "Of deliveries, as understood now."})
    consent = f.String(required=True, metadata={"description": "The version of its words."})
    tiles = f.Nested(TilesSchema, required=True, allow_none=True)


@walks.get("/<uuid:walk>")
@permits(Verb.SEE_WALK_SHEET, walk=walks_.find)
@walks.doc(security=[{"device": []}])
@walks.response(200, SheetSchema, headers={"ETag": {"schema": {"type": "string"}}})
@walks.alt_response(304, success=True)
@walks.refuses("token-unknown", "wrong-walk", "not-found")
def sheet(walk: Walk) -> Response:
    """The walk sheet. Ask again with its ETag: as long as nothing changed, the answer is empty."""
    told = participants.sheet_of(walk)
    told["method"] = in_draft(told["method"], languages.language())
    answer = jsonify(told)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.update(["Accept-Language", "Cookie"])
    answer.add_etag()
    answer.make_conditional(request)
    return answer
