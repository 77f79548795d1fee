"""Walks: one outing each, with its itinerary, its stops and its life."""

from walks.walks.codes import code_shown, new_join_code, with_code
from walks.walks.walk import LIGHTS, OPEN_FOR_JOINING, OVER, STATES, Stop, Walk, find

__all__ = [
    "LIGHTS",
    "OPEN_FOR_JOINING",
    "OVER",
    "STATES",
    "Stop",
    "Walk",
    "code_shown",
    "find",
    "new_join_code",
    "with_code",
]
