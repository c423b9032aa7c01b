"""Yesterday's database is brought up to date with everything that is in it."""

import sqlalchemy as sa
from alembic import command

from app.domain.rule_deeds import DeedFilter
from app.store import schema
from app.store.database import open_database
from app.store.store import open_store
from tests.builders import NOW, change, contribution, decision, id_of, message, taught, ticket, triage
from tests.builders import suggestion as suggested
from tests.store.testbed import Where, pull


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
