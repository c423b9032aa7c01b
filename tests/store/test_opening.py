"""A store that cannot be opened says why and what to do; one that can is set up so that it keeps what it is given."""

import stat
from contextlib import closing
from pathlib import Path
from threading import Timer

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlcipher3 import dbapi2

from app.errors import StoreAway, StoreFailed, StoreLocked
from app.store import sqlite_file
from app.store.database import open_database
from app.store.postgres import postgres_engine
from app.store.store import open_store
from tests.builders import id_of, message, ticket
from tests.store.postgres_server import Server
from tests.store.testbed import KEY, pull


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "with space % and ümlaut" / "store.db"


@pytest.fixture
def url(file: Path) -> str:
    file.parent.mkdir()
    store = open_store(f"sqlite:///{file}", key=KEY)
    pull(store, ticket(), messages=[message("Customers' words are nobody's business.")])
    store.close()
    return f"sqlite:///{file}"


@pytest.mark.parametrize("key", [bytes(32), None], ids=["another key", "no key"])
def test_a_store_does_not_open_with_another_key(url: str, key: bytes | None) -> None:
    with pytest.raises(StoreLocked, match="recovery key"):
        open_store(url, key=key)
    store = open_store(url, key=KEY)
    assert store.pulled.ticket(id_of("1")) == ticket()
    store.close()


def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear store,\n" * 500)
    with pytest.raises(StoreLocked, match=r"letter\.txt"):
        open_store(f"sqlite:///{letter}", key=KEY)
    assert letter.read_text() == "Dear store,\n" * 500


def test_a_new_file_that_another_program_is_making_is_waited_for(file: Path) -> None:
    """SQLite's own time-out is not kept to while a file becomes a WAL's."""
    file.parent.mkdir()
    other = dbapi2.connect(str(file), isolation_level=None, check_same_thread=False)
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    other.execute("BEGIN IMMEDIATE")
    done = Timer(0.3, other.close)
    done.start()
    store = open_store(f"sqlite:///{file}", key=KEY)
    assert done.finished.is_set(), "it was let in while the other held the file"
    store.close()


def test_a_file_that_another_program_never_lets_go_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "BUSY", 0.1)
    file.parent.mkdir()
    with closing(dbapi2.connect(str(file), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="Another program holds"):
            open_store(f"sqlite:///{file}", key=None)


def test_nothing_can_be_read_from_the_files_without_the_key(file: Path, url: str) -> None:
    store = open_store(url, key=KEY)
    pull(store, messages=[message("More words", remote="2")])
    files = [each for each in file.parent.iterdir() if each.stat().st_size]
    assert len(files) >= 2  # the file and its journal
    for each in files:
        raw = each.read_bytes()
        assert b"words" not in raw
        assert b"CREATE TABLE" not in raw
    store.close()


def test_only_its_owner_can_read_the_files(file: Path, url: str) -> None:
    store = open_store(url, key=KEY)
    pull(store, ticket("2"))
    assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}
    store.close()


def test_a_store_without_a_key_is_a_plain_file(tmp_path: Path) -> None:
    """For the sample and for tests only."""
    file = tmp_path / "plain.db"
    open_store(f"sqlite:///{file}", key=None).close()
    assert file.read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(StoreLocked):
        open_store(f"sqlite:///{file}", key=KEY)


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_a_key_of_another_length_is_refused(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(StoreFailed, match="32 bytes"):
        open_store(f"sqlite:///{tmp_path / 'store.db'}", key=key)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match=r"ee that its folder exists"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'store.db'}", key=KEY)


def test_a_damaged_store_says_so_and_is_no_crash(file: Path, url: str) -> None:
    raw = bytearray(file.read_bytes())
    for page in range(2, len(raw) // 4096):
        raw[page * 4096 + 100 : page * 4096 + 200] = bytes(100)
    file.write_bytes(raw)
    with pytest.raises(StoreFailed):
        pull(open_store(url, key=KEY), ticket("2"))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y"])
def test_an_address_that_is_no_store_is_refused(url: str) -> None:
    with pytest.raises(StoreFailed, match="sqlite:////path"):
        open_store(url, key=KEY)


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(StoreFailed, match=r"3\.51\.3"):
        open_store(f"sqlite:///{tmp_path / 'store.db'}", key=KEY)


def test_every_connection_keeps_what_was_committed(url: str) -> None:
    database = open_database(url, key=KEY)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0, "busy_timeout": 10_000}
    with database.engine.connect() as one, database.engine.connect() as other:
        for connection in (one, other):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
            assert found == wanted
    database.close()


def test_a_long_writer_is_waited_for_and_then_reported(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "BUSY", 0.05)
    one, other = open_database(url, key=KEY), open_database(url, key=KEY)
    with (
        one.schema_change() as session,
        pytest.raises(StoreFailed, match="Another program holds"),
        other.schema_change(),
    ):
        session.execute(sa.text("SELECT 1"))
    one.close()
    other.close()


@pytest.mark.parametrize("url", ["postgresql://someone@127.0.0.1:1/warmline", "postgresql://x@/warmline?host=/nowhere"])
def test_a_server_that_does_not_answer_is_said(url: str) -> None:
    with pytest.raises(StoreAway, match="cannot be reached"):
        open_store(url, key=None)


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_said(postgres: Server) -> None:
    with pytest.raises(StoreFailed, match=r'no database of that name.*"nowhere"') as said:
        open_store(postgres.url("nowhere"), key=None)
    assert not isinstance(said.value, StoreAway), "waiting would not make it"


@pytest.mark.parametrize("asked", ["disable", "prefer", "require", "verify-ca"])
def test_a_far_server_must_prove_who_it_is(asked: str) -> None:
    with pytest.raises(StoreFailed, match=f"sslmode={asked}"):
        postgres_engine(make_url(f"postgresql://u@db.example/warmline?sslmode={asked}"))


@pytest.mark.parametrize("hosts", ["db.example", "10.0.0.7", "localhost,db.example"])
def test_a_far_server_that_cannot_prove_who_it_is_is_not_spoken_to(hosts: str) -> None:
    engine = postgres_engine(make_url(f"postgresql://u@/warmline?host={hosts}"))
    given: dict[str, object] = {}

    @sa.event.listens_for(engine, "do_connect")
    def look(dialect: object, record: object, arguments: object, parameters: dict[str, object]) -> None:
        given.update(parameters)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        engine.connect()
    assert (given["sslmode"], given["sslrootcert"]) == ("verify-full", "system")


@pytest.mark.postgres
def test_a_server_that_dropped_its_connections_is_used_again(postgres: Server) -> None:
    url = postgres.create("dropped")
    store = open_store(url, key=None)
    pull(store, ticket())
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert store.pulled.ticket(id_of("1")) == ticket()
    pull(store, ticket("2"))
    store.close()


@pytest.mark.postgres
def test_a_write_that_lost_its_connection_is_not_there_and_can_be_repeated(postgres: Server) -> None:
    url = postgres.create("lost")
    open_store(url, key=None).close()
    database = open_database(url, key=None)

    def write() -> None:
        with database.write() as work:
            work.session.execute(sa.text("INSERT INTO drafts (ticket, person, text, at) VALUES ('desk:1', '', 'x', 0)"))
            if not lost:
                lost.append(1)
                work.session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

    lost: list[int] = []
    with pytest.raises(StoreFailed, match="tried again"):
        write()
    write()
    with database.read() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM drafts")) == 1
    database.close()
