"""What the phone's own code writes is what the server loads."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

from flask import Flask

from api.observations.understanding import understood
from tests.factories import a_facilitator, a_participant, a_walk, an_observation
from tests.walks.photos.phone import a_phone_photo
from walks.acts.rescuing import load
from walks.database import db
from walks.observations import Observation
from walks.photos import Photo
from walks.settings import ROOT

NODE = shutil.which("node", path=Path(sys.executable).parent) or shutil.which("node")


def test_a_phone_s_file_is_loaded_whole_and_once(app: Flask, tmp_path: Path) -> None:
    assert NODE
    facilitator = a_facilitator()
    me = a_participant(on=a_walk(by=facilitator))
    taken_back = an_observation(by=me)
    picture, target = tmp_path / "photo.jpg", tmp_path / "walk-unsent.zip"
    picture.write_bytes(a_phone_photo())
    script = ROOT / "tests" / "js" / "a-rescue-file.js"
    told_to_it = (me.walk_id, me.id, taken_back.id, picture, target)
    subprocess.run([NODE, script, *map(str, told_to_it)], check=True)  # noqa: S603 - our own
    file = io.BytesIO(target.read_bytes())
    told = load(file, walk=me.walk, by=facilitator, understand=understood)
    db.session.commit()
    assert sorted((one.kind, one.outcome, one.sentence) for one in told) == [
        ("observation", "new", ""),
        ("observation", "new", ""),
        ("photo", "new", ""),
        ("withdrawal", "new", ""),
    ]
    again = load(file, walk=me.walk, by=facilitator, understand=understood)
    assert {one.outcome for one in again} == {"already"}
    given = db.session.scalars(db.select(Observation).where(Observation.withdrawn_at.is_(None)))
    assert sorted((one.revision, one.note) for one in given) == [(1, None), (2, "Nég™ 🚶")]
    assert len(db.session.scalars(db.select(Photo)).all()) == 1
