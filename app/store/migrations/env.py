"""Runs migrations on the connection that `schema.upgrade` opened, inside its transaction."""

from alembic import context

from app.store import (  # noqa: F401 - their tables are among the metadata
    automation_tables,
    brief_tables,
    own_hours_tables,
    routing_tables,
    source_tables,
    taught_tables,
    team_tables,
    transfer_tables,
)
from app.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
