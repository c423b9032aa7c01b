"""A lead sees all that rules did, by rule and mode, with what became of it, and puts a move back from there."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap import default_assessor
from app.domain.decisions import UNDO_FOR
from app.domain.rule_deeds import Became, DeedFilter, RuleDeed
from app.domain.rulebook import Mode
from app.domain.tickets import Status
from app.errors import Refused
from app.service.console import Console
from app.store.store import Store
from tests.builders import DESK, NOW, batch, conversation, group, id_of, ticket
from tests.service.consoles import console_over
from tests.service.test_automation import named, reader, run

SECURITY, SUPERVISOR, LOUD = "Security incident", "Asks for a supervisor", "Large account, disappointed"
LATER = NOW + UNDO_FOR + timedelta(minutes=1)


@pytest.fixture
def console(store: Store, tmp_path: Path) -> Console:
    """Over three tickets: one that a rule moved, one that it suggests, one that it would have moved in shadow."""
    groups = tuple(group(name) for name in ("Tier 1", "Security", "Tier 4 Executive"))
    angry = "I am angry. Get me your supervisor."
    store.pulled.apply(
        batch(
            ticket("1", tags=("security-incident",)),
            ticket("2"),
            ticket("3", subject="Shadowed"),
            messages=(
                *conversation("All is fine.", number="1"),
                *conversation(angry, number="2"),
                *conversation(angry, number="3"),
            ),
            groups=groups,
        ),
        connection=DESK,
    )
    book = default_assessor().rulebook
    run(reader(store, book=book))
    shadow = replace(named(book, SUPERVISOR, mode=Mode.SHADOW), revision="in shadow")
    run(reader(store, book=shadow))
    run(reader(store, book=book))
    return console_over(store, tmp_path, clock=lambda: LATER)


def deeds(console: Console, rule: str = "", mode: Mode | None = None) -> list[tuple[str, str, Became, str]]:
    found = console.rule_log.deeds(DeedFilter(rule, mode))
    return sorted((each.number, str(each.mode), each.became, each.by) for each in found)


def moved(console: Console) -> RuleDeed:
    """What the automatic rule did; once that is put back, it suggests the same."""
    acted = console.rule_log.deeds(DeedFilter(mode=Mode.AUTOMATIC))
    (deed,) = (each for each in acted if each.became is not Became.WAITS)
    return deed


def test_everything_is_listed_whatever_the_mode_and_found_by_rule_and_mode(console: Console) -> None:
    acted = [("1", "automatic", Became.STANDS, "")]
    asked = [("2", "suggest", Became.WAITS, ""), ("3", "suggest", Became.WAITS, "")]
    silent = [("2", "shadow", Became.OPEN, ""), ("3", "shadow", Became.OPEN, "")]
    assert deeds(console) == sorted([*acted, *asked, *silent])
    assert deeds(console, mode=Mode.AUTOMATIC) == acted
    assert deeds(console, SUPERVISOR) == sorted([*asked, *silent])
    assert deeds(console, SUPERVISOR, Mode.SHADOW) == silent
    assert deeds(console, LOUD) == []
    assert {each.subject for each in console.rule_log.deeds(DeedFilter())} >= {"Shadowed"}


def test_what_waits_is_as_old_as_its_suggestion_however_often_it_is_judged(console: Console, store: Store) -> None:
    again = NOW + timedelta(hours=1)
    waiting = console.rule_log.deeds(DeedFilter(SUPERVISOR, Mode.SUGGEST))
    assert {each.at for each in waiting} == {NOW}
    subject = reader(store, act=Mode.SUGGEST)
    while subject.step(again):
        pass
    judged = store.triaged.triage(id_of("2"))
    assert judged is not None
    assert judged.as_of == again
    assert console.rule_log.deeds(DeedFilter(SUPERVISOR, Mode.SUGGEST)) == waiting
    made = replace(judged, as_of=again, suggestion=replace(judged.suggestion, rule=LOUD))
    store.triaged.record([made])
    assert [each.at for each in console.rule_log.deeds(DeedFilter(LOUD))] == [again], "another rule, another suggestion"


def test_what_an_automatic_rule_waits_with_is_found_under_its_own_mode(console: Console, store: Store) -> None:
    waiting = batch(
        ticket("4", tags=("security-incident",)), messages=conversation("All is fine.", number="4"), cursor="4"
    )
    store.pulled.apply(waiting, connection=DESK)
    run(reader(store, act=Mode.SUGGEST))
    acted, waits = ("1", "automatic", Became.STANDS, ""), ("4", "automatic", Became.WAITS, "")
    assert deeds(console, mode=Mode.AUTOMATIC) == [acted, waits]
    assert deeds(console, SECURITY) == [acted, waits]
    assert [each[0] for each in deeds(console, mode=Mode.SUGGEST)] == ["2", "3"]


def test_what_a_person_did_with_a_suggestion_is_what_became_of_it(console: Console) -> None:
    for number, decide in (("2", console.accept), ("3", console.not_needed)):
        opened = console.opened(id_of(number))
        assert opened is not None
        decide(opened)
    assert deeds(console, mode=Mode.SUGGEST) == [
        ("2", "suggest", Became.ACCEPTED, "Ana Ortiz"),
        ("3", "suggest", Became.NOT_NEEDED, "Ana Ortiz"),
    ]
    assert deeds(console, mode=Mode.SHADOW) == [("2", "shadow", Became.SAME, ""), ("3", "shadow", Became.STAYED, "")]


def test_a_move_is_put_back_from_the_list_once(console: Console) -> None:
    deed = moved(console)
    assert (deed.rule, deed.group, deed.decision is not None) == (SECURITY, "Security", True)
    console.rule_log.put_back(deed)
    again = moved(console)
    assert again.decision is None
    assert again.became in {Became.PUT_BACK, Became.TAKEN_BACK}
    with pytest.raises(Refused, match="no longer where that move left it"):
        console.rule_log.put_back(deed)


def test_what_is_finished_is_not_put_back(console: Console, store: Store) -> None:
    deed = moved(console)
    solved = ticket("1", status=Status.SOLVED, version="solved", tags=("security-incident",))
    store.pulled.apply(batch(solved, cursor="solved"), connection=DESK)
    with pytest.raises(Refused, match="#1 is solved"):
        console.rule_log.put_back(deed)
