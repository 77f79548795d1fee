"""A walk's corridor of the basemap: what a phone keeps so that its map works without network."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, send_file

from api.describing import Blueprint
from walks import walks as walks_
from walks.basemap import opened
from walks.doors import permits
from walks.permissions import Verb
from walks.problems import Problem

if TYPE_CHECKING:
    from flask import Response

    from walks.walks import Walk

corridor = Blueprint("corridor", __name__, url_prefix="/api/walks", description="The basemap.")

PMTILES = "application/vnd.pmtiles"
FILE = {"type": "string", "format": "binary"}


@corridor.get("/<uuid:walk>/basemap")
@permits(Verb.SEE_WALK_SHEET, walk=walks_.find)
@corridor.doc(security=[{"device": []}])
@corridor.response(
    200, FILE, content_type=PMTILES, headers={"ETag": {"schema": {"type": "string"}}}
)
@corridor.alt_response(304, success=True)
@corridor.refuses("token-unknown", "wrong-walk", "not-found")
def around(walk: Walk) -> Response:
    """The basemap's tiles around the itinerary, as one PMTiles file of at most 3 MB.

    The walk sheet says whether there are any, and at which address.
    """
    path = current_app.config["WALKS"].basemap
    found = walks_.corridor_of(walk, on=opened(path)) if path else None
    if found is None:
        raise Problem("not-found")
    answer = send_file(
        BytesIO(walks_.archive(found)),
        mimetype=PMTILES,
        etag=found.digest,
        conditional=True,
        download_name=f"{walk.id}.pmtiles",
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
