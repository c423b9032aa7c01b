"""What rules do by themselves: an automatic one moves a ticket at once, and the people whom it names are told."""

import logging
from collections.abc import Callable, Container, Iterator, Sequence
from datetime import datetime, timedelta

from app.domain.alerts import Alert, AlertKind, alert_id
from app.domain.brief import Brief
from app.domain.changes import Change, ChangeId, Note, Watch
from app.domain.decisions import BY_ITSELF, Decision, DecisionKind, standing_of
from app.domain.routing import Suggestion
from app.domain.rule_verdicts import RuleVerdict, Verdict
from app.domain.rulebook import Mode, Rule, Rulebook
from app.domain.tickets import ConnectionName, Ticket, TicketId
from app.domain.triage import Triage
from app.errors import Refused
from app.service.decide import new_decision, record
from app.store.store import Store

log = logging.getLogger(__name__)

# On a ticket where nothing happened for longer a person decides: a long weekend with the worker off, and no backlog of
# months that is moved in one go when a helpdesk is connected or a rule becomes automatic.
RECENT = timedelta(days=4)


class Automation:
    """Acts on verdicts, once for each rule and ticket, however often and by however many workers it is asked to."""

    def __init__(
        self,
        store: Store,
        rulebook: Callable[[], Rulebook],
        brief: Callable[[TicketId, datetime], Brief | None],
        *,
        writable: Container[ConnectionName] | None = None,
    ) -> None:
        """`writable` are the connections that can be written to (None: all): elsewhere nothing can be moved.

        `rulebook` gives the one in force, and `brief` a ticket's brief as of an instant, which goes along with a move.
        """
        self._store = store
        self._rulebook = rulebook
        self._brief = brief
        self._writable = writable

    def act(self, triage: Triage, now: datetime) -> None:
        """Tell whom the rules that fired name, then do what an automatic one suggests.

        Both are there, or neither is, before the verdict is recorded: a kill in between loses nothing.
        """
        telling = tuple(tells(triage, self._rulebook()))
        moves = triage.suggestion.escalate and triage.suggestion.mode is Mode.AUTOMATIC
        unplaced = triage.suggestion.escalate and bool(triage.suggestion.nobody)
        if not telling and not moves and not unplaced:
            return
        ticket = self._store.pulled.ticket(triage.ticket)
        if ticket is None or ticket.lost or ticket.status.finished or now - ticket.updated_at > RECENT:
            return
        for rule, verdict in telling:
            self._tell(rule, verdict, ticket, now)
        if unplaced:
            self._tell_leads(triage.suggestion, ticket, now)
        if moves and self._can_write(ticket):
            self._move(triage, ticket, now)

    def _tell_leads(self, suggestion: Suggestion, ticket: Ticket, now: datetime) -> None:
        """Nobody of the group can take it: once for each group and ticket, and not where that was decided on.

        Those whom the rulebook names hear of it in the helpdesk too; where it names none, the team's leads at their
        desks, or whoever runs the console.
        """
        group, leads = suggestion.destination.group if suggestion.destination else "", self._rulebook().leads
        if standing_of(self._store.decided.decisions(ticket.id)) is not None:
            return
        alert = Alert(
            alert_id(AlertKind.NOBODY, ticket.id, group),
            AlertKind.NOBODY,
            ticket.id,
            suggestion.rule,
            now,
            who=leads,
            group=group,
        )
        writes = leads and self._can_write(ticket)
        self._store.alerts.tell(alert, _note_for(alert, suggestion.nobody) if writes else None)

    def _tell(self, rule: Rule, verdict: RuleVerdict, ticket: Ticket, now: datetime) -> None:
        """Once for each rule and ticket. Not again where they were told along with a person's decision."""
        alert = Alert(
            alert_id(AlertKind.TOLD, ticket.id, rule.name), AlertKind.TOLD, ticket.id, rule.name, now, who=rule.notify
        )
        decisions = self._store.decided.decisions(ticket.id)
        if any(each.undone_at is None and set(rule.notify) <= set(each.told) for each in decisions):
            return
        self._store.alerts.tell(alert, notice_change(alert, verdict) if self._can_write(ticket) else None)

    def _move(self, triage: Triage, ticket: Ticket, now: datetime) -> None:
        suggestion = triage.suggestion
        decisions = self._store.decided.decisions(ticket.id)
        if suggestion.destination is None or not self._may_move(triage, decisions):
            return
        standing = standing_of(decisions)
        decision = new_decision(
            ticket,
            triage,
            kind=DecisionKind.ACCEPT,
            by=BY_ITSELF,
            at=now,
            destination=suggestion.destination,
            reason=f"Rule: {suggestion.rule}",
            instead_of=standing.id if standing else None,
        )
        try:
            brief = self._brief(ticket.id, now)
            record(self._store, decision, ticket=ticket, triage=triage, brief=brief)
        except Refused as error:  # a person was faster
            log.info("The rule %s does not act: %s", suggestion.rule, error)

    def _may_move(self, triage: Triage, decisions: Sequence[Decision]) -> bool:
        """Whether this verdict's automatic rule may act beside what was decided before.

        A rule acts once on a ticket, and never again after that was undone, nor after a person has judged that very
        rule. What was moved for another reason only a hard rule moves on, once it has arrived: compliance overrides.
        """
        rule = triage.suggestion.rule
        if any(each.automatic and each.rule == rule for each in decisions):
            return False
        standing = standing_of(decisions)
        if standing is None:
            return True
        if standing.rule == rule:
            return False
        if standing.destination is None or standing.kind is DecisionKind.PUT_BACK:
            return True
        hard = any(each.hard for each in self._rulebook().rules if each.name == rule)
        return hard and not self._on_its_way(standing)

    def _on_its_way(self, decision: Decision) -> bool:
        sent = self._store.decided.deliveries(decision.ticket)
        return any(each.decision == decision.id and each.unsettled for each in sent)

    def _can_write(self, ticket: Ticket) -> bool:
        return self._writable is None or ticket.connection in self._writable


def tells(triage: Triage, rulebook: Rulebook) -> Iterator[tuple[Rule, RuleVerdict]]:
    """The rules that fired and whose people are told at once: automatic ones, and those that do nothing but tell.

    Others wait for the person who confirms what they suggest.
    """
    rules = {rule.name: rule for rule in rulebook.rules if rule.notify}
    for verdict in triage.rules:
        rule = rules.get(verdict.rule)
        if rule is None or verdict.verdict is not Verdict.FIRED:
            continue
        if rule.mode is Mode.AUTOMATIC or (rule.mode is Mode.SUGGEST and not rule.group):
            yield rule, verdict


def notice_change(alert: Alert, verdict: RuleVerdict) -> Change:
    """What the helpdesk is told: they watch the ticket from now on, and a note that names them says why.

    Its id is the alert's, so that it is one change whoever makes it.
    """
    return _note_for(alert, verdict.because)


def _note_for(alert: Alert, why: str) -> Change:
    rule = f"Rule: {alert.rule}" if alert.rule else "No rule: the score alone."
    lines = [f"To be told: {', '.join(alert.who)}.", rule, f"Why: {why}"]
    return Change(ChangeId(alert.id), alert.ticket, (Watch(alert.who), Note("\n".join(lines))), alert.at)
