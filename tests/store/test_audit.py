"""Whoever alters the log is found out: an entry changed, removed, swapped, added, or cut off at the end."""

from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.store.store import Store
from app.store.tables import AuditRow, ChangeRow, DecisionRow
from tests.builders import NOW, change, decision, id_of, ticket
from tests.store.testbed import pull


@pytest.fixture(autouse=True)
def five_entries(store: Store) -> None:
    pull(store, ticket())
    before = None
    for name in ("a", "b", "c"):
        made = decision(name=name, instead_of=before)
        store.decided.record(made, (change(name=name),), not_before=NOW)
        before = made.id
    store.decided.undo(decision(name="c").id, at=NOW)
    store.decided.add_note(change(name="n"), by="Ana Ortiz", at=NOW)


def tamper(store: Store, *statements: sa.Executable) -> None:
    """What somebody with the key and a database shell could do."""
    with store._database.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def test_an_untouched_log_verifies_and_tells_the_story(store: Store) -> None:
    assert store.decided.verify_audit() is None
    entries = list(store.decided.audit())
    assert [each.subject for each in entries] == [
        "decision decision-1a",
        "decision decision-1b",
        "decision decision-1c",
        "undo decision-1c",
        "note change-1n",
    ]
    assert {each.by for each in entries} == {"Ana Ortiz"}
    assert all(one.hash == other.previous for one, other in pairwise(entries))


def test_an_empty_log_verifies(store: Store) -> None:
    tamper(store, sa.delete(ChangeRow), sa.delete(DecisionRow), sa.delete(AuditRow))
    assert store.decided.verify_audit() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [("by", "Somebody else"), ("what", "{}"), ("subject", "decision x"), ("at", NOW.replace(year=2020))],
)
def test_an_altered_entry_is_found(store: Store, column: str, value: object) -> None:
    tamper(store, sa.update(AuditRow).where(AuditRow.number == 2).values({column: value}))
    assert store.decided.verify_audit() == 2


def test_an_altered_entry_with_a_fitting_hash_is_found_at_the_next(store: Store) -> None:
    entry = list(store.decided.audit())[1]
    forged = type(entry)(**{**{name: getattr(entry, name) for name in entry.__slots__}, "by": "Somebody else"})
    tamper(store, sa.update(AuditRow).where(AuditRow.number == 2).values(by=forged.by, hash=forged.seal))
    assert store.decided.verify_audit() == 3


def test_a_removed_entry_is_found(store: Store) -> None:
    tamper(store, sa.delete(AuditRow).where(AuditRow.number == 2))
    assert store.decided.verify_audit() == 2


def test_a_removed_entry_is_found_when_the_others_move_up(store: Store) -> None:
    move_up = sa.update(AuditRow).values(number=AuditRow.number - 1)
    tamper(
        store,
        sa.delete(AuditRow).where(AuditRow.number == 2),
        *(move_up.where(AuditRow.number == number) for number in (3, 4, 5)),
    )
    assert store.decided.verify_audit() == 2


@pytest.mark.parametrize("kept", [0, 2, 3, 4])
def test_a_log_that_was_cut_off_is_found(store: Store, kept: int) -> None:
    tamper(store, sa.delete(AuditRow).where(AuditRow.number > kept))
    assert store.decided.verify_audit() == kept + 1


def test_the_log_goes_on_after_a_reading_in_between(store: Store) -> None:
    reading = store.decided.audit()
    assert next(reading).number == 1
    store.decided.record(decision(name="d", instead_of=decision(name="b").id), (), not_before=NOW)
    assert [each.number for each in reading] == [2, 3, 4, 5]
    assert store.decided.verify_audit() is None
    assert len(store.decided.decisions(id_of("1"))) == 4
