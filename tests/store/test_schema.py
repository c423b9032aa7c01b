"""Migrations make exactly the tables that the program uses, up and down, and refuse what they don't know."""

import logging

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.errors import StoreTooNew
from app.store import schema
from app.store.database import Database, open_database
from app.store.store import open_store
from app.store.tables import Base
from tests.builders import NOW, change, decision, id_of, ticket
from tests.store.testbed import Opener, Where, pull


@pytest.fixture
def database(where: Where) -> Database:
    return open_database(where.url, key=where.key)


def test_the_newest_migration_is_the_one_that_opening_expects() -> None:
    script = ScriptDirectory.from_config(schema.config())
    assert script.get_heads() == [schema.HEAD]


def test_migrations_make_the_tables_that_the_program_uses(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        made = {index["name"] for index in sa.inspect(connection).get_indexes("lines")}
    assert made == {index.name for index in Base.metadata.tables["lines"].indexes}
    database.close()


def test_migrations_go_down_and_up_again(database: Database) -> None:
    with database.schema_change() as session:
        command.downgrade(schema.config(session.connection()), "base")
    with database.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version"}
    schema.upgrade(database)
    with database.read() as session:
        assert session.scalar(sa.text("SELECT revision FROM clock")) == 0
    database.close()


def test_a_migration_that_fails_halfway_leaves_nothing(database: Database) -> None:
    with database.schema_change() as session:
        command.downgrade(schema.config(session.connection()), "base")
        session.execute(sa.text("CREATE TABLE lines (ticket INTEGER)"))  # what the last step wants to make
    with pytest.raises(sa.exc.DBAPIError if not database.file else Exception, match="exists"):
        schema.upgrade(database)
    with database.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version", "lines"}
    with database.schema_change() as session:
        session.execute(sa.text("DROP TABLE lines"))
    schema.upgrade(database)
    database.close()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(where: Where, database: Database) -> None:
    with database.schema_change() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNew, match=r"9999.*Install that version or a newer one"):
        open_store(where.url, key=where.key)
    with database.schema_change() as session:
        assert session.scalar(sa.text("SELECT version_num FROM alembic_version")) == "9999"
        session.execute(sa.text("UPDATE alembic_version SET version_num = :head"), {"head": schema.HEAD})
    database.close()


def test_what_is_in_a_store_is_there_when_it_is_opened_again(opened: Opener) -> None:
    store = opened()
    pull(store, ticket())
    store.decided.record(decision(), (change(),), not_before=NOW)
    again = opened()
    assert again.pulled.ticket(id_of("1")) == ticket()
    assert again.revision() == store.revision()


def test_opening_a_store_leaves_the_programs_logging_alone(where: Where) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    open_store(where.url, key=where.key).close()
    assert (logging.getLogger().handlers, logging.getLogger().level) == before
