import pytest

from tests.factories import (
    FLAGEY,
    a_facilitator,
    a_neighbourhood,
    a_participant,
    a_photo,
    a_walk,
    an_observation,
)
from walks.neighbourhoods.holding import at

pytestmark = pytest.mark.usefixtures("app")


def test_every_sentence_can_be_saved() -> None:
    flagey = a_neighbourhood()
    facilitator = a_facilitator()
    walk = a_walk(by=facilitator, within=flagey)
    resident = a_participant(on=walk, holding="token", profile={"gender": "woman"})
    observation = an_observation(of="sight.lighting", on=walk, by=resident, released=facilitator)
    at_stop = an_observation(of="sight", on=walk, at=walk.stops[1])
    assert a_photo(of=observation).state == "kept"
    assert a_photo(of=at_stop, state="refused").refused_because
    assert observation.neighbourhood == at_stop.neighbourhood == at(*FLAGEY) == flagey
