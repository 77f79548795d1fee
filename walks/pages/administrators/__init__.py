"""Pages for administrators: people and organisations."""

from walks.pages.administrators import organisations, people
from walks.pages.administrators.blueprint import pages

__all__ = ["organisations", "pages", "people"]
