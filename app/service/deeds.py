"""What a person does: recorded in the store at once, or kept on this machine until a team's store can be reached."""

import logging
import time
from dataclasses import replace
from threading import Lock

from app.domain.changes import ChangeState, Note
from app.domain.decisions import Decision, DecisionKind
from app.domain.journal import (
    DecisionMade,
    DecisionUndone,
    Deed,
    DraftKept,
    HoursSaid,
    Kept,
    NoteSent,
    UnsentKept,
    ticket_of,
)
from app.domain.opened import Delivery, OpenTicket
from app.domain.queue import QueueRow
from app.domain.tickets import TicketId
from app.errors import Refused, StoreAway, StoreFailed
from app.service.decide import record
from app.store.journal import Journal
from app.store.lines import DECIDED
from app.store.store import Store

log = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds after which a store that could not be reached is tried again: nobody waits for it meanwhile


class Deeds:
    """With a journal, every deed is on this machine's disk before the store is asked, and goes there in its order."""

    def __init__(self, store: Store, journal: Journal | None = None) -> None:
        self._store = store
        self._journal = journal
        self._sending = Lock()
        self._try_at = 0.0

    def decide(self, made: DecisionMade) -> Decision:
        """Record a decision; as it was recorded, or as it was made where it waits. Raises `Refused`."""
        if self._journal is None:
            return _decide(self._store, made)
        self._do(made)
        return made.decision

    def undo(self, undone: DecisionUndone) -> bool:
        """Take a decision back; False where its write-back is on its way. One that waits here is taken out again."""
        if self._journal is not None:
            with self._sending:
                if self._journal.take_back(undone):
                    return True
        return self._store.decided.undo(undone.decision.id, at=undone.at, by=undone.by)

    def send_note(self, note: NoteSent) -> None:
        self._do(note)

    def keep_draft(self, draft: DraftKept) -> None:
        self._do(draft)

    def say_hours(self, said: HoursSaid) -> None:
        self._do(said)

    def keep_unsent(self, unsent: UnsentKept) -> None:
        self._do(unsent)

    def unsent_waiting(self, subject: str) -> str | None:
        """What was typed last and is not in the store yet; None where it is, or was sent since."""
        texts = self._unsent(subject)
        if texts:
            self.replay()
            texts = self._unsent(subject)
        return texts[-1] if texts else None

    def _unsent(self, subject: str) -> list[str]:
        return [each.text for each in self.waiting() if isinstance(each, UnsentKept) and each.subject == subject]

    def replay(self) -> None:
        """Send what waits, in its order, until something cannot be sent. What is refused is kept apart and said."""
        if self._journal is None:
            return
        with self._sending:
            for kept in self._journal.waiting():
                try:
                    self._send(self._journal, kept)
                except Refused as error:
                    log.warning("something that was done here was not taken over: %s", error)
                    self._journal.refuse(kept, str(error))
                except StoreFailed:
                    return

    def waiting(self) -> tuple[Deed, ...]:
        return tuple(kept.deed for kept in self._journal.waiting()) if self._journal is not None else ()

    def refused(self) -> tuple[str, ...]:
        return self._journal.refused() if self._journal is not None else ()

    def forget_refused(self) -> None:
        if self._journal is not None:
            self._journal.forget_refused()

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()

    def _do(self, deed: Deed) -> None:
        if self._journal is None:
            perform(self._store, deed)
            return
        own = self._journal.keep(deed)
        if time.monotonic() < self._try_at:
            return
        self._replay_before(self._journal, own)

    def _replay_before(self, journal: Journal, own: Kept) -> None:
        """Send what waits up to one's own deed, whose refusal is raised: the person is still there to hear it."""
        self.replay_until(own.number)
        with self._sending:
            if all(kept.number != own.number for kept in journal.waiting()):
                return
            try:
                self._send(journal, own)
            except Refused:
                journal.acknowledge(own)
                raise
            except StoreFailed as error:
                log.info("kept here until the team's store can be reached: %s", error)

    def replay_until(self, number: int) -> None:
        """Send what was done before this; what cannot be sent now is tried again at the next look."""
        if self._journal is not None and any(kept.number < number for kept in self._journal.waiting()):
            self.replay()

    def _send(self, journal: Journal, kept: Kept) -> None:
        try:
            perform(self._store, kept.deed)
        except StoreAway:
            self._try_at = time.monotonic() + PATIENCE
            raise
        journal.acknowledge(kept)


def perform(store: Store, deed: Deed) -> None:
    """Do it in the store. Doing it again changes nothing: ids are the deed's own. Raises `Refused`."""
    if isinstance(deed, DecisionMade):
        _decide(store, deed)
    elif isinstance(deed, DecisionUndone):
        _undo(store, deed)
    elif isinstance(deed, NoteSent):
        store.decided.add_note(deed.change, by=deed.by, at=deed.at)
    elif isinstance(deed, HoursSaid):
        store.hours.say(deed.hours)
    elif isinstance(deed, UnsentKept):
        store.unsent.save(deed.by, deed.subject, deed.text, at=deed.at)
    else:
        store.decided.save_draft(deed.ticket, deed.text, deed.at, by=deed.by)


def with_waiting(opened: OpenTicket, deeds: tuple[Deed, ...]) -> OpenTicket:
    """The ticket with what was done here and is not in the store yet."""
    own = [each for each in deeds if ticket_of(each) == opened.snapshot.ticket.id]
    known = {each.id for each in opened.decisions}
    made = [each.decision for each in own if isinstance(each, DecisionMade) and each.decision.id not in known]
    notes = [each for each in own if isinstance(each, NoteSent)]
    drafts = [each.text for each in own if isinstance(each, DraftKept)]
    return replace(
        opened,
        decisions=(*opened.decisions, *made),
        deliveries=(*opened.deliveries, *(_waiting_note(each) for each in notes)),
        draft=drafts[-1] if drafts else "" if notes else opened.draft,
    )


def row_with_waiting(row: QueueRow, decided: dict[TicketId, DecisionKind]) -> QueueRow:
    kind = decided.get(row.ticket)
    return replace(row, decided=f"{DECIDED[kind]}, waiting here") if kind is not None else row


def decided_here(deeds: tuple[Deed, ...]) -> dict[TicketId, DecisionKind]:
    """The tickets that were decided on here, and how."""
    return {each.decision.ticket: each.decision.kind for each in deeds if isinstance(each, DecisionMade)}


def _decide(store: Store, made: DecisionMade) -> Decision:
    decision = made.decision
    standing = decision.instead_of
    withdrawn = standing is not None and store.decided.undo(standing, at=decision.at, by=decision.by)
    seen = made.seen if withdrawn else made.moved
    if withdrawn:
        decision = replace(decision, instead_of=None, from_group=seen.group, from_owner=seen.owner)
    writable = None if made.written else ()
    record(store, decision, ticket=seen, triage=made.triage, writable=writable, brief=made.brief)
    return decision


def _undo(store: Store, undone: DecisionUndone) -> None:
    decision = undone.decision
    if all(each.id != decision.id for each in store.decided.decisions(decision.ticket)):
        return  # it never got there
    if not store.decided.undo(decision.id, at=undone.at, by=undone.by):
        raise Refused("the helpdesk has been told already. To send the ticket back, choose Override.")


def _waiting_note(note: NoteSent) -> Delivery:
    said = "\n".join(verb.text for verb in note.change.verbs if isinstance(verb, Note))
    return Delivery(ChangeState.WAITING, note.at, text=said)
