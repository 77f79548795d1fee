"""Organisations and their staff: accounts and roles."""

from __future__ import annotations

import secrets
from typing import Any

from flask_security import (
    RoleMixin,
    SQLAlchemyUserDatastore,
    UserMixin,
    hash_password,
)
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, func, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from walks.database import Instant, Model, Now, Number, db
from walks.permissions import STAFF, Role

LANGUAGES = ("fr", "nl", "en")


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


holds_role = Table(
    "person_roles",
    Model.metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
)


class StaffRole(Model, RoleMixin):
    """A role that staff can hold."""

    __tablename__ = "roles"

    id: Mapped[Number]
    name: Mapped[str] = mapped_column(unique=True)


class Person(Model, UserMixin):
    """A staff account. Residents have none."""

    __tablename__ = "people"
    __table_args__ = (
        Index("people_email_unique", text("lower(email)"), unique=True),
        CheckConstraint("language IN ('fr', 'nl', 'en')", name="language"),
    )

    id: Mapped[Number]
    email: Mapped[str]
    name: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    language: Mapped[str] = mapped_column(server_default="fr")
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default="true")
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[Now]
    last_signed_in_at: Mapped[Instant | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    roles: Mapped[list[StaffRole]] = relationship(  # type: ignore[assignment]
        secondary=holds_role, lazy="selectin"
    )

    @property
    def roles_here(self) -> list[Role]:
        """The roles as the permissions know them."""
        return [Role(role.name) for role in self.roles]


def add(
    email: str,
    *,
    name: str,
    roles: list[Role],
    organisation: Organisation,
    password: str | None = None,
) -> Person:
    """Make a staff account; without a password it waits for a reset link.

    Raises:
        ValueError: a role that staff cannot hold.
    """
    if not set(roles) <= set(STAFF):
        raise ValueError(f"Staff can be {', '.join(STAFF)}; not {', '.join(roles)}.")
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        organisation=organisation,
        password=hash_password(password) if password else None,
        fs_uniquifier=secrets.token_hex(32),
        roles=[role_named(role) for role in roles],
        active=True,
    )
    db.session.add(person)
    return person


def role_named(role: Role) -> StaffRole:
    """The row of a role, made when it is first asked for."""
    found = db.session.scalar(select(StaffRole).where(StaffRole.name == role.value))
    if found is None:
        found = StaffRole(name=role.value)
        db.session.add(found)
        db.session.flush()
    return found


def with_email(email: str) -> Person | None:
    """The account of this address, whatever its capitals."""
    wanted = select(Person).where(func.lower(Person.email) == email.strip().lower())
    return db.session.scalar(wanted)


def organisation_named(name: str, kind: str = "association") -> Organisation:
    """The organisation of this name, made when it is not there."""
    found = db.session.scalar(select(Organisation).where(Organisation.name == name.strip()))
    if found is None:
        found = Organisation(name=name.strip(), kind=kind)
        db.session.add(found)
        db.session.flush()
    return found


def datastore() -> Any:
    """What Flask-Security reads and writes accounts through."""
    return SQLAlchemyUserDatastore(db, Person, StaffRole)
