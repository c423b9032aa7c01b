"""What must hold of a play once everything is up again and at rest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.changes import ChangeId, marker
from tests.storm.cast import AGENTS, ANA, BILLING, BOB
from tests.storm.looks import NOBODY, InHelpdesk, InStore, Words
from tests.storm.memory import Memory
from tests.storm.plan import Ending

ANAS, BOBS = AGENTS[ANA.name], AGENTS[BOB.name]
_ENDS = {
    Ending.ACCEPTED: {"accepted"},
    Ending.UNDONE: {"accepted"},
    Ending.RACE: {"accepted", "withdrawn"},
    Ending.DECLINED: {"declined"},
    Ending.WITHDRAWN: {"withdrawn"},
    Ending.EXPIRED: {"expired"},
}
_LEADS_TO = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}  # deeds, once acknowledged
_SOLVED = "resolved"  # as the helpdesk calls it


@dataclass(frozen=True)
class Shown:
    """A ticket in the helpdesk."""

    ticket: InHelpdesk
    notes: Sequence[str] = ()
    replies: Sequence[str] = ()


def judge(memory: Memory, held: InStore, words: Words, shown: Shown) -> None:
    """Blame the program for whatever is not as it must be."""
    _judge_offers(memory, held)
    _judge_decisions(memory, held)
    _judge_owner(memory, held, shown.ticket)
    _judge_notes(memory, held, shown.notes)
    _judge_words(memory, words)
    _judge_solution(memory, shown)
    for state, problem in held.writes:
        if state not in {"done", "withdrawn"}:
            memory.blame("write-back failed", f"{state}: {problem}")


def _judge_offers(memory: Memory, held: InStore) -> None:
    for _, state, is_open, _ in held.offers:
        if is_open or state not in _ENDS.get(memory.plan.ending, set()):
            memory.blame("offer without its end", f"{state}, and the play was {memory.plan.ending}")
        for deed, leads_to in _LEADS_TO.items():
            if deed in memory.did and state != leads_to:
                memory.blame("decision lost", f"{deed!r} was acknowledged, and the offer is {state}")
    if memory.offer is not None and memory.offer not in {each[0] for each in held.offers}:
        memory.blame("decision lost", "an offer that was acknowledged")
    wanted = 0 if memory.plan.ending is Ending.DECIDED else 1
    if len(held.offers) != wanted:
        memory.blame("offers", f"{len(held.offers)} instead of {wanted}")


def _judge_decisions(memory: Memory, held: InStore) -> None:
    standing = {identity for identity, _, _ in held.decisions}
    for lost in memory.decided - standing:
        memory.blame("decision lost", lost)
    wanted = int(memory.plan.ending is Ending.DECIDED or "accepted" in _states(held))
    if len(standing) > wanted:
        memory.blame("decision doubled", f"{len(standing)} stand instead of {wanted}")
    if len(standing) < wanted:
        memory.blame("decision lost", "none stands")


def _judge_owner(memory: Memory, held: InStore, shown: InHelpdesk) -> None:
    """The helpdesk's owner is the store's."""
    moves = bool(held.decisions)
    owners = {BOBS} if moves else {ANAS} if memory.plan.owned or "withdrawn" not in _states(held) else {ANAS, NOBODY}
    if shown.owner not in owners:
        memory.blame("owner", f"{shown.owner}'s in the helpdesk, and should be {' or '.join(sorted(owners))}'s")
    if (shown.queue == BILLING) != moves:
        memory.blame("owner", f"in {shown.queue}, and {'was' if moves else 'was not'} taken over")


def _states(held: InStore) -> set[str]:
    return {state for _, state, _, _ in held.offers}


def _judge_notes(memory: Memory, held: InStore, notes: Sequence[str]) -> None:
    """One for each decision that stands, one that was typed, and no other."""
    found = Counter(_reference(each) for each in notes)
    wanted = {marker(ChangeId(each[0])) for each in held.decisions if each[1] == "transfer"}
    for reference, count in found.items():
        if count > 1:
            memory.blame("note doubled", f"{count} times {reference}")
    for reference in wanted - set(found):
        memory.blame("note missing", reference)
    typed = sum(memory.note in each for each in notes)
    if typed not in memory.times("note"):
        memory.blame("note doubled" if typed else "note missing", f"{typed} times {memory.note!r}")
    if len(notes) != len(held.decisions) + typed:
        memory.blame("notes", f"{len(notes)} in the helpdesk for {len(held.decisions)} decisions and {typed} typed")


def _reference(note: str) -> str:
    return next((line for line in note.splitlines() if line.startswith(marker(ChangeId("")).strip())), note[:60])


def _judge_words(memory: Memory, words: Words) -> None:
    """The draft is the last that was acknowledged, or one that was typed after it; what was said is there once."""
    start = memory.draft_from
    if start is not None and words.draft not in memory.typed[start:]:
        memory.blame("draft lost", f"{words.draft!r} instead of {memory.typed[start]!r}")
    texts = Counter(words.said)
    for name, text in (("ask", memory.question), ("answer", memory.answer)):
        if texts[text] not in memory.times(name):
            memory.blame("words doubled" if texts[text] else "words lost", f"{texts[text]} times {text!r}")
    if "feedback" in memory.did and not words.feedback:
        memory.blame("decision lost", "feedback that was acknowledged")


def _judge_solution(memory: Memory, shown: Shown) -> None:
    """What the receiver did in the helpdesk itself is there, and once."""
    replies = sum(memory.reply in each for each in shown.replies)
    if replies not in memory.times("solved"):
        memory.blame("words doubled" if replies else "words lost", f"{replies} times {memory.reply!r} in the thread")
    if (shown.ticket.status == _SOLVED) != memory.is_done("solved"):
        memory.blame("status", f"{shown.ticket.status} in the helpdesk")
