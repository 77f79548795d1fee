"""Waiting for what is sure to come, on a machine that may have much else to do.

Whoever has waited for so long waits for what will not come; how long anything takes is not tried
here.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

from walks.database import db

PATIENCE_S = 30


def wait_until(page: Page, holds: Callable[[], object]) -> None:
    """Ask again and again, until it holds, what no locator can tell: of the database, of a script.

    `page.wait_for_function` would need what the pages' own policy forbids. The page goes on
    meanwhile, and the database is read as it is then.

    Raises:
        AssertionError: it did not come to hold.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        db.session.rollback()
        if holds():
            return
        assert time.monotonic() < deadline, f"It did not come to hold in {PATIENCE_S} seconds."
        page.wait_for_timeout(100)


def address_of(page: Page) -> str:
    """The address that the browser shows; `page.url` hears of a new fragment a little later."""
    return str(page.evaluate("location.href"))
