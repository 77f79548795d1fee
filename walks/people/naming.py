"""Roles and kinds of organisations, as people read them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from walks.permissions import Role

ROLES = {
    Role.FACILITATOR: _l("Facilitator"),
    Role.PLANNER: _l("Planner"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
DUTIES = {
    Role.FACILITATOR: _l("Prepares and leads the walks of the organisation"),
    Role.PLANNER: _l("Reads reports and takes data of walks that are closed"),
    Role.ADMINISTRATOR: _l("Manages people, organisations and neighbourhoods"),
}
ORGANISATIONS = {
    "association": _l("Association"),
    "municipality": _l("Municipal service"),
    "other": _l("Other"),
}
