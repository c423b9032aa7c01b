"""The people of a team's store: who they are, and, for a lead with the server's admin role, who is added or removed."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from app.domain.team import Person, Rank
from app.errors import BadInput, Refused
from app.store.database import Database
from app.store.schema import upgrade
from app.store.team_group import group, has_role, is_founded, put_in_force, quoted
from app.store.team_tables import PersonRow

PASSWORD_BYTES = 18  # 24 characters


class People:
    """Reading is for everybody; `found`, `add` and `remove` need a role that owns the tables and may create roles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def me(self) -> Person | None:
        """Whoever this connection's role belongs to; None on a file, and for a role such as the admin's."""
        if self._database.file is not None:
            return None
        with self._database.read() as session:
            return _person(session, session.scalar(text("SELECT session_user::text")))

    def all(self) -> tuple[Person, ...]:
        query = select(PersonRow).where(PersonRow.removed_at.is_(None)).order_by(PersonRow.name)
        with self._database.read() as session:
            return tuple(_of(row) for row in session.scalars(query))

    def found(self) -> None:
        """Make the tables, the team's group and every rule of `policies`. Doing it again brings them up to date."""
        self._check_server()
        upgrade(self._database)
        with self._database.schema_change() as session:
            connection = session.connection()
            if not is_founded(connection):
                connection.exec_driver_sql(f"CREATE ROLE {group(connection)} NOLOGIN")
            put_in_force(connection)

    def add(self, person: Person, *, at: datetime) -> str:
        """Make a role for somebody; its password, which is kept nowhere. For a login that is there, a new password.

        Raises `Refused` where the name or the role is somebody else's.
        """
        self._check_server()
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        with self._database.schema_change() as session:
            connection = session.connection()
            if not is_founded(connection):
                raise BadInput(f"{self._database.place} is no team's store yet. Run `warmline team init` first.")
            held = session.get(PersonRow, person.login)
            _check_free(session, person, held)
            role = quoted(connection, person.login)
            deed = "ALTER" if has_role(connection, person.login) else "CREATE"
            sealed = _sealed(connection, password, person.login)
            connection.exec_driver_sql(f"{deed} ROLE {role} LOGIN PASSWORD '{sealed}'")
            connection.exec_driver_sql(f"GRANT {group(connection)} TO {role}")
            row = {"name": person.name, "rank": str(person.rank), "removed_at": None}
            if held is None:
                session.add(PersonRow(login=person.login, added_at=at, **row))
            else:
                for name, value in row.items():
                    setattr(held, name, value)
            session.flush()
        return password

    def remove(self, login: str, *, at: datetime) -> None:
        """Drop somebody's role and end their sessions; what they decided stays under their name."""
        self._check_server()
        with self._database.schema_change() as session:
            connection = session.connection()
            held = session.get(PersonRow, login)
            if held is None or held.removed_at is not None:
                raise BadInput(f"Nobody in the team has the login {login!r}. `warmline team list` shows who is there.")
            held.removed_at = at
            session.flush()
            query = text("SELECT pid FROM pg_stat_activity WHERE usename = :login")
            sessions = list(session.scalars(query, {"login": login}))
            if has_role(connection, login):
                connection.exec_driver_sql(f"DROP ROLE {quoted(connection, login)}")
        with self._database.schema_change() as session:  # only now can they not come back
            for pid in sessions:
                session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    def _check_server(self) -> None:
        if self._database.file is not None:
            raise BadInput(f"{self._database.place} is a file of one person's own; a team store is postgresql://...")


def _check_free(session: Session, person: Person, held: PersonRow | None) -> None:
    namesake = session.scalars(select(PersonRow).where(PersonRow.name == person.name)).first()
    if namesake is not None and namesake.login != person.login:
        raise Refused(f"{person.name} is in the team as {namesake.login}. Give the other one a name that differs.")
    if held is None and has_role(session.connection(), person.login):
        raise Refused(
            f"The server has a role {person.login} that is nobody's in this team. Choose another with --login."
        )
    if held is not None and held.name != person.name:
        raise Refused(f"The login {person.login} is {held.name}'s. Choose another with --login.")


def _person(session: Session, login: str | None) -> Person | None:
    row = session.get(PersonRow, login) if login else None
    return _of(row) if row is not None and row.removed_at is None else None


def _of(row: PersonRow) -> Person:
    return Person(row.login, row.name, Rank(row.rank))


def _sealed(connection: Connection, password: str, login: str) -> str:
    """The password as the server keeps it, so that it stands in none of its logs."""
    driver = connection.connection.driver_connection
    sealed: bytes = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")  # type: ignore[union-attr]
    return sealed.decode()
