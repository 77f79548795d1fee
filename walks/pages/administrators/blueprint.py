"""The administrators' pages, the words that all of them use, and the first one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from walks import people
from walks.doors import permits
from walks.people import lists, naming
from walks.permissions import Verb

pages = Blueprint("administrators", __name__, url_prefix="/admin")


@pages.context_processor
def words() -> dict[str, Any]:
    """What every administrators' template may say."""
    return {
        "role_names": naming.ROLES,
        "role_duties": naming.DUTIES,
        "organisation_kinds": naming.ORGANISATIONS,
    }


@pages.get("/")
@permits(Verb.MANAGE_PEOPLE)
def start() -> str:
    """What an administrator looks after."""
    counts = {
        "people": sum(lists.staff_counts().values()),
        "organisations": len(people.organisations()),
    }
    return render_template("administrators/start.html", counts=counts)
