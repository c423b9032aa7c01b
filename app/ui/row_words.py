"""What a row of the queue says, in words: also what a screen reader hears of it."""

from datetime import datetime

from app.domain.queue import QueueRow
from app.domain.score import ScoreState
from app.ui.health_words import ago

STATES = {
    ScoreState.QUIET: "below the threshold",
    ScoreState.SUGGEST: "escalation suggested",
    ScoreState.AUTOMATIC: "escalation automatic",
    ScoreState.UNKNOWN: "not enough is known",
}


def due_words(due_at: datetime | None, *, now: datetime) -> str:
    """The SLA countdown: "due in 2 h", "25 min overdue", or nothing where no clock runs."""
    if due_at is None:
        return ""
    return f"due in {ago(now, now=due_at)}" if due_at > now else f"{ago(due_at, now=now)} overdue"


def is_pressing(due_at: datetime | None, *, now: datetime) -> bool:
    """Whether the SLA is missed, or the next hour will miss it."""
    return due_at is not None and (due_at - now).total_seconds() < 3600


def points_words(row: QueueRow) -> str:
    return "\N{EN DASH}" if row.points is None or row.state is ScoreState.UNKNOWN else str(row.points)


def reason_words(row: QueueRow) -> str:
    """What counts most; without a score nothing is claimed of a ticket that nobody has read."""
    if row.top_reason:
        return row.top_reason
    if row.points is None:
        return "Not read yet"
    return "Not enough is known" if row.state is ScoreState.UNKNOWN else "Nothing points to an escalation"


def tier_words(row: QueueRow) -> str:
    """The suggested tier behind an arrow, nothing where none is suggested."""
    return f"↑ T{row.tier}" if row.tier is not None else ""


def where_words(row: QueueRow) -> str:
    """Whose ticket it is and who has it: account, else requester, and the owner."""
    return " · ".join(each for each in (row.account or row.requester, row.owner or "nobody") if each)


def row_words(row: QueueRow, *, now: datetime) -> str:
    """The whole row in one sentence."""
    score = "Not read yet" if row.points is None else f"Score {row.points}, {STATES[row.state]}"
    parts = [
        f"{row.subject or 'No subject'}, number {row.number}",
        score + (f" to tier {row.tier}" if row.tier is not None else ""),
        row.top_reason,
        row.decided,
        where_words(row),
        f"opened {ago(row.created_at, now=now)} ago",
        due_words(row.due_at, now=now),
    ]
    return ". ".join(each for each in parts if each) + "."
