"""Databases as account sources: read and never written, in time, and plainly said where a query is wrong."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import psycopg
import pytest

from app.connectors.accounts.select_only import checked_select
from app.connectors.accounts.sql import SqlSource
from app.connectors.accounts.sql_engine import checked_database_url, read_only
from app.domain.findings import Findings
from app.errors import AuthFailed, BadInput, Refused, SettingsInvalid, Unreachable
from app.settings import AccountSourceSettings
from tests.connectors.account_sources_conformance import facts_of, value_of
from tests.store import postgres_server
from tests.store.postgres_server import Server

SECRET = "do-not-tell-8812"
ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'a' AS account, max(i) AS value FROM n"
)


def source(url: str, *queries: str, **options: float) -> SqlSource:
    named = {f"query q{number}": query for number, query in enumerate(queries)}
    return SqlSource(AccountSourceSettings("crm", "sql", url, MappingProxyType(named)), SECRET, **options)  # type: ignore[arg-type]


def read(url: str, *queries: str, **options: float) -> Findings:
    made = source(url, *queries, **options)
    try:
        return made.read()
    finally:
        made.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A small CRM in a SQLite file."""
    file = tmp_path / "crm.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(
            "CREATE TABLE customers (id INTEGER, site TEXT, arr NUMERIC, renews TEXT, note TEXT);"
            "INSERT INTO customers VALUES (7, 'https://www.acme.example/en', 84000.5, '2027-03-01', 'A: b; --c');"
            "CREATE TABLE weekly (site TEXT, week TEXT, users INTEGER);"
            "INSERT INTO weekly VALUES ('acme.example', '2026-02-02', 40), ('acme.example', '2026-02-09', 30);"
        )
    return f"sqlite:///{file}"


def test_columns_are_facts_by_their_names(url: str) -> None:
    findings = read(
        url,
        "SELECT id AS account, site AS domain, arr AS value, renews AS renewal_date, id AS unrelated FROM customers",
        "SELECT site AS domain, week AS as_of, users AS usage FROM weekly ORDER BY week",
    )
    assert value_of(findings, "7") == 84_000.5
    assert [each.value for each in facts_of(findings, "acme.example", "renewal")] == [date(2027, 3, 1)]
    usage = facts_of(findings, "acme.example", "usage")
    assert [(each.as_of, each.value) for each in usage] == [
        (datetime(2026, 2, 2, tzinfo=UTC), 40),
        (datetime(2026, 2, 9, tzinfo=UTC), 30),
    ]
    assert findings.whole == {"value", "renewal", "usage"}


def test_a_colon_in_a_query_is_no_parameter(url: str) -> None:
    findings = read(url, "SELECT site AS domain, arr AS value FROM customers WHERE note LIKE '%A:_b%'")
    assert value_of(findings, "acme.example") == 84_000.5


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("DELETE FROM customers", "begins with DELETE"),
        ("SELECT 1; DROP TABLE customers", "several statements"),
        ("WITH gone AS (DELETE FROM customers RETURNING id) SELECT id AS account FROM gone", "holds DELETE"),
        ("SELECT 1 AS account INTO copy FROM customers", "holds INTO"),
        ("/* SELECT */ UPDATE customers SET arr = 0", "begins with UPDATE"),
        ("", "empty"),
        (" -- nothing", "empty"),
    ],
)
def test_anything_but_one_select_is_refused_before_it_is_asked(query: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        checked_select(query, name="accounts")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT note FROM customers WHERE note = 'DELETE; it' -- DROP",
        'SELECT "update" AS value FROM customers;',
        "(SELECT 1) UNION (SELECT 2)",
        "SELECT $$ ; DROP $$ AS account",
        "select updated_at, is_deleted, created FROM customers",
    ],
)
def test_words_in_texts_comments_and_names_are_no_deeds(query: str) -> None:
    assert checked_select(query, name="accounts") == query.removesuffix(";")


def test_a_sqlite_file_cannot_be_written_whatever_the_query(url: str) -> None:
    database = read_only(AccountSourceSettings("crm", "sql", url), "", seconds=5)
    with pytest.raises(Exception, match="readonly"), database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM customers")
    database.close()


@pytest.mark.parametrize(
    ("query", "error", "words"),
    [
        ("SELECT nope AS account FROM customers", Refused, "no such column: nope"),
        ("SELECT arr AS value FROM customer", Refused, "no such table: customer"),
        ("SELECT FROM", Refused, "syntax error"),
        ("SELECT arr AS value FROM customers", BadInput, "none says whose row it is"),
        ("SELECT id AS account, note AS remark FROM customers", BadInput, "none is a fact"),
        ("SELECT site AS domain, users AS usage FROM weekly", BadInput, "without a day"),
        ("SELECT id AS account, arr AS value, arr AS ARR FROM customers", BadInput, "value twice"),
    ],
)
def test_a_wrong_query_is_named_with_what_is_wrong(url: str, query: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        read(url, query)
    assert "'q0'" in str(raised.value)


def test_a_column_of_the_wrong_kind_is_said_once_with_its_row(url: str) -> None:
    findings = read(url, "SELECT site AS domain, note AS value, renews AS renewal FROM customers")
    [complaint] = findings.complaints
    assert complaint.where == "query q0, row 1"
    assert "value is a number" in complaint.what
    assert len(facts_of(findings, "acme.example", "renewal")) == 1


def test_a_query_without_end_is_broken_off(url: str) -> None:
    with pytest.raises(Unreachable, match="took longer than"):
        read(url, ENDLESS, seconds=0.2)


def test_more_rows_than_are_taken_are_said_and_nothing_is_taken_for_gone(url: str) -> None:
    findings = read(url, "SELECT site AS domain, week AS as_of, users AS usage FROM weekly", most_rows=1)
    assert len(facts_of(findings, "acme.example", "usage")) == 1
    assert "only the first 1 rows" in findings.complaints[0].what
    assert findings.whole == set()


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="There is no file"):
        read(f"sqlite:///{tmp_path / 'no.db'}", "SELECT 1 AS account, 2 AS value")
    assert not (tmp_path / "no.db").exists()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("crm", "looks like"),
        ("postgresql://me:secret@db/crm", "holds a password"),
        ("nosuch://db/crm", "no kind of database"),
        ("mysql+pymysql://db/crm", "pymysql, which is not installed"),
        ("postgresql://me@db.example.com/crm?sslmode=require", "sslmode=require"),
        ("postgresql://me@/crm?host=localhost&hostaddr=203.0.113.7&sslmode=prefer", "sslmode=prefer"),
        ("postgresql://me@localhost/crm?service=elsewhere", "uses service"),
    ],
)
def test_an_address_that_cannot_be_is_said_without_its_password(address: str, words: str) -> None:
    with pytest.raises(SettingsInvalid, match=words) as raised:
        source(address, "SELECT 1 AS account, 2 AS value")
    assert "secret@" not in str(raised.value)


def test_a_database_elsewhere_must_prove_who_it_is() -> None:
    assert checked_database_url("postgresql://me@db.example.com/crm").host == "db.example.com"
    made = source("postgresql://me@db.example.com/crm", "SELECT 1 AS account, 2 AS value")
    assert SECRET not in repr(made)
    made.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres_server.needed(), postgres_server.running() as running:
        yield running


@pytest.fixture(scope="module")
def postgres_url(server: Server) -> str:
    url = server.create("crm")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE customers (domain text, arr numeric(12, 2), renewal date, seen timestamptz)")
        connection.execute("INSERT INTO customers VALUES ('acme.example', 84000, '2027-03-01', '2026-03-01 12:00+02')")
        connection.execute("CREATE SEQUENCE counter")
        connection.execute("DROP ROLE IF EXISTS outsider")
        connection.execute("CREATE ROLE outsider LOGIN")
    return url


@pytest.mark.postgres
class TestPostgres:
    def test_types_of_its_own_are_facts(self, postgres_url: str) -> None:
        findings = read(postgres_url, "SELECT domain, arr AS value, renewal, seen AS as_of FROM customers")
        [value] = facts_of(findings, "acme.example", "value")
        assert (value.value, value.as_of) == (84_000, datetime(2026, 3, 1, 10, tzinfo=UTC))
        assert [each.value for each in facts_of(findings, "acme.example", "renewal")] == [date(2027, 3, 1)]

    def test_the_database_itself_holds_it_to_reading(self, postgres_url: str) -> None:
        with pytest.raises(Refused, match="read-only transaction"):
            read(postgres_url, "SELECT 'a' AS account, nextval('counter') AS value")

    def test_a_slow_query_is_broken_off(self, postgres_url: str) -> None:
        with pytest.raises(Unreachable, match="took longer than"):
            read(postgres_url, "SELECT 'a' AS account, 1 AS value FROM pg_sleep(30)", seconds=0.2)

    def test_what_the_login_may_not_read_is_said(self, postgres_url: str) -> None:
        with pytest.raises(Refused, match="does not let this login read"):
            read(postgres_url.replace("postgres@", "outsider@"), "SELECT domain, arr AS value FROM customers")

    def test_a_login_that_it_does_not_know_asks_for_a_person(
        self, postgres_url: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with pytest.raises(AuthFailed) as raised:
            read(postgres_url.replace("postgres@", "nobody@"), "SELECT domain, arr AS value FROM customers")
        assert SECRET not in str(raised.value) + caplog.text

    def test_a_wrong_column_is_named(self, postgres_url: str) -> None:
        with pytest.raises(Refused, match=r"'q0'.*column .?nothing.? does not exist"):
            read(postgres_url, "SELECT domain, nothing AS value FROM customers")

    def test_a_server_that_is_not_there_is_tried_again(self) -> None:
        with pytest.raises(Unreachable, match="tried again"):
            read("postgresql://me@127.0.0.1:9/crm", "SELECT domain, arr AS value FROM customers")
