"""What was read in a message, and what was corrected, in words."""

from app.domain.analysis import Analysis
from app.domain.taught import Correction, intent_title

QUOTED = 70  # characters of a sentence


def read_words(analysis: Analysis | None) -> str:
    """ "Read in it: refund 92 %, legal threat 61 %": every likely intent, the likeliest first."""
    if analysis is None:
        return ""
    found = [(name, each.probability) for name, each in analysis.intents.items() if analysis.intent(name)]
    ordered = sorted(found, key=lambda each: (-each[1], each[0]))
    listed = ", ".join(f"{intent_title(name)} {likely:.0%}" for name, likely in ordered)
    return f"Read in it: {listed}" if listed else ""


def correction_words(correction: Correction, *, length: int = QUOTED) -> str:
    """ "not refund: “Please send the file back.”"."""
    deed = "is" if correction.present else "not"
    return f"{deed} {intent_title(correction.intent)}: {quoted(correction.text, length=length)}"


def quoted(text: str, *, length: int = QUOTED) -> str:
    """The text on one line in quotation marks, cut where it is longer than `length` characters."""
    words = " ".join(text.split())
    return f"“{words[:length]}{'…' if len(words) > length else ''}”"
