"""What rules did by themselves: told once, each with its audit entry and what the helpdesk is told of it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from app.domain.alerts import Alert, AlertId, AlertKind, alert_id
from app.domain.calls import CallId
from app.domain.changes import Change
from app.domain.decisions import BY_ITSELF, Decision
from app.store import audit, outbox
from app.store.automation_tables import AlertRow, AlertSeenRow
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work
from app.store.lines import redraw

MOST = 100  # alerts at once: nobody reads more
_CAME_BACK = f'"kind":"{AlertKind.CAME_BACK}"'  # as `codec` writes it; inside a text its quotes would have backslashes


class Alerts:
    """The alerts and who has seen them. Ids follow from what they are about: raising one twice changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tell(self, alert: Alert, change: Change | None) -> None:
        """Raise an alert: with its audit entry, and with what is written to the helpdesk (None: there is nothing to).

        One transaction; nothing changes where it was raised before.
        """
        with self._database.read() as session:
            if session.get(AlertRow, alert.id) is not None:
                return
        with self._database.write() as work:
            if not raised(work, alert):
                raise NothingToWrite
            if change is not None:
                outbox.put(work, change, place=0, not_before=alert.at)
            subject = f"note {change.id}" if change is not None else f"alert {alert.id}"
            audit.append(work, subject, at=alert.at, by=BY_ITSELF, what=to_json(alert))
            redraw(work, [alert.ticket])

    def unseen(self, person: str, *, since: datetime) -> tuple[Alert, ...]:
        """What this person was not shown yet of what was raised since then, oldest first; what came back, whenever."""
        seen = select(AlertSeenRow.alert).where(AlertSeenRow.person == person, AlertSeenRow.alert == AlertRow.id)
        told = or_(AlertRow.at >= since, AlertRow.alert.contains(_CAME_BACK))
        query = select(AlertRow.alert).where(told, ~seen.exists()).order_by(AlertRow.at, AlertRow.id)
        with self._database.read() as session:
            return tuple(from_json(Alert, row) for row in session.scalars(query.limit(MOST)))

    def seen(self, person: str, alerts: Collection[str]) -> set[str]:
        """Those of these alerts and calls that this person was shown."""
        return self._seen(person, alerts)

    def seen_before(self, person: str, alerts: Collection[AlertId], *, at: datetime) -> set[str]:
        """Those of these alerts that this person was shown before that time."""
        return self._seen(person, alerts, AlertSeenRow.at < at)

    def mark_seen(self, person: str, alerts: Iterable[AlertId | CallId], *, at: datetime) -> set[str]:
        """Show these no more to this person, at none of their consoles. What comes back was not marked before: of
        several consoles that mark the same at one moment, one gets it.
        """
        rows = [{"person": person, "alert": each, "at": at} for each in alerts]
        marked: set[str] = set()
        if rows:
            with self._database.write() as work:
                marked = {str(row["alert"]) for row in rows if work.added(AlertSeenRow, row)}
        return marked

    def _seen(self, person: str, alerts: Collection[str], *when: ColumnElement[bool]) -> set[str]:
        if not alerts:
            return set()
        query = select(AlertSeenRow.alert).where(
            AlertSeenRow.person == person, AlertSeenRow.alert.in_(list(alerts)), *when
        )
        with self._database.read() as session:
            return set(session.scalars(query))


def raise_move(work: Work, decision: Decision) -> None:
    """Raise the alert of a move that a rule made by itself, in the transaction that records it."""
    group = decision.destination.group if decision.destination else ""
    raised(
        work,
        Alert(
            alert_id(AlertKind.MOVED, decision.id),
            AlertKind.MOVED,
            decision.ticket,
            decision.rule,
            decision.at,
            group=group,
        ),
    )


def raised(work: Work, alert: Alert) -> bool:
    """Raise it in this transaction; False where it was raised before."""
    row = {
        "id": alert.id,
        "ticket": alert.ticket,
        "at": alert.at,
        "alert": to_json(alert),
        "revision": work.revision,
    }
    return work.added(AlertRow, row)
