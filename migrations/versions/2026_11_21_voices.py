"""Voice notes: owed by observations, received from phones, kept or refused."""

revision = "2026_11_21_voices"
down_revision = "2026_11_21_receipts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
