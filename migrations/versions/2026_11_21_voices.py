"""Voice notes: owed by observations, received from phones, kept or refused."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_voices"
down_revision = "2026_11_21_receipts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owed_voices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observations.id"],
            name=op.f("owed_voices_observation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("owed_voices_pkey")),
        sa.UniqueConstraint("observation_id", name=op.f("owed_voices_observation_id_unique")),
    )
    op.create_table(
        "voices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), server_default="received", nullable=False),
        sa.Column("received_digest", sa.String(), nullable=False),
        sa.Column("received_bytes", sa.Integer(), nullable=False),
        sa.Column("kept_digest", sa.String(), nullable=True),
        sa.Column("refused_because", sa.String(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("transcript", sa.String(), nullable=True),
        sa.Column("transcript_language", sa.String(), nullable=True),
        sa.Column("transcribed_by", sa.BigInteger(), nullable=True),
        sa.Column("transcribed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('received', 'kept', 'refused')", name=op.f("voices_state_check")
        ),
        sa.CheckConstraint(
            "(state = 'kept') = (kept_digest IS NOT NULL)", name=op.f("voices_kept_check")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refused_because IS NOT NULL)", name=op.f("voices_refused_check")
        ),
        sa.CheckConstraint("duration_s > 0", name=op.f("voices_duration_s_check")),
        sa.CheckConstraint(
            "(transcript IS NULL) = (transcribed_at IS NULL)", name=op.f("voices_transcript_check")
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observations.id"],
            name=op.f("voices_observation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("voices_participant_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["transcribed_by"],
            ["people.id"],
            name=op.f("voices_transcribed_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("voices_pkey")),
        sa.UniqueConstraint("observation_id", name=op.f("voices_observation_id_unique")),
    )
    op.create_index(op.f("voices_participant_id_index"), "voices", ["participant_id"])
    op.create_index(op.f("voices_kept_digest_index"), "voices", ["kept_digest"])


def downgrade() -> None:
    op.drop_table("voices")
    op.drop_table("owed_voices")
