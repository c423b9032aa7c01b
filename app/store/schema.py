"""Brings a store's tables up to date when it is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from app.errors import StoreFailed, StoreTooNew
from app.store.database import Database
from app.store.team_group import is_founded, put_in_force

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0015"  # the newest migration; known here so that opening an up-to-date store need not load Alembic
_ALONE = 7_276_001  # the advisory lock under which PostgreSQL stores are upgraded; any number that is only ours


def upgrade(database: Database) -> None:
    """Migrate to the newest revision, all steps in one transaction, so that a failed one leaves nothing behind.

    In a team's store its rules are put in force with it: what a step made would be nobody's until then. Two programs
    may open a new store at once: the second waits, and finds it done.
    """
    with database.read() as session:
        if _revision(session.connection()) == HEAD:
            return
    with database.schema_change() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ALONE})
        found = _revision(connection)
        if found == HEAD:
            return
        _check_known(found, database.place)
        _check_allowed(connection, database.place)
        _migrate(connection)
        if is_founded(connection):
            put_in_force(connection)


def config(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, with the connection that its environment is to use."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def _revision(connection: Connection) -> str | None:
    """The migration that the store is at; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _check_known(found: str | None, place: str) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if found is not None and found not in known:
        raise StoreTooNew(
            f"{place} was upgraded by a newer Warmline (its tables are at {found}, this program knows up to {HEAD}). "
            "Install that version or a newer one on this machine; nothing was changed."
        )


def _check_allowed(connection: Connection, place: str) -> None:
    """Nobody but a lead's admin role makes tables in a team's store."""
    if connection.dialect.name != "postgresql":
        return
    if not connection.execute(text("SELECT has_schema_privilege('public', 'CREATE')")).scalar():
        raise StoreFailed(
            f"The tables of {place} are not those of this Warmline (they should be at {HEAD}). Ask a lead to run "
            "`warmline team init`; nothing was changed."
        )


def _migrate(connection: Connection) -> None:
    from alembic import command

    command.upgrade(config(connection), "head")
