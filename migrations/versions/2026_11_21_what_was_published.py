"""What was published of profiles, and the exact counts behind it for the version rule."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_21_published"
down_revision = "2026_11_21_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        sa.Column("part_keys", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("memory", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "subject_kind IN ('neighbourhood', 'walk')",
            name=op.f("published_tables_subject_kind_check"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("published_tables_version_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("published_tables_pkey")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "name",
            "version",
            name=op.f("published_tables_subject_kind_subject_id_name_version_unique"),
        ),
    )
    op.create_index(
        op.f("published_tables_part_keys_index"),
        "published_tables",
        ["part_keys"],
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.drop_index(op.f("published_tables_part_keys_index"), table_name="published_tables")
    op.drop_table("published_tables")
