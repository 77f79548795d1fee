"""The neighbourhood is set where the row is written: of the position, else of the stop."""

import pytest
from flask import Flask
from shapely.geometry import Polygon, box

from tests.api.phone import a_delivery, a_phone
from tests.factories import ANTWERP, FLAGEY, a_neighbourhood, a_walk
from walks.database import db, new_id
from walks.neighbourhoods import Neighbourhood
from walks.neighbourhoods.holding import at, holding
from walks.observations import Observation
from walks.walks import Stop

SQUARE = box(4.0, 50.0, 4.1, 50.1)


def of_the_only_observation() -> Neighbourhood | None:
    return db.session.scalars(db.select(Observation)).one().neighbourhood


def position(longitude: float, latitude: float) -> dict:
    return {"longitude": longitude, "latitude": latitude, "source": "gps"}


def test_the_position_decides(app: Flask) -> None:
    here = a_neighbourhood("Here")
    there = a_neighbourhood("There", around=ANTWERP)
    a_phone(app).deliver(a_delivery(position=position(*ANTWERP)))
    assert of_the_only_observation() == there != here


def test_without_a_position_the_stop_decides(app: Flask) -> None:
    here = a_neighbourhood()
    walk = a_walk()
    stop = str(walk.stops[0].id)
    a_phone(app, on=walk).deliver(a_delivery(position=None, place="stop", stop=stop))
    assert of_the_only_observation() == here


def test_the_position_counts_more_than_the_stop(app: Flask) -> None:
    a_neighbourhood("Of the stop")
    there = a_neighbourhood("Of the position", around=ANTWERP)
    walk = a_walk()
    stop = str(walk.stops[0].id)
    a_phone(app, on=walk).deliver(a_delivery(position=position(*ANTWERP), stop=stop))
    assert of_the_only_observation() == there


def test_outside_every_neighbourhood_it_is_kept_without_one(app: Flask) -> None:
    a_neighbourhood()
    answer = a_phone(app).deliver(a_delivery(position=position(*ANTWERP)))
    assert answer.status_code == 201
    assert of_the_only_observation() is None


@pytest.mark.parametrize("is_drawn", [True, False])
def test_without_position_and_stop_there_is_none(app: Flask, is_drawn: bool) -> None:
    a_neighbourhood()
    walk = a_walk(around=FLAGEY if is_drawn else None)
    stop = None if is_drawn else str(walk.stops[0].id)
    a_phone(app, on=walk).deliver(a_delivery(position=None, stop=stop))
    assert of_the_only_observation() is None


def test_a_change_of_the_position_changes_the_neighbourhood(app: Flask) -> None:
    a_neighbourhood("Here")
    there, phone, id_ = a_neighbourhood("There", around=ANTWERP), a_phone(app), new_id()
    phone.deliver(a_delivery(), id_)
    phone.deliver(a_delivery(position=position(*ANTWERP), based_on=1), id_)
    assert of_the_only_observation() == there


def test_a_backlog_gets_each_its_own(app: Flask) -> None:
    here, there = a_neighbourhood("Here"), a_neighbourhood("There", around=ANTWERP)
    points = {str(new_id()): point for point in (FLAGEY, ANTWERP, (0.0, 0.0))}
    a_phone(app).deliver_all(
        [{"id": id_, **a_delivery(position=position(*point))} for id_, point in points.items()]
    )
    found = {str(one.id): one.neighbourhood for one in db.session.scalars(db.select(Observation))}
    assert [found[id_] for id_ in points] == [here, there, None]


def test_of_several_outlines_the_smallest_holds_the_point(app: Flask) -> None:
    a_neighbourhood("Region", code="1", outline=SQUARE.buffer(1))
    small = a_neighbourhood("Quarter", code="3", outline=SQUARE)
    a_neighbourhood("Commune", code="2", outline=SQUARE.buffer(0.1))
    assert at(4.05, 50.05) == small


def test_of_outlines_of_one_size_the_lowest_code_holds_the_point(app: Flask) -> None:
    a_neighbourhood(code="B", outline=SQUARE)
    first = a_neighbourhood(code="A", outline=SQUARE)
    assert at(4.05, 50.05) == first


def test_a_point_on_the_border_is_inside(app: Flask) -> None:
    assert at(4.0, 50.05) is None
    square = a_neighbourhood(outline=SQUARE)
    assert at(4.0, 50.05) == at(4.1, 50.1) == square


def test_a_hole_is_outside(app: Flask) -> None:
    a_neighbourhood(outline=Polygon(SQUARE.exterior, [box(4.04, 50.04, 4.06, 50.06).exterior]))
    assert at(4.05, 50.05) is None


def test_the_rule_gives_the_same_for_one_point_and_in_a_query(app: Flask) -> None:
    a_neighbourhood("Here")
    a_neighbourhood("Around", half=0.02)
    walk = a_walk(stops=30)
    rows = db.session.execute(
        db.select(db.func.ST_X(Stop.position), db.func.ST_Y(Stop.position), holding(Stop.position))
        .where(Stop.walk_id == walk.id)
        .order_by(Stop.ordinal)
    ).all()
    one_by_one = [at(x, y) for x, y, _ in rows]
    assert [row[2] for row in rows] == [found and found.id for found in one_by_one]
    assert len({row[2] for row in rows}) == 3
