"""Whether a tier's criteria can be seen on a ticket, or are a matter of opinion; with the reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Words that two people read differently, and what to say instead.
_OPINIONS = {
    "complex": "how complex a thing is",
    "complexity": "how complex a thing is",
    "complicated": "how complicated a thing is",
    "difficult": "what is difficult",
    "hard": "what is hard",
    "advanced": "what is advanced",
    "technical": "what is technical",
    "important": "who or what is important",
    "serious": "what is serious",
    "severe": "what is severe",
    "critical": "what is critical",
    "major": "what is major",
    "urgent": "what is urgent",
    "sensitive": "what is sensitive",
    "unusual": "what is unusual",
    "special": "what is special",
    "vip": "who is a VIP",
    "valued": "from which value on an account is valued",
    "large": "how large large is",
    "big": "how big big is",
    "high": "how high high is",
    "many": "how many many are",
    "long": "how long long is",
    "angry": "how angry a customer has to be",
    "unhappy": "how unhappy a customer has to be",
    "appropriate": "what is appropriate",
    "necessary": "when it is necessary",
    "needed": "when it is needed",
    "agreed": "what was agreed",
    "relevant": "what is relevant",
    "other": "which others",
    "various": "which ones",
    "misc": "which ones",
    "general": "what is general",
    "etc": "what else",
    "escalation": "which tickets are escalated",
    "escalations": "which tickets are escalated",
    "issues": "which issues",
    "problems": "which problems",
    "cases": "which cases",
}
# What anybody can see on the ticket: a number, words in quotes, a name, an abbreviation, or something said or done.
_SEEN = re.compile(
    r"\d|[\"\N{LEFT DOUBLE QUOTATION MARK}]|(?<=[a-z,;:] )[A-Z]\w+|\b[A-Z]{2,}s?\b"
    r"|\b(?:mentions?|says?|said|asks?(?: for)?|names?|reports?|contains?|writes?|attach\w+|tagged|demands?|threatens?"
    r"|wants? to|refund\w*|contested|charged|invoices?|passwords?|sign-?in|webhooks?|connectors?|stack traces?"
    r"|lost data|fail(?:s|ed|ing)|did not (?:help|work)|complains|certified|stack|screen|seats?|status)\b"
)
_PHRASES = re.compile(r"[,;.]\s*|\s+(?:and|or)\s+")
_WORDS = re.compile(r"[a-z]+")
_EMPTY = frozenset({"a", "an", "the", "of", "for", "to", "in", "on", "with", "all", "as", "any", "more", "very"})


@dataclass(frozen=True, slots=True)
class Vague:
    """A phrase of the criteria, and why two people would read it differently."""

    phrase: str
    why: str


def vague(criteria: str) -> Iterator[Vague]:
    """The phrases that say nothing which can be seen on a ticket."""
    if not criteria.strip():
        yield Vague("", "there are no criteria: say what is in a ticket that belongs there")
    for phrase in filter(str.strip, _PHRASES.split(criteria)):
        if _SEEN.search(phrase):
            continue
        words = [word for word in _WORDS.findall(phrase.lower()) if word not in _EMPTY]
        opinion = next((word for word in words if word in _OPINIONS), "")
        if opinion:
            why = f"people differ on {_OPINIONS[opinion]}; name what a ticket shows, as a product, a number or words"
            yield Vague(phrase.strip(), why)
