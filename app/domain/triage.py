"""What we think of a ticket: its score and the suggestion that follows, with the versions they were made with."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.routing import Suggestion
from app.domain.rule_verdicts import RuleVerdict
from app.domain.score import Score
from app.domain.silent import SilentDecision
from app.domain.tickets import TicketId


@dataclass(frozen=True, slots=True)
class Versions:
    """The revisions that a score was made with; equal versions over an equal snapshot give an equal score."""

    model: str
    signals: str
    weights: str
    rulebook: str
    hours: str = ""  # the business hours that time was counted in


@dataclass(frozen=True, slots=True)
class Triage:
    """The verdict on one ticket as of one instant."""

    ticket: TicketId
    as_of: datetime
    score: Score
    suggestion: Suggestion
    versions: Versions
    rules: tuple[RuleVerdict, ...] = ()  # empty in verdicts of before they were kept
    silent: tuple[SilentDecision, ...] = ()  # what rules in shadow would have done
