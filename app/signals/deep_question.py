"""The customer asks how things work inside: what tier one cannot know from a screen."""

import re
from functools import lru_cache

from app.domain.prose import prose, sentences
from app.domain.snapshot import Reading, Snapshot, Span
from app.signals.grounds import rests_on, words

NOTICEABLE = 2  # different terms; one is small talk
FULL = 4
READ = 8_000  # characters of a message
SHOWN = 6
_TERMS = re.compile(
    r"\b(race condition|idempoten|rate[ -]?limit|webhook|retr(?:y|ies)|payload|schema|latency|time[ -]?out|throughput|"
    r"back-?off|paginat|batch size|isolation level|deadlock|replica|OAuth|SAML|SCIM|JWT|TLS|cipher|HMAC|thread[ -]safe|"
    r"event order|order of (?:the )?events|consisten|cach(?:e|ing)|endpoint|SDK|daylight saving|time ?zone|UTF-8|"
    r"encoding|connection pool|memory leak|concurren|foreign key|exponential|polling|websocket)",
    re.IGNORECASE,
)


@rests_on(words)
def deep_question(snapshot: Snapshot) -> Reading | None:
    """Different terms of the trade within questions, over all that the customer wrote in their own words."""
    found = [
        (term, Span(read.message.id, start, end))
        for read in snapshot.customer
        for term, start, end in _asked(read.message.text[:READ])
    ]
    terms = list(dict.fromkeys(term for term, _ in found))
    if len(terms) < NOTICEABLE:
        return None
    return Reading(
        strength=min(len(terms) / FULL, 1.0),
        because=f"asks how it works inside: {', '.join(terms[:FULL])}",
        evidence=tuple(span for _, span in found[:SHOWN]),
    )


@lru_cache(maxsize=512)
def _asked(text: str) -> tuple[tuple[str, int, int], ...]:
    """Each term within a question, in lower case, with the question's range; the same text is often asked for again."""
    if "?" not in text:
        return ()
    return tuple(
        (match.group().lower(), start, end)
        for start, end in sentences(text, prose(text).spans)
        if text[start:end].rstrip().endswith("?")
        for match in _TERMS.finditer(text, start, end)
    )
