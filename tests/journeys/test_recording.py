"""A resident joins a walk on a phone and records what they notice."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_the_start_page_has_a_box_for_the_code(phone: Page) -> None:
    phone.goto("/")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
