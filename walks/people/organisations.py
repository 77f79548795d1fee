"""Organisations: associations and municipal services."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from walks import audit
from walks.database import Model, Now, Number, db
from walks.problems import Problem

if TYPE_CHECKING:
    from walks.people.staff import Person

MOST = 2**63  # numbers of rows are smaller
NAME = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
KINDS = ("association", "municipality", "other")


class Organisation(Model):
    """An association or municipal service that leads walks or answers needs."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("kind IN ('association', 'municipality', 'other')", name="kind"),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
    )

    id: Mapped[Number]
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    created_at: Mapped[Now]


def organisations() -> list[Organisation]:
    """Every organisation, by name."""
    return list(db.session.scalars(select(Organisation).order_by(func.lower(Organisation.name))))


def find_organisation(number: int) -> Organisation:
    """The organisation of this number.

    Raises:
        Problem: "not-found".
    """
    found = db.session.get(Organisation, number) if number < MOST else None
    if found is None:
        raise Problem("not-found")
    return found


def organisation_named(name: str, kind: str = "association") -> Organisation:
    """The organisation of this name, made when it is not there."""
    _require_name(name)
    found = db.session.scalar(select(Organisation).where(Organisation.name == name.strip()))
    if found is None:
        found = Organisation(name=name.strip(), kind=kind)
        db.session.add(found)
        db.session.flush()
    return found


def add_organisation(name: str, *, kind: str, by: Person) -> Organisation:
    """Make an organisation.

    Raises:
        Problem: "invalid", naming `name`, when it is not right or another has it.
    """
    _require_name(name)
    organisation = Organisation(name=name.strip(), kind=kind)
    db.session.add(organisation)
    _keep_name()
    audit.note("organisation.added", organisation, by=by)
    return organisation


def change_organisation(organisation: Organisation, *, name: str, kind: str, by: Person) -> None:
    """Rename an organisation, or say that it is of another kind.

    Raises:
        Problem: "invalid", naming `name`, when it is not right or another has it.
    """
    _require_name(name)
    organisation.name, organisation.kind = name.strip(), kind
    _keep_name()
    audit.note("organisation.changed", organisation, by=by)


def _require_name(name: str) -> None:
    if not NAME.fullmatch(name.strip()):
        said = _("Write a name of at most 200 characters, on one line.")
        raise Problem("invalid", members={"errors": {"name": [said]}})


def _keep_name() -> None:
    try:
        db.session.flush()
    except IntegrityError as refused:
        db.session.rollback()
        taken = _("Another organisation has this name.")
        raise Problem("invalid", members={"errors": {"name": [taken]}}) from refused
