"""Whether a tier's criteria can be seen on a ticket, or are a matter of opinion; with the reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Words of how much, or of what kind: two people read them differently also where a thing is named beside them.
_DEGREES = {
    "complex": "how complex a thing is",
    "complexity": "how complex a thing is",
    "complicated": "how complicated a thing is",
    "difficult": "what is difficult",
    "hard": "what is hard",
    "tough": "what is tough",
    "tricky": "what is tricky",
    "easy": "what is easy",
    "simple": "what is simple",
    "basic": "what is basic",
    "advanced": "what is advanced",
    "technical": "what is technical",
    "important": "who or what is important",
    "serious": "what is serious",
    "severe": "what is severe",
    "critical": "what is critical",
    "major": "what is major",
    "minor": "what is minor",
    "urgent": "what is urgent",
    "sensitive": "what is sensitive",
    "delicate": "what is delicate",
    "unusual": "what is unusual",
    "strange": "what is strange",
    "weird": "what is weird",
    "special": "what is special",
    "vip": "who is a VIP",
    "vips": "who is a VIP",
    "valued": "from which value on an account is valued",
    "large": "how large large is",
    "big": "how big big is",
    "high": "how high high is",
    "many": "how many many are",
    "long": "how long long is",
    "angry": "how angry a customer has to be",
    "upset": "how upset a customer has to be",
    "unhappy": "how unhappy a customer has to be",
    "appropriate": "what is appropriate",
    "relevant": "what is relevant",
    "todo": "what is still to be written",
    "tbd": "what is still to be written",
    "tba": "what is still to be written",
    "fixme": "what is still to be written",
}
# Words that say nothing of what there is to see: they do no harm where that is said beside them.
_EMPTY = {
    "necessary": "when it is necessary",
    "needed": "when it is needed",
    "agreed": "what was agreed",
    "other": "which others",
    "else": "what else there is",
    "rest": "what the rest is",
    "everything": "what everything is",
    "anything": "what belongs to anything",
    "whatever": "what belongs to whatever",
    "stuff": "which things",
    "things": "which things",
    "matters": "which matters",
    "various": "which ones",
    "misc": "which ones",
    "miscellaneous": "which ones",
    "general": "what is general",
    "etc": "what else",
    "expert": "what needs an expert",
    "experts": "what needs an expert",
    "senior": "what is for somebody senior",
    "experienced": "who is experienced",
    "escalation": "which tickets are escalated",
    "escalations": "which tickets are escalated",
    "issues": "which issues",
    "problems": "which problems",
    "cases": "which cases",
}
_OPINIONS = {**_EMPTY, **_DEGREES}
# Words of these that mean something else together.
_TERMS = re.compile(
    r"\b(?:hard[ -](?:drives?|disks?|copy|copies|resets?|bounces?|coded)|special characters?|case[ -]sensitive"
    r"|(?:major|minor) (?:version|release|upgrade)s?|basic auth\w*|general ledger|large language models?"
    r"|high availability|as (?:long|many) as)\b",
    re.IGNORECASE,
)
# What is as plain as can be: a number, words in quotes, or what the helpdesk itself says of a ticket.
_PLAIN = re.compile(
    r"\d|[\"\N{LEFT DOUBLE QUOTATION MARK}]|\btagged\b|\bpriority (?:is )?(?:low|normal|high|urgent)\b", re.IGNORECASE
)
# What else anybody can see on the ticket: a name, an abbreviation, or something said or done.
_SEEN = re.compile(
    r"\b(?:mentions?|says?|said|asks?(?: for)?|names?|reports?|contains?|writes?|attach\w+|demands?|threatens?"
    r"|wants? to|refund\w*|contested|charged|invoices?|passwords?|sign-?in|webhooks?|connectors?|stack traces?"
    r"|(?:every|any)thing (?:about|concerning|to do with)|lost data|fail(?:s|ed|ing)|did not (?:help|work)|complains"
    r"|certified|stack|screen|seats?|status)\b",
    re.IGNORECASE,
)
_PHRASES = re.compile(r"(?P<end>[;.]\s*)|,\s*|\s+(?:and|or)\s+")
_WORDS = re.compile(r"[A-Za-z]\w*")


@dataclass(frozen=True, slots=True)
class Vague:
    """A phrase of the criteria, and why two people would read it differently."""

    phrase: str
    why: str


def vague(criteria: str) -> Iterator[Vague]:
    """The phrases that say nothing which can be seen on a ticket."""
    if not criteria.strip():
        yield Vague("", "there are no criteria: say what is in a ticket that belongs there")
    for phrase, begins in _phrases(criteria):
        opinion = _opinion(phrase, begins=begins)
        if opinion:
            why = f"people differ on {_OPINIONS[opinion]}; name what a ticket shows, as a product, a number or words"
            yield Vague(phrase.strip(), why)


def _phrases(criteria: str) -> Iterator[tuple[str, bool]]:
    """Each with whether a sentence begins with it, whose first capital then says nothing."""
    at, begins = 0, True
    for found in _PHRASES.finditer(criteria):
        yield criteria[at : found.start()], begins
        at, begins = found.end(), found["end"] is not None
    yield criteria[at:], begins


def _opinion(phrase: str, *, begins: bool) -> str:
    """The first word of a phrase that is a matter of opinion; "" where there is none, or what is meant can be seen."""
    if _PLAIN.search(phrase):
        return ""
    written = _WORDS.findall(_TERMS.sub(" 0 ", phrase))
    named = [word for place, word in enumerate(written) if _is_name(word, first=begins and place == 0)]
    words = [word.lower() for word in written if word not in named]
    degree = next((word for word in words if word in _DEGREES), "")
    if degree or named or _SEEN.search(phrase):
        return degree
    return next((word for word in words if word in _EMPTY), "")


def _is_name(word: str, *, first: bool) -> bool:
    """Whether a word is a name or an abbreviation: by its capitals, unless it is a word of opinion that is shouted."""
    if len(word) > 1 and word.removesuffix("s").isupper():
        return word.lower() not in _OPINIONS
    return len(word) > 1 and word[0].isupper() and not first
