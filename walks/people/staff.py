"""Staff accounts and their roles. Residents have none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_security import RoleMixin, SQLAlchemyUserDatastore, UserMixin
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from walks import audit
from walks.database import Instant, Model, Now, Number, db
from walks.people.organisations import Organisation
from walks.people.passwords import hashed, new_uniquifier
from walks.permissions import STAFF, Role
from walks.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES = ("fr", "nl", "en")
MOST = 2**63  # numbers of rows are smaller
# No letter is ever sent there: it only has to look like an address and to be the person's own.
ADDRESS = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,180}\.[^@\s\x00-\x1f.]{1,60}")
NAME = re.compile(r"[^\x00-\x1f\x7f]{1,200}")

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
    """A staff account."""

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
    roles: Mapped[list[StaffRole]] = relationship(secondary=holds_role, lazy="selectin")

    @property
    def roles_here(self) -> list[Role]:
        """The roles as the permissions know them."""
        return [Role(role.name) for role in self.roles]


def add(
    email: str,
    *,
    name: str,
    roles: Iterable[Role],
    organisation: Organisation,
    password: str | None = None,
    language: str = "fr",
    by: Person | None = None,
) -> Person:
    """Make a staff account; without a password it waits for a reset link.

    Raises:
        ValueError: a role that staff cannot hold.
        Problem: "invalid", naming `email` or `name`: one is not right or another account has it.
    """
    _require_words(email, name)
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        organisation=organisation,
        language=language,
        password=hashed(password) if password else None,
        fs_uniquifier=new_uniquifier(),
        roles=_rows_of(roles),
        active=True,
    )
    db.session.add(person)
    _keep_email()
    audit.note("person.added", person, by=by, roles=sorted(person.roles_here))
    return person


def find(number: int) -> Person:
    """The account of this number.

    Raises:
        Problem: "not-found".
    """
    found = db.session.get(Person, number) if number < MOST else None
    if found is None:
        raise Problem("not-found")
    return found


def with_email(email: str) -> Person | None:
    """The account of this address, whatever its capitals."""
    wanted = email.strip().lower()
    if "\0" in wanted:  # PostgreSQL's texts cannot hold one
        return None
    return db.session.scalar(select(Person).where(func.lower(Person.email) == wanted))


def change(
    person: Person,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    organisation: Organisation,
    language: str,
    by: Person,
) -> None:
    """Change an account.

    Raises:
        ValueError: a role that staff cannot hold.
        Problem: "invalid", naming `email` or `name` as when adding, or `roles` when
            administrators would give up that role themselves or none would be left.
    """
    _require_words(email, name)
    wanted = set(roles)
    if Role.ADMINISTRATOR in set(person.roles_here) - wanted:
        _require_other_administrator(person, by, "roles")
    before, rows = sorted(person.roles_here), _rows_of(wanted)
    person.email, person.name = email.strip().lower(), name.strip()
    person.organisation, person.language = organisation, language
    person.roles = rows
    _keep_email()
    audit.note("person.changed", person, by=by, before=before, after=sorted(wanted))


def change_own(person: Person, *, name: str, language: str) -> None:
    """Let people change their own name and language.

    Raises:
        Problem: "invalid", naming `name`.
    """
    _require_words(person.email, name)
    person.name, person.language = name.strip(), language
    audit.note("person.changed", person, by=person)


def deactivate(person: Person, *, by: Person) -> None:
    """Close an account: its sessions and reset links end, what it did stays.

    Raises:
        Problem: "invalid", naming `active`, for one's own account and the last administrator's.
    """
    _require_other_administrator(person, by, "active")
    person.active = False
    person.fs_uniquifier = new_uniquifier()
    audit.note("person.deactivated", person, by=by)


def reactivate(person: Person, *, by: Person) -> None:
    """Open a closed account again."""
    person.active = True
    audit.note("person.reactivated", person, by=by)


def role_named(role: Role) -> StaffRole:
    """The row of a role, made when it is first asked for."""
    found = db.session.scalar(select(StaffRole).where(StaffRole.name == role.value))
    if found is None:
        found = StaffRole(name=role.value)
        db.session.add(found)
        db.session.flush()
    return found


def datastore() -> Any:
    """What Flask-Security reads and writes accounts through."""
    return SQLAlchemyUserDatastore(db, Person, StaffRole)


def _rows_of(roles: Iterable[Role]) -> list[StaffRole]:
    wanted = set(roles)
    if not wanted <= set(STAFF):
        raise ValueError(f"Staff can be {', '.join(STAFF)}; not {', '.join(wanted)}.")
    return [role_named(role) for role in STAFF if role in wanted]


def _require_words(email: str, name: str) -> None:
    errors = {}
    if not ADDRESS.fullmatch(email.strip()):
        errors["email"] = [_("Write an address like name@example.org.")]
    if not NAME.fullmatch(name.strip()):
        errors["name"] = [_("Write a name of at most 200 characters, on one line.")]
    if errors:
        raise Problem("invalid", members={"errors": errors})


def _keep_email() -> None:
    try:
        db.session.flush()
    except IntegrityError as refused:
        db.session.rollback()
        taken = _("Another account has this address.")
        raise Problem("invalid", members={"errors": {"email": [taken]}}) from refused


def _require_other_administrator(person: Person, by: Person, field: str) -> None:
    """Refuse to take an administrator away who asks for it, or who is the last."""
    # Locked in the order of their ids, so that two administrators cannot remove each other.
    active = (
        select(Person.id)
        .where(Person.active, Person.roles.any(StaffRole.name == Role.ADMINISTRATOR.value))
        .order_by(Person.id)
        .with_for_update(of=Person)
    )
    if set(db.session.scalars(active)) == {person.id}:
        said = _("This is the last administrator. Make another one first.")
    elif person.id == by.id:
        said = _("You cannot do this to your own account. Ask another administrator.")
    else:
        return
    raise Problem("invalid", members={"errors": {field: [said]}})
