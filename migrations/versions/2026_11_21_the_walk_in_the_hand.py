"""Stop cards with their ratings, confirmations of others' observations, traces."""

revision = "2026_11_21_hand"
down_revision = "2026_11_21_voices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
