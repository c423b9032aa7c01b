"""The calls by which people hand tickets over: offer, ask and answer, accept or decline, and what they say after."""

import uuid
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.brief import Brief
from app.domain.brief_words import note_text
from app.domain.changes import Assign, Change, ChangeId, Note
from app.domain.decisions import UNDO_FOR, Decision, DecisionId, DecisionKind, standing_of
from app.domain.handoffs import Feedback, FeedbackId, Offered
from app.domain.journal import UnsentKept
from app.domain.opened import OpenTicket
from app.domain.routing import Candidate, Destination
from app.domain.tickets import AgentId, ConnectionName, Ticket, TicketId, connection_of, number_of
from app.domain.transfer import (
    OFFER_FOR,
    Action,
    Actor,
    AttachedBrief,
    Deed,
    SaidId,
    Transfer,
    TransferId,
    TransferState,
    ending_words,
    step,
)
from app.errors import BadInput, Refused
from app.service.acting import actor, agent_of
from app.service.decide import as_decided, new_decision, record
from app.service.deeds import Deeds
from app.service.offers import settle
from app.store.store import Store

TRIES = 5  # readings of an offer that others change meanwhile


class Transfers:
    """One person's side of every warm transfer. All may raise `Refused`, with what happened instead, and `BadInput`.

    `accept`, `decline`, `ask` are the receiver's, `answer` and `withdraw` the sender's. Each can be repeated: what was
    done before by the same person is given back as it is.
    """

    def __init__(
        self,
        store: Store,
        deeds: Deeds,
        *,
        person: str,
        clock: Callable[[], datetime],
        offer_for: timedelta = OFFER_FOR,
        writable: Container[ConnectionName] | None = None,
        tier_of: Callable[[str], int] = lambda _group: 1,
    ) -> None:
        self._store = store
        self._deeds = deeds
        self._person = person
        self._clock = clock
        self.offer_for = offer_for
        self._writable = writable
        self._tier_of = tier_of

    def offer(
        self, opened: OpenTicket, to: Destination, note: str = "", *, expires: timedelta | None = None
    ) -> Transfer:
        """Offer the ticket to `to`'s agent, or to its whole group; it stays the sender's until somebody accepts.

        `expires` is how long the offer waits, by default `offer_for`. Where nobody owns the ticket in the helpdesk, the
        sender becomes its owner there, unless the offer is taken back within seconds. The brief is attached as it is.
        """
        ticket, now = opened.snapshot.ticket, self._clock()
        me = actor(self._store, self._person, ticket.connection)
        if expires is not None and expires <= timedelta(0):
            raise BadInput("An offer must end in the future.")
        self._check_offer(opened, to, me)
        agents = {each.id: each.name for each in self._store.pulled.agents(ticket.connection)}
        claim = _claim(ticket, me.agent, now)
        transfer = Transfer(
            id=TransferId(uuid.uuid4().hex),
            ticket=ticket.id,
            sender=self._person,
            to=to,
            to_name=agents.get(to.agent, "") if to.agent else "",
            offered_at=now,
            expires_at=now + (expires or self.offer_for),
            note=note.strip(),
            brief=attached(opened.brief) if opened.brief else None,
            from_group=ticket.group,
            from_owner=ticket.owner,
            holder=me.agent,
            claim=claim.id if claim else None,
        )
        standing = opened.standing.id if opened.standing else None
        self._store.transfers.offer(
            transfer, claim, standing=standing, not_before=now + UNDO_FOR, draft=f"offer {ticket.id}"
        )
        return transfer

    def accept(self, transfer: TransferId) -> Decision:
        """Take the ticket over: only now does it move, with a note that carries the brief.

        What comes back can be undone with `Console.undo` while the write-back waits; then the offer is open again. The
        second of two who accept is told who was first.
        """
        accepted = self._act(transfer, Deed.ACCEPT, made=uuid.uuid4().hex)
        decisions = self._store.decided.decisions(accepted.ticket)
        return next(each for each in decisions if each.id == accepted.decision)

    def decline(self, transfer: TransferId, reason: str) -> Transfer:
        """Leave the ticket with its sender, who is told why. In a group, anyone speaks for it."""
        return self._act(transfer, Deed.DECLINE, reason, draft=f"decline {transfer}")

    def reconsider(self, transfer: TransferId) -> Transfer:
        """Take one's decline back within ten seconds: the offer is open again, as it was and until when it was.

        Refused where the sender has gone on meanwhile: has offered the ticket to somebody else, or decided on it; and
        where the helpdesk has, whose word then ends the offer once more.
        """
        after = self._act(transfer, Deed.RECONSIDER)
        if settle(self._store, after, at=self._clock()):
            raise Refused(f"Too late: {ending_words(self._held(transfer))}.")
        return after

    def ask(self, transfer: TransferId, question: str, *, said: SaidId | None = None) -> Transfer:
        """Ask the sender in private; the same `said` again asks nothing more."""
        return self._act(transfer, Deed.ASK, question, made=said or uuid.uuid4().hex, draft=f"ask {transfer}")

    def answer(self, transfer: TransferId, text: str, *, said: SaidId | None = None) -> Transfer:
        """Answer the receiver's question; the same `said` again answers nothing more."""
        return self._act(transfer, Deed.ANSWER, text, made=said or uuid.uuid4().hex, draft=f"answer {transfer}")

    def withdraw(self, transfer: TransferId) -> Transfer:
        """Take the offer back."""
        return self._act(transfer, Deed.WITHDRAW)

    def take_back(self, done: Transfer) -> None:
        """Undo what one did last with it: offering it, or declining it."""
        if done.state is TransferState.DECLINED:
            self.reconsider(done.id)
        else:
            self.withdraw(done.id)

    def hand_back(self, opened: OpenTicket, reason: str) -> Decision:
        """Send a ticket that one has accepted back to where it came from: what undoing is, once it has moved."""
        ours = [each for each in opened.transfers if each.owner == self._person and each.ended_by == self._person]
        last = ours[-1] if ours else None
        if last is None or last.state is not TransferState.ACCEPTED:
            raise Refused("You have not accepted this ticket from anybody; override it to send it somewhere.")
        if not reason.strip():
            raise BadInput(f"{last.sender} needs a reason to go on with; a few words are enough.")
        standing = opened.standing
        decision = new_decision(
            opened.snapshot.ticket,
            opened.triage,
            kind=DecisionKind.TRANSFER,
            by=self._person,
            at=self._clock(),
            destination=Destination(last.from_group, self._tier_of(last.from_group), last.from_owner or last.holder),
            reason=f"Handed back: {reason.strip()}",
            instead_of=standing.id if standing else None,
        )
        seen = as_decided(opened)
        record(self._store, decision, ticket=seen, triage=opened.triage, writable=self._writable, brief=opened.brief)
        return decision

    def offers_for(self, person: str = "") -> tuple[Offered, ...]:
        """The open offers to a person, or to a group of theirs; by default this console's person. First come those
        that expire first.
        """
        name, offers = person or self._person, self._store.transfers.open()
        connections = {connection_of(each.ticket) for each in offers}
        actors = {each: actor(self._store, name, each) for each in connections}
        mine = [each for each in offers if each.is_for(actors[connection_of(each.ticket)])]
        rows = {row.ticket: row for row in self._store.queue.rows([each.ticket for each in mine])}
        me = {each: self._candidate(name, each) for each in {connection_of(offer.ticket) for offer in mine}}
        return tuple(Offered(each, rows.get(each.ticket), me[connection_of(each.ticket)]) for each in mine)

    def sent_by(self, person: str = "") -> tuple[Transfer, ...]:
        """A person's own offers, newest first, with what became of them."""
        return self._store.transfers.sent_by(person or self._person)

    def open_from_me(self) -> tuple[Transfer, ...]:
        """This person's own offers that are open, newest first."""
        return self._store.transfers.open_from(self._person)

    def hops(self, ticket: TicketId) -> tuple[Transfer, ...]:
        """Every offer that a ticket has seen, oldest first; what others said to each other is left out."""
        me = actor(self._store, self._person, connection_of(ticket))
        return tuple(each.seen_by(me) for each in self._store.transfers.of_ticket(ticket))

    def transfer(self, transfer: TransferId) -> Transfer | None:
        """An offer as it stands; what others said to each other is left out."""
        held = self._store.transfers.transfer(transfer)
        return held.seen_by(actor(self._store, self._person, connection_of(held.ticket))) if held else None

    def feedback_due(self) -> tuple[Transfer, ...]:
        """What this person took over, whose ticket is solved or closed, and of which they have said nothing yet."""
        return self._store.transfers.feedback_due(self._person)

    def taken_over(self) -> tuple[Transfer, ...]:
        """What this person took over and is still theirs to solve, newest first; what went on to others is left out."""
        return tuple(each for each in self._store.transfers.taken_over(self._person) if self._is_mine(each))

    def accepted_in_vain(self) -> tuple[Transfer, ...]:
        """What this person accepted and the helpdesk then did not move, newest first."""
        return self._store.transfers.accepted_in_vain(self._person)

    def give_feedback(
        self, transfer: TransferId, *, necessary: bool | None, complete: bool | None, why: str = ""
    ) -> Feedback:
        """Was the escalation necessary, and was the brief complete? None is "cannot tell". Said again, it replaces."""
        held = self._held(transfer)
        if held.state is not TransferState.ACCEPTED or held.ended_by != self._person:
            raise Refused("Only who took the ticket over can say how it went.")
        feedback = Feedback(
            FeedbackId(uuid.uuid4().hex), transfer, self._person, self._clock(), necessary, complete, why.strip()
        )
        self._store.transfers.add_feedback(feedback)
        return feedback

    def save_unsent(self, subject: str, text: str) -> None:
        """Keep what is being typed. Subjects: "offer <ticket>", "consult <ticket>", "ask <transfer>",
        "answer <transfer>", "decline <transfer>", "reply <consult>". It is gone once that was sent.
        """
        self._deeds.keep_unsent(UnsentKept(subject, text, self._clock(), self._person))

    def unsent(self, subject: str) -> str:
        """What was typed and not sent."""
        waiting = self._deeds.unsent_waiting(subject)
        return self._store.unsent.text(self._person, subject) if waiting is None else waiting

    def _act(self, id_: TransferId, deed: Deed, text: str = "", *, made: str = "", draft: str = "") -> Transfer:
        """Do it to the offer as it stands; where somebody changes it at the same moment, to what they made of it."""
        for _ in range(TRIES):
            now, held = self._clock(), self._held(id_)
            if settle(self._store, held, at=now):
                held = self._held(id_)
            action = Action(deed, actor(self._store, self._person, connection_of(held.ticket)), now, text, made)
            after = step(held, action)
            if after is held or self._move(held, after, action, draft):
                return after
        raise Refused("Others keep changing this offer at this very moment. Look at it again.")

    def _move(self, held: Transfer, after: Transfer, action: Action, draft: str) -> bool:
        if action.deed is not Deed.ACCEPT:
            return self._store.transfers.move(held, after, action, draft=draft)
        ticket = self._store.pulled.ticket(held.ticket)
        if ticket is None:
            raise Refused(f"#{number_of(held.ticket)} is not in the store any more.")
        triage = self._store.triaged.triage(held.ticket)
        destination = replace(held.to, agent=action.by.agent)
        decision = replace(
            new_decision(
                ticket, triage, kind=DecisionKind.TRANSFER, by=self._person, at=action.at, destination=destination
            ),
            id=DecisionId(action.id),
        )
        claimed = self._store.transfers.claim_stands(held)
        change = _acceptance(held, decision, owner=held.holder if claimed else ticket.owner)
        return self._store.transfers.move(held, after, action, ticket=ticket, decision=decision, changes=(change,))

    def _is_mine(self, accepted: Transfer) -> bool:
        """Whether the helpdesk has this person as the owner, or will have, because of that acceptance."""
        ticket = self._store.pulled.ticket(accepted.ticket)
        if ticket is None:
            return False
        standing = standing_of(self._store.decided.decisions(ticket.id))
        if standing is not None and standing.id != accepted.decision and standing.destination is not None:
            return False  # it was moved on
        if ticket.owner == actor(self._store, self._person, ticket.connection).agent:
            return True
        own = [each for each in self._store.decided.deliveries(ticket.id) if each.decision == accepted.decision]
        return any(each.is_on_its_way(ticket) for each in own)

    def _held(self, transfer: TransferId) -> Transfer:
        held = self._store.transfers.transfer(transfer)
        if held is None:
            raise Refused("There is no such offer in this store.")
        return held

    def _candidate(self, person: str, connection: ConnectionName) -> Candidate | None:
        agent = agent_of(self._store, person, connection)
        return Candidate(agent, self._store.transfers.loads([agent.id])[agent.id]) if agent else None

    def _check_offer(self, opened: OpenTicket, to: Destination, me: Actor) -> None:
        ticket, going = opened.snapshot.ticket, opened.on_its_way
        place = f"#{ticket.number}"
        if self._writable is not None and ticket.connection not in self._writable:
            raise Refused(f"{ticket.connection} can only be read: nobody could be given {place} there.")
        if ticket.status.finished or ticket.lost or ticket.merged_into:
            raise Refused(
                f"{place} is {ticket.status if ticket.status.finished else 'gone'}; there is nothing to hand over."
            )
        if going is not None and (going.group, going.agent or ticket.owner) != (ticket.group, ticket.owner):
            raise Refused(f"{place} is on its way to {going.group}. Offer it once it is there, or undo that.")
        if ticket.owner is not None and ticket.owner != me.agent:
            owner = opened.owner.name if opened.owner else ticket.owner
            raise Refused(f"{place} is {owner}'s; only they can offer it. Override it to move it all the same.")
        if to.agent is not None and to.agent == me.agent:
            raise Refused("You cannot offer a ticket to yourself.")
        groups = {group.name for group in self._store.pulled.groups(ticket.connection)}
        if groups and to.group not in groups:
            raise Refused(f"{ticket.connection} has no group {to.group!r}. Create it there, or name another.")


def attached(brief: Brief) -> AttachedBrief:
    """The brief as it goes along with an offer: what the receiver reads is what is written back on acceptance."""
    return AttachedBrief(str(brief.version), f"Brief, as of {brief.as_of:%Y-%m-%d %H:%M} UTC\n\n{note_text(brief)}")


def _claim(ticket: Ticket, me: AgentId | None, at: datetime) -> Change | None:
    """What makes the sender the owner of a ticket that nobody has."""
    if ticket.owner is not None or me is None:
        return None
    return Change(ChangeId(uuid.uuid4().hex), ticket.id, (Assign(group=None, owner=me, from_group=ticket.group),), at)


def _acceptance(transfer: Transfer, decision: Decision, *, owner: AgentId | None) -> Change:
    """The note with the brief, and the move. Its id is the acceptance's, so that it is written once."""
    where = decision.destination or transfer.to
    assign = Assign(group=where.group, owner=where.agent, from_group=transfer.from_group, from_owner=owner)
    note = Note(acceptance_note(transfer, by=decision.by))
    return Change(ChangeId(decision.id), transfer.ticket, (note, assign), decision.at)


def acceptance_note(transfer: Transfer, *, by: str) -> str:
    """The internal note that goes along with a move: from whom, to whom, their note, and the brief."""
    lines = [f"Handed over by {transfer.sender} to {by} in {transfer.to.group} (tier {transfer.to.tier})."]
    lines += [f"Note: {transfer.note}"] if transfer.note else []
    lines += ["", transfer.brief.text] if transfer.brief else []
    return "\n".join(lines)
