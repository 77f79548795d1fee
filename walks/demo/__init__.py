"""The demo: an Ixelles of our own, with two walks behind it and one to join."""

from walks.demo.data import photos_wanted
from walks.demo.loading import Demo, NotEmptyError, is_empty, load

__all__ = ["Demo", "NotEmptyError", "is_empty", "load", "photos_wanted"]
