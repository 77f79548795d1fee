"""The first tables: every word of the domain, and the job queue's own."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_first"
down_revision = None
branch_labels = None
depends_on = None

DROP_QUEUE = """
    DO $$ DECLARE thing record; BEGIN
        FOR thing IN SELECT tablename AS name FROM pg_tables
            WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate%'
        LOOP EXECUTE format('DROP TABLE %I CASCADE', thing.name); END LOOP;
        FOR thing IN SELECT oid::regprocedure AS name FROM pg_proc
            WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'procrastinate%'
        LOOP EXECUTE format('DROP FUNCTION %s CASCADE', thing.name); END LOOP;
        FOR thing IN SELECT typname AS name FROM pg_type
            WHERE typnamespace = current_schema()::regnamespace AND typname LIKE 'procrastinate%'
                AND typcategory IN ('E', 'C')
        LOOP EXECUTE format('DROP TYPE %I CASCADE', thing.name); END LOOP;
    END $$
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    # The queue's own script holds percent signs, which only the bare driver leaves alone.
    op.get_bind().connection.driver_connection.execute(SchemaManager.get_schema())
    op.create_table(
        "methods",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("vocabulary", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "loaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("methods_pkey")),
        sa.UniqueConstraint("slug", "version", name=op.f("methods_slug_version_unique")),
    )
    op.create_geospatial_table(
        "neighbourhoods",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "outline",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column(
            "loaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("names <> '{}'::jsonb", name=op.f("neighbourhoods_names_check")),
        sa.CheckConstraint(
            "ST_IsValid(outline) AND NOT ST_IsEmpty(outline)",
            name=op.f("neighbourhoods_outline_check"),
        ),
        sa.CheckConstraint(
            "length(code) BETWEEN 1 AND 100", name=op.f("neighbourhoods_code_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("neighbourhoods_pkey")),
        sa.UniqueConstraint("code", name=op.f("neighbourhoods_code_unique")),
        sa.UniqueConstraint("slug", name=op.f("neighbourhoods_slug_unique")),
    )
    with op.batch_alter_table("neighbourhoods", schema=None) as batch_op:
        batch_op.create_geospatial_index(
            batch_op.f("neighbourhoods_outline_index"),
            ["outline"],
            unique=False,
            postgresql_using="gist",
            postgresql_ops={},
        )

    op.create_table(
        "organisations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kind IN ('association', 'municipality', 'other')",
            name=op.f("organisations_kind_check"),
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("organisations_name_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("organisations_pkey")),
        sa.UniqueConstraint("name", name=op.f("organisations_name_unique")),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("roles_pkey")),
        sa.UniqueConstraint("name", name=op.f("roles_name_unique")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("throttle_pkey")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("throttle_ends_at_index"), ["ends_at"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), server_default="fr", nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('fr', 'nl', 'en')", name=op.f("people_language_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("people_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("people_pkey")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("people_fs_uniquifier_unique")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(
            "people_email_unique", [sa.literal_column("lower(email)")], unique=True
        )

    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("method_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("statements", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("pictogram", sa.String(), nullable=True),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=True),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column(
            "options", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.CheckConstraint(
            "answers IN ('one', 'many', 'scale')", name=op.f("questions_answers_check")
        ),
        sa.CheckConstraint("part IN ('profile', 'stop_card')", name=op.f("questions_part_check")),
        sa.ForeignKeyConstraint(
            ["method_id"], ["methods.id"], name=op.f("questions_method_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("questions_pkey")),
        sa.UniqueConstraint(
            "method_id", "part", "slug", name=op.f("questions_method_id_part_slug_unique")
        ),
    )
    op.create_table(
        "themes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("method_id", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hints", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("pictogram", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["method_id"], ["methods.id"], name=op.f("themes_method_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("themes_pkey")),
        sa.UniqueConstraint("method_id", "slug", name=op.f("themes_method_id_slug_unique")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("audit_person_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_pkey")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("audit_at_index"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("audit_kind_thing_index"), ["kind", "thing"], unique=False)

    op.create_table(
        "categories",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("theme_id", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hints", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("pictogram", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("categories_theme_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("categories_pkey")),
        sa.UniqueConstraint("theme_id", "slug", name=op.f("categories_theme_id_slug_unique")),
    )
    op.create_table(
        "person_roles",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("person_roles_person_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["roles.id"], name=op.f("person_roles_role_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "role_id", name=op.f("person_roles_pkey")),
    )
    op.create_geospatial_table(
        "walks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("method_id", sa.BigInteger(), nullable=False),
        sa.Column("neighbourhood_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), server_default="", nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("time_zone", sa.String(), server_default="Europe/Brussels", nullable=False),
        sa.Column("light", sa.String(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "area",
            Geometry(
                geometry_type="POLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column(
            "itinerary",
            Geometry(
                geometry_type="LINESTRING",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("join_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default="draft", nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("light IN ('day', 'dusk', 'night')", name=op.f("walks_light_check")),
        sa.CheckConstraint(
            "state IN ('draft', 'enrolling', 'live', 'closed', 'debriefed', 'reported', 'archived')",
            name=op.f("walks_state_check"),
        ),
        sa.CheckConstraint("cardinality(languages) > 0", name=op.f("walks_languages_check")),
        sa.CheckConstraint("head_count >= 0", name=op.f("walks_head_count_check")),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name=op.f("walks_title_check")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("walks_made_by_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["method_id"], ["methods.id"], name=op.f("walks_method_id_fkey")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhoods.id"], name=op.f("walks_neighbourhood_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("walks_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("walks_pkey")),
        sa.UniqueConstraint("join_code", name=op.f("walks_join_code_unique")),
    )
    with op.batch_alter_table("walks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("walks_neighbourhood_id_index"), ["neighbourhood_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("walks_organisation_id_starts_at_index"),
            ["organisation_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "participants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column(
            "joined_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("participants_walk_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("participants_pkey")),
    )
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("participants_walk_id_index"), ["walk_id"], unique=False)

    op.create_geospatial_table(
        "stops",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), server_default="", nullable=False),
        sa.Column(
            "position",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("stops_name_check")),
        sa.ForeignKeyConstraint(
            ["walk_id"], ["walks.id"], name=op.f("stops_walk_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("stops_pkey")),
        sa.UniqueConstraint(
            "walk_id", "ordinal", deferrable=True, name="stops_walk_id_ordinal_unique"
        ),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("devices_participant_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("devices_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("devices_token_hash_unique")),
    )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("devices_participant_id_index"), ["participant_id"], unique=False
        )

    op.create_geospatial_table(
        "observations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("walk_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("theme_id", sa.BigInteger(), nullable=True),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.Column("affects", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("note_language", sa.String(), nullable=True),
        sa.Column("proposal", sa.String(), nullable=True),
        sa.Column(
            "position",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("position_source", sa.String(), nullable=True),
        sa.Column(
            "observer_position",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("observer_accuracy_m", sa.Double(), nullable=True),
        sa.Column("stop_id", sa.Uuid(), nullable=True),
        sa.Column("next_stop_id", sa.Uuid(), nullable=True),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("neighbourhood_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_offset", sa.SmallInteger(), nullable=False),
        sa.Column("clock_difference_ms", sa.BigInteger(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("is_late", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("is_far", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("is_time_odd", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(position IS NOT NULL) = (position_source IS NOT NULL AND position_source IN ('gps', 'map', 'photo'))",
            name=op.f("observations_position_measured_check"),
        ),
        sa.CheckConstraint(
            "kind IN ('problem', 'asset', 'idea')", name=op.f("observations_kind_check")
        ),
        sa.CheckConstraint(
            "position_source IN ('gps', 'map', 'photo', 'stop', 'between')",
            name=op.f("observations_position_source_check"),
        ),
        sa.CheckConstraint(
            "severity IS NULL OR kind = 'problem'",
            name=op.f("observations_severity_of_problem_check"),
        ),
        sa.CheckConstraint("side IN ('left', 'right')", name=op.f("observations_side_check")),
        sa.CheckConstraint(
            "ST_X(position) BETWEEN -180 AND 180 AND ST_Y(position) BETWEEN -90 AND 90",
            name=op.f("observations_position_range_check"),
        ),
        sa.CheckConstraint("accuracy_m >= 0", name=op.f("observations_accuracy_m_check")),
        sa.CheckConstraint(
            "observer_accuracy_m >= 0", name=op.f("observations_observer_accuracy_m_check")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("observations_revision_check")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR num_nonnulls(theme_id, category_id, severity, note,"
            " note_language, proposal, position, accuracy_m, position_source, observer_position,"
            " observer_accuracy_m, stop_id, next_stop_id, side, neighbourhood_id) = 0",
            name=op.f("observations_withdrawn_is_struck_check"),
        ),
        sa.CheckConstraint("severity BETWEEN 1 AND 3", name=op.f("observations_severity_check")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("observations_category_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhoods.id"],
            name=op.f("observations_neighbourhood_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["next_stop_id"],
            ["stops.id"],
            name=op.f("observations_next_stop_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("observations_participant_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"],
            ["people.id"],
            name=op.f("observations_released_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["stops.id"], name=op.f("observations_stop_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("observations_theme_id_fkey")
        ),
        sa.ForeignKeyConstraint(["walk_id"], ["walks.id"], name=op.f("observations_walk_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("observations_pkey")),
    )
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("observations_neighbourhood_id_category_id_index"),
            ["neighbourhood_id", "category_id"],
            unique=False,
            postgresql_include=["severity"],
        )
        batch_op.create_index(
            batch_op.f("observations_participant_id_index"), ["participant_id"], unique=False
        )
        batch_op.create_geospatial_index(
            batch_op.f("observations_position_index"),
            ["position"],
            unique=False,
            postgresql_using="gist",
            postgresql_ops={},
        )
        batch_op.create_index(
            batch_op.f("observations_walk_id_received_at_index"),
            ["walk_id", "received_at"],
            unique=False,
        )

    op.create_table(
        "profiles",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column(
            "getting_around", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("with_today", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("senses", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "understanding", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("link", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("use_frequency", sa.String(), nullable=True),
        sa.Column("usual_time", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("sensitive_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "sensitive_consent_at IS NOT NULL OR (getting_around = '{}' AND senses = '{}' AND understanding = '{}')",
            name=op.f("profiles_sensitive_consent_check"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("profiles_participant_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("profiles_pkey")),
    )
    op.create_table(
        "owed_photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observations.id"],
            name=op.f("owed_photos_observation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("owed_photos_pkey")),
    )
    with op.batch_alter_table("owed_photos", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("owed_photos_observation_id_index"), ["observation_id"], unique=False
        )

    op.create_table(
        "photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), server_default="received", nullable=False),
        sa.Column("received_digest", sa.String(), nullable=False),
        sa.Column("received_bytes", sa.Integer(), nullable=False),
        sa.Column("kept_digest", sa.String(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("refused_because", sa.String(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'kept') = (kept_digest IS NOT NULL)", name=op.f("photos_kept_check")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refused_because IS NOT NULL)", name=op.f("photos_refused_check")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'kept', 'refused')", name=op.f("photos_state_check")
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observations.id"],
            name=op.f("photos_observation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("photos_participant_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("photos_pkey")),
    )
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("photos_observation_id_index"), ["observation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("photos_observation_id_index"))

    op.drop_table("photos")
    with op.batch_alter_table("owed_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("owed_photos_observation_id_index"))

    op.drop_table("owed_photos")
    op.drop_table("profiles")
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("observations_walk_id_received_at_index"))
        batch_op.drop_geospatial_index(
            batch_op.f("observations_position_index"),
            postgresql_using="gist",
            column_name="position",
        )
        batch_op.drop_index(batch_op.f("observations_participant_id_index"))
        batch_op.drop_index(
            batch_op.f("observations_neighbourhood_id_category_id_index"),
            postgresql_include=["severity"],
        )

    op.drop_geospatial_table("observations")
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("devices_participant_id_index"))

    op.drop_table("devices")
    op.drop_geospatial_table("stops")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("participants_walk_id_index"))

    op.drop_table("participants")
    with op.batch_alter_table("walks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("walks_organisation_id_starts_at_index"))
        batch_op.drop_index(batch_op.f("walks_neighbourhood_id_index"))

    op.drop_geospatial_table("walks")
    op.drop_table("person_roles")
    op.drop_table("categories")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("audit_kind_thing_index"))
        batch_op.drop_index(batch_op.f("audit_at_index"))

    op.drop_table("audit")
    op.drop_table("themes")
    op.drop_table("questions")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("people_email_unique")

    op.drop_table("people")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("throttle_ends_at_index"))

    op.drop_table("throttle")
    op.drop_table("roles")
    op.drop_table("organisations")
    with op.batch_alter_table("neighbourhoods", schema=None) as batch_op:
        batch_op.drop_geospatial_index(
            batch_op.f("neighbourhoods_outline_index"),
            postgresql_using="gist",
            column_name="outline",
        )

    op.drop_geospatial_table("neighbourhoods")
    op.drop_table("methods")
    op.execute(DROP_QUEUE)
