"""Facts about accounts add up, however often they are heard."""

from datetime import UTC, date, datetime

import pytest

from app.domain.people import Account, FactValue
from app.domain.tickets import AccountId
from app.store.store import Store
from tests.builders import NOW, VERSIONS, account, ago, fact, id_of, ticket
from tests.store.testbed import judge, numbers, pull, seen

NORTHWIND = AccountId("northwind")


def known(store: Store) -> Account | None:
    snapshot = store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=None)
    assert snapshot is not None
    return snapshot.account


@pytest.fixture(autouse=True)
def one_ticket(store: Store) -> None:
    pull(store, ticket(account=NORTHWIND), ticket("2"))


@pytest.mark.parametrize(
    "value",
    [
        "enterprise",
        "",
        "1",
        84_000,
        0,
        -1.5,
        1.0,
        float("inf"),
        True,
        False,
        date(2026, 4, 1),
        datetime(2026, 4, 1, tzinfo=UTC),
    ],
)
def test_a_fact_keeps_its_value_and_its_kind(store: Store, value: FactValue) -> None:
    store.facts.record([account("northwind", fact("thing", value))])
    found = known(store)
    assert found is not None
    assert [(each.value, type(each.value)) for each in found.facts] == [(value, type(value))]


def test_facts_add_up_oldest_first(store: Store) -> None:
    store.facts.record([account("northwind", fact(value=2, as_of=ago(days=1)))])
    store.facts.record([account("northwind", fact(value=1, as_of=ago(days=9)))])
    found = known(store)
    assert found is not None
    assert [each.value for each in found.facts] == [1, 2]
    assert found.name == "Northwind"


def test_what_was_heard_later_of_the_same_day_holds(store: Store) -> None:
    store.facts.record([account("northwind", fact(value="wrong"))])
    store.facts.record([account("northwind", fact(value="right"))])
    found = known(store)
    assert found is not None
    latest = found.latest("value")
    assert latest is not None
    assert latest.value == "right"


def test_hearing_a_fact_again_changes_nothing(store: Store) -> None:
    store.facts.record([account()])
    before = store.revision()
    store.facts.record([account()])
    assert store.revision() == before


def test_a_great_many_facts_go_in(store: Store) -> None:
    usage = tuple(fact("usage", number, as_of=ago(hours=number)) for number in range(450))
    store.facts.record([account("northwind", *usage)])
    found = known(store)
    assert found is not None
    assert len(found.facts) == 450


def test_an_account_without_facts_is_known_by_name(store: Store) -> None:
    store.facts.record([Account(NORTHWIND, "Northwind Traders")])
    assert known(store) == Account(NORTHWIND, "Northwind Traders")


def test_a_new_fact_makes_the_verdicts_of_that_account_stale(store: Store) -> None:
    judge(store, "1")
    judge(store, "2")
    store.facts.record([account()])
    assert numbers(store.triaged.stale(VERSIONS, as_of=NOW, limit=9)) == ["1"]


def test_a_renamed_account_is_found_by_its_new_name(store: Store) -> None:
    store.facts.record([Account(NORTHWIND, "Old Name")])
    store.facts.record([Account(NORTHWIND, "Nordwind GmbH")])
    assert seen(store, search="nordwind") == ["1"]
    assert seen(store, search="old name") == []
