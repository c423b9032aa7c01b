"""What another rulebook would do to the open tickets: matches gained and lost by rule, and suggestions that change."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.routing import Suggestion
from app.domain.rule_verdicts import Verdict
from app.domain.score import Score
from app.domain.tickets import Ticket, TicketId
from app.domain.triage import Triage


@dataclass(frozen=True, slots=True)
class Touched:
    """A ticket by what people call it."""

    ticket: TicketId
    number: str
    subject: str


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """One rule, by its name in either rulebook: the tickets that it fires on now, would, and would no longer."""

    rule: str
    before: int
    after: int
    gained: tuple[Touched, ...] = ()
    lost: tuple[Touched, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestionChange:
    """One ticket's suggestion, in words, with the rulebook in force and with the edited one."""

    ticket: Touched
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """`of` open tickets there are, `looked_at` were judged with both rulebooks; fewer where it was stopped."""

    looked_at: int
    of: int
    rules: tuple[RuleEffect, ...]
    changes: tuple[SuggestionChange, ...]

    @property
    def complete(self) -> bool:
        return self.looked_at == self.of


@dataclass(slots=True)
class _Counted:
    before: int = 0
    after: int = 0
    gained: list[Touched] = field(default_factory=list)
    lost: list[Touched] = field(default_factory=list)


class Comparison:
    """Gathers the verdicts on one ticket after another."""

    def __init__(self, rules: Iterable[str]) -> None:
        """`rules` are the names of both rulebooks, in the order in which they are told."""
        self._rules = {name: _Counted() for name in rules}
        self._changes: list[SuggestionChange] = []
        self._looked_at = 0

    def add(self, ticket: Ticket, before: Triage, after: Triage) -> None:
        """Both verdicts on the same snapshot."""
        self._looked_at += 1
        touched = Touched(ticket.id, ticket.number, ticket.subject)
        was, now = _fired(before), _fired(after)
        for name in was | now:
            counted = self._rules.setdefault(name, _Counted())
            counted.before += name in was
            counted.after += name in now
            if name not in was:
                counted.gained.append(touched)
            elif name not in now:
                counted.lost.append(touched)
        old, new = (suggestion_words(each.suggestion, each.score) for each in (before, after))
        if old != new:
            self._changes.append(SuggestionChange(touched, old, new))

    def effect(self, *, of: int) -> Effect:
        rules = tuple(
            RuleEffect(name, each.before, each.after, tuple(each.gained), tuple(each.lost))
            for name, each in self._rules.items()
        )
        return Effect(self._looked_at, of, rules, tuple(self._changes))


def suggestion_words(suggestion: Suggestion, score: Score) -> str:
    """ "Tier 2 Billing by Billing, suggest, 64 points"; equal words for what is the same to a lead."""
    where = suggestion.destination
    if not suggestion.escalate or where is None:
        return f"stays, {score.points} points"
    by = f" by {suggestion.rule}" if suggestion.rule else ""
    alone = ", and nobody can take it" if suggestion.nobody else ""
    return f"{where.group}{by}, {suggestion.mode}, {score.points} points{alone}"


def _fired(triage: Triage) -> set[str]:
    return {each.rule for each in triage.rules if each.verdict is Verdict.FIRED}
