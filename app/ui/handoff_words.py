"""Offers and questions in words, from where one person stands: what the list, the head and a screen reader say."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.consult import Consult
from app.domain.handoff_shelf import Handoff, HandoffKind
from app.domain.opened import OpenTicket
from app.domain.people import Presence
from app.domain.routing import Candidate
from app.domain.tickets import number_of
from app.domain.transfer import Said, Transfer, TransferState, ending_words
from app.ui.health_words import ago


def number_words(handoff: Handoff) -> str:
    return f"#{number_of(handoff.ticket)}"


def subject_words(handoff: Handoff) -> str:
    if handoff.row is None:
        return "(no longer in the store)"
    return handoff.row.subject or "(no subject)"


def title_words(handoff: Handoff) -> str:
    """Who wants what of whom, in a sentence: "Ana Ortiz offers you #1042"."""
    number, colleague = number_words(handoff), handoff.colleague
    ended = {
        HandoffKind.OVER: f"How did {number} go?",
        HandoffKind.TAKEN: f"You took {number} over from {colleague}",
        HandoffKind.IN_VAIN: f"{number} did not come to you from {colleague}",
    }.get(handoff.kind)
    if ended is not None:
        return ended
    if isinstance(handoff.matter, Transfer):
        if handoff.kind is HandoffKind.SENT:
            return f"You offered {number} to {colleague}"
        return f"{colleague} offers {_you(handoff)} {number}"
    if handoff.kind is HandoffKind.SENT:
        return f"You asked {colleague} about {number}"
    return f"{colleague} asks {_you(handoff)} about {number}"


def from_words(handoff: Handoff) -> str:
    """The second line of a row: its number, the colleague, the account."""
    whose = f"to {handoff.colleague}" if handoff.kind is HandoffKind.SENT else f"from {handoff.colleague}"
    account = (handoff.row.account or handoff.row.requester) if handoff.row else ""
    return " · ".join(each for each in (number_words(handoff), whose, account) if each)


def left_words(handoff: Handoff, *, now: datetime) -> str:
    """The countdown of an open offer, else how old it is: "28 min left", "5 h ago"."""
    matter = handoff.matter
    if isinstance(matter, Transfer):
        if matter.is_open:
            return f"{ago(now, now=matter.expires_at)} left" if now < matter.expires_at else "expires now"
        return f"{ago(matter.ended_at or matter.offered_at, now=now)} ago"
    return f"{ago(matter.thread[-1].at, now=now)} ago"


def is_pressing(handoff: Handoff, *, now: datetime) -> bool:
    """Whether five minutes are left, or fewer."""
    transfer = handoff.transfer
    return transfer is not None and transfer.is_open and (transfer.expires_at - now).total_seconds() <= 300


def state_words(handoff: Handoff, *, me: str) -> str:
    """Where it stands, and whose turn it is."""
    matter = handoff.matter
    if handoff.kind is HandoffKind.OVER:
        return "Solved: say in two keys how the handoff was"
    if handoff.kind is HandoffKind.TAKEN:
        return "Yours until it is solved"
    if isinstance(matter, Consult):
        return _consult_words(matter, me)
    if not matter.is_open:
        ended = ending_words(matter)
        return f"{ended[:1].upper()}{ended[1:]}"
    sent = handoff.kind is HandoffKind.SENT
    return {
        TransferState.ASKED: "They ask you something" if sent else f"You asked; {matter.sender} has to answer",
        TransferState.ANSWERED: f"You answered; {matter.receiver} decides" if sent else f"{matter.sender} answered you",
    }.get(matter.state, f"Waits for {matter.receiver}" if sent else after_words(handoff.me) or "Waits for you")


def after_words(me: Candidate | None) -> str:
    """What accepting would do to this person's load: "Puts you at 6 of 5, over your capacity"."""
    if me is None:
        return ""
    after, capacity = me.open_tickets + 1, me.agent.capacity
    if capacity is None:
        return f"Puts you at {after} open {'ticket' if after == 1 else 'tickets'}"
    return f"Puts you at {after} of {capacity}" + (", over your capacity" if after > capacity else "")


def is_overload(me: Candidate | None) -> bool:
    return me is not None and me.agent.capacity is not None and me.open_tickets >= me.agent.capacity


def why_you_words(handoff: Handoff, opened: OpenTicket | None) -> str:
    """Why this person was asked: the group, the suggestion that names them, and what speaks for them."""
    transfer, me = handoff.transfer, handoff.me
    if transfer is None or handoff.kind is not HandoffKind.OFFERED:
        return ""
    whom = f"All of {transfer.to.group} were asked" if transfer.to.agent is None else f"{transfer.sender} chose you"
    suggestion = opened.triage.suggestion if opened and opened.triage else None
    if suggestion is None or not suggestion.escalate or suggestion.destination is None:
        return f"Why you: {whom}; Warmline suggests no escalation of this ticket."
    place = suggestion.destination
    mine = next((each for each in suggestion.candidates if me and each.agent.id == me.agent.id), None)
    named = " and you" if mine and place.agent == mine.agent.id else ""
    about = f" Of you it says: {_standing(mine)}." if mine else ""
    return f"Why you: {whom}. Warmline suggests {place.group}{named}, because {suggestion.because.rstrip('.')}.{about}"


def said_words(said: Iterable[Said], *, me: str, now: datetime) -> str:
    """The private thread, a paragraph each, oldest first."""
    return "\n".join(
        f"{'You' if each.by == me else each.by}, {ago(each.at, now=now)} ago: {each.text}" for each in said
    )


def speak_verb(handoff: Handoff) -> str:
    """What writing to the colleague is called here."""
    if isinstance(handoff.matter, Consult):
        return "Reply to"
    return "Answer" if handoff.kind is HandoffKind.SENT else "Ask"


def handoff_words(handoff: Handoff, *, me: str, now: datetime) -> str:
    """The whole row in one sentence."""
    account = f", {handoff.row.account}" if handoff.row and handoff.row.account else ""
    return (
        f"{title_words(handoff)}: {subject_words(handoff)}{account}. {state_words(handoff, me=me)}. "
        f"{left_words(handoff, now=now)}."
    )


def gone_words(transfer: Transfer) -> str:
    """An offer to this person that ended without them."""
    return f"{transfer.sender}'s offer of #{number_of(transfer.ticket)} is over: {ending_words(transfer)}."


def _you(handoff: Handoff) -> str:
    """ "you", or the group that is meant."""
    matter = handoff.matter
    whom = matter.to if isinstance(matter, Transfer) else matter.whom
    return "you" if whom.agent is not None else whom.group


def _consult_words(consult: Consult, me: str) -> str:
    last = consult.thread[-1]
    return f"You wrote: “{last.text}”" if last.by == me else f"{last.by} wrote: “{last.text}”"


def _standing(candidate: Candidate) -> str:
    """What speaks for somebody, or against."""
    agent = candidate.agent
    said = [
        candidate.why_not,
        str(candidate.presence) if not candidate.why_not and candidate.presence is not Presence.UNKNOWN else "",
        f"certified for {', '.join(agent.certifications)}" if agent.certifications else "",
        ", ".join(agent.skills[:3]),
    ]
    return ", ".join(each for each in said if each) or "nothing that speaks for or against"
