"""Alerts are raised once and shown to each person once, on both databases."""

from dataclasses import replace

from app.domain.alerts import Alert, AlertKind, alert_id
from app.domain.changes import Change, ChangeId, Note, Watch
from app.store.store import Store
from tests.builders import NOW, ago, id_of, ticket
from tests.store.testbed import pull

ALERT = Alert(
    alert_id(AlertKind.TOLD, "desk:1", "Legal"), AlertKind.TOLD, id_of("1"), "Legal", NOW, who=("Compliance",)
)
CHANGE = Change(ChangeId(ALERT.id), id_of("1"), (Watch(("Compliance",)), Note("To be told.")), NOW)


def test_what_two_workers_raise_is_one_alert_one_change_and_one_entry(store: Store) -> None:
    pull(store, ticket("1"))
    for _ in range(2):
        store.alerts.tell(ALERT, CHANGE)
    assert store.alerts.unseen("Ana", since=ago(days=1)) == (ALERT,)
    assert [each.subject for each in store.decided.audit()] == [f"note {ALERT.id}"]
    assert store.decided.verify_audit() is None
    (claim,) = store.decided.claim(NOW, lease=NOW - ago(minutes=5), limit=9)
    assert claim.change == CHANGE


def test_each_person_sees_it_once_and_nobody_what_is_old(store: Store) -> None:
    pull(store, ticket("1"))
    late = replace(ALERT, id=alert_id(AlertKind.TOLD, "desk:1", "Other"), rule="Other", at=ago(minutes=1))
    store.alerts.tell(ALERT, None)
    store.alerts.tell(late, None)
    assert store.alerts.unseen("Ana", since=ago(minutes=2)) == (late, ALERT)
    store.alerts.mark_seen("Ana", [ALERT.id], at=NOW)
    store.alerts.mark_seen("Ana", [ALERT.id], at=NOW)
    before = store.revision()
    store.alerts.mark_seen("Ana", [], at=NOW)
    assert store.revision() == before
    assert store.alerts.unseen("Ana", since=ago(minutes=2)) == (late,)
    assert store.alerts.unseen("Bob", since=ago(seconds=1)) == (ALERT,)
