"""Somebody at the top of the customer's house writes to us, or is said to be watching."""

import re
from functools import lru_cache

from app.domain.snapshot import Read, Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import Mention, likely, mentions, passing_in

SIGNATURE_LINES = 6  # at the end of a message, where titles stand
SIGNED = 0.9  # anybody can sign as anything
FRIENDLY = 0.4
GLAD = 0.3  # sentiment; a civil tone is not yet friendly
LONGEST_LINE = 80  # characters: a longer one is a sentence
REMEMBERED = 10_000  # characters: the signature of a longer message is looked for anew, not kept
_TITLE = re.compile(
    r"\b(?:CEO|CFO|CTO|COO|CIO|CISO|CMO|CPO|Chief [A-Z]\w{2,20}(?: [A-Z]\w{2,20})? Officer|(?:S|E)?VP|"
    r"(?:Senior |Executive )?Vice President|President|Managing Director|Founder|Co-[Ff]ounder)\b"
)
_RANKS = (
    r"(?:C[EFTIMPO]O|CISO|C-(?:suite|level)|(?:S|E)?VP|vice presidents?|presidents?|chief|chair(?:man|woman|person)?|"
    r"board|executives?|directors?|founders?|owners?|partners?|leadership|management|head)\b"
)
_THEIR_OWN = re.compile(
    rf"\b(?:our|my|as|i am|i['\u2019]m)\s+(?:(?!your\b)[\w'\u2019-]+\s+){{0,3}}{_RANKS}|\b{_RANKS}\s+of (?:our|my)\b",
    re.IGNORECASE,
)
DEMAND = "supervisor_demand"
INVOLVED = "executive_involvement"


def _known(snapshot: Snapshot) -> bool:
    """The words, and who the account's executives are."""
    return words(snapshot) and snapshot.account is not None and bool(snapshot.account.all("contact"))


@rests_on(_known)
def executive_contact(snapshot: Snapshot) -> Reading | None:
    """The account's known executive contact, else a title in a signature, else the models' word for it.

    A friendly message of theirs counts for less: a complaint is what calls for our own executives.
    """
    return _known_contact(snapshot) or _signed(snapshot) or _said(snapshot)


def _said(snapshot: Snapshot) -> Reading | None:
    """Where the models hear of executives, other than in a demand for ours: "speak to your manager" is not theirs."""
    found = (_without_demands(each) for each in mentions(snapshot, INVOLVED))
    return passing_in(
        tuple(each for each in found if each is not None), because="the customer's executives are involved"
    )


def _without_demands(mention: Mention) -> Mention | None:
    """What is left of it without the sentences that ask for our people and name nobody of the customer's own.

    Those are the sentences in which a demand is heard, where the message makes it the surer of the two.
    """
    demand = mention.read.analysis.intent(DEMAND) if mention.read.analysis else None
    if demand is None or demand.probability <= mention.probability:
        return mention
    text = mention.read.message.text
    asked = demand.spans or ((0, len(text)),)
    left = tuple(
        [
            (start, end)
            for start, end in mention.ranges or ((0, len(text)),)
            if _THEIR_OWN.search(text, start, end) or not any(first < end and start < last for first, last in asked)
        ]
    )
    return mention._replace(ranges=left) if left else None


def _known_contact(snapshot: Snapshot) -> Reading | None:
    facts = snapshot.account.all("contact") if snapshot.account else ()
    if not facts:
        return None
    contacts = {_plain(str(fact.value).split(",")[0]): fact for fact in facts}
    found: list[Reading] = []
    for read in reversed(snapshot.customer):
        fact = contacts.get(_plain(read.message.author or snapshot.ticket.requester.name))
        if fact is not None:
            because = f"{fact.value} writes in person"
            found.append(Reading(_weighed(1.0, read), because, evidence=(read.whole,), facts=(fact,)))
    return _strongest(found)


def _signed(snapshot: Snapshot) -> Reading | None:
    found: list[Reading] = []
    for read in reversed(snapshot.customer):
        for start, end in _titled_lines(read.message.text):
            line = read.message.text[start:end]
            found.append(Reading(_weighed(SIGNED, read), f'signed "{line}"', evidence=read.spans([(start, end)])))
    return _strongest(found)


def _strongest(found: list[Reading]) -> Reading | None:
    """The newest of the strongest: a later civil line does not take the complaint back."""
    return max(found, key=lambda each: each.strength, default=None)


def _weighed(strength: float, read: Read) -> float:
    mood = read.analysis.sentiment if read.analysis else None
    friendly = ((mood is None or mood > 0) and likely(read, "thanks")) or (mood is not None and mood > GLAD)
    return strength * FRIENDLY if friendly else strength


def _titled_lines(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges of the signature's lines with a title."""
    return _titled_before(text) if len(text) <= REMEMBERED else _titled(text)


@lru_cache(maxsize=512)  # messages; a ticket is looked at again and again while its texts stay the same
def _titled_before(text: str) -> tuple[tuple[int, int], ...]:
    return _titled(text)


def _titled(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in _signature_lines(text) if _TITLE.search(text[start:end]))


def _signature_lines(text: str) -> list[tuple[int, int]]:
    """The ranges of the last short lines, trimmed; a message of one line has no signature."""
    tail = text[-SIGNATURE_LINES * LONGEST_LINE :]
    offset = len(text) - len(tail)
    lines: list[tuple[int, int]] = []
    for line in tail.splitlines(keepends=True):
        start = offset + len(line) - len(line.lstrip())
        end = offset + len(line.rstrip())
        offset += len(line)
        if start < end and "\n" in text[:start] and end - start <= LONGEST_LINE and not line.startswith(">"):
            lines.append((start, end))
    return lines[-SIGNATURE_LINES:]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
