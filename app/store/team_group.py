"""The database role that everybody in a team is a member of, and the rules that bind it."""

from sqlalchemy import Connection, text

from app.store import policies


def group_name(connection: Connection) -> str:
    """One group for each database: two teams on one server do not see each other's tickets."""
    return f"warmline_{_database(connection)}"[:63]


def group(connection: Connection) -> str:
    return quoted(connection, group_name(connection))


def is_founded(connection: Connection) -> bool:
    """Whether the store is a team's; False on a file, and for a server's database that one person uses."""
    return connection.dialect.name == "postgresql" and has_role(connection, group_name(connection))


def put_in_force(connection: Connection) -> None:
    """Give the team's group every right that `policies` names, and no other. Doing it again changes nothing."""
    for statement in policies.statements(group(connection), quoted(connection, _database(connection))):
        connection.exec_driver_sql(statement)


def has_role(connection: Connection, name: str) -> bool:
    found = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name})
    return found.first() is not None


def quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _database(connection: Connection) -> str:
    name: str = connection.execute(text("SELECT current_database()::text")).scalar_one()
    return name
