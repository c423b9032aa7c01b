"""The people of a team store, and what each may do in it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Rank(StrEnum):
    """What somebody is in the team. The database itself holds people to it."""

    AGENT = "agent"
    SPECIALIST = "specialist"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a database role of their own. `name` is what decisions are signed with, `login` the role."""

    login: str
    name: str
    rank: Rank


def login_for(name: str) -> str:
    """A role's name that follows from a person's: "Ana Ortíz" is ana_ortiz."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:48]
