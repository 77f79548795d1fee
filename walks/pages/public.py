"""Pages for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from walks import languages
from walks.doors import permits
from walks.permissions import Verb
from walks.problems import Problem

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

pages = Blueprint("public", __name__)


@pages.get("/")
@permits(Verb.SEE_PUBLIC_PAGES)
def start() -> str:
    """What this is, and a box for the join code."""
    return render_template("public/start.html")


@pages.get("/components")
@permits(Verb.SEE_PUBLIC_PAGES)
def components() -> str:
    """Every component in every state, for those who build pages; only where a setting shows it."""
    if not current_app.config["WALKS"].developer:
        raise Problem("not-found")
    return render_template("components.html")


@pages.get("/language/<code>")
@permits(Verb.SEE_PUBLIC_PAGES)
def choose_language(code: str) -> ResponseReturnValue:
    """Speak this language from now on, and go back to the page one came from."""
    languages.choose(code)
    return redirect(_within(request.args.get("next", "")))


def _within(address: str) -> str:
    """The address when it leads to one of our own pages, else the start page."""
    parts = urlsplit(address)
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_ours and not parts.netloc else url_for("public.start")
