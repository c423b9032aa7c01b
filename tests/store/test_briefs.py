"""Briefs are kept in versions, are stale exactly when what they are made from is different, and are read."""

from dataclasses import replace

import pytest

from app.domain.brief import Brief, BriefVersions
from app.domain.people import Account
from app.domain.tickets import AccountId, Status
from app.store import briefs
from app.store.store import Store
from tests.builders import MODEL, NOW, ago, fact, id_of, message, ticket
from tests.domain.briefing.briefed import MADE_WITH, briefed
from tests.signals.scene import customer, scene
from tests.store.testbed import Opener, pull

OTHER = BriefVersions(MODEL, "briefing-2")


def brief(words: str = "It hangs.", *, number: str = "1", made_with: BriefVersions = MADE_WITH) -> Brief:
    made = briefed(scene(customer(words), ticket=ticket(number)))
    return replace(made, made_with=made_with)


def test_a_brief_comes_back_as_it_was_made_with_its_version(opened: Opener) -> None:
    store = opened()
    made = brief("Odd \ud800 words\x00 fail.")
    store.briefs.record([made])
    assert opened().briefs.newest(id_of("1")) == replace(made, version=1)
    assert store.briefs.newest(id_of("2")) is None


def test_a_brief_that_says_something_else_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    for words in ("It hangs.", "It hangs.", "It crashes."):
        store.briefs.record([brief(words)])
    newest = store.briefs.newest(id_of("1"))
    assert newest is not None
    assert newest.version == 2
    assert store.briefs.version(id_of("1"), 1) == replace(brief("It hangs."), version=1)
    assert store.briefs.version(id_of("1"), 2) == newest
    assert store.briefs.version(id_of("1"), 3) is None


def test_old_versions_go_but_not_those_that_somebody_has_read_last(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(briefs, "KEPT", 2)
    for number in range(6):
        store.briefs.record([brief(f"Error {number} again.")])
        if number == 1:
            store.briefs.mark_read(id_of("1"), 2, person="Ana Ortiz", at=NOW)
    kept = [version for version in range(1, 7) if store.briefs.version(id_of("1"), version)]
    assert kept == [2, 4, 5, 6]


def test_stale_are_open_tickets_without_a_brief_of_these_versions_and_inputs(store: Store) -> None:
    pull(store, ticket("1"), ticket("2", created_at=ago(hours=1)), ticket("3", status=Status.SOLVED))
    assert store.briefs.stale(MADE_WITH, limit=9) == (id_of("2"), id_of("1"))
    store.briefs.record([brief(), brief(number="2")])
    assert store.briefs.stale(MADE_WITH, limit=9) == ()
    assert store.briefs.stale(OTHER, limit=9) == (id_of("2"), id_of("1"))
    pull(store, messages=[message("Hello", number="1")])
    assert store.briefs.stale(MADE_WITH, limit=9) == (id_of("1"),)


def test_what_arrives_while_a_brief_is_made_makes_it_stale_again(store: Store) -> None:
    pull(store, ticket())
    assert store.briefs.stale(MADE_WITH, limit=9)
    pull(store, messages=[message("One more thing")])
    store.briefs.record([brief()])
    assert store.briefs.stale(MADE_WITH, limit=9) == (id_of("1"),)


def test_a_brief_that_says_the_same_changes_no_line(store: Store) -> None:
    pull(store, ticket())
    store.briefs.record([brief()])
    before = store.revision()
    store.briefs.record([brief(made_with=OTHER)])
    assert store.changed_since(before).tickets == ()
    store.briefs.record([brief("It crashes.")])
    assert store.changed_since(before).tickets == (id_of("1"),)


def test_each_person_has_read_what_they_read_last_and_no_less(store: Store) -> None:
    store.briefs.mark_read(id_of("1"), 3, person="Ana Ortiz", at=NOW)
    store.briefs.mark_read(id_of("1"), 2, person="Ana Ortiz", at=NOW)
    assert store.briefs.read_by(id_of("1"), "Ana Ortiz") == 3
    assert store.briefs.read_by(id_of("1"), "Bob Lindgren") == 0


def test_earlier_tickets_are_the_account_s_finished_ones_newest_first(store: Store) -> None:
    north = AccountId("northwind")
    old, older = (
        ticket(n, account=north, status=Status.SOLVED, created_at=ago(days=d)) for n, d in (("2", 5), ("3", 9))
    )
    pull(store, ticket("1", account=north), older, old, ticket("4", status=Status.SOLVED))
    assert [each.number for each in store.briefs.earlier(ticket("1", account=north))] == ["2", "3"]
    assert store.briefs.earlier(ticket("4")) == ()


def test_names_of_facts_are_those_that_some_account_has(store: Store) -> None:
    told = (fact("usage", 12), fact("note", '"name":"invoice"'))
    pull(store, accounts=(Account(AccountId("northwind"), "Northwind", told),))
    assert store.briefs.fact_names(["usage", "invoice", "note"]) == {"usage", "note"}
