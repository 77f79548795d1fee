"""Loading the demo into an empty database, by the verbs that people use, all of it or nothing."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from shapely.geometry import shape
from sqlalchemy import select

from walks.acts.reassigning import change_outlines
from walks.database import db
from walks.demo import accounts, dating, outings, photographs, residents
from walks.demo.data import told
from walks.demo.residents import Said
from walks.demo.wholly import all_or_nothing
from walks.neighbourhoods import Neighbourhood
from walks.neighbourhoods.loading import Outline
from walks.people import Organisation
from walks.permissions import Role
from walks.photos.keeping import settle
from walks.photos.receiving import Delivery, receive
from walks.walks import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future

    from walks.demo.outings import Outing
    from walks.demo.photographs import Photograph
    from walks.people import Person

DRAWING_AT_ONCE = 2
DEGREES = "EPSG:4326"


class NotEmptyError(Exception):
    """The demo goes into an empty database only, since it cannot be told from the rest later."""


@dataclass(frozen=True)
class Demo:
    """What one needs to look around: the accounts with their passwords, the open walk's code."""

    accounts: list[dict[str, str]]
    join: str


def is_empty() -> bool:
    """Whether there is no organisation, no walk and no neighbourhood."""
    tables = (Organisation.id, Walk.id, Neighbourhood.id)
    return all(db.session.scalar(select(column).limit(1)) is None for column in tables)


def load(language: str, *, each_photo: Callable[[], None] = lambda: None) -> Demo:
    """Load the demo with its titles and names in a language; tell after each photo.

    Raises:
        NotEmptyError: nothing was changed.
    """
    if not is_empty():
        raise NotEmptyError
    with all_or_nothing():
        staff = accounts.accounts(accounts.organisations(language), language)
        _outlines(by=staff[Role.ADMINISTRATOR].person)
        facilitator = staff[Role.FACILITATOR].person
        begun = outings.begin(language, by=facilitator, now=datetime.now(UTC))
        _give(begun, residents.join(begun), each_photo)
        for outing in begun.values():
            outings.end(outing, by=facilitator)
            dating.put_back(outing)
        shown = [account.shown() for account in staff.values()]
        return Demo(shown, begun["open"].walk.join_code)


def _outlines(*, by: Person) -> None:
    found = [
        Outline(row["code"], row["name"], shape(row["outline"]), was_mended=False)
        for row in told()["neighbourhoods"]
    ]
    change_outlines(found, crs=DEGREES, source=told()["notice"]["en"], by=by)


def _give(
    begun: Mapping[str, Outing], joined: residents.Everyone, each_photo: Callable[[], None]
) -> None:
    """Let everyone deliver what they noticed, and their phones send the photos."""
    for row, photograph in _with_photographs(begun):
        by = joined[row["walk"], row["participant"]]
        residents.deliver(Said(row, begun[row["walk"]], photograph), by=by)
        db.session.commit()  # as after each request: what follows undoes what is not committed
        if photograph is not None:
            content = io.BytesIO(photograph.content)
            receive(Delivery(photograph.id, photograph.digest, content), by=by)
            db.session.commit()
            settle(photograph.id)  # as the worker would, whose job will find nothing left to do
            each_photo()


def _with_photographs(
    begun: Mapping[str, Outing],
) -> Iterator[tuple[dict[str, Any], Photograph | None]]:
    """Each observation with its photo, drawn while those before it are sent."""
    rows = told()["observations"]
    with ThreadPoolExecutor(DRAWING_AT_ONCE) as pens:
        drawn: list[Future[Photograph] | None] = [
            pens.submit(_photograph, row, number, begun[row["walk"]].starts_at)
            if row["photo"]
            else None
            for number, row in enumerate(rows)
        ]
        try:
            for row, photograph in zip(rows, drawn, strict=True):
                yield row, photograph.result() if photograph else None
        finally:
            pens.shutdown(cancel_futures=True)


def _photograph(row: dict[str, Any], number: int, starts_at: datetime) -> Photograph:
    stop = told()["itinerary"]["stops"][row["stop"] - 1]
    return photographs.take(
        row["photo"],
        night=row["walk"] == "night",
        at=tuple(row["position"] or stop["position"]),
        when=starts_at + residents.minutes(row),
        number=number,
    )
