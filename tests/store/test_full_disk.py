"""A full disk refuses what it cannot keep, whole, keeps what it has, and goes on when there is room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.errors import StoreFull
from app.store.store import Store, open_store
from tests.builders import NOW, change, decision, id_of, message, ticket
from tests.store.testbed import KEY, pull

BIG = "x" * 400_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(f"sqlite:///{tmp_path / 'store.db'}", key=KEY)
    pull(made, ticket())
    yield made
    made.close()


def fill(store: Store) -> None:
    """Let the file grow no further, as on a full disk: SQLite meets both with the same failure."""
    engine = store._database.engine
    engine.dispose()

    @sa.event.listens_for(engine, "connect")
    def no_more(connection: object, record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]


def make_room(store: Store) -> None:
    sa.event.listen(store._database.engine, "checkout", _grow)


def _grow(connection: object, record: object, proxy: object) -> None:
    connection.execute("PRAGMA max_page_count = 1000000")  # type: ignore[attr-defined]


def test_a_batch_that_does_not_fit_is_not_half_there_and_its_cursor_stays(store: Store) -> None:
    fill(store)
    before = store.revision(), store.pulled.cursor(ticket().connection)
    with pytest.raises(StoreFull, match="Make room"):
        pull(store, ticket("2"), messages=[message(BIG, number="2")])
    assert (store.revision(), store.pulled.cursor(ticket().connection)) == before
    assert store.pulled.ticket(id_of("2")) is None
    assert store.pulled.ticket(id_of("1")) == ticket()


def test_a_decision_that_does_not_fit_is_not_there_and_can_be_made_again(store: Store) -> None:
    fill(store)
    large = change("1", name="b", verbs=(*change().verbs, *(change().verbs[:1] * 3000)))
    with pytest.raises(StoreFull):
        store.decided.record(decision(), (change(), large), not_before=NOW)
    assert store.decided.decisions(id_of("1")) == ()
    assert store.decided.deliveries(id_of("1")) == ()
    assert store.decided.verify_audit() is None
    make_room(store)
    store.decided.record(decision(), (change(), large), not_before=NOW)
    assert len(store.decided.deliveries(id_of("1"))) == 2
    assert store.decided.verify_audit() is None


def test_a_note_that_does_not_fit_keeps_its_draft(store: Store) -> None:
    store.decided.save_draft(id_of("1"), "Call them back", at=NOW)
    fill(store)
    large = change("1", name="n", verbs=change().verbs[:1] * 6000)
    with pytest.raises(StoreFull):
        store.decided.add_note(large, by="Ana Ortiz", at=NOW)
    assert store.decided.draft(id_of("1")) == "Call them back"
