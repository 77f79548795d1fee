"""Every refusal: its code, its status and the sentence that says what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString


@dataclass(frozen=True)
class Kind:
    """One kind of refusal, as RFC 9457 has it: a status, a title and a sentence with its gaps."""

    status: int
    title: LazyString
    sentence: LazyString


KINDS: dict[str, Kind] = {
    "asset-missing": Kind(
        503,
        _l("This page is not ready"),
        _l("A part of the page has not been built. Ask whoever runs Walks here to build it."),
    ),
    "card-locked": Kind(
        409,
        _l("Your answers at this stop are locked"),
        _l("They were locked before and stay as they were. Tell the group what changed."),
    ),
    "code-unknown": Kind(
        404,
        _l("No walk has this code"),
        _l("Check the code with your facilitator and type it again."),
    ),
    "conflict": Kind(
        409,
        _l("Somebody changed this meanwhile"),
        _l("Load the page again, look at what changed, and make your change once more."),
    ),
    "digest-differs": Kind(
        422,
        _l("This arrived damaged"),
        _l("Your phone keeps it and sends it again."),
    ),
    "forbidden": Kind(
        403,
        _l("This is not open to you"),
        _l("Ask an administrator of your organisation if you should have access."),
    ),
    "id-taken": Kind(
        409,
        _l("This number belongs to another observation"),
        _l("Your phone keeps the observation. Save it again to send it under a new number."),
    ),
    "invalid": Kind(
        422,
        _l("Something is not right"),
        _l("Correct what is marked and send it again. Nothing was changed."),
    ),
    "malformed": Kind(
        400,
        _l("This could not be read"),
        _l("The request is not valid JSON. Send it again as application/json in UTF-8."),
    ),
    "method-not-allowed": Kind(
        405,
        _l("This cannot be done here"),
        _l("Go back and use the buttons of the page."),
    ),
    "neighbourhoods-refused": Kind(
        422,
        _l("The neighbourhoods were not loaded"),
        _l("%(reason)s Nothing was changed."),
    ),
    "not-found": Kind(
        404,
        _l("There is nothing at this address"),
        _l("Check the address, or go to the start page."),
    ),
    "not-open-yet": Kind(
        403,
        _l("This walk is not open yet"),
        _l("“%(walk)s” opens soon. Wait for your facilitator to open it, then try again."),
    ),
    "not-ready": Kind(
        503,
        _l("Not ready"),
        _l("A part of Walks does not answer. Look at the checks in this answer."),
    ),
    "observation-differs": Kind(
        409,
        _l("This observation was changed on another phone"),
        _l("Look at both versions and choose the one to keep."),
    ),
    "own-observation": Kind(
        409,
        _l("This is your own observation"),
        _l("“Me too” is for what others recorded. Yours counts already."),
    ),
    "page-too-old": Kind(
        400,
        _l("This page was open too long"),
        _l("Go back, load the page again and send it once more. Nothing was changed."),
    ),
    "participation-withdrawn": Kind(
        410,
        _l("You took everything back"),
        _l("What you gave to “%(walk)s” is gone, as you asked. There is nothing left to change."),
    ),
    "photo-not-owed": Kind(
        404,
        _l("No observation waits for this photo"),
        _l("Send its observation first, then the photo."),
    ),
    "photo-not-ready": Kind(
        404,
        _l("This photo is still being prepared"),
        _l("Load the page again in a minute."),
    ),
    "photo-refused": Kind(
        422,
        _l("This photo cannot be used"),
        _l("%(reason)s"),
    ),
    "quota": Kind(
        429,
        _l("That is as much as fits"),
        _l("%(reason)s Your phone keeps what was not sent. Tell your facilitator."),
    ),
    "receipt-replaced": Kind(
        410,
        _l("This receipt was replaced"),
        _l("You made a newer receipt since. Use that one."),
    ),
    "receipt-unknown": Kind(
        404,
        _l("Nobody has this receipt"),
        _l("Compare it with your photo or paper, sign by sign, and type it again."),
    ),
    "rescue-refused": Kind(
        422,
        _l("The rescue file was not loaded"),
        _l("%(reason)s Nothing was changed."),
    ),
    "schema-unknown": Kind(
        422,
        _l("This page is too old or too new"),
        _l("Reload the page, then send again. Your phone keeps what was not sent."),
    ),
    "sign-in": Kind(
        401,
        _l("Please sign in"),
        _l("Sign in with your account, then try again."),
    ),
    "token-unknown": Kind(
        401,
        _l("This phone is no longer on the walk"),
        _l("Join the walk again with its code. What is on your phone stays there."),
    ),
    "too-large": Kind(
        413,
        _l("This is too large"),
        _l("Send something smaller."),
    ),
    "too-many-tries": Kind(
        429,
        _l("Too many tries"),
        _l("Wait %(minutes)s min, then try again."),
    ),
    "trace-refused": Kind(
        422,
        _l("Your way cannot be kept"),
        _l("%(reason)s Nothing of it was kept here."),
    ),
    "unavailable": Kind(
        500,
        _l("Something went wrong here"),
        _l("It has been noted. Try again in a minute; what is on your phone stays there."),
    ),
    "voice-not-owed": Kind(
        404,
        _l("No observation waits for this voice note"),
        _l("Send its observation first, then the voice note."),
    ),
    "voice-not-ready": Kind(
        404,
        _l("This voice note is still being prepared"),
        _l("Load the page again in a minute."),
    ),
    "voice-refused": Kind(
        422,
        _l("This voice note cannot be used"),
        _l("%(reason)s"),
    ),
    "walk-archived": Kind(
        403,
        _l("This walk is archived"),
        _l("Nothing can be added or changed any more. Ask your facilitator about it."),
    ),
    "walk-ended": Kind(
        403,
        _l("This walk has ended"),
        _l("“%(walk)s” ended on %(ended)s. Ask your facilitator to reopen it."),
    ),
    "walk-step-refused": Kind(
        409,
        _l("The walk cannot take this step now"),
        _l("%(reason)s"),
    ),
    "withdrawn": Kind(
        410,
        _l("This was withdrawn"),
        _l("It was withdrawn and cannot be sent again."),
    ),
    "wrong-walk": Kind(
        403,
        _l("This phone joined another walk"),
        _l("Join this walk with its own code, then try again."),
    ),
}


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """A refusal to be told to a person or a machine.

    Takes the code of a kind above, the values for the gaps in its sentence, and members that
    go into problem+json beside it (`errors` names each field and its faults).
    """

    def __init__(
        self, code: str, *, members: dict[str, Any] | None = None, **values: object
    ) -> None:
        super().__init__(code)
        self.code = code
        self.kind = KINDS[code]
        self.values = values
        self.members = members or {}

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.kind.status

    @property
    def title(self) -> str:
        """The kind's title in the reader's language."""
        return str(self.kind.title)

    @property
    def detail(self) -> str:
        """What to do next, in the reader's language."""
        return str(self.kind.sentence) % self.values

    def as_json(self) -> dict[str, Any]:
        """The problem as RFC 9457 writes it."""
        return {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            **self.members,
        }
