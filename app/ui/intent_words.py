"""What was read in a message, and what was corrected, in words."""

from app.domain.analysis import Analysis
from app.domain.taught import Correction, intent_title

QUOTED = 70  # characters of a sentence


def read_words(analysis: Analysis | None) -> str:
    """ "Read in it: refund 92 %, legal threat 61 %": every likely intent, the likeliest first."""
    found = (
        [(name, each.probability) for name, each in analysis.intents.items() if analysis.intent(name)]
        if analysis
        else []
    )
    ordered = sorted(found, key=lambda each: (-each[1], each[0]))
    return "Read in it: " + ", ".join(f"{intent_title(name)} {likely:.0%}" for name, likely in ordered) if found else ""


def correction_words(correction: Correction) -> str:
    """ "not refund: “Please send the file back.”"."""
    return f"{'is' if correction.present else 'not'} {intent_title(correction.intent)}: {quoted(correction.text)}"


def quoted(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words[:QUOTED]}{'…' if len(words) > QUOTED else ''}”"
