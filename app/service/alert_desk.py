"""What one person should hear of that nobody did: rules by themselves, the helpdesk. Once, at whichever console."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.alerts import Alert, AlertKind, is_for
from app.domain.team import Rank
from app.domain.tickets import connection_of
from app.settings import Settings
from app.store.store import Store

NEWS = timedelta(days=1)  # what is older the queue shows; only what came back is told whenever its two ends return


@dataclass(frozen=True, slots=True)
class Announced:
    """An alert as it is to be shown. `called` is whether the person should be called even at another program.

    `subject` is the ticket's, and empty unless the settings allow it on the desktop.
    """

    alert: Alert
    called: bool
    subject: str = ""


class AlertDesk:
    """One person's alerts."""

    def __init__(self, store: Store, settings: Settings, *, person: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._desktop = settings.desktop
        self._person = person
        self._clock = clock

    def take(self) -> tuple[Announced, ...]:
        """What was not shown to this person yet, oldest first; it counts as shown from now on."""
        now = self._clock()
        found = self._store.alerts.unseen(self._person, since=now - NEWS)
        self._store.alerts.mark_seen(self._person, [each.id for each in found], at=now)
        leads = self._leads() if found and self._desktop != "off" else []
        return tuple(self._announced(each, leads) for each in found if self._concerns(each))

    def _concerns(self, alert: Alert) -> bool:
        """What a rule moved is for everybody's window; what passes between two is not."""
        return alert.kind is not AlertKind.CAME_BACK or is_for(alert, self._person, ())

    def _leads(self) -> list[str]:
        """The names of the team's leads; nobody's where there is no team."""
        if not self._store.shared:
            return []
        return [each.name for each in self._store.people.all() if each.rank is Rank.LEAD]

    def _announced(self, alert: Alert, leads: list[str]) -> Announced:
        agents = self._store.pulled.agents(connection_of(alert.ticket))
        called = self._desktop != "off" and is_for(alert, self._person, agents, leads=leads)
        ticket = self._store.pulled.ticket(alert.ticket) if self._desktop == "subject" else None
        return Announced(alert, called, ticket.subject if ticket else "")
