"""A city's worth of observations, made by PostgreSQL itself in seconds."""

from __future__ import annotations

from sqlalchemy import text

from tests.factories import a_neighbourhood, a_walk
from walks.database import db

MAKE = text("""
    INSERT INTO observations (
        id, walk_id, participant_id, digest, kind, theme_id, category_id, severity, affects, note,
        note_language, position, accuracy_m, position_source, neighbourhood_id, recorded_at,
        recorded_offset, released_at
    )
    SELECT gen_random_uuid(), :walk, p.id, md5(n::text), k.kind, c.theme_id, c.id,
        CASE WHEN k.kind = 'problem' THEN 1 + n % 3 END, ARRAY['everyone'],
        'Le trottoir est trop étroit à hauteur du numéro ' || n || ', on passe sur la chaussée.',
        'fr', ST_SetSRID(ST_MakePoint(4.36 + random() * 0.02, 50.82 + random() * 0.01), 4326),
        5 + n % 20, 'gps', :neighbourhood, now() - make_interval(secs => n), 60, now()
    FROM generate_series(1, :rows) AS n
    JOIN LATERAL (SELECT (ARRAY['problem', 'asset', 'idea'])[1 + n % 3] AS kind) AS k ON true
    JOIN (SELECT id, theme_id, row_number() OVER (ORDER BY id) - 1 AS r FROM categories) AS c
        ON c.r = n % 42
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS r FROM participants) AS p
        ON p.r = n % 50
""")
JOIN = text("""
    INSERT INTO participants (id, walk_id, language, consent)
    SELECT gen_random_uuid(), :walk, 'fr', '1' FROM generate_series(1, 50)
""")


def of_observations(rows: int) -> None:
    """Fill the database with so many observations of one closed walk, released."""
    walk = a_walk(state="closed")
    neighbourhood = a_neighbourhood()
    values = {"walk": walk.id, "neighbourhood": neighbourhood.id, "rows": rows}
    db.session.execute(JOIN, values)
    db.session.execute(MAKE, values)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE observations"))
