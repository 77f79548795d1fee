"""Counters that slow down who guesses passwords, and never keep the owner out.

Each holds for fifteen minutes and counts tries that failed (WALKS_SIGN_IN_TRIES is n):

- a known browser at one account: n, whatever others do;
- an unknown browser at one account from one place: n;
- unknown browsers at any account from one place, which catches trying one password on many: 3 n;
- an account from anywhere: from 3 n on, unknown browsers get one try a minute from each place.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request

from walks import throttle
from walks.logs import log
from walks.signing_in import known

MINUTES = 15
MANY = 3  # times n


@dataclass(frozen=True)
class Guess:
    """A try to sign in: the account's address as typed, where from, and by which known browser."""

    email: str
    place: str
    browser: str | None

    @classmethod
    def at(cls, email: str) -> Guess:
        """The try that this request makes at the account of this address, if there is one."""
        account = email.strip().lower()
        return cls(account, throttle.place_of(request.remote_addr or ""), known.browser_of(account))

    def take(self) -> None:
        """Count the try before the password is looked at.

        Raises:
            Problem: "too-many-tries".
        """
        tries = current_app.config["WALKS"].sign_in_tries
        if self.browser:
            throttle.take(tries, MINUTES, *self._by_browser())
            return
        throttle.take(MANY * tries, MINUTES, *self._from_place())
        throttle.take(tries, MINUTES, *self._at_account_from_place())
        if throttle.count(MINUTES, *self._at_account()) > MANY * tries:
            log.warning("sign-in: many tries at one account from several places")
            throttle.take(1, 1, *self._slowly())

    def succeeded(self) -> None:
        """Uncount the try, since the password was right."""
        if self.browser:
            throttle.forget(*self._by_browser())
            return
        throttle.give_back(*self._from_place())
        throttle.give_back(*self._at_account())
        throttle.forget(*self._at_account_from_place())
        throttle.forget(*self._slowly())

    def _by_browser(self) -> tuple[str, ...]:
        return ("sign-in by browser", self.browser or "", self.email)

    def _from_place(self) -> tuple[str, ...]:
        return ("sign-in from place", self.place)

    def _at_account_from_place(self) -> tuple[str, ...]:
        return ("sign-in at account from place", self.email, self.place)

    def _at_account(self) -> tuple[str, ...]:
        return ("sign-in at account", self.email)

    def _slowly(self) -> tuple[str, ...]:
        return ("sign-in slowly", self.email, self.place)
