"""Receipts: the secrets with which participants come back, hashed."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_receipts"
down_revision = "2026_11_21_published"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("receipts_participant_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("receipts_pkey")),
        sa.UniqueConstraint("secret_hash", name=op.f("receipts_secret_hash_unique")),
    )
    op.create_index(op.f("receipts_participant_id_index"), "receipts", ["participant_id"])


def downgrade() -> None:
    op.drop_index(op.f("receipts_participant_id_index"), table_name="receipts")
    op.drop_table("receipts")
