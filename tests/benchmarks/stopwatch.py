"""How long a deed takes, in the processor's time: what else the machine does counts less there."""

from collections.abc import Callable
from time import process_time


def seconds(deed: Callable[[], object]) -> float:
    started = process_time()
    deed()
    return process_time() - started


def least(deed: Callable[[], object], *, rounds: int = 15) -> float:
    """By the least disturbed of some rounds."""
    return min(seconds(deed) for _ in range(rounds))
