"""One's own account, and a new password for one that was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, EqualTo

from walks import people, throttle
from walks.doors import permits, person
from walks.languages import NAMES
from walks.people import naming
from walks.permissions import Role, Verb
from walks.problems import Problem
from walks.refusals import mark

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

pages = Blueprint("accounts", __name__, url_prefix="/account")

# Who holds several roles arrives where a walk may be going on.
PLACES = {Role.FACILITATOR: "/lead/", Role.PLANNER: "/plan/", Role.ADMINISTRATOR: "/admin/"}
MINUTES = 15  # in which wrong passwords of somebody signed in are counted
NEW = {"autocomplete": "new-password", "minlength": people.SHORTEST, "maxlength": people.LONGEST}


class DetailsForm(FlaskForm):
    """What people change of themselves."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Write your name."))],
        render_kw={"autocomplete": "name", "maxlength": 200},
    )
    language = RadioField(
        _l("Language"),
        choices=[SelectChoice(*one) for one in NAMES.items()],
        validators=[DataRequired()],
    )


class NewPasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        validators=[DataRequired(_l("Write a new password."))],
        description=_l("At least 12 characters. Three or four words are easy to keep in mind."),
        render_kw=NEW,
    )
    again = PasswordField(
        _l("New password once more"),
        validators=[
            DataRequired(_l("Write the new password once more.")),
            EqualTo("password", _l("The two are not the same. Write both again.")),
        ],
        render_kw=NEW,
    )


class ChangePasswordForm(NewPasswordForm):
    """The password that was, and a new one."""

    current = PasswordField(
        _l("Password until now"),
        validators=[DataRequired(_l("Write the password that you sign in with."))],
        render_kw={"autocomplete": "current-password", "maxlength": people.LONGEST},
    )


@pages.get("/arrive")
@permits(Verb.SEE_OWN_ACCOUNT)
def arrive() -> ResponseReturnValue:
    """Lead who just signed in to where their work is."""
    places = (place for role, place in PLACES.items() if role in person().roles_here)
    return redirect(request.script_root + next(places))


@pages.get("/")
@permits(Verb.SEE_OWN_ACCOUNT)
def show() -> str:
    """One's own account."""
    return _account_page(DetailsForm(obj=person()))


@pages.post("/")
@permits(Verb.SEE_OWN_ACCOUNT)
def change() -> ResponseReturnValue:
    """Change one's own name and language; pages speak it from now on."""
    form = DetailsForm()
    if not form.validate_on_submit():
        return _account_page(form), 422
    try:
        people.change_own(person(), name=form.name.data, language=form.language.data)
    except Problem as refused:
        mark(form, refused)
        return _account_page(form), 422
    session.pop("language", None)
    flash(_("Your account is changed."), "success")
    return redirect(url_for("accounts.show"))


@pages.get("/password")
@permits(Verb.SEE_OWN_ACCOUNT)
def show_password() -> str:
    """The form to change one's own password."""
    return render_template("accounts/password.html", form=ChangePasswordForm())


@pages.post("/password")
@permits(Verb.SEE_OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other session of the account ends."""
    form, own = ChangePasswordForm(), person()
    if not form.validate_on_submit() or not _is_own(form) or not _takes(form, own):
        return render_template("accounts/password.html", form=form), 422
    login_user(own, authn_via=["change"])
    flash(_("Your password is changed. Other devices must sign in again."), "success")
    return redirect(url_for("accounts.show"))


@pages.get("/reset")
@permits(Verb.SEE_PUBLIC_PAGES)
def forgotten() -> str:
    """What to do about a forgotten password."""
    return render_template("accounts/forgotten.html", is_over=False)


@pages.get("/reset/<token>")
@permits(Verb.SEE_PUBLIC_PAGES)
def show_reset(token: str) -> ResponseReturnValue:
    """The form that a reset link leads to."""
    account = people.holding_reset_token(token)
    if account is None:
        return render_template("accounts/forgotten.html", is_over=True), 410
    return render_template("accounts/reset.html", form=NewPasswordForm(), account=account)


@pages.post("/reset/<token>")
@permits(Verb.SEE_PUBLIC_PAGES)
def reset(token: str) -> ResponseReturnValue:
    """Set the password that the link allows, once."""
    account = people.holding_reset_token(token)
    if account is None:
        return render_template("accounts/forgotten.html", is_over=True), 410
    form = NewPasswordForm()
    if not form.validate_on_submit() or not _takes(form, account):
        return render_template("accounts/reset.html", form=form, account=account), 422
    logout_user()  # somebody else may be signed in here
    flash(_("Your new password is set. Sign in with it."), "success")
    return redirect(url_for("security.login"))


def _account_page(form: DetailsForm) -> str:
    return render_template("accounts/account.html", form=form, role_names=naming.ROLES)


def _is_own(form: ChangePasswordForm) -> bool:
    """Whether the password until now is right; guesses are counted."""
    tries = current_app.config["WALKS"].sign_in_tries
    throttle.take(tries, MINUTES, "own password", str(person().id))
    if people.is_password_of(person(), form.current.data):
        throttle.forget("own password", str(person().id))
        return True
    form.current.errors = [_("This is not your password.")]
    return False


def _takes(form: NewPasswordForm, account: people.Person) -> bool:
    try:
        people.set_password(account, form.password.data, by=account)
    except Problem as refused:
        mark(form, refused)
        return False
    return True
