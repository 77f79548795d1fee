"""How Alembic meets the app's database; `walks database migrate` runs it."""

from alembic import context
from flask import current_app
from sqlalchemy import text

LOCK_TIMEOUT = "10s"  # rather stop than queue the whole site behind a migration

migrate = current_app.extensions["migrate"]


def run() -> None:
    """Apply revisions, each in a transaction of its own."""
    with migrate.db.engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text("SET statement_timeout = 0"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            transaction_per_migration=True,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
