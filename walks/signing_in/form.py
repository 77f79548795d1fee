"""The form to sign in."""

from __future__ import annotations

from typing import Any

from flask import session
from flask_babel import lazy_gettext as _l
from flask_security.forms import LoginForm
from flask_security.utils import validate_redirect_url
from wtforms import BooleanField, EmailField, Field, PasswordField
from wtforms.validators import DataRequired, Length

from walks import people
from walks.signing_in.guessing import Guess


class SignInForm(LoginForm):
    """Address and password; what is wrong with them is said in one sentence for all accounts."""

    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(), Length(max=254)],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[DataRequired(), Length(max=people.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    remember = BooleanField(_l("Stay signed in on this device for two weeks"))

    def validate(self, **kwargs: Any) -> bool:
        """Whether address and password belong to an open account; the try is counted first.

        Raises:
            Problem: "too-many-tries".
        """
        guess = Guess.at(self.email.data or "")
        guess.take()
        self.ifield, self.user = self.email, people.with_email(guess.email)
        if not super().validate(**kwargs):
            return False
        guess.succeeded()
        # The session lasts or ends with the browser; a second cookie to remember it by is not made.
        session.permanent, self.remember.data = bool(self.remember.data), False
        return True

    def validate_next(self, field: Field) -> None:
        """Forget a page of somebody else's to go to afterwards."""
        if field.data and not validate_redirect_url(field.data):
            field.data = ""
