"""How people join: the link, its QR code and the sheet to print."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import segno
from flask import Response, current_app, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from walks import languages, walks
from walks.doors import permits
from walks.pages.facilitators.blueprint import pages
from walks.permissions import Verb

if TYPE_CHECKING:
    from walks.walks import Walk

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Door:
    """The way into a walk: its link, whether a QR code helps, and what to know about it."""

    link: str
    has_qr: bool
    warning: str | None


def door_of(walk: Walk) -> Door:
    """The link that phones open, from the public address, else from this request's own."""
    public = current_app.config["WALKS"].public_url
    base = (public or request.host_url).rstrip("/")
    link = f"{base}/join/{walks.code_shown(walk)}"
    parts = urlsplit(base)
    if parts.hostname in LOOPBACK:
        warning = _(
            "This link works on this computer only. To invite phones, ask whoever runs Walks here"
            " for a public address."
        )
        return Door(link, has_qr=True, warning=warning)
    if parts.scheme != "https":
        warning = _(
            "Phones give their position only to addresses that begin with https. Ask whoever runs"
            " Walks here for one."
        )
        return Door(link, has_qr=bool(public), warning=warning)
    return Door(link, has_qr=bool(public), warning=None)


@pages.get("/walks/<uuid:walk>/code.svg")
@permits(Verb.SEE_WALK, walk=walks.find)
def qr_code(walk: Walk) -> Response:
    """The link as a QR code, black on white."""
    drawing = BytesIO()
    code = segno.make(door_of(walk).link, error="m", micro=False)
    code.save(drawing, kind="svg", border=2, light="#fff", xmldecl=False, omitsize=True)
    return Response(drawing.getvalue(), content_type="image/svg+xml")


@pages.get("/walks/<uuid:walk>/sheet")
@permits(Verb.SEE_WALK, walk=walks.find)
def join_sheet(walk: Walk) -> str:
    """One page to print and hold up, in each of the walk's languages."""
    words = [(code, _in_language(code, walk)) for code in walk.languages]
    return render_template("facilitators/sheet.html", walk=walk, words=words, door=door_of(walk))


def _in_language(code: str, walk: Walk) -> Markup:
    with force_locale(languages.LOCALES.get(code, code)):
        return Markup(  # noqa: S704 - our own template, which escapes what people wrote
            render_template("facilitators/sheet-words.html", walk=walk, code=code)
        )
