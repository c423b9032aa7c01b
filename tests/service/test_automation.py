"""Automatic rules act at once, only where they may; the people whom rules name are told once; shadow only records."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.bootstrap import default_assessor
from app.domain.alerts import AlertKind
from app.domain.batch import Batch
from app.domain.changes import Assign, Change, ChangeId, Note, Watch
from app.domain.decisions import BY_ITSELF, DecisionKind
from app.domain.people import Presence
from app.domain.routing import Destination
from app.domain.rulebook import Mode, Rule, Rulebook
from app.domain.silent import SilentFigures, edition
from app.domain.tickets import EventKind, Status
from app.service.assess import Assessor
from app.service.automation import RECENT
from app.service.reading import Reader
from app.store.store import Store
from tests.builders import (
    DESK,
    NOW,
    agent,
    ago,
    batch,
    conversation,
    decision,
    event,
    group,
    id_of,
    message,
    receipt,
    ticket,
)
from tests.fakes import FakeAnalyzer

LEASE = timedelta(minutes=5)
TIER_4 = "Tier 4 Executive"


def reader(store: Store, act: Mode = Mode.AUTOMATIC, *, book: Rulebook | None = None) -> Reader:
    plain = default_assessor()
    return Reader(store, FakeAnalyzer(), Assessor(plain.weights, book or plain.rulebook), act=act)


def run(subject: Reader) -> None:
    while subject.step(NOW):
        pass


def tagged(*tags: str, number: str = "1", said: Sequence[str] = ("All is fine.",), **changes: Any) -> Batch:
    """A ticket that somebody tagged, as a security incident where nothing else is said."""
    tags = tags or ("security-incident",)
    made = ticket(number, tags=tags, version="-".join(tags), **changes)
    return batch(
        made, messages=conversation(*said, number=number), groups=(group("Tier 1"), group("Security")), cursor=str(tags)
    )


def changes(store: Store) -> list[Change]:
    """Everything that waits to be written, delivered in its order."""
    found: list[Change] = []
    while claims := store.decided.claim(NOW + timedelta(hours=1), lease=LEASE, limit=9):
        for claim in claims:
            found.append(claim.change)
            store.decided.settle(claim, receipt(claim.change))
    return found


def named(book: Rulebook, name: str, **fields: Any) -> Rulebook:
    """The rulebook with one rule otherwise."""
    rules = tuple(replace(each, **fields) if each.name == name else each for each in book.rules)
    return replace(book, rules=rules)


def test_where_automation_is_held_back_an_automatic_rule_waits_for_a_person(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    run(reader(store, Mode.SUGGEST))
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.suggestion.mode is Mode.AUTOMATIC
    assert store.decided.decisions(id_of("1")) == ()
    assert changes(store) == []


def test_an_automatic_rule_acts_once_and_says_that_it_did(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    subject = reader(store)
    run(subject)
    subject.triage_stale(NOW + timedelta(hours=1))
    (made,) = store.decided.decisions(id_of("1"))
    assert (made.by, made.rule, made.from_group) == (BY_ITSELF, "Security incident", "Tier 1")
    assert made.reason == "Rule: Security incident"
    assert store.queue.rows([id_of("1")])[0].decided == "moved by a rule"


def test_stakeholders_are_told_at_once_and_once_before_the_ticket_moves(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    subject, other = reader(store), reader(store)
    run(subject)
    other.triage_stale(NOW + timedelta(hours=1))
    told, moved = changes(store)
    watch, note = told.verbs
    assert watch == Watch((TIER_4, "Compliance"))
    assert isinstance(note, Note)
    assert note.text.splitlines()[:2] == [f"To be told: {TIER_4}, Compliance.", "Rule: Security incident"]
    assert [type(verb) for verb in moved.verbs] == [Note, Assign]


def test_what_was_told_is_in_the_audit_log_which_stays_whole(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    run(reader(store))
    told, decided = store.decided.audit()
    assert (told.subject.split()[0], told.by) == ("note", BY_ITSELF)
    assert '"rule":"Security incident"' in told.what
    assert decided.subject.startswith("decision ")
    assert store.decided.verify_audit() is None


def test_told_at_once_and_moved_after_the_time_for_second_thoughts(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    run(reader(store))
    (told,) = store.decided.claim(NOW, lease=LEASE, limit=9)
    assert isinstance(told.change.verbs[0], Watch)
    store.decided.settle(told, receipt(told.change))
    assert store.decided.claim(NOW, lease=LEASE, limit=9) == ()
    assert len(store.decided.claim(NOW + timedelta(seconds=10), lease=LEASE, limit=9)) == 1


def test_a_ticket_that_is_already_with_compliance_stays_and_its_stakeholders_are_told(store: Store) -> None:
    store.pulled.apply(tagged("legal", group="Compliance"), connection=DESK)
    run(reader(store))
    assert store.decided.decisions(id_of("1")) == ()
    (told,) = changes(store)
    assert told.verbs[0] == Watch((TIER_4,))


@pytest.mark.parametrize(
    "stale",
    [
        {"updated_at": NOW - RECENT - timedelta(hours=1)},
        {"status": Status.SOLVED},
        {"lost": True},
    ],
    ids=["old", "solved", "lost"],
)
def test_a_backlog_is_not_moved_in_one_go(store: Store, stale: dict[str, Any]) -> None:
    store.pulled.apply(tagged(**stale), connection=DESK)
    run(reader(store))
    assert store.decided.decisions(id_of("1")) == ()
    assert changes(store) == []


def test_where_nothing_can_be_written_nothing_is_moved_but_people_are_told_here(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    plain = default_assessor()
    run(Reader(store, FakeAnalyzer(), plain, act=Mode.AUTOMATIC, writable=()))
    assert store.decided.decisions(id_of("1")) == ()
    assert changes(store) == []
    assert [each.kind for each in store.alerts.unseen("Ana Ortiz", since=ago(days=1))] == [AlertKind.TOLD]
    assert [each.subject.split()[0] for each in store.decided.audit()] == ["alert"]


def test_a_rule_that_only_tells_needs_nobody_to_confirm_it(store: Store) -> None:
    book = default_assessor().rulebook
    tell = Rule("Tell Lena", when='tags.exists(t, t == "vip")', notify=("lena@relay.example",))
    store.pulled.apply(tagged("vip"), connection=DESK)
    run(reader(store, book=replace(book, rules=(*book.rules, tell))))
    (told,) = changes(store)
    assert told.verbs[0] == Watch(("lena@relay.example",))


def test_who_was_told_along_with_a_persons_decision_is_not_told_again(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    run(reader(store, Mode.SUGGEST))
    store.decided.record(decision(told=(TIER_4, "Compliance"), rule="Security incident"), (), not_before=NOW)
    reader(store).triage_stale(NOW + timedelta(hours=1))
    assert changes(store) == []


def test_an_automatic_decision_that_was_undone_is_not_made_again(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    subject = reader(store)
    run(subject)
    (made,) = store.decided.decisions(id_of("1"))
    assert store.decided.undo(made.id, at=NOW, by="Ana Ortiz")
    assert [each.by for each in store.decided.audit()][-1] == "Ana Ortiz"
    store.pulled.apply(batch(messages=(message("Look here.", remote="2"),), cursor="2"), connection=DESK)
    run(subject)
    subject.triage_stale(NOW + timedelta(hours=1))
    assert [each.id for each in store.decided.decisions(id_of("1"))] == [made.id]
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.suggestion.escalate  # it is still suggested, to a person


def test_another_automatic_rule_acts_after_an_undo(store: Store) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    subject = reader(store)
    run(subject)
    (made,) = store.decided.decisions(id_of("1"))
    assert store.decided.undo(made.id, at=NOW)
    store.pulled.apply(tagged("compliance"), connection=DESK)
    run(subject)
    _, second = store.decided.decisions(id_of("1"))
    assert second.reason == "Rule: Compliance violation"


@pytest.mark.parametrize("kind", [DecisionKind.NOT_NEEDED, DecisionKind.PUT_BACK])
def test_what_a_person_said_holds_for_the_rule_that_it_was_said_of(store: Store, kind: DecisionKind) -> None:
    store.pulled.apply(tagged(), connection=DESK)
    run(reader(store, Mode.SUGGEST))
    store.decided.record(decision(kind=kind, rule="Security incident"), (), not_before=NOW)
    subject = reader(store)
    subject.triage_stale(NOW + timedelta(hours=1))
    assert len(store.decided.decisions(id_of("1"))) == 1
    store.pulled.apply(tagged("compliance"), connection=DESK)
    run(subject)
    before, second = store.decided.decisions(id_of("1"))
    assert second.reason == "Rule: Compliance violation"
    assert second.instead_of == before.id
    subject.triage_stale(NOW + timedelta(hours=1))
    assert len(store.decided.decisions(id_of("1"))) == 2


def test_what_a_person_moved_a_hard_rule_moves_on_once_it_has_arrived(store: Store) -> None:
    store.pulled.apply(tagged("none"), connection=DESK)
    subject = reader(store)
    run(subject)
    wish = Change(ChangeId("wish"), id_of("1"), (Assign("Tier 2 Billing", None),), NOW)
    store.decided.record(decision(), (wish,), not_before=NOW)
    store.pulled.apply(tagged(), connection=DESK)
    run(subject)
    assert len(store.decided.decisions(id_of("1"))) == 1
    assert len(changes(store)) == 2  # what was decided, and who is told
    store.pulled.apply(tagged("security-incident", "arrived", group="Tier 2 Billing"), connection=DESK)
    run(subject)
    _, moved = store.decided.decisions(id_of("1"))
    assert (moved.rule, moved.from_group) == ("Security incident", "Tier 2 Billing")


def test_what_a_person_moved_is_not_moved_by_a_rule_that_is_not_hard(store: Store) -> None:
    book = named(default_assessor().rulebook, "Asks for a supervisor", mode=Mode.AUTOMATIC)
    store.pulled.apply(tagged("none"), connection=DESK)
    run(reader(store, book=book))
    store.decided.record(decision(), (), not_before=NOW)
    store.pulled.apply(tagged("asked", said=("I am angry. Get me your supervisor.",)), connection=DESK)
    run(reader(store, book=book))
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.suggestion.rule == "Asks for a supervisor"
    assert len(store.decided.decisions(id_of("1"))) == 1


def shadowed() -> Rulebook:
    return named(default_assessor().rulebook, "Asks for a supervisor", mode=Mode.SHADOW)


ASKED = "I am angry. Get me your supervisor."


def test_a_rule_in_shadow_records_what_it_would_do_and_suggests_nothing_of_it(store: Store) -> None:
    book = shadowed()
    store.pulled.apply(tagged("none", said=(ASKED,)), connection=DESK)
    run(reader(store, book=book))
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.suggestion.rule != "Asks for a supervisor"
    (silent,) = found.silent
    assert (silent.rule, silent.group) == ("Asks for a supervisor", TIER_4)
    verdict = next(each for each in found.rules if each.rule == "Asks for a supervisor")
    assert verdict.aside == f"it only records what it would do: send it to {TIER_4}"
    assert store.decided.decisions(id_of("1")) == ()


def test_a_rule_in_shadow_is_compared_with_what_people_did(store: Store) -> None:
    book = shadowed()
    rule = next(each for each in book.rules if each.name == "Asks for a supervisor")
    for number in ("1", "2", "3", "4", "5"):
        store.pulled.apply(tagged("none", number=number, said=(f"{ASKED} {number}",)), connection=DESK)
    run(reader(store, book=book))
    store.decided.record(decision("1", destination=Destination(TIER_4, 4)), (), not_before=NOW)
    store.decided.record(decision("2", kind=DecisionKind.NOT_NEEDED), (), not_before=NOW)
    moved = event(EventKind.GROUP, number="3", at=NOW + timedelta(hours=1), new="Tier 2 Billing")
    solved = ticket("4", status=Status.SOLVED, solved_at=NOW, version="solved")
    store.pulled.apply(batch(solved, events=(moved,), cursor="later"), connection=DESK)
    (figures,) = store.silent.figures({rule.name: edition(rule)})
    assert figures == SilentFigures(rule.name, same=1, elsewhere=1, stayed=2, open=1)
    assert figures.decided == 5
    assert store.silent.figures({rule.name: "another"}) == (SilentFigures(rule.name),)


def test_another_edition_of_a_rule_is_another_and_another_mode_is_not() -> None:
    rule = Rule("Loud", ("lowest_sentiment",), TIER_4, Mode.SHADOW)
    assert edition(rule) == edition(replace(rule, mode=Mode.SUGGEST, scenario="Anger"))
    assert edition(rule) != edition(replace(rule, at_least=0.9))


def alone(*, presence: Presence, leads: tuple[str, ...] = ()) -> tuple[Batch, Rulebook]:
    """A ticket for the security people, of whom there is one."""
    found = tagged()
    only = agent("sam", groups=("Security",), certifications=("security",), presence=presence)
    return replace(found, agents=(only,)), replace(default_assessor().rulebook, leads=leads)


def test_where_nobody_fits_the_leads_are_told_once_in_the_helpdesk_too(store: Store) -> None:
    found, book = alone(presence=Presence.AWAY, leads=("lead@relay.example",))
    store.pulled.apply(found, connection=DESK)
    run(reader(store, book=book))
    run(reader(store, book=book))
    (alert,) = [each for each in store.alerts.unseen("Lena", since=NOW - RECENT) if each.kind is AlertKind.NOBODY]
    assert (alert.who, alert.group) == (("lead@relay.example",), "Security")
    (note,) = [each for each in changes(store) if str(each.id) == str(alert.id)]
    assert note.verbs[0] == Watch(("lead@relay.example",))
    assert "Sam away" in str(note.verbs[1])


def test_without_named_leads_it_is_told_at_the_desks_and_the_helpdesk_hears_nothing(store: Store) -> None:
    found, book = alone(presence=Presence.AWAY)
    store.pulled.apply(found, connection=DESK)
    run(reader(store, book=book))
    (alert,) = [each for each in store.alerts.unseen("Sam", since=NOW - RECENT) if each.kind is AlertKind.NOBODY]
    assert alert.who == ()
    assert all(str(each.id) != str(alert.id) for each in changes(store))


def test_where_somebody_fits_no_lead_is_told(store: Store) -> None:
    found, book = alone(presence=Presence.AVAILABLE)
    store.pulled.apply(found, connection=DESK)
    run(reader(store, book=book))
    assert all(each.kind is not AlertKind.NOBODY for each in store.alerts.unseen("Sam", since=NOW - RECENT))
