"""What must hold of a play once everything is up again and at rest."""

from collections import Counter

from app.domain.changes import ChangeId, marker
from tests.storm.cast import BILLING, BOB
from tests.storm.looks import NOBODY, InHelpdesk, InStore, rows
from tests.storm.plan import Ending
from tests.storm.play import Play
from tests.storm.watch import ANAS, BOBS

_ENDS = {
    Ending.ACCEPTED: {"accepted"},
    Ending.UNDONE: {"accepted"},
    Ending.RACE: {"accepted", "withdrawn"},
    Ending.DECLINED: {"declined"},
    Ending.WITHDRAWN: {"withdrawn"},
    Ending.EXPIRED: {"expired"},
}


def judge(play: Play, held: InStore, shown: InHelpdesk, notes: list[str]) -> None:
    """Blame the play for whatever is not as it must be."""
    _judge_offers(play, held)
    _judge_owner(play, held, shown)
    _judge_decisions(play, held)
    _judge_notes(play, held, notes)
    _judge_words(play)
    for state, problem in held.writes:
        if state not in {"done", "withdrawn"}:
            play.blame("write-back failed", f"{state}: {problem}")


def _judge_offers(play: Play, held: InStore) -> None:
    for _, state, is_open, _ in held.offers:
        if is_open or state not in _ENDS.get(play.plan.ending, set()):
            play.blame("offer without its end", f"{state}, and the play was {play.plan.ending}")
    if play.offer is not None and play.offer not in {each[0] for each in held.offers}:
        play.blame("decision lost", "an offer that was acknowledged")
    wanted = 0 if play.plan.ending is Ending.DECIDED else 1
    if len(held.offers) != wanted:
        play.blame("offers", f"{len(held.offers)} instead of {wanted}")


def _judge_owner(play: Play, held: InStore, shown: InHelpdesk) -> None:
    """The helpdesk's owner is the store's."""
    moves = bool(held.decisions)
    owners = {BOBS} if moves else {ANAS} if play.plan.owned or "withdrawn" not in _states(held) else {ANAS, NOBODY}
    if shown.owner not in owners:
        play.blame("owner", f"{shown.owner}'s in the helpdesk, and should be {' or '.join(sorted(owners))}'s")
    if (shown.queue == BILLING) != moves:
        play.blame("owner", f"in {shown.queue}, and {'was' if moves else 'was not'} taken over")


def _states(held: InStore) -> set[str]:
    return {state for _, state, _, _ in held.offers}


def _judge_decisions(play: Play, held: InStore) -> None:
    standing = {identity for identity, _, _ in held.decisions}
    for lost in play.decided - standing:
        play.blame("decision lost", lost)
    if len(standing) > 1:
        play.blame("decision doubled", f"{len(standing)} stand")
    if "feedback" in play.did and not rows(
        play.world.store_url, "SELECT 1 FROM transfer_feedback WHERE transfer = %s", play.offer
    ):
        play.blame("decision lost", "feedback that was acknowledged")


def _judge_notes(play: Play, held: InStore, notes: list[str]) -> None:
    """One for each decision that stands, one that was typed, and no other."""
    found = Counter(_reference(each) for each in notes)
    wanted = {marker(ChangeId(each[0])) for each in held.decisions if each[1] == "transfer"}
    for reference, count in found.items():
        if count > 1:
            play.blame("note doubled", f"{count} times {reference}")
    for reference in wanted - set(found):
        play.blame("note missing", reference)
    typed = sum(play.note in each for each in notes)
    if typed != 1 and "note" in play.did:
        play.blame("note doubled" if typed else "note missing", f"{typed} times {play.note!r}")
    if len(notes) != len(held.decisions) + ("note" in play.did):
        play.blame("notes", f"{len(notes)} in the helpdesk for {len(held.decisions)} decisions")


def _reference(note: str) -> str:
    return next((line for line in note.splitlines() if line.startswith(marker(ChangeId("")).strip())), note[:60])


def _judge_words(play: Play) -> None:
    """The draft is the last that was acknowledged, or one that was typed after it; what was said is there once."""
    found = rows(
        play.world.store_url, "SELECT text FROM drafts WHERE ticket = %s AND person = %s", play.ticket, BOB.name
    )
    draft = str(found[0][0]) if found else ""
    if play.draft_from is not None and draft not in play.typed[play.draft_from :]:
        play.blame("draft lost", f"{draft!r} instead of {play.typed[play.draft_from]!r}")
    said = rows(play.world.store_url, "SELECT text FROM transfer_words WHERE transfer = %s", play.offer)
    texts = Counter(str(row[0]) for row in said)
    for name, text in (("ask", play.question), ("answer", play.answer)):
        if name in play.did and texts[text] != 1:
            play.blame("words lost" if not texts[text] else "words doubled", f"{texts[text]} times {text!r}")
