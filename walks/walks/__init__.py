"""Walks: one outing each, with its itinerary, its stops and its life."""

from walks.walks.codes import code_shown, new_join_code, with_code
from walks.walks.corridor import Corridor, archive, corridor_of
from walks.walks.life import history, missing, move, next_states
from walks.walks.making import Plan, change, confirm_head_count, make
from walks.walks.walk import LIGHTS, OPEN_FOR_JOINING, OVER, STATES, Stop, Walk, find

__all__ = [
    "LIGHTS",
    "OPEN_FOR_JOINING",
    "OVER",
    "STATES",
    "Corridor",
    "Plan",
    "Stop",
    "Walk",
    "archive",
    "change",
    "code_shown",
    "confirm_head_count",
    "corridor_of",
    "find",
    "history",
    "make",
    "missing",
    "move",
    "new_join_code",
    "next_states",
    "with_code",
]
