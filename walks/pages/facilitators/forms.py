"""The forms that facilitators fill in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from walks import languages
from walks.pages.fields import Day, Hour, Line, Lines, at_most, readable_by
from walks.walks import Plan, drawing, surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    from walks.walks import Walk

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
LIGHT_NAMES = [
    SelectChoice("day", _l("By day")),
    SelectChoice("dusk", _l("At dusk")),
    SelectChoice("night", _l("By night")),
]


class WalkForm(FlaskForm):
    """What is decided about a walk before it begins."""

    title = Line(
        _l("Title"),
        [DataRequired(_l("Give the walk a title.")), at_most(200)],
        description=_l("People see it when they join."),
    )
    introduction = Lines(
        _l("Introduction"),
        [at_most(5_000)],
        description=_l("What the walk is about, and what people should bring."),
    )
    date = Day(_l("Date"), [InputRequired(_l("Say on which date it is."))])
    hour = Hour(_l("Hour"), [InputRequired(_l("Say at what hour it begins."))])
    light = RadioField(_l("Light"), [InputRequired(_l("Choose one."))], choices=LIGHT_NAMES)
    time_zone = Line(
        _l("Time zone"), [DataRequired(_l("Choose a time zone."))], default="Europe/Brussels"
    )
    neighbourhood = SelectField(_l("Neighbourhood"), coerce=int)
    itinerary = Lines(
        _l("Points of the itinerary"),
        [readable_by(drawing.itinerary)],
        description=_l("One point a line, latitude first: 50.82752, 4.37196"),
    )
    area = Lines(
        _l("Corners of the area"),
        [readable_by(drawing.area)],
        description=_l("One corner a line, all the way round. Only if no neighbourhood fits."),
    )
    stops = Lines(
        _l("Stops"),
        [readable_by(drawing.stops)],
        description=_l("One stop a line, in their order. After “|” you can add what to ask there."),
    )
    languages = SelectMultipleField(
        _l("Languages"),
        [InputRequired(_l("Choose at least one language."))],
        choices=[SelectChoice(code, name) for code, name in languages.NAMES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    method = SelectField(_l("Method"), [InputRequired(_l("Choose a method."))], coerce=int)

    def __init__(self, walk: Walk | None = None, **values: Any) -> None:
        super().__init__(**(_values_of(walk) if walk else values))
        offered = surroundings.neighbourhoods_offered()
        named = [SelectChoice(number, languages.worded(names)) for number, names in offered]
        none = SelectChoice(0, _("None of them"))
        self.neighbourhood.choices = [none, *sorted(named, key=_by_name)]
        self.method.choices = [
            SelectChoice(
                number, f"{languages.worded(title)}, {_('version %(version)s', version=v)}"
            )
            for number, title, v in surroundings.methods_offered()
        ]

    def validate_date(self, field: Any) -> None:
        """Refuse years that are slips of the pen."""
        if field.data and not EARLIEST <= field.data < LATEST:
            raise ValidationError(_("Check the year."))

    def validate_time_zone(self, field: Any) -> None:
        """Refuse names that no clock goes by."""
        if field.data not in available_timezones():
            raise ValidationError(_("No time zone has this name. Choose one from the list."))

    def validate_itinerary(self, field: Any) -> None:
        """Refuse points whose latitude and longitude changed places."""
        _not_swapped(drawing.itinerary, field.data)

    def validate_area(self, field: Any) -> None:
        """Refuse corners whose latitude and longitude changed places."""
        _not_swapped(drawing.area, field.data)

    def validate_stops(self, field: Any) -> None:
        """Refuse positions whose latitude and longitude changed places."""
        _not_swapped(_positions, field.data)

    def plan(self) -> Plan:
        """What was decided; for a form that is valid."""
        return Plan(
            title=self.title.data,
            introduction=self.introduction.data or "",
            starts_at=datetime.combine(self.date.data, self.hour.data),
            time_zone=self.time_zone.data,
            light=self.light.data,
            languages=tuple(self.languages.data),
            method_id=self.method.data,
            neighbourhood_id=self.neighbourhood.data or None,
            itinerary=drawing.itinerary(self.itinerary.data or ""),
            area=drawing.area(self.area.data or ""),
            stops=drawing.stops(self.stops.data or ""),
        )

    def take(self, faults: dict[str, list[str]]) -> None:
        """Show what the walk itself refused beside its fields."""
        for name, sentences in faults.items():
            self[name].errors = [*self[name].errors, *sentences]


class HeadCountForm(FlaskForm):
    """How many people walked."""

    count = IntegerField(
        _l("How many people walked?"),
        [
            InputRequired(_l("Write a whole number.")),
            NumberRange(0, 5_000, _l("Write a number from %(min)s to %(max)s.")),
        ],
        description=_l("Everybody, with and without a phone, without those who led the walk."),
    )


def first_values() -> dict[str, Any]:
    """What a new walk begins with: tomorrow at two, by day, in every language, newest method."""
    newest = surroundings.methods_offered()
    return {
        "date": datetime.now(UTC).date() + timedelta(days=1),
        "hour": time(14),
        "light": "day",
        "languages": list(languages.NAMES),
        "neighbourhood": 0,
        "method": newest[0][0] if newest else None,
    }


def copied_values(walk: Walk) -> dict[str, Any]:
    """What a walk over the same itinerary begins with: its other half of the day, a week later."""
    by_night = walk.light == "day"
    values = _values_of(walk)
    values["date"] = max(values["date"], datetime.now(UTC).date()) + timedelta(days=7)
    values["light"] = "night" if by_night else "day"
    values["hour"] = time(20) if by_night else time(14)
    values["method"] = first_values()["method"]
    return values


def _values_of(walk: Walk) -> dict[str, Any]:
    return {
        "title": walk.title,
        "introduction": walk.introduction,
        "date": walk.starts_at.date(),
        "hour": walk.starts_at.time(),
        "light": walk.light,
        "time_zone": walk.time_zone,
        "neighbourhood": walk.neighbourhood_id or 0,
        "itinerary": drawing.text_of_line(walk.itinerary),
        "area": drawing.text_of_area(walk.area),
        "stops": drawing.text_of_stops(walk.stops),
        "languages": walk.languages,
        "method": walk.method_id,
    }


def _positions(text: str) -> list[drawing.Point]:
    return [stop.position for stop in drawing.stops(text) if stop.position is not None]


def _not_swapped(read: Callable[[str], list[drawing.Point]], text: str) -> None:
    try:
        points = read(text or "")
    except drawing.UnreadableError:
        return  # the field has said so itself
    if surroundings.is_swapped(points):
        raise ValidationError(
            _("Latitude and longitude have changed places. Write the latitude first.")
        )


def _by_name(choice: SelectChoice) -> str:
    return str(choice.label).casefold()
