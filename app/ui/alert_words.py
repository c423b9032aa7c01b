"""What rules did by themselves, in words that hold nothing of the customer's unless a subject is given."""

from collections import Counter
from collections.abc import Sequence

from app.domain.alerts import Alert, AlertKind

NAMED = 3  # moves that one notice names; its details hold them all


def title_words(alert: Alert) -> str:
    if alert.kind is AlertKind.CAME_BACK:
        return "Warmline: a handoff did not take place"
    return f"Warmline: {alert.rule or 'a high score'}"


def call_words(alert: Alert, subject: str = "") -> str:
    """What a notification on the desktop says."""
    if alert.kind is AlertKind.CAME_BACK:
        return alert.because
    ticket = f"Ticket {alert.number}" + (f", “{subject}”," if subject else "")
    if alert.kind is AlertKind.MOVED:
        return f"{ticket} goes to {alert.group}. Nobody had to confirm it."
    if alert.kind is AlertKind.NOBODY:
        return f"{ticket} should go to {alert.group}, and nobody there can take it now."
    *others, last = alert.who
    names = f"{', '.join(others)} and {last}" if others else last
    return f"{ticket} is for {names} to know of."


def stuck_words(alerts: Sequence[Alert], subject: str = "") -> str:
    """Which tickets nobody can take; where there are many, how many of each desk."""
    if len(alerts) == 1:
        return call_words(alerts[0], subject)
    desks = Counter(each.group for each in alerts)
    if len(desks) == 1:
        return f"{len(alerts)} tickets should go to {alerts[0].group}, and nobody there can take them now."
    listed = ", ".join(f"{count} to {group}" for group, count in desks.most_common())
    return f"{len(alerts)} tickets should go where nobody can take them now: {listed}."


def told_words(alert: Alert, subject: str = "") -> str:
    """What the window says where the desktop cannot call."""
    return f"Rule “{alert.rule}”: {call_words(alert, subject)}" if alert.rule else call_words(alert, subject)


def moved_words(moves: Sequence[Alert], *, key: str) -> str:
    """What rules moved, the newest first; `key` is the one that puts a ticket back."""
    after = f"Open {'it' if len(moves) == 1 else 'one'} and press {key} to put it back."
    if len(moves) == 1:
        return f"The rule “{moves[0].rule}” moved #{moves[0].number} to {moves[0].group} by itself. {after}"
    named = ", ".join(move_words(each) for each in moves[:NAMED])
    more = f", and {len(moves) - NAMED} more" if len(moves) > NAMED else ""
    return f"Rules moved {len(moves)} tickets by themselves: {named}{more}. {after}"


def move_words(alert: Alert) -> str:
    return f"#{alert.number} to {alert.group} ({alert.rule})"
