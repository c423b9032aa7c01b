"""Every state that an offer can get into: one owner, an end for each, and no way back from it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.routing import Destination
from app.domain.tickets import Status
from app.domain.transfer import (
    LEADS_TO,
    NOBODY,
    Action,
    Actor,
    Deed,
    Transfer,
    TransferId,
    TransferState,
    ending_words,
    overtaken_by,
    step,
)
from app.errors import BadInput, Refused
from tests.builders import NOW, id_of, owner_id, ticket

BILLING = "Tier 2 Billing"
ANA = Actor("Ana Ortiz", owner_id("ana"), ("Tier 1",))
BOB = Actor("Bob Lindgren", owner_id("bob"), (BILLING,))
PRIYA = Actor("Priya", owner_id("priya"), (BILLING,))
STRANGER = Actor("Zoe", owner_id("zoe"), ("Tier 1",))
PEOPLE = (ANA, BOB, PRIYA, STRANGER, NOBODY)
LIFE = timedelta(minutes=30)
MOST_SAID = 3  # messages; a longer thread leads to no other state
FINISHED = frozenset(TransferState) - {TransferState.ACCEPTED, *LEADS_TO[Deed.ACCEPT][0]}


def an_offer(agent: str | None = None) -> Transfer:
    return Transfer(
        id=TransferId("transfer-1"),
        ticket=id_of("1"),
        sender=ANA.name,
        to=Destination(BILLING, 2, owner_id(agent) if agent else None),
        to_name="Bob Lindgren" if agent else "",
        offered_at=NOW,
        expires_at=NOW + LIFE,
        from_group="Tier 1",
        holder=ANA.agent,
    )


def do(
    transfer: Transfer, deed: Deed, by: Actor = BOB, *, minutes: float = 1, text: str = "why", made: str = "m"
) -> Transfer:
    return step(transfer, Action(deed, by, NOW + timedelta(minutes=minutes), text, made))


HELPDESK = {
    "": ticket("1"),
    "solved": ticket("1", status=Status.SOLVED),
    "reassigned": ticket("1", owner="zoe"),
    "moved": ticket("1", group="Tier 4"),
    "deleted": ticket("1", lost=True),
    "merged": ticket("1", merged_into=id_of("7")),
}


@dataclass(frozen=True)
class World:
    """An offer, whose the ticket is as far as anybody may rely on it, how late it is, and what the helpdesk did."""

    transfer: Transfer
    owner: str
    minutes: int = 1
    helpdesk: str = ""  # what it has done
    written: bool = False  # the acceptance reached the helpdesk

    @property
    def key(self) -> object:
        """What tells states apart; what was said counts by who said it."""
        said = tuple(each.by for each in self.transfer.thread)
        return (
            self.transfer.state,
            self.owner,
            self.minutes,
            self.helpdesk,
            self.written,
            said,
            self.transfer.ended_by,
            self.transfer.accepted_by,
        )


def neighbours(world: World) -> Iterator[tuple[str, World]]:
    """Every world that one deed of anybody, the clock or the helpdesk leads to."""
    for deed in Deed:
        for by in PEOPLE:
            after = attempted(world, deed, by)
            if after is not None:
                yield deed, after
    if world.minutes < 30:
        yield "time", replace(world, minutes=30)
    if world.transfer.state is TransferState.ACCEPTED and not world.written:
        yield "written", replace(world, written=True)
    if not world.helpdesk:
        for change in HELPDESK:
            yield "helpdesk", replace(world, helpdesk=change)


def attempted(world: World, deed: Deed, by: Actor) -> World | None:
    before = world.transfer
    overtaken = overtaken_by(before, HELPDESK[world.helpdesk])
    if (
        (deed is Deed.TAKE_BACK and world.written)  # the store never lets one undo what was sent
        or (deed is Deed.REFUSE and world.written)  # an answer is settled once
        or (deed is Deed.OVERTAKE and not overtaken)  # nobody does it but who has seen it
        or (deed is not Deed.OVERTAKE and before.is_open and overtaken)  # every deed looks at the helpdesk first
        or (deed in {Deed.ASK, Deed.ANSWER} and len(before.thread) >= MOST_SAID)
    ):
        return None
    try:
        after = do(before, deed, by, minutes=world.minutes, text=overtaken or "why", made=f"m{len(before.thread)}")
    except Refused:
        return None
    return None if after is before else replace(world, transfer=after, owner=after.owner)


Explored = tuple[dict[object, World], list[tuple[World, str, World]]]


def reachable(start: World) -> Explored:
    found, edges, waiting = {start.key: start}, list[tuple[World, str, World]](), deque([start])
    while waiting:
        world = waiting.popleft()
        for name, after in neighbours(world):
            edges.append((world, name, after))
            if after.key not in found:
                found[after.key] = after
                waiting.append(after)
    return found, edges


@pytest.fixture(scope="module", params=[None, "bob"], ids=["to a group", "to a person"])
def explored(request: pytest.FixtureRequest) -> Explored:
    return reachable(World(an_offer(request.param), ANA.name))


def test_every_state_is_reached_and_there_are_many_ways(explored: Explored) -> None:
    worlds, _ = explored
    assert {world.transfer.state for world in worlds.values()} == set(TransferState)
    assert len(worlds) > 60


def test_a_ticket_always_has_exactly_one_owner(explored: Explored) -> None:
    worlds, _ = explored
    for world in worlds.values():
        accepted = world.transfer.state is TransferState.ACCEPTED
        assert world.owner == world.transfer.owner
        assert (world.owner in {BOB.name, PRIYA.name}) if accepted else (world.owner == ANA.name)


def test_only_acceptance_its_undoing_and_its_refusal_change_the_owner(explored: Explored) -> None:
    _, edges = explored
    moves = {name for before, name, after in edges if before.owner != after.owner}
    assert moves == {Deed.ACCEPT, Deed.TAKE_BACK, Deed.REFUSE}


def test_whatever_is_accepted_can_still_be_refused_and_is_its_senders_then(explored: Explored) -> None:
    worlds, _ = explored
    accepted = [each for each in worlds.values() if each.transfer.state is TransferState.ACCEPTED]
    assert {each.owner for each in accepted} <= {BOB.name, PRIYA.name}
    for world in accepted:
        refused = do(world.transfer, Deed.REFUSE, NOBODY, text="no such group")
        assert (refused.owner, refused.accepted_by) == (ANA.name, world.owner)
        assert (refused.thread, refused.decision) == (world.transfer.thread, world.transfer.decision)
        assert ending_words(refused) == f"{world.owner} accepted it, but the helpdesk did not move it: no such group"


def test_every_offer_ends_at_the_latest_with_the_clock(explored: Explored) -> None:
    worlds, _ = explored
    for world in worlds.values():
        if world.transfer.is_open:
            ended = do(world.transfer, Deed.EXPIRE, NOBODY, minutes=30)
            assert ended.state is TransferState.EXPIRED
            assert ended.owner == ANA.name


def test_an_end_stays(explored: Explored) -> None:
    worlds, edges = explored
    assert {world.transfer.state for world in worlds.values()} >= FINISHED
    for before, name, after in edges:
        if before.transfer.state in FINISHED and after.transfer is not before.transfer:
            assert name is Deed.RECONSIDER
            assert before.transfer.state is TransferState.DECLINED
            assert before.minutes == 1, "at once, or never"
        if before.transfer.state is TransferState.ACCEPTED and before.written:
            assert after.transfer is before.transfer, name


def test_every_decline_can_be_taken_back_at_once_by_whoever_declined_and_by_nobody_else(explored: Explored) -> None:
    _, edges = explored
    declined = [(before, after) for before, name, after in edges if name is Deed.DECLINE]
    assert declined
    for before, after in declined:
        by = next(each for each in PEOPLE if each.name == after.transfer.ended_by)
        again = do(after.transfer, Deed.RECONSIDER, by, minutes=after.minutes)
        assert again == replace(before.transfer, version=before.transfer.version + 2)
        for other in PEOPLE:
            if other is not by:
                with pytest.raises(Refused, match="only they can take that back"):
                    do(after.transfer, Deed.RECONSIDER, other, minutes=after.minutes)


@pytest.mark.parametrize(("life", "seconds", "in_time"), [(1800, 9.9, True), (1800, 10, False), (65, 5, False)])
def test_a_decline_is_taken_back_within_ten_seconds_and_within_the_offers_life(
    life: float, seconds: float, in_time: bool
) -> None:
    offer = replace(an_offer(), expires_at=NOW + timedelta(seconds=life))
    declined = do(offer, Deed.DECLINE)
    assert declined.undoable_until == NOW + timedelta(minutes=1, seconds=10)
    if in_time:
        assert do(declined, Deed.RECONSIDER, minutes=1 + seconds / 60).is_open
    else:
        with pytest.raises(Refused, match="Ana Ortiz can offer it to you again"):
            do(declined, Deed.RECONSIDER, minutes=1 + seconds / 60)


def test_every_change_has_the_next_version(explored: Explored) -> None:
    _, edges = explored
    for before, _name, after in edges:
        changed = after.transfer is not before.transfer
        assert after.transfer.version == before.transfer.version + changed


def test_repeating_a_deed_changes_nothing(explored: Explored) -> None:
    _, edges = explored
    deeds = [(before, name, after) for before, name, after in edges if isinstance(name, Deed)]
    for _before, name, after in deeds:
        by = {"": NOBODY, ANA.name: ANA, BOB.name: BOB, PRIYA.name: PRIYA}[after.transfer.ended_by]
        made = after.transfer.thread[-1].id if after.transfer.thread else ""
        assert do(after.transfer, name, by, minutes=after.minutes, made=made) is after.transfer


def test_who_sends_the_same_words_again_has_said_them_once() -> None:
    asked = do(an_offer(), Deed.ASK, made="1")
    assert do(asked, Deed.ASK, made="2") is asked  # the answer of the first try was lost with the store's server
    answered = do(asked, Deed.ANSWER, ANA, made="3")
    assert len(do(answered, Deed.ASK, made="4").thread) == 3  # the answer was none


def test_the_second_of_two_who_accept_hears_who_was_first() -> None:
    accepted = do(an_offer(), Deed.ACCEPT)
    with pytest.raises(Refused, match=r"Too late: Bob Lindgren accepted it\."):
        do(accepted, Deed.ACCEPT, PRIYA)


@pytest.mark.parametrize("deed", [Deed.ACCEPT, Deed.DECLINE, Deed.ASK])
def test_only_the_receiver_answers_an_offer(deed: Deed) -> None:
    for by in (ANA, STRANGER, Actor("Bob Lindgren")):
        with pytest.raises(Refused, match=f"offered to {BILLING}"):
            do(an_offer(), deed, by)
    with pytest.raises(Refused, match="offered to Bob Lindgren"):
        do(an_offer("bob"), deed, PRIYA)


@pytest.mark.parametrize("deed", [Deed.ACCEPT, Deed.DECLINE, Deed.ASK])
def test_the_last_instant_is_too_late(deed: Deed) -> None:
    assert do(an_offer(), deed, minutes=29.999).version == 2
    with pytest.raises(Refused, match="nobody answered in time, and it stays with Ana Ortiz"):
        do(an_offer(), deed, minutes=30)


def test_a_declined_offer_says_why_and_needs_to() -> None:
    with pytest.raises(BadInput, match="needs a reason"):
        do(an_offer(), Deed.DECLINE, text=" ")
    assert ending_words(do(an_offer(), Deed.DECLINE, text=" not mine ")) == "Bob Lindgren declined it: not mine"


def test_an_undone_acceptance_opens_the_offer_where_it_was() -> None:
    asked = do(an_offer(), Deed.ASK, made="m1")
    answered = do(asked, Deed.ANSWER, ANA, made="m2")
    for before in (an_offer(), asked, answered):
        again = do(do(before, Deed.ACCEPT), Deed.TAKE_BACK)
        assert again == replace(before, version=before.version + 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"owner": "ana"}, ""),  # the sender took it because nobody had it
        ({"status": Status.PENDING}, ""),
        ({"status": Status.SOLVED}, "it was solved"),
        ({"lost": True}, "it was deleted, or moved out of sight"),
        ({"merged_into": id_of("7")}, "it was merged into #7"),
        ({"owner": "zoe"}, "it was assigned to Zoe"),
        ({"group": "Tier 4"}, "it was moved to Tier 4"),
    ],
)
def test_what_the_helpdesk_did_meanwhile_is_said(change: dict[str, Any], words: str) -> None:
    assert overtaken_by(an_offer(), ticket("1", **change), owner_name="Zoe") == words


def test_an_owner_that_was_taken_off_is_noticed() -> None:
    owned = replace(an_offer(), from_owner=ANA.agent)
    assert overtaken_by(owned, ticket("1")) == "its owner was taken off it"
