"""The resident's way in: the code and the invitation. The walk itself is in shell.py."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_date, format_time, format_timedelta
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from walks import participants
from walks.doors import permits
from walks.permissions import Verb
from walks.problems import Problem
from walks.walks.codes import normalised

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.walks import Walk

pages = Blueprint("residents", __name__)


@pages.get("/join")
@permits(Verb.JOIN_WALK)
def enter() -> ResponseReturnValue:
    """Go from the code that somebody typed to its walk."""
    code = normalised(request.args.get("code", ""))
    if not code:
        flash(_("Type the code of your walk."), "warning")
        return redirect(url_for("public.start"))
    return redirect(url_for("residents.invitation", code=code[:40]))


@pages.get("/join/<code>")
@permits(Verb.JOIN_WALK)
def invitation(code: str) -> ResponseReturnValue:
    """What the walk of this code is, and what one agrees to by joining it."""
    try:
        walk = participants.walk_to_join(code, asked_from=request.remote_addr or "")
    except Problem as problem:
        page = render_template("residents/not-joined.html", problem=problem, code=code)
        return page, problem.status
    return render_template("residents/join.html", walk=walk, **_in_words(walk))


@pages.get("/receipt")
@permits(Verb.EXCHANGE_RECEIPT)
def receipt() -> str:
    """Where a receipt brings its participant back; the script reads it behind the address's #."""
    return render_template("residents/receipt.html")


def _in_words(walk: Walk) -> dict[str, str]:
    """What the page says of a walk in the reader's language: its hour, and how long things stay."""
    settings = current_app.config["WALKS"]
    return {
        "day": format_date(walk.starts_at, "full", rebase=False),
        "hour": format_time(walk.starts_at, "short", rebase=False),
        "keep_profiles": _days_in_words(settings.keep_profiles_days),
        "keep_devices": _days_in_words(settings.keep_devices_days),
        "keep_traces": _days_in_words(settings.keep_traces_days),
        "consent": participants.CONSENT.version,
        "has_way": walk.itinerary is not None,
        "steps": _steps(walk),
    }


def _steps(walk: Walk) -> int:
    """How many steps joining has: three on this page, then as static/js/screens/joined.js has it.

    That is the receipt, what one tells about oneself, about disability, and the way.
    """
    asked = {one.is_sensitive for one in walk.method.questions if one.part == "profile"}
    return 4 + len(asked) + (walk.itinerary is not None)


def _days_in_words(days: int) -> LazyString:
    """So many days, in whatever language is spoken where they are read."""
    return LazyString(format_timedelta, timedelta(days=days))
