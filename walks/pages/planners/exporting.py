"""Choosing what to take away as GeoJSON."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask_babel import gettext as _

from walks.doors import permits, person
from walks.exports.counting import how_many
from walks.languages import worded
from walks.pages.planners.blueprint import day_and_hour_of, pages
from walks.pages.planners.forms import ExportForm
from walks.permissions import Verb
from walks.reports import start

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

Choices = list[tuple[str, str]]


@pages.get("/export")
@permits(Verb.EXPORT_OBSERVATIONS)
def choose_export() -> ResponseReturnValue:
    """A form of filters, and the address of the file that they make."""
    form = _form()
    if not form.validate():
        return render_template("planners/export.html", form=form), 422
    chosen = form.chosen()
    return render_template(
        "planners/export.html",
        form=form,
        chosen=chosen,
        count=how_many(form.filters(), person=person()),
        address=f"{url_for('exports.observations_geojson')}?{urlencode(chosen)}".rstrip("?"),
    )


def _form() -> ExportForm:
    form = ExportForm(request.args)
    form.neighbourhood.choices = _any(
        _("All neighbourhoods"),
        [
            (code, f"{worded(names)} ({code})")
            for code, names in start.neighbourhoods_offered(person())
        ],
    )
    form.walk.choices = _any(
        _("All walks"),
        [
            (str(walk_id), f"{title}, {day_and_hour_of(starts_at)}")
            for walk_id, title, starts_at in start.walks_offered(person())
        ],
    )
    form.kind.choices = _any(
        _("All kinds"), [("problem", _("Problem")), ("asset", _("Asset")), ("idea", _("Idea"))]
    )
    form.severity.choices = _any(
        _("All"),
        [
            ("1", _("Bothers")),
            ("2", _("Hard")),
            ("3", _("Stops me or dangerous")),
        ],
    )
    _offer_subjects(form)
    return form


def _offer_subjects(form: ExportForm) -> None:
    themes = start.subjects_offered()
    form.theme.choices = _any(
        _("All themes"), [(slug, worded(labels)) for slug, labels, _own in themes]
    )
    form.category.choices = {
        _("All categories"): [("", _("All categories"))],
        **{
            worded(labels): [(slug, worded(own)) for slug, own in categories]
            for _slug, labels, categories in themes
        },
    }


def _any(words: str, choices: Choices) -> Choices:
    return [("", words), *choices]
