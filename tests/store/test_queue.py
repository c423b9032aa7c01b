"""Each lens shows its tickets, the worst first; a search finds the finished ones too."""

from datetime import timedelta

import pytest

from app.domain.people import Account
from app.domain.queue import Lens, LensCount, QueueRow
from app.domain.score import Family, ScoreState
from app.domain.tickets import AccountId, Priority, Requester, SlaClock, Status
from app.store.store import Store
from tests.builders import NOW, agent, ago, contribution, decision, id_of, suggestion, ticket, triage
from tests.store.testbed import judge, pull, seen


def due(**parts: float) -> SlaClock:
    return SlaClock(NOW + timedelta(**parts), "next reply")


def test_a_row_says_all_that_is_known(store: Store) -> None:
    whole = ticket(
        "7",
        owner="ana",
        account=AccountId("northwind"),
        priority=Priority.HIGH,
        status=Status.PENDING,
        requester=Requester("Mara Lindt", "mara@northwind.example"),
        sla=due(hours=1),
    )
    pull(store, whole, agents=(agent("ana"),), accounts=(Account(AccountId("northwind"), "Northwind Traders"),))
    judge(store, "7", contribution(points=60))
    assert store.queue.rows([whole.id]) == [
        QueueRow(
            ticket=whole.id,
            number="7",
            subject=whole.subject,
            requester="Mara Lindt",
            account="Northwind Traders",
            status=Status.PENDING,
            priority=Priority.HIGH,
            created_at=whole.created_at,
            updated_at=whole.updated_at,
            due_at=NOW + timedelta(hours=1),
            points=60,
            state=ScoreState.SUGGEST,
            top_reason="asks for a supervisor",
            tier=2,
            owner="Ana Ortiz",
        )
    ]


def test_a_row_says_what_it_can_of_what_nobody_described(store: Store) -> None:
    pull(store, ticket(owner="zoe", account=AccountId("acme"), requester=Requester("", "x@acme.example")))
    [row] = store.queue.rows([id_of("1")])
    assert (row.owner, row.account, row.requester) == ("zoe", "acme", "x@acme.example")
    assert (row.points, row.state, row.top_reason, row.tier) == (None, ScoreState.UNKNOWN, "", None)


def test_rows_come_in_the_order_asked_for_without_those_that_are_not_there(store: Store) -> None:
    pull(store, *[ticket(str(number)) for number in range(450)])
    wanted = [id_of(str(number)) for number in (449, 0, 777, 300, 1)]
    assert [row.number for row in store.queue.rows(wanted)] == ["449", "0", "300", "1"]
    assert len(store.queue.rows([id_of(str(number)) for number in range(450)])) == 450
    assert store.queue.rows([]) == []


def test_the_highest_score_comes_first_then_the_oldest_and_the_unscored_last(store: Store) -> None:
    pull(
        store,
        ticket("1", created_at=ago(hours=1)),
        ticket("2", created_at=ago(hours=9)),
        ticket("3", created_at=ago(hours=5)),
        ticket("4", created_at=ago(hours=7)),
        ticket("5", created_at=ago(hours=99)),
    )
    for number, points in {"1": 60, "2": 20, "3": 60, "4": -10}.items():
        judge(store, number, contribution(points=points))
    assert seen(store) == ["3", "1", "2", "4", "5"]


@pytest.fixture
def desk(store: Store) -> Store:
    """1 suggested, 2 decided, 3 asked, 4 looping, 5 due soon, 6 overdue, 7 due late, 8 mine, others gone."""
    pull(
        store,
        *[ticket(number) for number in ("1", "2", "3", "4")],
        ticket("5", sla=due(hours=4)),
        ticket("6", sla=due(hours=-1)),
        ticket("7", sla=due(hours=4, seconds=1)),
        ticket("8", owner="ana"),
        ticket("9", owner="ana", status=Status.SOLVED, sla=due(hours=1)),
        ticket("10", owner="ana", status=Status.OPEN, merged_into=id_of("1")),
        ticket("11", owner="ana"),
        lost=(id_of("11"),),
        agents=(agent("ana"), agent("bob")),
    )
    strong = contribution("refund", 60, because="wants money back")
    looping = contribution("bounced", 10, family=Family.LOOPS)
    judge(store, "1", strong)
    judge(store, "2", strong)
    judge(store, "3", contribution("supervisor_demand", 48))
    judge(store, "4", looping, contribution("thanked", -30, family=Family.SENTIMENT))
    for number in ("9", "10", "11"):
        judge(store, number, strong, contribution("supervisor_demand", 48), looping)
    store.decided.record(decision("2"), (), not_before=NOW)
    return store


@pytest.mark.parametrize(
    ("lens", "expected"),
    [
        (Lens.SUGGESTED, ["1"]),
        (Lens.ASKED, ["3"]),
        (Lens.SLA, ["5", "6"]),
        (Lens.LOOPING, ["4"]),
        (Lens.MINE, ["8"]),
        (Lens.ALL, ["1", "2", "3", "4", "5", "6", "7", "8"]),
    ],
)
def test_a_lens_shows_its_tickets_and_counts_them(desk: Store, lens: Lens, expected: list[str]) -> None:
    assert sorted(seen(desk, lens)) == expected
    assert LensCount(lens, len(expected)) in desk.queue.counts(me="Ana Ortiz", now=NOW)


def test_counts_come_in_the_lenses_order(desk: Store) -> None:
    assert [each.lens for each in desk.queue.counts(me="", now=NOW)] == list(Lens)


@pytest.mark.parametrize("me", ["Ana Ortiz", "ana ortiz", " ANA ", "ana"])
def test_mine_are_those_of_my_name_or_login(desk: Store, me: str) -> None:
    assert seen(desk, Lens.MINE, me=me) == ["8"]


@pytest.mark.parametrize("me", ["", "Bob", "an", "%"])
def test_others_are_not_mine(desk: Store, me: str) -> None:
    assert seen(desk, Lens.MINE, me=me) == []


def test_a_calming_signal_is_no_demand(store: Store) -> None:
    pull(store, ticket())
    judge(store, "1", contribution("supervisor_demand", -5), contribution("bounced", -5, family=Family.LOOPS))
    assert seen(store, Lens.ASKED) == seen(store, Lens.LOOPING) == []


def test_a_search_finds_finished_tickets_too_within_its_lens(desk: Store) -> None:
    assert sorted(seen(desk, Lens.MINE, search="subject")) == ["10", "11", "8", "9"]
    assert sorted(seen(desk, Lens.SLA, search="subject")) == ["5", "6", "9"]
    assert len(seen(desk, search="subject")) == 11


@pytest.mark.parametrize(
    "search",
    ["1042", "überweisung", "ÜBERWEISUNG", "mara", "northwind.example", "traders", "charged mara", " 100% ", "a_b"],
)
def test_a_search_looks_at_number_subject_requester_and_account(store: Store, search: str) -> None:
    found = ticket("1042", subject="Charged: Überweisung 100% a_b", account=AccountId("nw"))
    pull(
        store,
        found,
        ticket("2", subject="100 and acb", requester=Requester("Someone", "s@else.example")),
        accounts=(Account(AccountId("nw"), "Northwind Traders"),),
    )
    assert seen(store, search=search) == ["1042"]


def test_every_word_of_a_search_must_occur(store: Store) -> None:
    pull(store, ticket(subject="Charged twice"), ticket("2", subject="Charged once"))
    assert seen(store, search="charged twice") == ["1"]
    assert seen(store, search="twice charged") == ["1"]
    assert seen(store, search="charged thrice") == []


def test_a_rule_gives_the_reason_where_one_decided(store: Store) -> None:
    pull(store, ticket(), ticket("2"))
    by_rule = suggestion(rule="Privacy", because="asks what data is held about them")
    store.triaged.record(
        [
            triage("1", contribution("open_long", 5, because="open for six days"), suggestion=by_rule),
            triage("2", contribution("thanked", -9), contribution("open_long", 5, because="open for six days")),
        ]
    )
    assert [row.top_reason for row in store.queue.rows([id_of("1"), id_of("2")])] == [
        "asks what data is held about them",
        "open for six days",
    ]
