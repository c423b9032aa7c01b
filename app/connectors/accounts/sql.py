"""A database that a CRM, a billing system or a warehouse keeps: named queries, each column a fact, nothing written."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, NoSuchColumnError, SQLAlchemyError

from app.connectors.accounts.rows import DATE, KEYS, NAME, Gathering, column_meaning
from app.connectors.accounts.select_only import checked_select
from app.connectors.accounts.sql_engine import ReadOnly, read_only
from app.domain.findings import FACTS, Findings
from app.errors import AuthFailed, BadInput, Refused, SettingsInvalid, Unreachable, WarmlineError
from app.settings import AccountSourceSettings

PREFIX = "query "  # of an option: "query accounts" = "SELECT ..."
SECONDS = 60.0  # that one query may take
MOST_ROWS = 200_000  # of one query
FETCHED = 1_000  # rows at a time

_ACCESS = frozenset({"28000", "28P01", "3D000"})  # PostgreSQL: no such login, wrong password, no such database
# While a connection is being made PostgreSQL's driver knows the words only.
_NO_ENTRY = re.compile(r"password authentication failed|no password supplied|(?:role|database) .+ does not exist$")
_DENIED = "42501"
_CANCELLED = "57014"  # by our own time-out


class SqlSource:
    """Asks every query in one read-only transaction, so that what they say was so at one instant."""

    def __init__(
        self,
        settings: AccountSourceSettings,
        secret: str,
        *,
        seconds: float = SECONDS,
        most_rows: int = MOST_ROWS,
    ) -> None:
        self.name = settings.name
        self._queries = queries_of(settings)
        self._most = most_rows
        self._seconds = seconds
        self._database: ReadOnly = read_only(settings, secret, seconds=seconds)

    def __repr__(self) -> str:
        return f"SqlSource({self.name!r}, {self._database.place!r})"

    def read(self) -> Findings:
        gathering = Gathering()
        with self._translated(), self._database.transaction() as connection:
            for name, query in self._queries.items():
                self._ask(connection, name, query, gathering)
        return gathering.findings

    def close(self) -> None:
        self._database.close()

    def _ask(self, connection: Connection, name: str, query: str, gathering: Gathering) -> None:
        with self._explained(name):
            result = connection.execution_options(stream_results=True, max_row_buffer=FETCHED).execute(
                text(_literal(query))
            )
            meanings = _meanings(result.keys(), name)
            said = {each for each in meanings if each in FACTS}
            gathering.whole(said)
            for number, row in enumerate(result, 1):
                if number > self._most:
                    gathering.complain(f"query {name}", f"only the first {self._most:,} rows were read")
                    gathering.partial(said)
                    break
                cells = {meaning: cell for meaning, cell in zip(meanings, row, strict=True) if meaning}
                gathering.row(f"query {name}, row {number}", cells)
            result.close()

    @contextmanager
    def _explained(self, query: str) -> Iterator[None]:
        """Name the query in what goes wrong with it."""
        try:
            yield
        except (DBAPIError, NoSuchColumnError) as error:
            raise self._meaning(error, f"the query {query!r}") from error

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._meaning(error, "it") from error

    def _meaning(self, error: SQLAlchemyError, asked: str) -> WarmlineError:
        place, said = self._database.place, _said(error)
        original = getattr(error, "orig", None)
        state = getattr(original, "sqlstate", None)
        if state in _ACCESS or (state is None and _NO_ENTRY.search(said)):
            return AuthFailed(
                f"{place} does not accept the login ({said}). Type the password of the account source again."
            )
        if state == _CANCELLED or "interrupted" in said:
            return Unreachable(
                f"{place} took longer than {self._seconds:.0f} s over {asked}; it was broken off. Make the query "
                "cheaper; it is tried again."
            )
        if state == _DENIED:
            return Refused(f"{place} does not let this login read what {asked} asks for: {said}.")
        if state and not state.startswith(("08", "53", "57")):
            return Refused(f"{place} cannot answer {asked}: {said}. Mend the query in the account source.")
        if state is None and ("no such" in said or "syntax error" in said or "ambiguous" in said or "readonly" in said):
            return Refused(f"{place} cannot answer {asked}: {said}. Mend the query in the account source.")
        return Unreachable(f"{place} cannot be used: {said}. It is tried again.")


def queries_of(settings: AccountSourceSettings) -> dict[str, str]:
    """The queries by their names, each found to be one SELECT. Raises `SettingsInvalid` or `BadInput`."""
    queries = {key.removeprefix(PREFIX): each for key, each in settings.options.items() if key.startswith(PREFIX)}
    if not queries:
        raise SettingsInvalid(f"The account source {settings.name!r} has no query; write at least one SELECT.")
    return {name: checked_select(query, name=name) for name, query in queries.items()}


def _meanings(columns: Any, query: str) -> list[str]:
    """What each column means; raises `BadInput` where they cannot make facts."""
    meanings = [column_meaning(str(each)) for each in columns]
    shown = ", ".join(str(each) for each in columns)
    if not set(meanings) & set(KEYS):
        raise BadInput(
            f"The query {query!r} gives the columns {shown}, and none says whose row it is. Name one of them "
            f"{', '.join(KEYS[:-1])} or {KEYS[-1]} (SELECT customer_id AS account, ...)."
        )
    facts = [each for each in meanings if each in FACTS]
    if not facts:
        raise BadInput(
            f"The query {query!r} gives the columns {shown}, and none is a fact. Name them {', '.join(FACTS)} "
            "(SELECT arr AS value, ...)."
        )
    series = [each for each in facts if FACTS[each].series]
    if series and DATE not in meanings:
        raise BadInput(f"The query {query!r} gives {series[0]} without a day; add a column {DATE} with it.")
    twice = next((each for each in (*KEYS, DATE, NAME, *FACTS) if meanings.count(each) > 1), "")
    if twice:
        raise BadInput(f"The query {query!r} gives {twice} twice; rename one of the columns {shown}.")
    return meanings


def _literal(query: str) -> str:
    """The query for `text`, which would take ":name" for a parameter."""
    return query.replace(":", "\\:")


def _said(error: SQLAlchemyError) -> str:
    """The database's own first line, without the query and without a full stop."""
    original: Mapping[str, Any] | Exception = getattr(error, "orig", None) or error
    lines = str(original).strip().splitlines()
    return " ".join((lines[0] if lines else type(error).__name__).split()).rstrip(".")[:300]
