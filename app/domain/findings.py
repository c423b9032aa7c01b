"""What an account source says: of each account, by whichever of its names, the facts that hold or happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from app.domain.batch import Complaint
from app.domain.people import FactValue


class FactKind(StrEnum):
    """What the value of a fact must be."""

    MONEY = "money"  # US dollars
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FactAbout:
    """A kind of fact. Of a `series` each is a thing that happened on its day; of the others the newest holds."""

    kind: FactKind
    words: str
    series: bool = False


FACTS: Mapping[str, FactAbout] = MappingProxyType(
    {
        "value": FactAbout(FactKind.MONEY, "value a year"),
        "renewal": FactAbout(FactKind.DATE, "renewal"),
        "plan": FactAbout(FactKind.TEXT, "plan"),
        "contract": FactAbout(FactKind.TEXT, "contract"),
        "health": FactAbout(FactKind.NUMBER, "health of 100"),
        "segment": FactAbout(FactKind.TEXT, "segment"),
        "industry": FactAbout(FactKind.TEXT, "industry"),
        "usage": FactAbout(FactKind.NUMBER, "users in a week", series=True),
        "invoice": FactAbout(FactKind.MONEY, "invoice", series=True),
        "payment": FactAbout(FactKind.MONEY, "payment", series=True),
        "failed payment": FactAbout(FactKind.MONEY, "failed payment", series=True),
        "note": FactAbout(FactKind.TEXT, "note", series=True),
        "contact": FactAbout(FactKind.TEXT, "executive contact"),
    }
)


@dataclass(frozen=True, slots=True)
class FoundFact:
    """One thing that a source says. `as_of` is None where the source has no date: it holds since it was first heard."""

    name: str
    value: FactValue
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account as a source knows it. `keys` are its ids, mail domains and addresses, the surest first."""

    keys: tuple[str, ...]
    name: str
    facts: tuple[FoundFact, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """One reading of a source. `whole` are the names of facts that were read to the end.

    Of these, what was there before and is not any more is gone; of others nothing is known.
    """

    accounts: tuple[FoundAccount, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    whole: frozenset[str] = frozenset()
