"""The forms that planners fill in: a period, and what an export should hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Optional, ValidationError

from walks.exports.filters import Filters, box_of
from walks.pages.fields import Day
from walks.reports.scope import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from wtforms import Field


class PeriodForm(FlaskForm):
    """From one local date of walks to another, both included."""

    class Meta:
        """It changes nothing, so it needs no token."""

        csrf = False

    begins = Day(_l("From"), [Optional()])
    ends = Day(_l("To"), [Optional()])

    def validate_ends(self, field: Field) -> None:
        """The first date comes first."""
        if self.begins.data and field.data and field.data < self.begins.data:
            raise ValidationError(_("The last date lies before the first."))

    def period(self) -> Period:
        """The period, once the form is valid."""
        return Period(self.begins.data, self.ends.data)


class ExportForm(PeriodForm):
    """Which observations to take away."""

    neighbourhood = SelectField(_l("Neighbourhood"), default="")
    walk = SelectField(_l("Walk"), default="")
    theme = SelectField(_l("Theme"), default="")
    category = SelectField(_l("Category"), default="")
    kind = SelectField(_l("Kind"), default="")
    severity = SelectField(_l("Severity"), default="")
    bbox = StringField(
        _l("Box"),
        [Optional()],
        description=_l("West, south, east, north in degrees: 4.36,50.82,4.38,50.83"),
    )

    def validate_bbox(self, field: Field) -> None:
        """Four numbers that make a box on the globe."""
        try:
            box_of(field.data)
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault

    def chosen(self) -> dict[str, str]:
        """What was filled in, as the export's address writes it."""
        said = {field.short_name: field.data for field in self if field.data}
        if "bbox" in said:
            said["bbox"] = ",".join(f"{side:g}" for side in box_of(said["bbox"]))
        return {name: str(value) for name, value in said.items()}

    def filters(self) -> Filters:
        """The same for counting, once the form is valid."""
        said: dict[str, Any] = {field.short_name: field.data for field in self if field.data}
        kinds: dict[str, Callable[[Any], Any]] = {"walk": UUID, "severity": int, "bbox": box_of}
        return Filters(
            **{name: kinds[name](data) if name in kinds else data for name, data in said.items()}
        )
