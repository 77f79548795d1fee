"""The administrator's page of neighbourhoods: upload, look, load."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional, Regexp

from walks import neighbourhoods, storage
from walks.acts.reassigning import Changed, change_outlines
from walks.database import new_id
from walks.doors import permits, person
from walks.neighbourhoods.loading import outlines
from walks.neighbourhoods.reading import Source, read, refused
from walks.permissions import Verb
from walks.problems import Problem

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

pages = Blueprint("boundaries", __name__, url_prefix="/admin/neighbourhoods")

FOLDER = "incoming/boundaries"
CRS = Regexp(r"^[A-Z]{2,10}:\d{1,7}$", message=_l("Write it like EPSG:31370."))


class UploadForm(FlaskForm):
    """The file, and what its coordinates count in where it does not say."""

    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Choose a file."))],
        description=_l("GeoJSON, GeoPackage, KML, FlatGeobuf or a zipped Shapefile, up to 25 MB."),
    )
    crs = StringField(
        _l("Coordinate system"),
        validators=[Optional(), CRS],
        description=_l("Only if the file does not say it. In Belgium mostly EPSG:31370."),
    )


class FieldsForm(FlaskForm):
    """Which fields hold the code and the names."""

    upload = HiddenField(validators=[DataRequired(), Regexp(r"^[0-9a-f-]{36}$")])
    name = HiddenField()
    crs = HiddenField(validators=[Optional(), CRS])
    code = SelectField(_l("Code"), validators=[DataRequired(_l("Choose the field of the code."))])
    fr = SelectField(_l("French name"), default="")
    nl = SelectField(_l("Dutch name"), default="")
    en = SelectField(_l("English name"), default="")

    @classmethod
    def of(cls, source: Source, **values: str) -> FieldsForm:
        """The form with the file's fields to choose from, the probable ones chosen."""
        form = cls(**values, **(source.guess() if not request.form.get("code") else {}))
        fields = [SelectChoice("", _("– none –")), *map(SelectChoice, source.fields, source.fields)]
        for select in (form.code, form.fr, form.nl, form.en):
            select.choices = fields
        return form

    def names(self) -> dict[str, str]:
        """The field of each language that has one."""
        chosen = {"fr": self.fr.data, "nl": self.nl.data, "en": self.en.data}
        return {language: field for language, field in chosen.items() if field}


@pages.get("/")
@permits(Verb.LOAD_NEIGHBOURHOODS)
def show_all() -> str:
    """What is loaded, and the form for a file."""
    return _page(UploadForm())


@pages.post("/")
@permits(Verb.LOAD_NEIGHBOURHOODS)
def upload() -> ResponseReturnValue:
    """Take the file aside and show what is in it."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(form), 422
    upload_id, name = str(new_id()), Path(form.file.data.filename or "").name
    storage.store().put(_key(upload_id), iter(lambda: form.file.data.stream.read(65536), b""))
    try:
        source = read(storage.store().path(_key(upload_id)), crs=form.crs.data or None)
    except Problem as problem:
        storage.store().delete(_key(upload_id))
        form.file.errors = [problem.detail]
        return _page(form), 422
    fields = FieldsForm.of(source, upload=upload_id, name=name, crs=form.crs.data or "")
    return _preview(source, fields)


@pages.post("/load")
@permits(Verb.LOAD_NEIGHBOURHOODS)
def load() -> ResponseReturnValue:
    """Load the file that was looked at."""
    upload_id = request.form.get("upload", "")
    source = _waiting(upload_id, request.form.get("crs"))
    form = FieldsForm.of(source)
    if not form.validate_on_submit():
        return _preview(source, form), 422
    try:
        found = outlines(source, code=form.code.data, names=form.names())
        changed = change_outlines(found, crs=source.crs, source=form.name.data or "", by=person())
    except Problem as problem:
        form.code.errors = [problem.detail]
        return _preview(source, form), 422
    storage.store().delete(_key(upload_id))
    _tell(changed)
    return redirect(url_for("boundaries.show_all"))


def _page(form: UploadForm) -> str:
    return render_template(
        "administrators/boundaries.html",
        form=form,
        n=neighbourhoods.how_many(),
        neighbourhoods=neighbourhoods.listed(request.args.get("after", "")),
        page_size=neighbourhoods.PAGE,
    )


def _preview(source: Source, form: FieldsForm) -> str:
    return render_template("administrators/boundaries-preview.html", source=source, form=form)


def _key(upload_id: str) -> str:
    return f"{FOLDER}/{upload_id}"


def _waiting(upload_id: str, crs: str | None) -> Source:
    is_id = re.fullmatch(r"[0-9a-f-]{36}", upload_id)
    if not is_id or not storage.store().exists(_key(upload_id)):
        raise refused(_("The file is no longer here. Choose it again."))
    return read(storage.store().path(_key(upload_id)), crs=crs or None)


def _tell(changed: Changed) -> None:
    loaded = changed.loaded
    flash(
        _("%(added)s added, %(updated)s updated.", added=loaded.added, updated=loaded.updated),
        "success",
    )
    if loaded.mended:
        flash(_("Made valid: %(names)s.", names=", ".join(loaded.mended)), "info")
    if changed.reassigned:
        flash(
            ngettext(
                "%(num)s observation lies in another neighbourhood now.",
                "%(num)s observations lie in another neighbourhood now.",
                changed.reassigned,
            ),
            "info",
        )
