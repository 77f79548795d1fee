"""Reading: the neighbourhoods that have walks, and the report of one."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request

from walks import neighbourhoods
from walks.doors import actor, permits, person
from walks.pages.planners.blueprint import pages
from walks.pages.planners.forms import PeriodForm
from walks.permissions import Verb, may_ever
from walks.problems import Problem
from walks.reports import start
from walks.reports.drawing import drawn
from walks.reports.figures import gather
from walks.reports.scope import Period, Scope

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.neighbourhoods import Neighbourhood


@pages.get("/")
@permits(Verb.SEE_NEIGHBOURHOOD_REPORT)
def list_neighbourhoods() -> str:
    """Neighbourhoods that have walks, and what is new."""
    search = request.args.get("search", "").strip()[:100]
    return render_template(
        "planners/start.html",
        search=search,
        listed=start.neighbourhoods(
            person(), search=search, page=request.args.get("page", 1, type=int)
        ),
        newest=start.newest(person()),
        days=start.NEW.days,
        may_export=may_ever(actor(), Verb.EXPORT_OBSERVATIONS),
    )


@pages.get("/neighbourhoods/<slug>")
@permits(Verb.SEE_NEIGHBOURHOOD_REPORT, slug=neighbourhoods.with_slug)
def show_neighbourhood(slug: Neighbourhood) -> ResponseReturnValue:
    """The neighbourhood's report; a period that is none leaves everything in, and says so."""
    form = PeriodForm(request.args)
    is_valid = form.validate()
    period = form.period() if is_valid else Period()
    figures = gather(slug, Scope(slug.id, person(), period))
    page = render_template(
        "planners/report.html",
        f=figures,
        map=drawn(figures.ground),
        form=form,
        may_export=may_ever(actor(), Verb.EXPORT_OBSERVATIONS),
    )
    return page if is_valid else (page, 422)


@pages.get("/neighbourhoods/<slug>.json")
@permits(Verb.SEE_NEIGHBOURHOOD_REPORT, slug=neighbourhoods.with_slug)
def neighbourhood_as_json(slug: Neighbourhood) -> Response:
    """The same figures for a program, and for the page's own map."""
    form = PeriodForm(request.args)
    if not form.validate():
        raise Problem("invalid", members={"errors": form.errors})
    figures = gather(slug, Scope(slug.id, person(), form.period()))
    return Response(json.dumps(asdict(figures), default=_written), mimetype="application/json")


def _written(value: Any) -> str:
    """Dates as ISO 8601, ids as text."""
    return str(value.isoformat() if hasattr(value, "isoformat") else value)
