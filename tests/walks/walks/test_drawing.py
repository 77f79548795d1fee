"""Points, itineraries, areas and stops as people type them."""

from __future__ import annotations

import pytest
from flask import Flask

from walks.walks import drawing
from walks.walks.drawing import TypedStop, UnreadableError


@pytest.mark.parametrize(
    "typed",
    [
        "50.82752, 4.37196",
        "50.82752,4.37196",
        "50.82752 4.37196",
        "  50.82752 ; 4.37196  ",
        "50,82752; 4,37196",
        "50,82752 4,37196",
        "+50.82752, +4.37196",
    ],
)
def test_a_point_is_read_latitude_first(app: Flask, typed: str) -> None:
    assert drawing.point(typed) == (4.37196, 50.82752)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Flagey",
        "50.8",
        "NaN, 4",
        "inf, 4",
        "1e3, 4",
        "91, 181",
        "50.8, 4.3, 2",
        "\u0665\u0660, \u0664",
        "50.8, 181",
    ],
)
def test_what_is_no_point_is_refused(app: Flask, typed: str) -> None:
    with pytest.raises(UnreadableError):
        drawing.point(typed)


def test_a_point_turned_round_says_so(app: Flask) -> None:
    with pytest.raises(UnreadableError, match="wrong way round"):
        drawing.point("104.37, 50.82")


def test_an_itinerary_needs_two_points_and_no_more_than_a_walk_s_length(app: Flask) -> None:
    assert drawing.itinerary("\n\n") == []
    with pytest.raises(UnreadableError, match="two points"):
        drawing.itinerary("50.8, 4.3")
    with pytest.raises(UnreadableError, match="km long"):
        drawing.itinerary("50.8, 4.3\n4.3, 50.8")
    with pytest.raises(UnreadableError, match="2000 fit"):
        drawing.itinerary("50.8, 4.3\n" * 2001)


def test_an_area_is_simple_and_may_be_closed(app: Flask) -> None:
    square = "50.82, 4.36\n50.82, 4.37\n50.83, 4.37\n50.83, 4.36"
    assert len(drawing.area(square)) == 4
    assert drawing.area(square + "\n50.82, 4.36") == drawing.area(square)
    with pytest.raises(UnreadableError, match="crosses itself"):
        drawing.area("50.82, 4.36\n50.83, 4.37\n50.82, 4.37\n50.83, 4.36")
    with pytest.raises(UnreadableError, match="three corners"):
        drawing.area("50.82, 4.36\n50.83, 4.37")


def test_stops_are_read_one_a_line(app: Flask) -> None:
    typed = "Place Flagey\n\n The ponds | Would you sit here? \nBridge | | 50.82, 4.37"
    assert drawing.stops(typed) == [
        TypedStop("Place Flagey"),
        TypedStop("The ponds", "Would you sit here?"),
        TypedStop("Bridge", "", (4.37, 50.82)),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("| Without a name", "not a stop"),
        ("Bridge | a | b | c", "not a stop"),
        ("Bridge | | nowhere", "not a point"),
        ("Bridge\nbridge", "Two stops"),
        ("x" * 201, "too long"),
        ("Bridge | " + "x" * 501, "too long"),
        ("\n".join(f"Stop {n}" for n in range(51)), "51 stops"),
    ],
)
def test_stops_that_cannot_be_are_refused(app: Flask, typed: str, told: str) -> None:
    with pytest.raises(UnreadableError, match=told):
        drawing.stops(typed)


def test_the_length_follows_the_globe() -> None:
    degree_of_latitude = drawing.length_km([(4.3, 50.0), (4.3, 51.0)])
    assert degree_of_latitude == pytest.approx(111.195, abs=0.01)
