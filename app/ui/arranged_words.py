"""Offers, questions, snoozes and misses in words."""

from datetime import datetime, timedelta

from app.domain.consult import Consult, ConsultState
from app.domain.handoffs import Arranged
from app.domain.opened import OpenTicket
from app.domain.snooze import Snooze
from app.domain.tickets import number_of
from app.domain.transfer import Transfer, TransferState, ending_words
from app.ui.actions import ActionName, key_words
from app.ui.health_words import ago

RECENT = timedelta(days=1)  # how long the end of an offer is worth a line


def arranged_words(done: Arranged) -> str:
    """What was set going, in a line for the undo bar."""
    number = f"#{number_of(done.ticket)}"
    if isinstance(done, Transfer) and done.state is TransferState.DECLINED:
        return f"Declined: {number} stays with {done.sender}"
    if isinstance(done, Transfer):
        return f"Offered: {number} to {done.receiver}"
    if isinstance(done, Consult):
        return f"Asked {done.asked} about {number}"
    if isinstance(done, Snooze):
        return f"Snoozed: {number}"
    return f"Noted: {number} should have been flagged"


def taken_back_words(done: Arranged) -> str:
    """What taking it back means."""
    number = f"#{number_of(done.ticket)}"
    if isinstance(done, Transfer) and done.state is TransferState.DECLINED:
        return f"Taken back: {done.sender}'s offer of {number} is open again."
    if isinstance(done, Transfer):
        return f"Taken back: {number} is no longer offered to {done.receiver}."
    if isinstance(done, Consult):
        return f"Taken back: the question to {done.asked} about {number} is closed."
    if isinstance(done, Snooze):
        return f"Taken back: {number} is awake."
    return f"Taken back: nothing is noted of {number}."


def between_words(opened: OpenTicket, *, me: str, now: datetime) -> tuple[str, ...]:
    """What passes between people about a ticket: an offer, how the last one ended, questions, a snooze, a miss."""
    lines = [*_transfer_lines(opened, me, now)]
    lines += [_consult_line(each) for each in opened.consults if each.is_open]
    if opened.snooze is not None:
        lines.append(snooze_words(opened.snooze))
    if opened.missed is not None:
        why = f": “{opened.missed.why}”" if opened.missed.why else ""
        lines.append(f"{opened.missed.by} says that it should have been flagged{why}")
    return tuple(lines)


def offer_words(transfer: Transfer, *, me: str, now: datetime) -> str:
    """ "Offered to Ben, expires in 28 min; T takes it back"."""
    whose = "Offered" if transfer.sender == me else f"{transfer.sender} offers it"
    left = f"expires in {ago(now, now=transfer.expires_at)}" if now < transfer.expires_at else "expires now"
    how = f"; {key_words(ActionName.TAKE_OFFER_BACK)} takes it back" if transfer.sender == me else ""
    return f"{whose} to {transfer.receiver}, {left}{how}"


def snooze_words(snooze: Snooze) -> str:
    """Until when it sleeps."""
    until = f"{snooze.until.astimezone():%a %d %b, %H:%M}, or until " if snooze.until else ""
    return f"Snoozed by {snooze.by} until {until}the customer replies"


def _transfer_lines(opened: OpenTicket, me: str, now: datetime) -> list[str]:
    last = opened.transfers[-1] if opened.transfers else None
    if last is None:
        return []
    if last.is_open:
        return [offer_words(last, me=me, now=now), *_question_lines(last)]
    recent = last.ended_at is not None and now - last.ended_at < RECENT
    if not recent or last.state is TransferState.ACCEPTED:  # an acceptance is the decision that stands
        return []
    return [f"Offer to {last.receiver}: {ending_words(last)}"]


def _question_lines(transfer: Transfer) -> list[str]:
    if not transfer.thread:
        return []
    last = transfer.thread[-1]
    deed = "answered" if last.by == transfer.sender else "asks"
    return [f"{last.by} {deed}: “{last.text}”"]


def _consult_line(consult: Consult) -> str:
    last = consult.thread[-1]
    if consult.state is ConsultState.REPLIED:
        return f"{last.by} replied: “{last.text}”"
    return f"{consult.by} asked {consult.asked}: “{last.text}”"
