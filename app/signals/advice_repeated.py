"""We gave the same advice twice, in the same or in other words."""

from collections.abc import Iterator

from app.domain.analysis import same_advice
from app.domain.snapshot import Read, Reading, Snapshot, Span
from app.signals.grounds import answers, rests_on
from app.signals.said import is_answer, is_customer

ALIKE = 0.68  # cosine of two advices; of 140 pairs made to be hard, two of three that reach it say the same
SAME = 0.90  # nearly the same words
FAINTEST = 0.5
BRIEF = 8  # words: shorter answers are courtesy
LOOKBACK = (
    8  # earlier answers that each one is compared with, so that cost grows with the messages and not their square
)


@rests_on(answers)
def advice_repeated(snapshot: Snapshot) -> Reading | None:
    """The most similar pair of answers between which the customer wrote; without that it is one answer in two parts."""
    best: tuple[float, Read, Read] | None = None
    for one, other in _pairs(snapshot):
        alike = same_advice(one.analysis, other.analysis, at_least=ALIKE) if one.analysis and other.analysis else None
        if alike is not None and (best is None or alike > best[0]):
            best = (alike, one, other)
    if best is None:
        return None
    alike, one, other = best
    return Reading(
        strength=FAINTEST + (1 - FAINTEST) * min((alike - ALIKE) / (SAME - ALIKE), 1.0),
        because=f"two of our answers say the same ({min(alike, 1.0):.0%} alike)",
        evidence=(*_advice(one), *_advice(other)),
    )


def _pairs(snapshot: Snapshot) -> Iterator[tuple[Read, Read]]:
    """Answers of some length, each with the few before it, where the customer had a word in between."""
    answers: list[tuple[int, Read]] = []  # with how often the customer had written before
    written = 0
    for read in snapshot.thread:
        if is_customer(read):
            written += 1
        elif is_answer(read) and read.analysis is not None and read.analysis.words >= BRIEF:
            yield from ((earlier, read) for before, earlier in answers[-LOOKBACK:] if before < written)
            answers.append((written, read))


def _advice(read: Read) -> tuple[Span, ...]:
    found = read.analysis.intent("advice") if read.analysis else None
    return read.spans(found.spans if found else ())
