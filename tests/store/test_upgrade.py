"""Yesterday's database is brought up to date with everything that is in it."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import command

from app.domain.history import PastCase
from app.domain.rule_deeds import DeedFilter
from app.domain.tickets import Status
from app.store import schema
from app.store.database import open_database
from app.store.solved import Solution
from app.store.store import open_store
from tests.builders import DESK, MODEL, NOW, change, contribution, decision, id_of, message, taught, ticket, triage
from tests.builders import suggestion as suggested
from tests.store.testbed import Where, pull

OF_ALL_MESSAGES = """
    INSERT INTO solved (ticket, connection, model_revision, vector, agent, solved_at, took, moves, made_from, revision)
    VALUES (:ticket, 'desk', :model_revision, :vector, '', 0, 0, 0, :made_from, 1)
"""


def taken_down(where: Where, revision: str) -> None:
    """Bring the store's tables back to those of an earlier program."""
    database = open_database(where.url, key=where.key)
    with database.schema_change() as session:
        command.downgrade(schema.config(session.connection()), revision)
    database.close()


def test_a_database_from_before_teaching_keeps_what_it_has_and_can_be_taught(where: Where) -> None:
    store = open_store(where.url, key=where.key)
    pull(store, ticket(), messages=[message("Hello")])
    store.decided.record(decision(), (change(),), not_before=NOW)
    store.close()
    database = open_database(where.url, key=where.key)
    with database.schema_change() as session:
        command.downgrade(schema.config(session.connection()), "0001")
        assert not sa.inspect(session.connection()).has_table("taught_intents")
    database.close()
    store = open_store(where.url, key=where.key)
    assert store.pulled.ticket(id_of("1")) == ticket()
    assert store.decided.decisions(id_of("1")) == (decision(),)
    assert store.decided.verify_audit() is None
    store.taught.save(taught("ours"))
    assert store.taught.intents() == (taught("ours"),)
    store.close()


def test_what_was_remembered_by_all_messages_is_remembered_anew_by_the_first(where: Where) -> None:
    """Vectors of one ticket by all its messages say nothing beside those of others by their first."""
    store = open_store(where.url, key=where.key)
    pull(store, ticket("7", status=Status.SOLVED), messages=[message("Hello", number="7")])
    (stale,) = store.solved.unremembered(MODEL, limit=9)
    kept = Solution(PastCase(id_of("7"), None, NOW, timedelta(), 0), b"\x00\x3c", stale[1])
    store.solved.remember([kept], model_revision=MODEL)
    assert store.solved.unremembered(MODEL, limit=9) == ()
    store.close()
    taken_down(where, "0009")
    database = open_database(where.url, key=where.key)
    with database.schema_change() as session:
        row = {"vector": b"\x00\x3c", "made_from": stale[1], "model_revision": MODEL, "ticket": id_of("7")}
        session.execute(sa.text(OF_ALL_MESSAGES), row)
    database.close()
    store = open_store(where.url, key=where.key)
    assert store.solved.solutions(DESK, MODEL) == ()
    assert store.solved.unremembered(MODEL, limit=9) == (stale,)
    store.solved.remember([kept], model_revision=MODEL)
    assert store.solved.solutions(DESK, MODEL) == (kept,)
    store.close()


def test_what_waits_keeps_when_it_was_last_judged_from_before_it_said_since_when(where: Where) -> None:
    store = open_store(where.url, key=where.key)
    pull(store, ticket(), messages=[message("Hello")])
    store.triaged.record([triage("1", contribution(points=60), suggestion=suggested(rule="R"))])
    store.close()
    taken_down(where, "0012")
    store = open_store(where.url, key=where.key)
    (waits,) = store.rule_deeds.newest(DeedFilter())
    assert (waits.rule, waits.at) == ("R", NOW)
    store.close()
