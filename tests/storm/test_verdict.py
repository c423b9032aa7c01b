"""The storm's verdict on made-up stores and helpdesks: what is right passes, and each harm is called by name."""

from dataclasses import replace

import pytest

from app.domain.changes import ChangeId, marker
from app.domain.tickets import TicketId
from app.domain.transfer import TransferId
from tests.storm.cast import BILLING
from tests.storm.looks import NOBODY, InHelpdesk, InStore, Words
from tests.storm.memory import Memory
from tests.storm.plan import Ending, plan
from tests.storm.verdict import ANAS, BOBS, Shown, judge
from tests.storm.watch import wrong_in_store

OFFER, DECISION = TransferId("offer"), "d1"
TYPED = f"Note 0: called back.\n\n{marker(ChangeId('n1'))}"
MOVED = f"Taken over.\n\n{marker(ChangeId(DECISION))}"
ANSWERED = "Answer 0: the old one."
SAID = ("Question 0: which contract?", ANSWERED)
HELD = InStore((("offer", "accepted", False, DECISION),), ((DECISION, "transfer", BOBS),), (("done", ""),))
SHOWN = Shown(InHelpdesk(BOBS, BILLING, "resolved"), (TYPED, MOVED), ("It has stopped.", "Solved 0."))
WORDS = Words("Draft 0.1", SAID, feedback=True)
KEPT = InStore((("offer", "declined", False, None),))  # nobody took it over
STAYED = Shown(InHelpdesk(ANAS, "Tier 1", "open"), (TYPED,))


def play(ending: Ending = Ending.ACCEPTED, *, owned: bool = True) -> Memory:
    """All of it acknowledged, its end excepted."""
    memory = Memory(replace(plan(0), ending=ending, owned=owned), TicketId("desk:1"), offer=OFFER)
    memory.did |= {"offer", "note", "ask", "answer"}
    memory.typed += ["Draft 0.0", "Draft 0.1"]
    memory.draft_from = 1
    return memory


def accepted() -> Memory:
    memory = play()
    memory.did |= {"accept", "solved", "feedback"}
    memory.decided.add(DECISION)
    return memory


def blamed(memory: Memory, held: InStore = HELD, words: Words = WORDS, shown: Shown = SHOWN) -> set[str]:
    judge(memory, held, words, shown)
    return {each.kind for each in memory.violations}


def test_what_is_as_it_must_be_is_not_blamed() -> None:
    assert blamed(accepted()) == set()


@pytest.mark.parametrize(
    ("harm", "held", "words", "shown"),
    [
        ("decision lost", replace(HELD, decisions=()), WORDS, SHOWN),
        ("decision lost", HELD, replace(WORDS, feedback=False), SHOWN),
        ("decision lost", replace(HELD, offers=(("another", "accepted", False, DECISION),)), WORDS, SHOWN),
        ("decision doubled", replace(HELD, decisions=(*HELD.decisions, ("d2", "override", ANAS))), WORDS, SHOWN),
        ("offer without its end", replace(HELD, offers=(("offer", "asked", True, DECISION),)), WORDS, SHOWN),
        ("offers", replace(HELD, offers=HELD.offers * 2), WORDS, SHOWN),
        ("write-back failed", replace(HELD, writes=(("failed", "no such group"),)), WORDS, SHOWN),
        ("note missing", HELD, WORDS, replace(SHOWN, notes=(TYPED,))),
        ("note missing", HELD, WORDS, replace(SHOWN, notes=(MOVED,))),
        ("note doubled", HELD, WORDS, replace(SHOWN, notes=(TYPED, MOVED, MOVED))),
        ("note doubled", HELD, WORDS, replace(SHOWN, notes=(TYPED, TYPED, MOVED))),
        ("notes", HELD, WORDS, replace(SHOWN, notes=(TYPED, MOVED, "Nobody wrote this."))),
        ("words lost", HELD, replace(WORDS, said=SAID[:1]), SHOWN),
        ("words doubled", HELD, replace(WORDS, said=(*SAID, ANSWERED)), SHOWN),
        ("words lost", HELD, WORDS, replace(SHOWN, replies=SHOWN.replies[:1])),
        ("words doubled", HELD, WORDS, replace(SHOWN, replies=("Solved 0.", "Solved 0."))),
        ("draft lost", HELD, replace(WORDS, draft="Draft 0.0"), SHOWN),
        ("owner", HELD, WORDS, replace(SHOWN, ticket=InHelpdesk(ANAS, BILLING, "resolved"))),
        ("owner", HELD, WORDS, replace(SHOWN, ticket=InHelpdesk(BOBS, "Tier 1", "resolved"))),
        ("status", HELD, WORDS, replace(SHOWN, ticket=InHelpdesk(BOBS, BILLING, "open"))),
    ],
)
def test_each_harm_is_called_by_name(harm: str, held: InStore, words: Words, shown: Shown) -> None:
    assert harm in blamed(accepted(), held, words, shown)


@pytest.mark.parametrize("notes", [(), (TYPED,)])
def test_a_note_that_nobody_was_told_of_may_be_there_or_not(notes: tuple[str, ...]) -> None:
    memory = play(Ending.DECLINED)
    memory.did.remove("note")
    memory.tried.add("note")
    assert blamed(memory, KEPT, shown=replace(STAYED, notes=notes)) == set()


@pytest.mark.parametrize(("notes", "harm"), [((), "note missing"), ((TYPED, TYPED), "note doubled")])
def test_a_note_that_was_seen_to_be_there_is_there_once(notes: tuple[str, ...], harm: str) -> None:
    memory = play(Ending.DECLINED)
    memory.did.remove("note")
    memory.found.add("note")
    assert harm in blamed(memory, KEPT, shown=replace(STAYED, notes=notes))


def test_a_note_that_was_seen_to_be_there_counts_as_one() -> None:
    memory = play(Ending.DECLINED)
    memory.did.remove("note")
    memory.found.add("note")
    assert blamed(memory, KEPT, shown=STAYED) == set()


@pytest.mark.parametrize(
    ("ending", "state"),
    [(Ending.DECLINED, "declined"), (Ending.WITHDRAWN, "withdrawn"), (Ending.EXPIRED, "expired")],
)
def test_what_nobody_took_over_stays_the_senders(ending: Ending, state: str) -> None:
    held = InStore((("offer", state, False, None),))
    assert blamed(play(ending), held, shown=STAYED) == set()
    assert "owner" in blamed(play(ending), held, shown=replace(STAYED, ticket=InHelpdesk(NOBODY, "Tier 1", "open")))


def test_what_was_taken_back_at_once_may_stay_nobodys() -> None:
    held = InStore((("offer", "withdrawn", False, None),))
    unowned = replace(STAYED, ticket=InHelpdesk(NOBODY, "Tier 1", "new"))
    assert blamed(play(Ending.WITHDRAWN, owned=False), held, shown=unowned) == set()


def test_a_withdrawal_that_was_acknowledged_holds() -> None:
    memory = replace(accepted(), plan=replace(plan(0), ending=Ending.RACE))
    assert blamed(memory) == set()
    memory.did.add("withdraw")
    assert "decision lost" in blamed(memory)


def test_a_decision_is_neither_lost_nor_offered() -> None:
    memory = play(Ending.DECIDED)
    memory.offer = None
    memory.did |= {"override", "solved"}
    held = InStore((), ((DECISION, "override", ANAS),))
    assert blamed(memory, held) == set()
    assert {"decision lost", "notes"} <= blamed(memory, InStore())


@pytest.mark.parametrize(
    ("held", "owner", "wrong"),
    [
        (HELD, BOBS, ""),
        (KEPT, ANAS, ""),
        (InStore((("offer", "asked", True, None),)), ANAS, ""),
        (InStore((), ((DECISION, "override", ANAS),)), BOBS, ""),
        (replace(HELD, decisions=()), ANAS, "1 accepted offers and 0 decisions that take the ticket over"),
        (replace(KEPT, decisions=HELD.decisions), ANAS, "0 accepted offers and 1 decisions"),
        (replace(HELD, offers=(*HELD.offers, ("o2", "offered", True, None))), BOBS, "1 open and 1 accepted offers"),
        (KEPT, BOBS, "moved in the helpdesk before anybody accepted it"),
    ],
)
def test_what_must_not_be_at_any_moment(held: InStore, owner: str, wrong: str) -> None:
    found = wrong_in_store(held, InHelpdesk(owner, "Tier 1", "open"))
    assert found == wrong or (wrong and found.startswith(wrong))
