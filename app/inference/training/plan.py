"""How the adapter is taught: two courses from the same start, whose mean is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Plan:
    """One course: how much of each lesson, in batches of how many tokens, at what rate.

    `passes` says how often each row of a benchmark is seen in the whole course, `own` the same of our phrases.
    """

    name: str
    rank: int  # of the change of each layer
    rate: float  # of AdamW, for the adapter
    warm: float  # share of the steps during which the rate rises
    batch_tokens: int
    passes: Mapping[str, float]
    own: float
    taught: bool  # by what a larger teacher says of the texts, beside their labels, and of more that have none
    steps: int | None = None  # the course is well mixed and is cut off here


BY_LABELS = Plan(
    "labels",
    rank=32,
    rate=1e-3,
    warm=0.03,
    batch_tokens=1280,
    passes=MappingProxyType({"sentiment": 2.0, "goemotions": 1.7, "banking77": 5.0, "clinc150": 3.5}),
    own=1.0,
    taught=False,
    steps=4000,  # an hour on two cores
)
BY_TEACHER = Plan(
    "teacher",
    rank=64,
    rate=1e-3,
    warm=0.06,
    batch_tokens=2560,
    passes=MappingProxyType({"sentiment": 5.0, "goemotions": 2.0, "banking77": 7.0, "clinc150": 5.0}),
    own=2.0,
    taught=True,
)
PLANS = (BY_LABELS, BY_TEACHER)
