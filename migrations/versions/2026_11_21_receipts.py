"""Receipts: the secrets with which participants come back, hashed."""

revision = "2026_11_21_receipts"
down_revision = "2026_11_21_published"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
