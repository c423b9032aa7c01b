"""A call to our API, a webhook or a token of it does not work: what an integration is made of, named as such."""

import re
from functools import lru_cache

from app.domain.prose import prose
from app.domain.snapshot import Read, Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import ASKED, all_ask, mentions, sureness

INTENT = "api_integration"
READ = 8_000  # characters of a message
_LETTERS = re.compile(
    r"\b(?:APIs?|REST|GraphQL|SOAP|SDK|OAuth2?|JWT)\b|\b(?:GET|POST|PUT|PATCH|DELETE) /|\bHTTP[ /]?\d"
)
WORDS = re.compile(
    r"\b(?:endpoints?|webhooks?|(?:access|bearer|api|refresh)[ -]tokens?|rate[ -]limit\w*|payloads?|callbacks?|"
    r"status code)\b",
    re.IGNORECASE,
)
NEEDED = ("endpoint", "webhook", "token", "rate limit", "rate-limit", "payload", "callback", "status code")


@rests_on(words)
def api_problem(snapshot: Snapshot) -> Reading | None:
    """Where the models hear of an integration and the customer names the interface; a mere question counts for less.

    What a question is, is judged as `integration_problem` judges it, so that the two never say the opposite.
    """
    found = [each for each in mentions(snapshot, INTENT) if _names_it(each.read)]
    surest = max((each.probability for each in found), default=0.0)
    asked = all_ask(snapshot, (each.read for each in found))
    if not (strength := sureness(surest) * (ASKED if asked else 1.0)):
        return None
    return Reading(
        strength=strength,
        because="a question about an API"
        if asked
        else f"an API, a webhook or a token is in trouble ({surest:.0%} sure)",
        evidence=tuple(span for each in found for span in each.evidence),
    )


def _names_it(read: Read) -> bool:
    return _named_in(read.message.text[:READ])


@lru_cache(maxsize=512)
def _named_in(text: str) -> bool:
    """In the author's own words or what they pasted; the same text is often asked for again."""
    own, small = prose(text), text.casefold()
    worth_a_look = any(each in small for each in NEEDED)
    return any(
        _LETTERS.search(text, start, end) or (worth_a_look and WORDS.search(text, start, end))
        for start, end in (*own.spans, *own.code)
    )
