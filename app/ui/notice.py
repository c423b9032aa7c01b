"""The strip above the pane that says what went wrong, to what, and what to do. Never a dialog in the way."""

from dataclasses import dataclass
from enum import StrEnum

from app.errors import WarmlineError


class Tone(StrEnum):
    """How much a notice matters; its icon and its words say so, colour only repeats it."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell the agent. A later notice with the same `topic` replaces it; `details` are for copying."""

    topic: str
    text: str
    tone: Tone = Tone.ERROR
    details: str = ""


def notice_of(error: Exception, *, topic: str, doing: str) -> Notice:
    """What to say of an error while `doing` something ("open ticket 1042")."""
    if isinstance(error, WarmlineError):
        return Notice(topic, str(error))
    return Notice(topic, f"Could not {doing}: an unexpected error. It is in the log; its details can be copied.")
