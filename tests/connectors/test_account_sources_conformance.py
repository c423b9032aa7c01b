"""A CSV folder, a SQLite file and the helpdesk's fields as account sources."""

import csv
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from app.connectors.accounts.base import AccountSource
from app.connectors.accounts.csv_folder import CsvFolder
from app.connectors.accounts.helpdesk_fields import HelpdeskFields
from app.connectors.accounts.sql import SqlSource
from app.domain.tickets import AccountId
from app.settings import AccountSourceSettings
from tests.connectors.account_sources_conformance import Conformance, SourceHarness

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class CsvHarness:
    """A folder with an accounts.csv that is written anew each time."""

    secret = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, str] = {}

    def source(self) -> AccountSource:
        return CsvFolder(AccountSourceSettings("crm", "csv_folder", url=str(self._folder)))

    def worth(self, domain: str, value: int) -> None:
        self._rows[domain] = str(value)
        self._write()

    def break_a_row(self) -> None:
        self._rows["odd.example"] = "a fortune"
        self._write()

    def _write(self) -> None:
        with (self._folder / "accounts.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("domain", "ARR"), *self._rows.items()])


class TestCsvFolder(Conformance):
    @pytest.fixture
    def harness(self, tmp_path: Path) -> SourceHarness:
        return CsvHarness(tmp_path)


class SqliteHarness:
    """A SQLite file that somebody else writes to."""

    secret = ""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._write("CREATE TABLE customers (domain TEXT PRIMARY KEY, arr)")

    def source(self) -> AccountSource:
        options = {"query accounts": "SELECT domain, arr AS value FROM customers ORDER BY domain;"}
        return SqlSource(AccountSourceSettings("crm", "sql", f"sqlite:///{self.file}", MappingProxyType(options)), "")

    def worth(self, domain: str, value: int) -> None:
        self._write("INSERT OR REPLACE INTO customers VALUES (?, ?)", domain, value)

    def break_a_row(self) -> None:
        self._write("INSERT INTO customers VALUES ('odd.example', 'a fortune')")

    def _write(self, statement: str, *parameters: object) -> None:
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute(statement, parameters)


class TestSqliteFile(Conformance):
    @pytest.fixture
    def harness(self, tmp_path: Path) -> SourceHarness:
        return SqliteHarness(tmp_path / "crm.db")


class FieldsHarness:
    """Tickets with a custom field, each account's newest last."""

    secret = ""

    def __init__(self) -> None:
        self._tickets: list[tuple[AccountId, datetime, Mapping[str, str]]] = []

    def source(self) -> AccountSource:
        options = MappingProxyType({"field Contract value": "value"})
        return HelpdeskFields(AccountSourceSettings("fields", "helpdesk_fields", options=options), self._read)

    def worth(self, domain: str, value: int) -> None:
        self._ticket(domain, f"{value:,} USD")

    def break_a_row(self) -> None:
        self._ticket("odd.example", "a fortune")

    def _ticket(self, domain: str, value: str) -> None:
        at = NOON + timedelta(minutes=len(self._tickets))
        self._tickets.append((AccountId(domain), at, {"Contract value": value, "Browser": "Firefox"}))

    def _read(self, *, after: int) -> tuple[list[tuple[AccountId, datetime, Mapping[str, str]]], int]:
        return self._tickets[max(after, 0) :], len(self._tickets)


class TestHelpdeskFields(Conformance):
    @pytest.fixture
    def harness(self) -> SourceHarness:
        return FieldsHarness()
