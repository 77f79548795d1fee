"""Organisations and their staff: accounts, roles and passwords."""

from walks.people.links import holding_reset_token, new_reset_token
from walks.people.organisations import (
    KINDS,
    Organisation,
    add_organisation,
    change_organisation,
    find_organisation,
    organisation_named,
    organisations,
)
from walks.people.passwords import (
    LONGEST,
    SHORTEST,
    is_password_of,
    password_faults,
    set_password,
)
from walks.people.staff import (
    LANGUAGES,
    Person,
    StaffRole,
    add,
    change,
    change_own,
    datastore,
    deactivate,
    find,
    holds_role,
    reactivate,
    role_named,
    with_email,
)

__all__ = [
    "KINDS",
    "LANGUAGES",
    "LONGEST",
    "SHORTEST",
    "Organisation",
    "Person",
    "StaffRole",
    "add",
    "add_organisation",
    "change",
    "change_organisation",
    "change_own",
    "datastore",
    "deactivate",
    "find",
    "find_organisation",
    "holding_reset_token",
    "holds_role",
    "is_password_of",
    "new_reset_token",
    "organisation_named",
    "organisations",
    "password_faults",
    "reactivate",
    "role_named",
    "set_password",
    "with_email",
]
