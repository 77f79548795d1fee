"""The walk on the phone as the browser installs it: its shell, its worker, its name and signs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext as _

from walks import languages
from walks.assets import WORKER, built, parts_of_the_walk_on
from walks.doors import permits
from walks.permissions import Verb
from walks.problems import Problem

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

pages = Blueprint("shell", __name__)

PAPER, ACCENT = "#fbf8f1", "#74294f"  # as in static/css/tokens.css


@pages.get("/walk/", defaults={"walk_id": None})
@pages.get("/walk/<uuid:walk_id>")
@permits(Verb.SEE_PUBLIC_PAGES)
def walk(walk_id: UUID | None) -> Response:  # noqa: ARG001 - the script reads it from the address
    """The walk on the phone: a shell that is the same for everybody and knows nothing of them.

    `?language=` asks for it in one language, whatever was chosen.
    """
    wanted = request.args.get("language")
    if wanted in languages.OF_RESIDENTS:
        g.language = wanted
    build = _build()
    answer = make_response(_shell(build))
    answer.headers["Content-Language"] = languages.language()
    answer.vary.update(["Accept-Language", "Cookie"])
    return _asked_for_anew(answer, f"{build}-{languages.language()}-{languages.beside()}")


@pages.get(f"/{WORKER}")
@permits(Verb.SEE_PUBLIC_PAGES)
def worker() -> Response:
    """The service worker, told which build it belongs to and what that is made of."""
    parts = {"build": _build(), **asdict(parts_of_the_walk_on(current_app))}
    script = built(current_app, WORKER).read_text(encoding="utf-8")
    answer = make_response(f"self.parts={json.dumps(parts, separators=(',', ':'))};\n{script}")
    answer.mimetype = "text/javascript"
    return _asked_for_anew(answer, _digest(answer.get_data(as_text=True)))


@pages.get("/manifest/<code>.webmanifest")
@permits(Verb.SEE_PUBLIC_PAGES)
def manifest(code: str) -> Response:
    """What a phone shows of Walks on its home screen, in one language."""
    if code not in languages.OF_RESIDENTS:
        raise Problem("not-found")
    g.language = code
    answer = make_response(json.dumps(_described(), ensure_ascii=False))
    answer.mimetype = "application/manifest+json"
    return _asked_for_anew(answer, _digest(answer.get_data(as_text=True)))


def _described() -> dict[str, Any]:
    language = languages.language()
    return {
        "id": "/walk/",
        "name": _("Walks: explore your neighbourhood together"),
        "short_name": _("Walks"),
        "description": _("Record what you notice on a walk, also without a connection."),
        "lang": language,
        "dir": languages.direction(language),
        "start_url": "/walk/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [
            _icon("192.png", 192),
            _icon("512.png", 512),
            _icon("maskable.png", 512) | {"purpose": "maskable"},
        ],
    }


def _icon(name: str, side: int) -> dict[str, str]:
    address = url_for("static", filename=f"icons/app/{name}")
    return {"src": address, "sizes": f"{side}x{side}", "type": "image/png"}


def _shell(build: str) -> str:
    return render_template("residents/walk.html", build=build, next_page="/walk/")


def _build() -> str:
    """What tells this build of the walk from any other: its files, and its words in each language.

    Found out once for each building of the assets.
    """
    built_at = built(current_app, WORKER).stat().st_mtime_ns
    known: dict[int, str] = current_app.extensions.setdefault("walks-shell", {})
    if built_at not in known:
        shells = [_shell_in(code) for code in languages.OF_RESIDENTS]
        known[built_at] = _digest(repr((parts_of_the_walk_on(current_app), shells)))
    return known[built_at]


def _shell_in(code: str) -> str:
    # A context of its own for the app too, since the language is remembered there.
    with current_app.app_context(), current_app.test_request_context("/walk/"):
        g.language = code
        return _shell("")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _asked_for_anew(answer: Response, tag: str) -> Response:
    """The answer, which a browser may keep but has to ask for again; unchanged, it is not sent."""
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(tag, weak=True)
    answer.make_conditional(request)
    return answer
