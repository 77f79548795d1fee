"""The profile: what a participant chooses to tell, in the slugs of their walk's method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import func

from walks.database import db
from walks.participants.participant import Profile
from walks.problems import Problem

if TYPE_CHECKING:
    from walks.methods import Question
    from walks.participants.participant import Participant

SENSITIVE = ("getting_around", "senses", "understanding")


def profile_of(participant: Participant) -> Profile | None:
    """What the participant told; none when they told nothing."""
    return db.session.get(Profile, participant.id)


def fill_in_profile(
    participant: Participant, answers: dict[str, Any], *, sensitive_consent: bool
) -> Profile:
    """Keep these answers, question slug to option slug or list of them, in place of any before.

    Raises:
        Problem: "invalid" for a slug that the method does not have, or an answer about
            disability or understanding without consent to it; "walk-archived".
    """
    if participant.walk.state == "archived":
        raise Problem("walk-archived")
    questions = {
        one.slug: one for one in participant.walk.method.questions if one.part == "profile"
    }
    faults = {
        slug: [fault]
        for slug, answer in answers.items()
        if (fault := _fault(questions.get(slug), answer, sensitive_consent=sensitive_consent))
    }
    if faults:
        raise Problem("invalid", members={"errors": faults})
    clear_profile(participant)
    kept = Profile(participant_id=participant.id, **answers)
    kept.sensitive_consent_at = func.now() if sensitive_consent else None
    db.session.add(kept)
    db.session.flush()
    return kept


def clear_profile(participant: Participant) -> None:
    """Delete what the participant told about themselves."""
    found = profile_of(participant)
    if found is not None:
        db.session.delete(found)
        db.session.flush()


def shown(profile: Profile) -> dict[str, Any]:
    """A profile as its participant sees it again."""
    kept = {column.key: getattr(profile, column.key) for column in Profile.__table__.columns}
    del kept["participant_id"], kept["changed_at"]
    kept["sensitive_consent"] = kept.pop("sensitive_consent_at") is not None
    return kept


def _fault(question: Question | None, answer: Any, *, sensitive_consent: bool) -> str | None:
    if question is None:
        return str(_("This walk's method does not ask this."))
    if question.is_sensitive and answer and not sensitive_consent:
        return str(_("Agree first that this is kept, or leave it empty."))
    chosen = answer if question.answers == "many" else [answer] if answer is not None else []
    unknown = sorted(set(chosen) - {option["slug"] for option in question.options})
    if unknown:
        return str(_("This is not an answer here: %(slugs)s.", slugs=", ".join(unknown)))
    return None
