"""The planners' pages: the start, a neighbourhood's report, the export."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from tests.factories import (
    a_facilitator,
    a_neighbourhood,
    a_participant,
    a_photo,
    a_planner,
    a_walk,
    an_administrator,
    an_observation,
    an_organisation,
    signed_in,
)
from tests.queries import queries
from walks.acts.confirming import confirm_head_count
from walks.database import db, new_id
from walks.neighbourhoods import Neighbourhood
from walks.observations import Observation
from walks.walks import Walk

MOST_QUERIES = 25


@pytest.fixture
def quarter(app: Flask) -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def planner(app: Flask) -> FlaskClient:
    return signed_in(app, a_planner())


def read(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return unescape(answer.get_data(as_text=True))


def report(client: FlaskClient, of: Neighbourhood, **period: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in period.items())
    return read(client, f"/plan/neighbourhoods/{of.slug}?{query}")


def words(page: str) -> str:
    """The page's text in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def over(**values: object) -> Walk:
    return a_walk(state="closed", **values)  # type: ignore[arg-type]


def test_only_staff_reads_reports(app: Flask, client: FlaskClient, quarter: Neighbourhood) -> None:
    for address in ("/plan/", f"/plan/neighbourhoods/{quarter.slug}"):
        assert client.get(address).status_code == 302
        for person in (a_planner(), a_facilitator(), an_administrator()):
            assert signed_in(app, person).get(address).status_code == 200


def test_an_administrator_takes_nothing_away(app: Flask, quarter: Neighbourhood) -> None:
    an_observation(on=over(within=quarter), released=True)
    administrator = signed_in(app, an_administrator())
    assert administrator.get("/plan/export").status_code == 403
    page = report(administrator, quarter)
    assert "Your account reads no observations" in page
    assert "/plan/export" not in page


def test_the_start_lists_neighbourhoods_with_walks_and_what_is_new(
    planner: FlaskClient, quarter: Neighbourhood
) -> None:
    a_neighbourhood("Elsewhere", around=(4.5, 50.9))
    walk = over(title="By the ponds", within=quarter)
    an_observation(on=walk, released=True)
    an_observation(on=walk)
    page = read(planner, "/plan/")
    assert f"/plan/neighbourhoods/{quarter.slug}" in page
    assert "Elsewhere" not in page
    assert "By the ponds" in page
    assert "1 new observation" in page


def test_what_is_old_is_not_new(planner: FlaskClient, quarter: Neighbourhood) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=60)
    walk = over(within=quarter)
    walk.closed_at = long_ago
    an_observation(on=walk, released_at=long_ago)
    page = read(planner, "/plan/")
    assert quarter.slug in page
    assert "New in the last" not in page


@pytest.mark.parametrize(
    ("search", "found"), [("flag", True), ("n1%25", False), ("%25", False), ("zzz", False)]
)
def test_neighbourhoods_are_found_by_name_or_code(
    planner: FlaskClient, quarter: Neighbourhood, search: str, found: bool
) -> None:
    an_observation(on=over(within=quarter), released=True)
    assert (f">{quarter.code}<" in read(planner, f"/plan/?search={search}")) is found
    assert f">{quarter.code}<" in read(planner, f"/plan/?search={quarter.code.lower()}")


def test_many_neighbourhoods_come_in_pages(planner: FlaskClient, app: Flask) -> None:
    for number in range(26):
        over(within=a_neighbourhood(f"Quarter {number}", code=f"Q{number:02}", around=(4, 50)))
    assert "26 neighbourhoods" in read(planner, "/plan/")
    assert "Q25" not in read(planner, "/plan/")
    assert "Q25" in read(planner, "/plan/?page=2")
    assert "Q25" in read(planner, "/plan/?page=99")


def test_an_empty_neighbourhood_has_a_page(planner: FlaskClient, quarter: Neighbourhood) -> None:
    page = report(planner, quarter)
    assert "Nothing to read yet" in page
    assert "How to read this" in page


def test_an_unknown_neighbourhood_is_not_found(planner: FlaskClient) -> None:
    assert planner.get("/plan/neighbourhoods/nowhere").status_code == 404


def test_one_participant_and_only_assets(planner: FlaskClient, quarter: Neighbourhood) -> None:
    an_observation(on=over(), kind="asset", of="comfort.bench", released=True)
    text = words(report(planner, quarter))
    assert "1 observation, 1 participant" in text
    assert "No problem was recorded." in text
    assert "Nobody wrote a proposal or an idea." in text


def test_the_page_says_which_rows_it_counts(app: Flask, quarter: Neighbourhood) -> None:
    own = an_organisation()
    an_observation(on=a_walk(by=own), note="Not released, and ours")
    an_observation(on=over(), note="Released by others", released=True)
    of_facilitator = report(signed_in(app, a_facilitator(of=own)), quarter)
    of_planner = report(signed_in(app, a_planner()), quarter)
    assert "your own organisation's walks, released or not" in of_facilitator
    assert "Not released, and ours" in of_facilitator
    assert "Released by others" not in of_facilitator
    assert "what facilitators released, on walks that are over" in of_planner
    assert "Released by others" in of_planner
    assert "Not released, and ours" not in of_planner


def test_notes_are_words_and_never_markup(planner: FlaskClient, quarter: Neighbourhood) -> None:
    walk = over(title="<b>walk</b>")
    harm = "<script>alert('here')</script> and some more words"
    stop = walk.stops[0]
    stop.name = "<i>stop</i>"
    an_observation(on=walk, note=harm, proposal=harm, at=stop, note_language='"><u>', released=True)
    answer = planner.get(f"/plan/neighbourhoods/{quarter.slug}").get_data(as_text=True)
    assert "&lt;script&gt;alert" in answer
    for markup in ("<script>alert", "<b>walk", "<i>stop", "<u>"):
        assert markup not in answer


def test_quotes_say_their_language(planner: FlaskClient, quarter: Neighbourhood) -> None:
    an_observation(on=over(), note="Il fait trop noir ici", note_language="fr", released=True)
    assert re.search(r'<p[^>]*lang="fr"[^>]*>Il fait trop noir ici', report(planner, quarter))


def test_photos_are_there(planner: FlaskClient, quarter: Neighbourhood) -> None:
    photo = a_photo(of=an_observation(on=over(), released=True))
    assert f"/media/photos/{photo.id}/thumbnail" in report(planner, quarter)


def test_a_period_leaves_out_walks(planner: FlaskClient, quarter: Neighbourhood) -> None:
    early = datetime.fromisoformat("2026-05-02T14:00")
    an_observation(on=over(starts_at=early), note="It was early then", released=True)
    assert "It was early then" in report(planner, quarter, begins="2026-05-02", ends="2026-05-02")
    page = report(planner, quarter, begins="2026-05-03")
    assert "It was early then" not in page
    assert "Nothing in this period" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("begins=soon", "This is not a date"),
        ("begins=2026-05-03&ends=2026-05-02", "The last date lies before the first"),
    ],
)
def test_a_period_that_is_none_says_so(
    planner: FlaskClient, quarter: Neighbourhood, query: str, said: str
) -> None:
    page = read(planner, f"/plan/neighbourhoods/{quarter.slug}?{query}", 422)
    assert said in page


def people(on: Walk, **numbers: int) -> None:
    for gender, number in numbers.items():
        for _ in range(number):
            a_participant(on=on, profile={"gender": gender})


def table_of(page: str, caption: str) -> dict[str, str]:
    """A profile's table on the page: the words of each answer, and what stands beside them."""
    table = next(t for t in re.findall(r"<table.*?</table>", page, re.DOTALL) if caption in t)
    cells = re.findall(r'<th scope="row">(.*?)</th>\s*<td[^>]*>(.*?)</td>', table, re.DOTALL)
    return {answer: words(value) for answer, value in cells}


def test_profiles_wait_for_the_head_count(planner: FlaskClient, quarter: Neighbourhood) -> None:
    people(over(within=quarter), woman=9, man=8)
    text = words(report(planner, quarter))
    assert "until facilitators have confirmed the head count" in text
    assert "A woman" not in text


def test_profiles_carry_their_n_and_withhold_small_groups(
    planner: FlaskClient, quarter: Neighbourhood
) -> None:
    walk = over(within=quarter)
    people(walk, woman=9, man=8, other=1)
    confirm_head_count(walk, 18, by=a_facilitator())
    db.session.commit()
    shown = table_of(report(planner, quarter), "Gender")
    assert shown["Other"] == "withheld"
    assert sum(value == "withheld" for value in shown.values()) >= 2, "or it could be subtracted"
    assert "participants in these walks" in report(planner, quarter)


@pytest.mark.parametrize("women", [1, 2, 3, 4])
def test_no_small_group_of_the_profile_is_anywhere(
    planner: FlaskClient, quarter: Neighbourhood, women: int
) -> None:
    walk = over(within=quarter)
    people(walk, woman=women)
    confirm_head_count(walk, women, by=a_facilitator())
    db.session.commit()
    text = words(report(planner, quarter))
    assert "Too few people took part" in text
    assert "A woman" not in text
    profiles = json.loads(read(planner, f"/plan/neighbourhoods/{quarter.slug}.json"))["profiles"]
    assert {answer["n"] for table in profiles["tables"] for answer in table["answers"]} == {None}
    assert {table["total"] for table in profiles["tables"]} == {None}


def test_profiles_do_not_follow_the_period(planner: FlaskClient, quarter: Neighbourhood) -> None:
    walk = over(within=quarter, starts_at=datetime.fromisoformat("2026-05-02T14:00"))
    people(walk, woman=9, man=8)
    confirm_head_count(walk, 17, by=a_facilitator())
    db.session.commit()
    always = table_of(report(planner, quarter), "Gender")
    assert table_of(report(planner, quarter, begins="2030-01-01"), "Gender") == always


def test_the_json_says_the_same(planner: FlaskClient, quarter: Neighbourhood) -> None:
    an_observation(on=over(), note="Too dark to walk here", released=True)
    found = json.loads(read(planner, f"/plan/neighbourhoods/{quarter.slug}.json"))
    assert found["total"] == {"observations": 1, "participants": 1}
    assert found["rows"]["first"][0]["note"] == "Too dark to walk here"
    assert found["ground"]["outline"]["type"] in {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_report_renders_in_each_language(
    planner: FlaskClient, quarter: Neighbourhood, language: str
) -> None:
    walk = over()
    an_observation(on=walk, severity=3, proposal="A lamp", affects=["wheelchair"], released=True)
    an_observation(on=over(light="night"), kind="idea", note="A bench, please, here", released=True)
    planner.get(f"/language/{language}")
    assert f'<html lang="{language}"' in report(planner, quarter)


@pytest.mark.parametrize("number", [10, 2_000])
def test_the_page_takes_a_constant_number_of_queries(
    planner: FlaskClient, quarter: Neighbourhood, number: int
) -> None:
    pattern = an_observation(on=over(), released=True, proposal="Lamps", note="It is too dark here")
    row = db.session.execute(
        select(*Observation.__table__.columns).where(Observation.id == pattern.id)
    ).mappings()
    first = row.one()
    copies = [{**first, "id": new_id()} for _ in range(number - 1)]
    db.session.execute(insert(Observation.__table__), copies)
    db.session.commit()
    with queries() as seen:
        report(planner, quarter)
    assert len(seen) <= MOST_QUERIES


def test_the_export_counts_before_it_is_taken(planner: FlaskClient, quarter: Neighbourhood) -> None:
    walk = over(within=quarter)
    an_observation(on=walk, severity=3, of="sight.lighting", released=True)
    an_observation(on=walk, kind="asset", released=True)
    an_observation(on=walk)
    assert "2 observations" in read(planner, "/plan/export")
    page = read(planner, f"/plan/export?neighbourhood={quarter.code}&severity=3&walk=&theme=sight")
    assert "1 observation<" in page
    address = re.search(r'href="(/api/exports/[^"]+)" download', page)
    assert address is not None
    taken = planner.get(address[1])
    assert taken.status_code == 200
    assert len(json.loads(taken.get_data())["features"]) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("bbox=1,2,3", "Write four numbers"),
        ("bbox=nan,1,2,3", "Write four numbers"),
        ("bbox=5,50,4,51", "West must be below east"),
        ("begins=2026-05-03&ends=2026-05-02", "The last date lies before the first"),
        ("severity=9", "Severity"),
    ],
)
def test_filters_that_mean_nothing_are_told(planner: FlaskClient, query: str, said: str) -> None:
    page = read(planner, f"/plan/export?{query}", 422)
    assert said in page
    assert "download>" not in page


def test_a_box_is_handed_on_as_the_export_reads_it(
    planner: FlaskClient, quarter: Neighbourhood
) -> None:
    an_observation(on=over(), released=True)
    page = read(planner, "/plan/export?bbox=4.3, 50.8, 4.4, 50.9")
    assert "bbox=4.3%2C50.8%2C4.4%2C50.9" in page
    assert "1 observation<" in page
