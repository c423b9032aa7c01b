"""What account sources say goes in once, with when it was last said; both databases."""

from datetime import date, timedelta

import pytest

from app.domain.findings import Findings, FoundAccount, FoundFact
from app.domain.people import Account
from app.domain.tickets import AccountId, Requester
from app.store.store import Store
from tests.builders import NOW, VERSIONS, account, ago, fact, id_of, ticket
from tests.store.testbed import judge, numbers, pull

ACME = AccountId("acme.example")
STATE = frozenset({"value", "renewal", "plan"})
SOON = NOW + timedelta(hours=1)


def found(*facts: FoundFact, keys: tuple[str, ...] = ("acme.example",), name: str = "") -> FoundAccount:
    return FoundAccount(keys, name, facts)


def says(*accounts: FoundAccount, whole: frozenset[str] = STATE) -> Findings:
    return Findings(accounts, whole=whole)


def worth(value: int) -> Findings:
    return says(found(FoundFact("value", value)))


def known(store: Store, *, as_of_hours: float = 2) -> Account:
    snapshot = store.pulled.snapshot(id_of("1"), as_of=NOW + timedelta(hours=as_of_hours), model_revision=None)
    assert snapshot is not None
    assert snapshot.account is not None
    return snapshot.account


def values(known: Account, name: str = "value") -> list[object]:
    return [each.value for each in known.all(name)]


@pytest.fixture(autouse=True)
def one_ticket(store: Store) -> None:
    pull(store, ticket(account=ACME, requester=Requester("Mara", "mara@acme.example")), ticket("2"))
    store.account_sources.rank(["crm", "billing"])


def test_a_fact_without_a_date_holds_since_it_was_first_heard(store: Store) -> None:
    store.account_sources.record("crm", worth(84_000), at=NOW)
    store.account_sources.record("crm", worth(84_000), at=SOON)
    [only] = known(store).all("value")
    assert (only.value, only.as_of, only.source) == (84_000, NOW, "crm")
    [heard] = known(store).heard
    assert (heard.at, heard.gone_at) == (SOON, None)


def test_hearing_the_same_again_leaves_the_facts_and_the_verdicts_alone(store: Store) -> None:
    store.account_sources.record("crm", worth(84_000), at=NOW)
    judge(store, "1")
    judge(store, "2")
    store.account_sources.record("crm", worth(84_000), at=SOON)
    assert numbers(store.triaged.stale(VERSIONS, as_of=NOW, limit=9)) == []


def test_a_changed_fact_is_added_to_the_one_before_and_makes_verdicts_stale(store: Store) -> None:
    store.account_sources.record("crm", worth(84_000), at=NOW)
    judge(store, "1")
    judge(store, "2")
    store.account_sources.record("crm", worth(60_000), at=SOON)
    assert values(known(store)) == [84_000, 60_000]
    assert numbers(store.triaged.stale(VERSIONS, as_of=NOW, limit=9)) == ["1"]


def test_there_and_back_again_is_three_facts(store: Store) -> None:
    for hours, value in enumerate((1, 2, 1)):
        store.account_sources.record("crm", worth(value), at=NOW + timedelta(minutes=hours))
    assert values(known(store)) == [1, 2, 1]


def test_what_a_source_says_no_more_is_gone_from_then_on_and_not_before(store: Store) -> None:
    store.account_sources.record("crm", worth(84_000), at=NOW)
    judge(store, "1")
    judge(store, "2")
    store.account_sources.record("crm", says(), at=SOON)
    assert values(known(store)) == []
    assert values(known(store, as_of_hours=0.5)) == [84_000]
    assert numbers(store.triaged.stale(VERSIONS, as_of=NOW, limit=9)) == ["1"]
    store.account_sources.record("crm", worth(84_000), at=NOW + timedelta(hours=1, minutes=30))
    assert values(known(store))[-1:] == [84_000]


def test_half_a_reading_takes_nothing_back(store: Store) -> None:
    store.account_sources.record("crm", worth(84_000), at=NOW)
    store.account_sources.record("crm", says(whole=frozenset()), at=SOON)
    assert values(known(store)) == [84_000]


def test_what_happened_does_not_go_away_when_it_is_said_no_more(store: Store) -> None:
    failed = FoundFact("failed payment", 100, ago(days=3))
    store.account_sources.record("billing", says(found(failed), whole=frozenset({"failed payment"})), at=NOW)
    store.account_sources.record("billing", says(found(), whole=frozenset({"failed payment"})), at=SOON)
    assert values(known(store), "failed payment") == [100]


def test_where_two_disagree_the_one_ranked_first_holds_and_both_are_kept(store: Store) -> None:
    store.account_sources.record("crm", worth(80_000), at=NOW)
    store.account_sources.record("billing", worth(84_000), at=SOON)
    judge(store, "1")
    judge(store, "2")
    latest = known(store).latest("value")
    assert latest is not None
    assert (latest.value, latest.source) == (80_000, "crm")
    assert {each.source for each in known(store).facts} == {"crm", "billing"}
    store.account_sources.rank(["billing", "crm"])
    assert values(known(store)) == [84_000]
    assert numbers(store.triaged.stale(VERSIONS, as_of=NOW, limit=9)) == ["1"]


def test_a_source_outranks_what_the_helpdesk_said(store: Store) -> None:
    store.facts.record([account("acme.example", fact("value", 5, account="acme.example", as_of=NOW))])
    store.account_sources.record("crm", says(found(FoundFact("value", 7, ago(days=9)))), at=NOW)
    assert values(known(store)) == [7]


def test_a_source_that_is_no_longer_configured_leaves_its_facts(store: Store) -> None:
    store.account_sources.record("crm", worth(80_000), at=NOW)
    store.account_sources.rank([])
    assert values(known(store)) == [80_000]
    before = store.revision()
    store.account_sources.rank([])
    assert store.revision() == before


@pytest.mark.parametrize(
    "keys",
    [("ACME.example",), ("cus_1", "acme.example"), ("billing@acme.example",), ("K-1", "mara@acme.example")],
)
def test_an_account_is_known_again_by_any_of_its_keys(store: Store, keys: tuple[str, ...]) -> None:
    recorded = store.account_sources.record("crm", says(found(FoundFact("value", 1), keys=keys)), at=NOW)
    assert (recorded.accounts, recorded.matched) == (1, 1)
    assert values(known(store)) == [1]


def test_somebody_at_a_public_mail_is_known_by_the_whole_address(store: Store) -> None:
    pull(store, ticket("1", account=AccountId("K-1042"), requester=Requester("Jo", "jo@gmail.com"), version="2"))
    facts = says(
        found(FoundFact("value", 1), keys=("Jo@gmail.com",)), found(FoundFact("value", 2), keys=("x@gmail.com",))
    )
    recorded = store.account_sources.record("crm", facts, at=NOW)
    assert (recorded.accounts, recorded.matched) == (1, 1)
    assert values(known(store)) == [1]


def test_an_account_that_no_ticket_came_from_is_ready_for_its_first(store: Store) -> None:
    record = found(FoundFact("value", 9), keys=("billing@globex.example", "cus_7"), name="Globex")
    store.account_sources.record("crm", says(record), at=NOW)
    pull(store, ticket("1", account=AccountId("globex.example"), version="3"))
    assert (known(store).name, values(known(store))) == ("Globex", [9])


def test_several_records_of_one_company_add_up(store: Store) -> None:
    records = [
        found(FoundFact("value", 10), FoundFact("renewal", date(2027, 5, 1)), keys=("a@acme.example",)),
        found(FoundFact("value", 5), FoundFact("renewal", date(2027, 3, 1)), keys=("b@acme.example",)),
    ]
    store.account_sources.record("crm", says(*records), at=NOW)
    assert values(known(store)) == [15]
    assert values(known(store), "renewal") == [date(2027, 3, 1)]


def test_a_great_many_facts_of_one_account_go_in_and_come_again_for_nothing(store: Store) -> None:
    usage = tuple(FoundFact("usage", number, ago(hours=number)) for number in range(450))
    store.account_sources.record("crm", says(found(*usage)), at=NOW)
    assert len(known(store).all("usage")) == 450
    before = store.revision()
    store.account_sources.record("crm", says(found(*usage)), at=SOON)
    assert store.revision() == before + 1  # only when it was read


def test_the_helpdesks_fields_come_with_their_accounts_and_only_what_changed(store: Store) -> None:
    pull(store, ticket("1", account=ACME, fields={"ARR": "84000"}, version="4"))
    rows, tick = store.account_sources.fields(after=-1)
    assert [(key, dict(fields)) for key, _, fields in rows] == [("acme.example", {"ARR": "84000"})]
    assert store.account_sources.fields(after=tick) == ([], tick)
