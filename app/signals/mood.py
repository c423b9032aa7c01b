"""How the customer's messages felt, one number each, oldest first."""

from typing import NamedTuple

from app.domain.snapshot import Read, Snapshot, Span


class Feeling(NamedTuple):
    """A customer's message with its sentiment, -1..1."""

    read: Read
    sentiment: float

    @property
    def evidence(self) -> tuple[Span, ...]:
        """The sentences that pulled it down, or the whole message."""
        return self.read.spans(self.read.analysis.sentiment_spans if self.read.analysis else ())


def feelings(snapshot: Snapshot) -> tuple[Feeling, ...]:
    """The customer's messages whose sentiment the models could tell."""
    return tuple(
        [
            Feeling(read, read.analysis.sentiment)
            for read in snapshot.customer
            if read.analysis is not None and read.analysis.sentiment is not None
        ]
    )


def mean(found: tuple[Feeling, ...]) -> float:
    return sum([each.sentiment for each in found]) / len(found)


def lowest(found: tuple[Feeling, ...], *, limit: int) -> tuple[Feeling, ...]:
    """The most negative ones, back in the order of the thread."""
    worst = sorted(range(len(found)), key=lambda index: found[index].sentiment)[:limit]
    return tuple(found[index] for index in sorted(worst))
