"""What calls a person, in words that hold nothing of the customer's unless a subject is given, and nothing private."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.calls import Call, CallKind
from app.ui.health_words import ago

TITLE = "Warmline"


def call_title(call: Call) -> str:
    """Who wants what: "Ana Ortiz offers you #1042"."""
    if call.kind is CallKind.CERTIFIED:
        return f"{TITLE}: #{call.number} is suggested for {call.who}"
    deed = {
        CallKind.OFFERED: f"offers you #{call.number}",
        CallKind.ASKED: f"asks you about #{call.number}",
        CallKind.ANSWERED: f"answered you about #{call.number}",
    }[call.kind]
    return f"{TITLE}: {call.who} {deed}"


def call_text(call: Call, subject: str = "", *, now: datetime) -> str:
    """How long there is, and what is to be done."""
    about = f"“{subject}”. " if subject else ""
    if call.kind is CallKind.CERTIFIED:
        return f"{about}It is for certified people, and somebody has to confirm it."
    if call.until is None:
        return f"{about}The ticket stays where it is."
    left = f"{ago(now, now=call.until)} left" if now < call.until else "The time is over"
    stays = f"then it stays with {call.who}" if call.kind is not CallKind.ASKED else "then it stays with you"
    return f"{about}{left}, {stays}."


def many_words(calls: Sequence[Call]) -> tuple[str, str]:
    """Title and text for more certified work at once than anybody wants to be called for singly."""
    groups = sorted({each.who for each in calls})
    title = f"{TITLE}: {len(calls)} tickets are suggested for {', '.join(groups)}"
    return title, "They are for certified people, and somebody has to confirm each."
