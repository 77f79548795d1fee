"""The forms of people and organisations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from walks import people
from walks.languages import NAMES
from walks.people import naming
from walks.permissions import STAFF, Role


class PersonForm(FlaskForm):
    """A staff account."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Write the name."))],
        render_kw={"maxlength": 200, "autocomplete": "off"},
    )
    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(_l("Write the address."))],
        description=_l("They sign in with it. Walks never sends e-mail."),
        render_kw={"maxlength": 254, "autocomplete": "off"},
    )
    organisation = SelectField(_l("Organisation"), coerce=int, validators=[DataRequired()])
    roles = SelectMultipleField(
        _l("Roles"),
        coerce=Role,
        choices=[SelectChoice(role.value, naming.ROLES[role]) for role in STAFF],
        validators=[DataRequired(_l("Choose at least one role."))],
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    language = RadioField(
        _l("Language"),
        choices=[SelectChoice(*one) for one in NAMES.items()],
        validators=[DataRequired()],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.organisation.choices = [
            SelectChoice(one.id, one.name) for one in people.organisations()
        ]

    @classmethod
    def of(cls, person: people.Person) -> PersonForm:
        """The form of an account, filled."""
        return cls(
            name=person.name,
            email=person.email,
            organisation=person.organisation_id,
            roles=person.roles_here,
            language=person.language,
        )

    def values(self) -> dict[str, Any]:
        """What was filled in, as people.add and people.change take it."""
        return {
            "email": self.email.data,
            "name": self.name.data,
            "organisation": people.find_organisation(self.organisation.data),
            "roles": self.roles.data,
            "language": self.language.data,
        }


class OrganisationForm(FlaskForm):
    """An organisation."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Write the name."))],
        render_kw={"maxlength": 200},
    )
    kind = RadioField(
        _l("Kind"),
        choices=[SelectChoice(*one) for one in naming.ORGANISATIONS.items()],
        validators=[DataRequired(_l("Choose what kind it is."))],
    )
