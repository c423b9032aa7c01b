"""A team's store that goes away and comes back: the console shows what it knew, and loses nothing that was done."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.changes import ChangeState
from app.domain.decisions import DecisionKind
from app.domain.journal import DecisionMade, HoursSaid, Kept, NoteSent
from app.domain.own_hours import Everybody, OwnHours, Word
from app.domain.queue import Lens
from app.domain.routing import Destination
from app.errors import Refused, StoreAway
from app.service import deeds
from app.service.console import Console
from app.service.decide import note_change
from app.service.deeds import Deeds, perform
from app.settings import Settings
from app.store.journal import Journal, open_journal
from app.store.store import Store, open_store
from tests.builders import DESK, NOW, agent, batch, contribution, decision, id_of, message, ticket, triage
from tests.service.consoles import console_over
from tests.store import postgres_server
from tests.store.postgres_server import Server

pytestmark = pytest.mark.postgres
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of this module's own, which may be stopped."""
    with postgres_server.needed(), postgres_server.running() as server:
        yield server


@pytest.fixture
def store(server: Server, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(deeds, "PATIENCE", 0.0)
    server.stop()
    server.start()
    opened = open_store(server.create(request.node.name), key=None)
    opened.pulled.apply(
        batch(ticket("1"), ticket("2"), messages=(message("I want your supervisor.", number="1"),)), connection=DESK
    )
    opened.triaged.record([triage("1", contribution(points=60)), triage("2", contribution(points=55))])
    yield opened
    opened.close()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path / "journal.db", key=KEY)
    yield made
    made.close()


@pytest.fixture
def console(store: Store, journal: Journal, tmp_path: Path) -> Console:
    return console_of("Ana Ortiz", store, journal, tmp_path)


def console_of(person: str, store: Store, journal: Journal, folder: Path) -> Console:
    return console_over(
        store, folder, person=person, settings=Settings(store_url="postgresql://ana@/x"), journal=journal
    )


def test_what_is_done_while_it_is_away_is_there_once_it_is_back(
    console: Console, store: Store, server: Server, journal: Journal, tmp_path: Path
) -> None:
    first, second = console.opened(id_of("1")), console.opened(id_of("2"))
    assert first
    assert second
    console.rows(console.queue(Lens.ALL))
    server.stop()
    made = console.accept(first)
    console.add_note(id_of("2"), "Called back.")
    console.save_draft(id_of("1"), "And th")
    console.save_draft(id_of("1"), "And then")

    health = console.health()
    assert (health.away, health.kept_here) == (True, 3)
    shown = console.opened(id_of("1"))
    assert shown
    assert shown.standing == made
    assert shown.draft == "And then"
    noted = console.opened(id_of("2"))
    assert noted
    assert [each.text for each in noted.deliveries] == ["Called back."]
    rows = {row.ticket: row.decided for row in console.rows(console.queue(Lens.ALL))}
    assert rows == {id_of("1"): "accepted, waiting here", id_of("2"): ""}
    with pytest.raises(StoreAway):
        store.revision()

    # The console is killed and started again before the server is: all it has is the file.
    again = console_of("Ana Ortiz", store, Journal(tmp_path / "journal.db", key=KEY), tmp_path)
    server.start()
    again.health()
    health = again.health()
    assert (health.away, health.kept_here, health.not_taken) == (False, 0, ())
    assert [each.id for each in store.decided.decisions(id_of("1"))] == [made.id]
    assert [each.state for each in store.decided.deliveries(id_of("2"))] == [ChangeState.WAITING]
    assert store.decided.draft(id_of("1"), by="Ana Ortiz") == "And then"
    assert store.decided.verify_audit() is None
    assert len(list(store.decided.audit())) == 2


def test_sent_twice_it_is_there_once(store: Store, journal: Journal) -> None:
    made = DecisionMade(decision("1"), ticket("1"), ticket("1"), None, written=True)
    note = NoteSent(note_change(id_of("2"), "Called back.", NOW), NOW, "Ana Ortiz")
    hours = HoursSaid(OwnHours("Ana Ortiz", NOW, capacity=2))
    for deed in (made, note, hours):
        perform(store, deed)  # it was committed, and the answer lost
        journal.keep(deed)
    Deeds(store, journal).replay()
    assert journal.waiting() == ()
    assert len(store.decided.decisions(id_of("1"))) == len(store.decided.deliveries(id_of("1"))) == 1
    assert len(store.decided.deliveries(id_of("2"))) == 1
    assert len([each for each in store.decided.audit() if each.subject.startswith("own hours")]) == 1


def test_hours_said_while_it_is_away_count_once_it_is_back(
    console: Console, store: Store, server: Server, tmp_path: Path
) -> None:
    store.pulled.apply(batch(agents=(agent("ana"), agent("bob")), cursor="2"), connection=DESK)
    say_hours(console, capacity=4)
    console.health()
    server.stop()
    assert say_hours(console, capacity=2).waits
    last = say_hours(console, away=True, reason="dentist", capacity=3)
    health = console.health()
    assert (health.away, health.kept_here) == (True, 1), "of a person's words the newest"
    mine = console.hours.mine()
    assert mine is not None
    assert (mine.own, mine.waits) == (last.hours, True)
    assert console.hours.everybody() == Everybody((mine,), away=True)

    again = console_of("Ana Ortiz", store, Journal(tmp_path / "journal.db", key=KEY), tmp_path)
    server.start()
    again.health()
    assert again.health().kept_here == 0
    everybody = again.hours.everybody()
    assert [(each.own, each.waits) for each in everybody.people] == [(last.hours, False), (None, False)]
    assert not everybody.away
    logged = [each.subject for each in store.decided.audit() if each.subject.startswith("own hours")]
    assert len(logged) == 2, "what was said before it went, and the last of what was said meanwhile"
    assert store.decided.verify_audit() is None


def test_what_is_typed_for_a_colleague_while_it_is_away_is_kept_and_once_sent_does_not_come_back(
    console: Console, store: Store, server: Server, journal: Journal, tmp_path: Path
) -> None:
    subject = f"consult {id_of('1')}"
    server.stop()
    console.transfers.save_unsent(subject, "Is she alw")
    console.transfers.save_unsent(subject, "Is she always")
    assert console.health().kept_here == 1
    again = console_of("Ana Ortiz", store, Journal(tmp_path / "journal.db", key=KEY), tmp_path)
    assert again.transfers.unsent(subject) == "Is she always"
    server.start()
    opened = again.opened(id_of("1"))
    assert opened
    again.consults.consult(opened, Destination("Tier 2 Billing", 2), "Is she always so rude?")
    assert journal.waiting() != (), "what was typed before has not gone yet"
    assert again.transfers.unsent(subject) == ""
    assert journal.waiting() == ()


def test_of_hours_said_here_and_elsewhere_meanwhile_the_newest_count(
    console: Console, store: Store, server: Server
) -> None:
    store.pulled.apply(batch(agents=(agent("ana"),), cursor="2"), connection=DESK)
    console.health()
    server.stop()
    here = say_hours(console, capacity=2)
    server.start()
    elsewhere = OwnHours("Ana Ortiz", here.hours.at + timedelta(seconds=1), capacity=7)
    store.hours.say(elsewhere)
    console.health()
    health = console.health()
    assert (health.kept_here, health.not_taken) == (0, ())
    mine = console.hours.mine()
    assert mine is not None
    assert mine.own == elsewhere


def say_hours(console: Console, *, away: bool = False, reason: str = "", capacity: int | None = None) -> Word:
    return console.hours.say(away=away, until=None, reason=reason, shift=None, capacity=capacity)


def test_without_the_journal_a_decision_is_lost(store: Store, server: Server, tmp_path: Path) -> None:
    # the control: it is the journal that keeps it
    bare = console_of("Ana Ortiz", store, Journal(tmp_path / "unused.db", key=KEY), tmp_path)
    bare._deeds = Deeds(store)
    opened = bare.opened(id_of("1"))
    assert opened
    server.stop()
    with pytest.raises(StoreAway):
        bare.accept(opened)
    server.start()
    bare.health()
    assert store.decided.decisions(id_of("1")) == ()


def test_a_colleague_who_was_faster_is_said(console: Console, store: Store, server: Server) -> None:
    opened = console.opened(id_of("1"))
    assert opened
    server.stop()
    console.not_needed(opened)
    server.start()
    store.decided.record(decision("1", name="bob", by="Bob Lindgren"), (), not_before=NOW)
    console.health()
    health = console.health()
    (said,) = health.not_taken
    assert "Your decision on #1 (not needed) was not taken over: Bob Lindgren has decided" in said
    assert health.kept_here == 0
    console.dismiss_not_taken()
    assert console.health().not_taken == ()


def test_a_decision_that_waits_can_be_taken_back(console: Console, store: Store, server: Server) -> None:
    opened = console.opened(id_of("1"))
    assert opened
    server.stop()
    made = console.accept(opened)
    assert console.undo(made)
    shown = console.opened(id_of("1"))
    assert shown
    assert shown.standing is None
    server.start()
    console.health()
    assert console.health().kept_here == 0
    assert store.decided.decisions(id_of("1")) == ()


def test_an_undoing_reaches_a_decision_whose_answer_was_lost(console: Console, store: Store, journal: Journal) -> None:
    made = DecisionMade(decision("1", kind=DecisionKind.NOT_NEEDED), ticket("1"), ticket("1"), None, written=True)
    perform(store, made)
    journal.keep(made)
    assert console.undo(made.decision)
    console.health()
    assert [each.undone_at is not None for each in store.decided.decisions(id_of("1"))] == [True]


def test_while_it_answers_a_refusal_is_heard_at_once(console: Console, store: Store, journal: Journal) -> None:
    opened = console.opened(id_of("1"))
    assert opened
    store.decided.record(decision("1", name="bob", by="Bob Lindgren"), (), not_before=NOW)
    with pytest.raises(Refused, match="Bob Lindgren has decided"):
        console.accept(opened)
    assert journal.waiting() == ()
    assert journal.refused() == ()


def test_a_journal_of_another_key_is_put_aside_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    first = Journal(file, key=KEY)
    first.keep(NoteSent(note_change(id_of("2"), "Called back.", NOW), NOW, "Ana Ortiz"))
    first.close()
    assert b"Called back" not in file.read_bytes()
    second = open_journal(file, key=bytes(32), aside="before")
    assert second.waiting() == ()
    second.close()
    kept = Journal(tmp_path / "journal.db.before", key=KEY)
    assert [type(each) for each in kept.waiting()] == [Kept]
    kept.close()
