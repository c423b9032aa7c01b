"""The decision in words: what is suggested, why, to whom, and what became of what was decided."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.changes import ChangeState, Outcome
from app.domain.counterfactual import Counterfactual
from app.domain.decisions import Decision, DecisionKind
from app.domain.opened import Delivery, OpenTicket
from app.domain.people import Presence
from app.domain.routing import Candidate, Suggestion
from app.domain.rulebook import Mode
from app.domain.score import ScoreState
from app.domain.triage import Triage
from app.ui.health_words import ago
from app.ui.item_models.contribution_model import sum_words

TURNS = 2  # ways in which the verdict would turn: more are not read

_OUTCOMES = {
    Outcome.PARTLY: "written in part",
    Outcome.CONFLICT: "conflict",
    Outcome.DENIED: "refused",
    Outcome.LOST: "the ticket is gone",
}


def headline(opened: OpenTicket) -> str:
    """What to do, in a few words."""
    triage = opened.triage
    if triage is None:
        return "Not assessed yet"
    if triage.suggestion.escalate and triage.suggestion.destination is not None:
        return f"Escalate to {triage.suggestion.destination.group}"
    if triage.suggestion.held and triage.suggestion.destination is not None:
        return f"Waits for room in {triage.suggestion.destination.group}"
    if opened.snapshot.ticket.status.finished:
        return f"Already {opened.snapshot.ticket.status}"
    if triage.score.state is ScoreState.UNKNOWN:
        return "Not enough is known"
    return f"Stays with {opened.snapshot.ticket.group or 'the first line'}"


def because(opened: OpenTicket) -> str:
    """Why, in one sentence."""
    if opened.triage is None:
        return "Its messages have not been read yet."
    words = opened.triage.suggestion.because.rstrip(".")
    if opened.triage.suggestion.escalate:
        return f"because {words}."
    if opened.triage.suggestion.held:
        return f"Would be suggested because {words}. {opened.triage.suggestion.held}."
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def otherwise_words(found: Sequence[Counterfactual]) -> str:
    """What would turn the verdict: the first two ways, a line each."""
    return "\n".join(each.words for each in found[:TURNS])


def recommended(suggestion: Suggestion) -> Candidate | None:
    """Whom the suggestion names."""
    agent = suggestion.destination.agent if suggestion.destination else None
    return next((each for each in suggestion.candidates if each.agent.id == agent), None) if agent else None


def candidate_words(candidate: Candidate) -> str:
    """Why this person, or why not."""
    agent = candidate.agent
    if candidate.why_not:
        return candidate.why_not
    said = [
        str(candidate.presence) if candidate.presence is not Presence.UNKNOWN else "",
        f"certified for {', '.join(agent.certifications)}" if agent.certifications else "",
        ", ".join(agent.skills[:3]),
    ]
    return " · ".join(each for each in said if each) or "presence is not known"


def to_words(opened: OpenTicket) -> str:
    """What accepting does to whom, or that it can be given to nobody; "" where nothing is suggested."""
    suggestion = opened.triage.suggestion if opened.triage else None
    if suggestion is None or not (suggestion.escalate or suggestion.held):
        return ""
    first = recommended(suggestion)
    said = [f"Accepting puts {first.consequence}." if first and suggestion.escalate else ""]
    if suggestion.nobody and suggestion.escalate:
        said.append("Nobody fits: accepting sends it to the group without a person.")
    if opened.overload is not None:
        said.append(opened.overload.words)
    return "\n".join(each for each in said if each)


def points_words(points: int) -> str:
    """ "+12", or with a proper minus sign; 0 has none."""
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0"


def load_words(candidate: Candidate) -> str:
    """ "3 of 8"; without a known capacity only how many are open."""
    capacity = candidate.agent.capacity
    return f"{candidate.open_tickets} of {capacity}" if capacity else f"{candidate.open_tickets} open"


def decision_words(decision: Decision, *, now: datetime) -> str:
    """Who decided what, and when."""
    where = decision.destination
    if decision.automatic and where:
        return (
            f"the rule “{decision.rule}” moved it {since(decision.at, now=now)} to {where.group} by itself, from "
            f"{decision.from_group or 'the first line'}"
        )
    deed = {
        DecisionKind.ACCEPT: "accepted",
        DecisionKind.OVERRIDE: "overrode it" if where else "kept it here",
        DecisionKind.NOT_NEEDED: "said that it is not needed",
        DecisionKind.TRANSFER: "took it over",
        DecisionKind.PUT_BACK: "put it back",
    }[decision.kind]
    reason = f", “{decision.reason}”" if decision.reason else ""
    target = f", to {where.group}" if where else ""
    return f"{decision.by} {deed} {since(decision.at, now=now)}{target}{reason}"


def since(moment: datetime, *, now: datetime) -> str:
    """How long ago, in words that also fit this very second."""
    return f"{ago(moment, now=now)} ago" if (now - moment).total_seconds() >= 1 else "just now"


def delivery_words(delivery: Delivery, decision: Decision | None, *, place: str, now: datetime) -> str:
    """Where a write-back stands; `place` is the helpdesk, by its connection's name."""
    noun = "" if decision else "note "
    done = f"{'moved' if decision else 'added'} in {place} {since(delivery.at, now=now)}"
    if delivery.state is ChangeState.WAITING and decision is not None and now < decision.undoable_until:
        left = -(-int((decision.undoable_until - now).total_seconds() * 1000) // 1000)
        return f"waiting {left} s: can be undone"
    if delivery.state is ChangeState.WAITING:
        return f"{noun}waiting for {place}" + (f": {delivery.problem}" if delivery.problem else "")
    return {
        ChangeState.SENDING: f"{noun}being written to {place}",
        ChangeState.DONE: f"{noun}{done}",
        ChangeState.FAILED: f"{noun}{_failure(delivery)}",
        ChangeState.WITHDRAWN: f"{noun}taken back; nothing was written",
    }[delivery.state]


def standing_words(opened: OpenTicket, *, now: datetime) -> tuple[str, ...]:
    """The decision that stands and its write-backs, then notes that are still on their way or went wrong.

    That an offer made its sender the owner is worth a line only where it failed.
    """
    place, standing = opened.snapshot.ticket.connection, opened.standing
    lines = []
    if standing is not None:
        lines.append(decision_words(standing, now=now))
        lines += [
            delivery_words(each, standing, place=place, now=now)
            for each in opened.deliveries
            if each.decision == standing.id
        ]
    notes = [each for each in opened.deliveries if each.text and each.state is not ChangeState.WITHDRAWN]
    lines += [delivery_words(each, None, place=place, now=now) for each in notes[-1:]]
    claims = [each for each in opened.deliveries if not each.decision and not each.text]
    lines += [f"not yours in {place}: {_failure(each)}" for each in claims[-1:] if each.state is ChangeState.FAILED]
    return tuple(f"{line[:1].upper()}{line[1:]}" for line in lines)


def needs_a_look(opened: OpenTicket) -> bool:
    """Whether the newest write-back of what stands did not go as decided."""
    standing = opened.standing
    mine = [each for each in opened.deliveries if not each.decision or (standing and each.decision == standing.id)]
    return bool(mine) and mine[-1].state is ChangeState.FAILED


def why_words(triage: Triage, *, held_back: bool = False) -> str:
    """Everything that the score was made with; `held_back` where automatic rules wait for a person."""
    suggestion, versions = triage.suggestion, triage.versions
    rule = f"Rule: {suggestion.rule}." if suggestion.rule else "No rule: the score alone decided."
    mode = _mode_words(suggestion.mode, held_back=held_back)
    sums = [f"{number}.  {sum_words(each)}" for number, each in enumerate(triage.score.contributions, start=1)]
    return "\n".join(
        [
            f"{rule} Mode: {mode}.",
            "",
            "Weight \N{MULTIPLICATION SIGN} strength, or the most of what there is, = points, family",
            *sums,
            f"Sum: {triage.score.points}",
            "",
            f"Assessed {triage.as_of.astimezone():%d %b %Y, %H:%M:%S}",
            f"Model {versions.model} · signals {versions.signals}",
            f"Weights {versions.weights} · rulebook {versions.rulebook}",
            *([f"Working hours {versions.hours}"] if versions.hours else []),
        ]
    )


def _mode_words(mode: Mode, *, held_back: bool) -> str:
    if mode is not Mode.AUTOMATIC:
        return str(mode)
    held = "automatic, and held back by your settings: a person confirms"
    return held if held_back else "automatic: it acts before anyone confirms"


def _failure(delivery: Delivery) -> str:
    if delivery.receipt is None:
        return delivery.problem or "not written"
    whys = _unique(each.why for each in delivery.receipt.outcomes if each.outcome is not Outcome.APPLIED and each.why)
    kind = _OUTCOMES.get(delivery.receipt.outcome, "not written")
    return f"{kind}: {'; '.join(whys)}" if whys else delivery.problem or kind


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
