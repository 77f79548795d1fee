"""The whole basemap, of which browsers ask for the few bytes that they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, send_file

from walks.basemap import opened
from walks.doors import permits
from walks.permissions import Verb
from walks.problems import Problem

if TYPE_CHECKING:
    from flask import Response

pages = Blueprint("basemap", __name__)

CACHE_SECONDS = 86_400  # a new file has another ETag, which the browser's reader notices


@pages.get("/basemap.pmtiles")
@permits(Verb.SEE_PUBLIC_PAGES)
def whole() -> Response:
    """The file, whole or by ranges (RFC 9110); there is one where the setting names it."""
    path = current_app.config["WALKS"].basemap
    if path is None:
        raise Problem("not-found")
    basemap = opened(path)
    return send_file(
        path,
        mimetype="application/vnd.pmtiles",
        etag=basemap.digest,
        conditional=True,
        max_age=CACHE_SECONDS,
    )
