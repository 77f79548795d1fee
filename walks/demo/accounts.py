"""The demo's staff: a facilitator, a planner, an administrator, with passwords of their own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from walks import people
from walks.demo.data import told
from walks.people import Organisation, Person, naming
from walks.permissions import Role

LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # none that looks like another
WORKS_FOR = {
    Role.FACILITATOR: "pas-a-pas",
    Role.PLANNER: "public-space",
    Role.ADMINISTRATOR: "public-space",
}


@dataclass(frozen=True)
class Account:
    """Somebody of the demo's staff, with the password, which is nowhere else in clear."""

    person: Person
    role: Role
    password: str

    def shown(self) -> dict[str, str]:
        """What one needs to sign in."""
        return {"role": self.role, "email": self.person.email, "password": self.password}


def organisations(language: str) -> dict[str, Organisation]:
    """Make the organisations; by slug."""
    return {
        row["slug"]: people.organisation_named(row["name"][language], row["kind"])
        for row in told()["organisations"]
    }


def accounts(of: dict[str, Organisation], language: str) -> dict[Role, Account]:
    """Make an account for each role; the passwords are made at random, for this installation."""
    return {role: _account(role, of[slug], language) for role, slug in WORKS_FOR.items()}


def _account(role: Role, organisation: Organisation, language: str) -> Account:
    password = _password()
    person = people.add(
        f"{role}@demo.example",
        name=f"{naming.ROLES[role]} (demo)",
        roles=[role],
        organisation=organisation,
        password=password,
        language=language,
    )
    return Account(person, role, password)


def _password() -> str:
    """Four groups of four letters and digits: some 78 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
