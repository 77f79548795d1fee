"""Test data as sentences: `an_observation(of="sight.lighting", on=a_walk())`.

Each sentence saves and commits what it makes, so that a client's request sees it. What a test
does not say is believable and the same each time. Positions are (longitude, latitude) in degrees.
"""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from geoalchemy2.shape import from_shape
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, box
from sqlalchemy import func, select

from walks import methods, participants, people
from walks.confirmations import Confirmation
from walks.database import WGS84, db, new_id
from walks.methods import Category, Theme
from walks.neighbourhoods import Neighbourhood
from walks.neighbourhoods.holding import at as neighbourhood_at
from walks.observations import Observation, OwedPhoto, OwedVoice, withdraw
from walks.participants import CONSENT, Device, Participant, Profile
from walks.people import Organisation, Person
from walks.permissions import Role
from walks.photos import Photo
from walks.stop_cards import StopCard, StopRating
from walks.traces import Trace
from walks.voices import Voice
from walks.walks import OVER, Stop, Walk

PASSWORD = "a walk in the evening air"
FLAGEY = (4.3722, 50.8277)  # where things are when a test does not say
NEXT_STREET = (4.3705, 50.8290)
ANTWERP = (4.4025, 51.2194)  # far from every walk here

_next = itertools.count(1)


def an_organisation(name: str | None = None, *, kind: str = "association") -> Organisation:
    return _saved(Organisation(name=name or f"Organisation {next(_next)}", kind=kind))


def a_facilitator(**values: Any) -> Person:
    return a_person(Role.FACILITATOR, **values)


def a_planner(**values: Any) -> Person:
    return a_person(Role.PLANNER, **values)


def an_administrator(**values: Any) -> Person:
    return a_person(Role.ADMINISTRATOR, **values)


def a_person(*roles: Role, of: Organisation | None = None, email: str | None = None) -> Person:
    """Somebody of the staff who can sign in with PASSWORD."""
    number = next(_next)
    person = people.add(
        email or f"person{number}@example.org",
        name=f"Person {number}",
        roles=list(roles),
        organisation=of or an_organisation(),
        password=PASSWORD,
    )
    person.language = "en"
    return _saved(person)


def signed_in(app: Flask, person: Person) -> FlaskClient:
    """A browser in which the person has signed in; test_signing_in.py does it by hand."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = person.fs_uniquifier
        session["_fresh"] = True
    return client


def a_neighbourhood(
    name: str = "Flagey",
    *,
    code: str | None = None,
    around: tuple[float, float] = FLAGEY,
    half: float = 0.005,
    outline: Any = None,
) -> Neighbourhood:
    """A square around a point, `half` degrees to each side, or the Shapely outline given."""
    number = next(_next)
    shape = outline or box(around[0] - half, around[1] - half, around[0] + half, around[1] + half)
    shape = shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
    return _saved(
        Neighbourhood(
            code=code or f"N{number:03}",
            slug=f"{name.lower().replace(' ', '-')}-{number}",
            names={"fr": name, "nl": name, "en": name},
            outline=from_shape(shape, srid=WGS84),
            area_m2=db.session.scalar(
                select(func.ST_Area(func.geography(func.ST_GeomFromText(shape.wkt, WGS84))))
            ),
            source="tests",
        )
    )


def a_walk(
    title: str = "Around the ponds",
    *,
    by: Organisation | Person | None = None,
    state: str = "live",
    around: tuple[float, float] | None = FLAGEY,
    within: Neighbourhood | None = None,
    starts_at: datetime | None = None,
    light: str = "day",
    stops: int = 2,
    **values: Any,
) -> Walk:
    """A walk on the newest method that began an hour ago, with stops 100 m apart along a line.

    Without `around` it has neither itinerary nor positions of stops.
    """
    organisation = by.organisation if isinstance(by, Person) else by or an_organisation()
    now = datetime.now(UTC)
    points = _along(around, max(stops, 2)) if around else []
    walk = Walk(
        title=title,
        organisation=organisation,
        method=methods.newest()[0],
        neighbourhood=within,
        starts_at=starts_at or _local(now - timedelta(hours=1)),
        light=light,
        languages=["fr", "nl", "en"],
        itinerary=from_shape(LineString(points), srid=WGS84) if points else None,
        join_code=_a_code(),
        state=state,
        opened_at=None if state == "draft" else now - timedelta(days=7),
        closed_at=now if state in OVER else None,
        **values,
    )
    walk.stops = [
        Stop(
            ordinal=ordinal,
            name=f"Stop {ordinal}",
            position=from_shape(Point(points[ordinal - 1]), srid=WGS84) if points else None,
        )
        for ordinal in range(1, stops + 1)
    ]
    return _saved(walk)


def a_participant(
    *,
    on: Walk | None = None,
    holding: str | None = None,
    language: str = "fr",
    profile: dict[str, Any] | None = None,
) -> Participant:
    """Somebody who joined; their phone holds the token `holding` if one is given."""
    participant = _saved(
        Participant(
            walk=on or a_walk(), language=language, consent=CONSENT.version, withdrawn_at=None
        )
    )
    if holding:
        _saved(Device(participant_id=participant.id, token_hash=participants.hash_of(holding)))
    if profile is not None:
        _saved(Profile(participant_id=participant.id, **profile))
    return participant


def bearing(token: str) -> dict[str, str]:
    """The header with which a phone shows its token."""
    return {"Authorization": f"Bearer {token}"}


def an_observation(
    *,
    of: str | None = "sight.lighting",
    on: Walk | None = None,
    by: Participant | None = None,
    kind: str = "problem",
    at: tuple[float, float] | Stop | None = FLAGEY,
    severity: int | None = None,
    note: str | None = None,
    released: bool | Person = False,
    withdrawn: bool = False,
    recorded_at: datetime | None = None,
    **values: Any,
) -> Observation:
    """Something noticed, `of` a category or a theme of the walk's method, in its neighbourhood."""
    participant = by or a_participant(on=on or a_walk())
    walk = on or participant.walk
    theme, category = _of(of, walk) if of else (None, None)
    now = datetime.now(UTC)
    observation = Observation(
        walk_id=walk.id,
        participant_id=participant.id,
        digest=hashlib.sha256(str(next(_next)).encode()).hexdigest(),
        kind=kind,
        theme_id=theme.id if theme else None,
        category_id=category.id if category else None,
        severity=severity,
        note=note,
        **_place(at),
        recorded_at=recorded_at or now,
        recorded_offset=60,
        released_at=now if released else None,
        released_by=released.id if isinstance(released, Person) else None,
    )
    for name, value in values.items():
        setattr(observation, name, value)
    _saved(observation)
    if withdrawn:
        withdraw(observation)
        db.session.commit()
    return observation


def an_owed_photo(
    *, of: Observation, photo_id: UUID | None = None, content: bytes = b""
) -> OwedPhoto:
    """A photo that the observation announced and that has not arrived; its bytes are `content`."""
    ordinal = db.session.scalar(
        select(func.count()).select_from(OwedPhoto).where(OwedPhoto.observation_id == of.id)
    )
    return _saved(
        OwedPhoto(
            id=photo_id or new_id(),
            observation_id=of.id,
            ordinal=(ordinal or 0) + 1,
            digest=hashlib.sha256(content).hexdigest(),
        )
    )


def a_photo(*, of: Observation, state: str = "kept", refused_because: str = "unreadable") -> Photo:
    """A photo that arrived for the observation; the file store does not have its bytes."""
    owed = an_owed_photo(of=of, content=str(next(_next)).encode())
    is_kept = state == "kept"
    return _saved(
        Photo(
            id=owed.id,
            observation_id=of.id,
            participant_id=of.participant_id,
            state=state,
            received_digest=owed.digest,
            received_bytes=1000,
            kept_digest=hashlib.sha256(owed.digest.encode()).hexdigest() if is_kept else None,
            width=1600 if is_kept else None,
            height=1200 if is_kept else None,
            refused_because=refused_because if state == "refused" else None,
        )
    )


def a_stop_card(
    *, by: Participant, at: Stop, recorded_at: datetime | None = None, **values: int | None
) -> StopCard:
    """A card that the participant locked: `a_stop_card(by=resident, at=stop, overall=2)`."""
    scales = {one.slug: one.scale for one in by.walk.method.questions if one.part == "stop_card"}
    given: dict[str, int | None] = values or {"overall": 2}
    ratings = [
        StopRating(question=slug, value=value, scale=scales[slug]) for slug, value in given.items()
    ]
    return _saved(
        StopCard(
            participant_id=by.id,
            stop_id=at.id,
            recorded_at=recorded_at or datetime.now(UTC),
            recorded_offset=60,
            digest=hashlib.sha256(str(next(_next)).encode()).hexdigest(),
            ratings=ratings,
        )
    )


def a_confirmation(*, by: Participant, of: Observation) -> Confirmation:
    """“Me too”."""
    return _saved(Confirmation(participant_id=by.id, observation_id=of.id))


def a_trace(*, by: Participant) -> Trace:
    """Where the participant walked: a few metres along the first of their walk's itinerary."""
    line = MultiLineString([_along(FLAGEY, 2)])
    return _saved(Trace(participant_id=by.id, line=from_shape(line, srid=WGS84), length_m=98.6))


def an_owed_voice(
    *, of: Observation, voice_id: UUID | None = None, content: bytes = b""
) -> OwedVoice:
    """A voice note that the observation announced and that has not arrived."""
    digest = hashlib.sha256(content).hexdigest()
    return _saved(OwedVoice(id=voice_id or new_id(), observation_id=of.id, digest=digest))


def a_voice_note(
    *, of: Observation, state: str = "kept", says: str | None = None, **values: Any
) -> Voice:
    """A voice note that arrived for the observation, transcribed as `says`; without its bytes."""
    owed = an_owed_voice(of=of, content=str(next(_next)).encode())
    is_kept = state == "kept"
    given = {
        "kept_digest": hashlib.sha256(owed.digest.encode()).hexdigest() if is_kept else None,
        "duration_s": 12.3 if is_kept else None,
        "refused_because": "undecodable" if state == "refused" else None,
        "transcript": says,
        "transcript_language": "en" if says else None,
        "transcribed_at": datetime.now(UTC) if says else None,
    } | values
    return _saved(
        Voice(
            id=owed.id,
            observation_id=of.id,
            participant_id=of.participant_id,
            state=state,
            received_digest=owed.digest,
            received_bytes=1000,
            **given,
        )
    )


def _saved(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def _a_code() -> str:
    """Codes of the shape that walks have, each once."""
    digits, number = "FHKLMPQRWXYZ3457", next(_next)
    return "".join(digits[number >> shift & 15] for shift in (20, 16, 12, 8, 4, 0))


def _along(start: tuple[float, float], count: int) -> list[tuple[float, float]]:
    return [(start[0] + 0.0014 * step, start[1]) for step in range(count)]


def _local(instant: datetime) -> datetime:
    """The hour on Brussels' clocks in winter, near enough for a start."""
    return (instant + timedelta(hours=1)).replace(tzinfo=None, microsecond=0)


def _of(slug: str, walk: Walk) -> tuple[Theme, Category | None]:
    theme = db.session.scalars(
        select(Theme).where(Theme.method_id == walk.method_id, Theme.slug == slug.partition(".")[0])
    ).one()
    if "." not in slug:
        return theme, None
    category = db.session.scalars(
        select(Category).where(Category.theme_id == theme.id, Category.slug == slug)
    ).one()
    return theme, category


def _place(at: tuple[float, float] | Stop | None) -> dict[str, Any]:
    if at is None:
        return {}
    if isinstance(at, Stop):
        point = db.session.execute(
            select(func.ST_X(Stop.position), func.ST_Y(Stop.position)).where(Stop.id == at.id)
        ).one()
        found = neighbourhood_at(*point) if None not in point else None
        return {"stop_id": at.id, "position_source": "stop", "neighbourhood": found}
    return {
        "position": from_shape(Point(at), srid=WGS84),
        "position_source": "gps",
        "accuracy_m": 8.0,
        "neighbourhood": neighbourhood_at(*at),
    }
