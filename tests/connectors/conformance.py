"""What every connector must do, whatever the helpdesk: one suite, run by each against its own real thing.

A connector's test module subclasses the classes that apply to it and gives them a fixture `harness`:

- `Reading` for everything that can be read;
- `Changing` where tickets change while one reads;
- `Writing` where there is something to write back to;
- `OverTheNetwork` where a network lies in between, through a `FaultyProxy`.
"""

import json
import logging
import traceback
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.domain.batch import Cursor
from app.domain.changes import Assign, Change, Note, Outcome, Reply, Watch, marker
from app.domain.tickets import AgentId, Role, TicketId, Visibility
from app.errors import AuthFailed, RateLimited, Refused, Unreachable, WarmlineError
from tests.connectors.faulty_proxy import DROPPED, HALF, HTML, SILENT, Fault, answering
from tests.connectors.harness import ChangingHarness, Harness, NetworkHarness, WritingHarness, change
from tests.connectors.world import World


class Reading:
    """Reading from the start, and from where one stopped."""

    def test_everything_is_read_from_the_start(self, harness: Harness) -> None:
        ticket = harness.create("Invoice twice", "You billed me twice.")
        world = World().pull(harness.connector())
        assert world.tickets[ticket].subject == "Invoice twice"
        assert world.texts(ticket) == ["You billed me twice."]
        assert world.thread(ticket)[0].role is Role.CUSTOMER
        assert world.thread(ticket)[0].visibility is Visibility.PUBLIC

    def test_every_message_and_event_belongs_to_a_ticket_that_came(self, harness: Harness) -> None:
        harness.create("One", "of them")
        world = World().pull(harness.connector())
        assert {each.ticket for each in world.messages.values()} <= set(world.tickets)
        assert {each.ticket for each in world.events.values()} <= set(world.tickets)
        assert all(each.id.startswith(f"{each.connection}:") for each in world.tickets.values())
        assert all(each.at.tzinfo is not None for each in world.messages.values())

    def test_at_the_end_an_empty_batch_comes(self, harness: Harness) -> None:
        world = harness.world().pull(harness.connector())
        batch = harness.connector().changes(world.cursor)
        assert (batch.tickets, batch.messages, batch.lost, batch.more) == ((), (), (), False)

    def test_a_cursor_survives_a_restart(self, harness: Harness) -> None:
        before = harness.create("Before the restart", "Hello.")
        kept = json.dumps(harness.world().cursor)
        after = harness.create("After the restart", "Hello?")
        news = World(Cursor(json.loads(kept))).pull(harness.connector())
        assert news.texts(after) == ["Hello?"]
        assert before not in news.tickets

    def test_the_same_cursor_may_be_asked_again(self, harness: Harness) -> None:
        cursor = harness.world().cursor
        ticket = harness.create("Asked again", "Still here.")
        connector = harness.connector()
        first, second = World(cursor).pull(connector), World(cursor).pull(connector)
        assert first.messages == second.messages
        assert ticket in first.tickets
        assert first.tickets == second.tickets

    def test_an_unreadable_cursor_starts_over(self, harness: Harness) -> None:
        ticket = harness.create("Lost bookmark", "Anybody?")
        world = World(Cursor('{"of": "another connector"}')).pull(harness.connector())
        assert ticket in world.tickets

    def test_no_secret_is_in_a_repr(self, harness: Harness) -> None:
        connector = harness.connector()
        connector.check()
        assert not harness.secret or harness.secret not in repr(connector) + str(connector)


class Changing:
    """Reading while tickets change."""

    def test_a_step_that_is_repeated_after_each_interruption_loses_and_doubles_nothing(
        self, harness: ChangingHarness
    ) -> None:
        world = World(harness.world().cursor)
        tickets = [harness.create(f"Interrupted {number}", f"text {number}") for number in range(5)]
        dying, next_start = harness.slow_connector(), harness.slow_connector()
        for _ in range(500):
            dying.changes(world.cursor)  # and then the program dies before it has stored it
            batch = next_start.changes(world.cursor)
            world.apply(batch)
            if not batch.more:
                break
        assert [world.texts(ticket) for ticket in tickets] == [[f"text {number}"] for number in range(5)]

    def test_paging_under_concurrent_change_loses_nothing(self, harness: ChangingHarness) -> None:
        tickets = [harness.create(f"Moving {number}", "first") for number in range(6)]
        late: list[TicketId] = []

        def meanwhile(number: int) -> None:
            if number < len(tickets):
                harness.customer_writes(tickets[number], f"answer {number}")
                harness.agent_notes(tickets[-1 - number], f"note {number}")
                late.append(harness.create(f"Late {number}", f"came at {number}"))

        world = World().pull(harness.slow_connector(), meanwhile)
        world.pull(harness.connector())
        for number, ticket in enumerate(tickets):
            note = len(tickets) - 1 - number
            assert sorted(world.texts(ticket)) == sorted(["first", f"answer {number}", f"note {note}"])
        assert [world.texts(ticket) for ticket in late] == [[f"came at {number}"] for number in range(len(late))]

    def test_what_a_customer_adds_comes_alone(self, harness: ChangingHarness) -> None:
        ticket = harness.create("Ongoing", "first")
        world = harness.world()
        harness.customer_writes(ticket, "and another thing")
        news = World(world.cursor).pull(harness.connector())
        assert news.texts(ticket) == ["and another thing"]
        assert news.thread(ticket)[0].role is Role.CUSTOMER
        assert list(news.tickets) == [ticket]

    def test_notes_are_internal_and_from_agents(self, harness: ChangingHarness) -> None:
        ticket = harness.create("With a note", "first")
        harness.agent_notes(ticket, "look at the invoice")
        note = harness.world().thread(ticket)[-1]
        assert (note.text.strip(), note.role, note.visibility) == (
            "look at the invoice",
            Role.AGENT,
            Visibility.INTERNAL,
        )

    def test_each_view_of_a_ticket_has_a_version_of_its_own(self, harness: ChangingHarness) -> None:
        ticket = harness.create("Versions", "first")
        before = harness.world().tickets[ticket].version
        assert World().pull(harness.connector()).tickets[ticket].version == before

    def test_a_deleted_ticket_is_lost(self, harness: ChangingHarness) -> None:
        ticket = harness.create("Spam", "buy now")
        world = harness.world()
        harness.delete(ticket)
        world.pull(harness.connector())
        assert world.tickets[ticket].lost


class Writing:
    """Writing back, once in effect."""

    def test_a_ticket_is_assigned_with_its_note(self, harness: WritingHarness) -> None:
        ticket = harness.create("Up", "please")
        wish = _escalation(harness, ticket, "Over to you.")
        receipt = harness.connector().apply(wish)
        truth = harness.truth(ticket)
        assert receipt.outcome is Outcome.APPLIED
        assert (truth.group, truth.owner) == (harness.groups[1], _login(harness.owners[0]))
        assert [note.splitlines()[0] for note in truth.notes] == ["Over to you."]

    def test_the_same_change_twice_changes_once(self, harness: WritingHarness) -> None:
        ticket = harness.create("Twice", "please")
        wish = change(ticket, Note("A note."), Reply("An answer."), _assign(harness))
        first, second = harness.connector().apply(wish), harness.connector().apply(wish)
        truth = harness.truth(ticket)
        assert first.outcome is second.outcome is Outcome.APPLIED
        assert (len(truth.notes), len(truth.replies)) == (1, 1)

    def test_people_and_groups_watch_from_then_on_and_once(self, harness: WritingHarness) -> None:
        ticket = harness.create("To be told", "please")
        wish = change(ticket, Watch((harness.groups[2], "lead@agents.test.example")), Note("To be told."))
        assert harness.connector().apply(wish).outcome is Outcome.APPLIED
        assert harness.connector().apply(wish).outcome is Outcome.APPLIED
        more = change(ticket, Watch((harness.groups[1], harness.groups[2])))
        assert harness.connector().apply(more).outcome is Outcome.APPLIED
        truth = harness.truth(ticket)
        assert sorted(truth.watchers) == sorted([*harness.groups[1:], "lead@agents.test.example"])
        assert len(truth.notes) == 1

    def test_a_group_that_is_not_there_is_said_and_the_note_names_it_all_the_same(
        self, harness: WritingHarness
    ) -> None:
        ticket = harness.create("Whom?", "please")
        receipt = harness.connector().apply(change(ticket, Watch(("Nobody's group",)), Note("To be told.")))
        assert receipt.outcome is Outcome.PARTLY
        assert [each.outcome for each in receipt.outcomes] == [Outcome.DENIED, Outcome.APPLIED]
        assert "Nobody's group" in receipt.outcomes[0].why
        assert harness.truth(ticket).watchers == []

    def test_two_changes_with_the_same_words_are_two(self, harness: WritingHarness) -> None:
        ticket = harness.create("Two", "please")
        for _ in range(2):
            assert harness.connector().apply(change(ticket, Note("Called, nobody there."))).outcome is Outcome.APPLIED
        assert len(harness.truth(ticket).notes) == 2

    def test_what_was_written_comes_back_with_the_next_batch(self, harness: WritingHarness) -> None:
        ticket = harness.create("Round trip", "please")
        world = harness.world()
        harness.connector().apply(_escalation(harness, ticket, "Over to you."))
        world.pull(harness.connector())
        assert (world.tickets[ticket].group, world.tickets[ticket].owner) == (harness.groups[1], harness.owners[0])
        assert world.thread(ticket)[-1].visibility is Visibility.INTERNAL

    def test_somebody_who_moved_it_first_wins_and_nothing_is_written(self, harness: WritingHarness) -> None:
        ticket = harness.create("Race", "please")
        harness.move(ticket, harness.groups[2])
        receipt = harness.connector().apply(_escalation(harness, ticket, "Over to you."))
        truth = harness.truth(ticket)
        assert receipt.outcome is Outcome.CONFLICT
        assert all(each.why for each in receipt.outcomes)
        assert (truth.group, truth.owner, truth.notes) == (harness.groups[2], "", [])

    def test_somebody_who_took_it_first_wins_and_nothing_is_written(self, harness: WritingHarness) -> None:
        ticket = harness.create("Taken", "please")
        harness.give(ticket, harness.owners[1])
        receipt = harness.connector().apply(_escalation(harness, ticket, "Over to you."))
        truth = harness.truth(ticket)
        assert receipt.outcome is Outcome.CONFLICT
        assert (truth.group, truth.owner, truth.notes) == (harness.groups[0], _login(harness.owners[1]), [])

    def test_somebody_who_did_the_very_same_is_no_conflict(self, harness: WritingHarness) -> None:
        ticket = harness.create("Agreed", "please")
        harness.move(ticket, harness.groups[1])
        harness.give(ticket, harness.owners[0])
        assert harness.connector().apply(_escalation(harness, ticket, "Over to you.")).outcome is Outcome.APPLIED

    def test_a_ticket_that_never_was_is_lost(self, harness: WritingHarness) -> None:
        known = harness.create("Known", "please")
        absent = TicketId(known.rpartition(":")[0] + ":99999999")
        assert harness.connector().apply(_escalation(harness, absent, "Anybody?")).outcome is Outcome.LOST


class OverTheNetwork:
    """A network lies in between, and does what networks do."""

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (answering(401), AuthFailed),
            (answering(403), Refused),
            (answering(409), Refused),
            (answering(422), Refused),
            (answering(429, Retry_After="7"), RateLimited),
            (answering(503, Retry_After="7"), RateLimited),
            (answering(500), Unreachable),
            (answering(502), Unreachable),
            (answering(503), Unreachable),
            (HTML, Unreachable),
            (HALF, Unreachable),
            (DROPPED, Unreachable),
        ],
        ids=lambda value: value.__name__ if isinstance(value, type) else str(getattr(value, "status", "") or "broken"),
    )
    def test_a_spoiled_answer_is_an_error_that_a_person_understands(
        self, harness: NetworkHarness, fault: Fault, error: type[WarmlineError], caplog: pytest.LogCaptureFixture
    ) -> None:
        cursor = harness.world().cursor
        caplog.set_level(logging.DEBUG)
        with harness.proxy.spoiling(lambda _: fault), pytest.raises(error) as raised:
            harness.connector().changes(cursor)
        assert type(raised.value) is error
        assert str(raised.value).endswith(".")
        assert harness.secret not in "".join(traceback.format_exception(raised.value)) + caplog.text
        assert harness.connector().changes(cursor).cursor

    def test_a_server_that_says_when_is_asked_then(self, harness: NetworkHarness) -> None:
        with harness.proxy.spoiling(lambda _: answering(429, Retry_After="7")), pytest.raises(RateLimited) as raised:
            harness.connector().changes(harness.world().cursor)
        assert raised.value.retry_after == timedelta(seconds=7)

    def test_a_silent_server_is_given_up_on(self, harness: NetworkHarness) -> None:
        cursor = harness.world().cursor
        with harness.proxy.spoiling(lambda _: SILENT), pytest.raises(Unreachable):
            harness.impatient_connector().changes(cursor)

    def test_a_sync_that_breaks_at_any_request_loses_nothing(self, harness: NetworkHarness) -> None:
        cursor = harness.world().cursor
        ticket = harness.create("Breaking", "first")
        harness.connector().apply(change(ticket, Note("a note"), Reply("an answer")))
        connector = harness.connector()
        connector.changes(cursor)  # it has looked round once: what it asks from here on is the sync alone
        for broken in range(40):
            harness.proxy.spoil(*[None] * broken, HALF)
            try:
                world = World(cursor).pull(connector)
            except Unreachable:
                assert len(World(cursor).pull(connector).texts(ticket)) == 3
                continue
            harness.proxy.spoil()
            assert len(world.texts(ticket)) == 3
            assert broken > 3
            return
        raise AssertionError("a sync of one ticket takes more than forty requests")

    @pytest.mark.parametrize("reaches", [False, True], ids=["before", "after"])
    def test_a_change_that_breaks_at_any_request_is_made_once(self, harness: NetworkHarness, reaches: bool) -> None:
        for broken in range(40):
            ticket = harness.create(f"Broken at {broken}", "please")
            wish = change(ticket, Note("A note."), Reply("An answer."), _assign(harness))
            harness.proxy.spoil(*[None] * broken, Fault(dropped=True, reaches=reaches))
            interrupted = _interrupted(lambda wish=wish: harness.connector().apply(wish))  # type: ignore[misc]
            harness.proxy.spoil()
            receipt = harness.connector().apply(wish)
            truth = harness.truth(ticket)
            assert receipt.outcome is Outcome.APPLIED
            assert (truth.group, truth.owner) == (harness.groups[1], _login(harness.owners[0]))
            assert [text.count(marker(wish.id)) for text in (*truth.notes, *truth.replies)] == [1, 1]
            if not interrupted:
                assert broken > 3
                return
        raise AssertionError("one change takes more than forty requests")

    def test_a_wrong_secret_asks_for_a_person(self, harness: NetworkHarness) -> None:
        with harness.proxy.spoiling(lambda _: answering(401)), pytest.raises(AuthFailed):
            harness.connector().check()

    def test_no_secret_is_in_a_log_of_what_went_well(
        self, harness: NetworkHarness, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        ticket = harness.create("Quiet", "please")
        harness.world()
        harness.connector().apply(change(ticket, Note("said")))
        assert harness.secret not in caplog.text


def _interrupted(work: Callable[[], object]) -> bool:
    try:
        work()
    except Unreachable:
        return True
    return False


def _assign(harness: WritingHarness) -> Assign:
    return Assign(group=harness.groups[1], owner=harness.owners[0], from_group=harness.groups[0], from_owner=None)


def _escalation(harness: WritingHarness, ticket: TicketId, words: str) -> Change:
    return change(ticket, Note(words), _assign(harness))


def _login(agent: AgentId) -> str:
    return agent.partition(":")[2]
