"""We gave the same advice twice, in the same or in other words."""

from app.domain.analysis import similarity
from app.domain.snapshot import Read, Reading, Snapshot, Span

ALIKE = 0.72  # cosine similarity of two answers from which they say the same
SAME = 0.92
FAINTEST = 0.5
BRIEF = 8  # words: shorter answers are courtesy
LOOKBACK = (
    8  # earlier answers that each one is compared with, so that cost grows with the messages and not their square
)


def advice_repeated(snapshot: Snapshot) -> Reading | None:
    """The most similar pair of answers between which the customer wrote; without that it is one answer in two parts."""
    best: tuple[float, Read, Read] | None = None
    for one, other in _pairs(snapshot):
        alike = similarity(one.analysis, other.analysis) if one.analysis and other.analysis else None
        if alike is not None and alike >= ALIKE and (best is None or alike > best[0]):
            best = (alike, one, other)
    if best is None:
        return None
    alike, one, other = best
    return Reading(
        strength=FAINTEST + (1 - FAINTEST) * min((alike - ALIKE) / (SAME - ALIKE), 1.0),
        because=f"two of our answers say the same ({min(alike, 1.0):.0%} alike)",
        evidence=(*_advice(one), *_advice(other)),
    )


def _pairs(snapshot: Snapshot) -> list[tuple[Read, Read]]:
    """Answers of some length, each with the few before it, where the customer had a word in between."""
    answers = [read for read in snapshot.agent if read.analysis and read.analysis.words >= BRIEF]
    written = [read.message.at for read in snapshot.customer]
    return [
        (earlier, later)
        for index, later in enumerate(answers)
        for earlier in answers[max(index - LOOKBACK, 0) : index]
        if any(earlier.message.at <= at <= later.message.at for at in written)
    ]


def _advice(read: Read) -> tuple[Span, ...]:
    found = read.analysis.intent("advice") if read.analysis else None
    return read.spans(found.spans if found else ())
