"""Staff accounts: list, add, change, close, and give a reset link."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from walks import people
from walks.doors import permits, person
from walks.pages.administrators.blueprint import pages
from walks.pages.administrators.forms import PersonForm
from walks.people import lists
from walks.permissions import Verb
from walks.problems import Problem
from walks.refusals import mark

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from walks.people import Person


@pages.get("/people")
@permits(Verb.MANAGE_PEOPLE)
def list_people() -> str:
    """The staff, with a search."""
    search = request.args.get("search", "")[:200]
    found = lists.staff(search=search, page=request.args.get("page", 1, type=int))
    return render_template("administrators/people.html", found=found, search=search)


@pages.get("/people/new")
@permits(Verb.MANAGE_PEOPLE)
def new_person() -> str:
    """An empty form."""
    language = current_app.config["WALKS"].default_language
    form = PersonForm(language=language, organisation=person().organisation_id)
    return render_template("administrators/person-new.html", form=form)


@pages.post("/people/new")
@permits(Verb.MANAGE_PEOPLE)
def add_person() -> ResponseReturnValue:
    """Make the account, or show what is wrong; then a reset link lets its owner in."""
    form = PersonForm()
    if not form.validate_on_submit():
        return render_template("administrators/person-new.html", form=form), 422
    try:
        someone = people.add(**form.values(), by=person())
    except Problem as refused:
        mark(form, refused)
        return render_template("administrators/person-new.html", form=form), 422
    flash(_("The account is ready. Make a reset link to let its owner in."), "success")
    return redirect(url_for("administrators.show_person", someone=someone.id))


@pages.get("/people/<int:someone>")
@permits(Verb.MANAGE_PEOPLE, someone=people.find)
def show_person(someone: Person) -> str:
    """An account's form, and what can be done with it."""
    return _person_page(someone, PersonForm.of(someone))


@pages.post("/people/<int:someone>")
@permits(Verb.MANAGE_PEOPLE, someone=people.find)
def change_person(someone: Person) -> ResponseReturnValue:
    """Change the account, or show what is wrong."""
    form = PersonForm()
    if not form.validate_on_submit():
        return _person_page(someone, form), 422
    try:
        people.change(someone, **form.values(), by=person())
    except Problem as refused:
        mark(form, refused)
        return _person_page(someone, form), 422
    flash(_("The account is changed."), "success")
    return redirect(url_for("administrators.show_person", someone=someone.id))


@pages.post("/people/<int:someone>/deactivate")
@permits(Verb.MANAGE_PEOPLE, someone=people.find)
def deactivate(someone: Person) -> ResponseReturnValue:
    """Close the account."""
    try:
        people.deactivate(someone, by=person())
    except Problem as refused:
        flash(" ".join(refused.members["errors"]["active"]), "error")
    else:
        flash(_("The account is closed. Nobody can sign in with it."), "success")
    return redirect(url_for("administrators.show_person", someone=someone.id))


@pages.post("/people/<int:someone>/reactivate")
@permits(Verb.MANAGE_PEOPLE, someone=people.find)
def reactivate(someone: Person) -> ResponseReturnValue:
    """Open the account again."""
    people.reactivate(someone, by=person())
    flash(_("The account is open again."), "success")
    return redirect(url_for("administrators.show_person", someone=someone.id))


@pages.post("/people/<int:someone>/reset-link")
@permits(Verb.MANAGE_PEOPLE, someone=people.find)
def make_reset_link(someone: Person) -> ResponseReturnValue:
    """Show a link, this once, with which the account's owner chooses a password."""
    if not someone.active:
        flash(_("Open the account again first."), "error")
        return redirect(url_for("administrators.show_person", someone=someone.id))
    base = (current_app.config["WALKS"].public_url or request.host_url).rstrip("/")
    token = people.new_reset_token(someone, by=person())
    link = base + url_for("accounts.show_reset", token=token)
    return render_template(
        "administrators/reset-link.html", someone=someone, link=link, drawing=_qr_code(link)
    )


@pages.get("/people/<int:someone>/reset-link")
@permits(Verb.MANAGE_PEOPLE, someone=people.find)
def leave_reset_link(someone: Person) -> ResponseReturnValue:
    """A link is shown once: who comes back to it, or changes language on it, is led on."""
    return redirect(url_for("administrators.show_person", someone=someone.id))


def _person_page(someone: Person, form: PersonForm) -> str:
    return render_template("administrators/person.html", someone=someone, form=form)


def _qr_code(link: str) -> Markup:
    """The link as a drawing to put into the page: it must not have an address of its own."""
    drawing = BytesIO()
    segno.make(link, error="l", micro=False).save(
        drawing, kind="svg", border=2, light="#fff", xmldecl=False, svgns=False, omitsize=True
    )
    return Markup(drawing.getvalue().decode())  # noqa: S704 - drawn by segno from our own link
