"""Organisations: list, add, rename."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from walks import people
from walks.doors import permits, person
from walks.pages.administrators.blueprint import pages
from walks.pages.administrators.forms import OrganisationForm
from walks.people import lists
from walks.permissions import Verb
from walks.problems import Problem
from walks.refusals import mark

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.people import Organisation


@pages.get("/organisations")
@permits(Verb.MANAGE_ORGANISATIONS)
def list_organisations() -> str:
    """Every organisation, and how many open accounts it has."""
    return render_template(
        "administrators/organisations.html",
        organisations=people.organisations(),
        counts=lists.staff_counts(),
    )


@pages.get("/organisations/new")
@permits(Verb.MANAGE_ORGANISATIONS)
def new_organisation() -> str:
    """An empty form."""
    return _form_page(OrganisationForm(), None)


@pages.post("/organisations/new")
@permits(Verb.MANAGE_ORGANISATIONS)
def add_organisation() -> ResponseReturnValue:
    """Make the organisation, or show what is wrong."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _form_page(form, None), 422
    try:
        people.add_organisation(form.name.data, kind=form.kind.data, by=person())
    except Problem as refused:
        mark(form, refused)
        return _form_page(form, None), 422
    flash(_("The organisation is added."), "success")
    return redirect(url_for("administrators.list_organisations"))


@pages.get("/organisations/<int:organisation>")
@permits(Verb.MANAGE_ORGANISATIONS, organisation=people.find_organisation)
def show_organisation(organisation: Organisation) -> str:
    """An organisation's form, filled."""
    return _form_page(OrganisationForm(obj=organisation), organisation)


@pages.post("/organisations/<int:organisation>")
@permits(Verb.MANAGE_ORGANISATIONS, organisation=people.find_organisation)
def change_organisation(organisation: Organisation) -> ResponseReturnValue:
    """Rename the organisation, or show what is wrong."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _form_page(form, organisation), 422
    try:
        people.change_organisation(
            organisation, name=form.name.data, kind=form.kind.data, by=person()
        )
    except Problem as refused:
        mark(form, refused)
        return _form_page(form, organisation), 422
    flash(_("The organisation is changed."), "success")
    return redirect(url_for("administrators.list_organisations"))


def _form_page(form: OrganisationForm, organisation: Organisation | None) -> str:
    return render_template("administrators/organisation.html", form=form, organisation=organisation)
