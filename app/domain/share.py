"""A share of a few cases, with the range in which the true share probably lies."""

import math
from dataclasses import dataclass

Z = 1.96  # standard deviations of a normal distribution that hold 95 % of it


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`; `value` is None of nothing.

    `low` and `high` are the ends of Wilson's 95 % interval (E. B. Wilson, JASA 22, 1927), 0 and 1 of nothing.
    """

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def low(self) -> float:
        return self._middle - self._half if self.total else 0.0

    @property
    def high(self) -> float:
        return self._middle + self._half if self.total else 1.0

    @property
    def _middle(self) -> float:
        return (self.hits + Z * Z / 2) / (self.total + Z * Z)

    @property
    def _half(self) -> float:
        spread = self.hits * (self.total - self.hits) / self.total + Z * Z / 4
        return Z * math.sqrt(spread) / (self.total + Z * Z)
