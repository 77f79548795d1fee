"""Stop cards with their ratings, confirmations of others' observations, traces."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "2026_11_21_hand"
down_revision = "2026_11_21_voices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _stop_cards()
    _confirmations()
    _traces()


def downgrade() -> None:
    op.drop_table("traces")
    op.drop_index(op.f("confirmations_observation_id_index"), table_name="confirmations")
    op.drop_table("confirmations")
    op.drop_table("stop_ratings")
    op.drop_index(op.f("stop_cards_stop_id_index"), table_name="stop_cards")
    op.drop_table("stop_cards")


def _stop_cards() -> None:
    op.create_table(
        "stop_cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_offset", sa.SmallInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        _now("received_at"),
        sa.Column("is_late", sa.Boolean(), server_default="false", nullable=False),
        _whose("stop_cards"),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["stops.id"], name=op.f("stop_cards_stop_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("stop_cards_pkey")),
        sa.UniqueConstraint(
            "participant_id", "stop_id", name=op.f("stop_cards_participant_id_stop_id_unique")
        ),
    )
    op.create_index(op.f("stop_cards_stop_id_index"), "stop_cards", ["stop_id"])
    op.create_table(
        "stop_ratings",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=True),
        sa.Column("scale", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["stop_cards.id"],
            name=op.f("stop_ratings_card_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("card_id", "question", name=op.f("stop_ratings_pkey")),
    )


def _confirmations() -> None:
    op.create_table(
        "confirmations",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        _now("made_at"),
        _whose("confirmations"),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observations.id"],
            name=op.f("confirmations_observation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "participant_id", "observation_id", name=op.f("confirmations_pkey")
        ),
    )
    op.create_index(op.f("confirmations_observation_id_index"), "confirmations", ["observation_id"])


def _traces() -> None:
    op.create_table(
        "traces",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "line",
            Geometry(geometry_type="MULTILINESTRING", srid=4326, spatial_index=False),
            nullable=False,
        ),
        sa.Column("length_m", sa.Double(), nullable=False),
        _now("received_at"),
        _whose("traces"),
        sa.CheckConstraint("length_m > 0", name=op.f("traces_length_m_check")),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("traces_pkey")),
    )


def _now(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _whose(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["participant_id"],
        ["participants.id"],
        name=op.f(f"{table}_participant_id_fkey"),
        ondelete="CASCADE",
    )
