"""Who takes which escalations: the team's tiers, groups and rules, as a lead writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.errors import SettingsInvalid


class Mode(StrEnum):
    """What happens when a rule fires."""

    OFF = "off"
    SHADOW = "shadow"  # decides silently, and is measured
    SUGGEST = "suggest"  # a person confirms
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of support, 1 being the first line, and what belongs there."""

    number: int
    name: str
    criteria: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A group that escalations go to, by its name in the helpdesk; `certification` is what its work requires."""

    group: str
    tier: int
    about: str
    certification: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Sends a ticket to a group when one of `signals` reads at least `at_least`.

    A hard rule suggests whatever the score is. Rules are asked in their order; the first that fires decides.
    """

    name: str
    signals: tuple[str, ...]
    group: str
    mode: Mode = Mode.SUGGEST
    at_least: float = 0.5
    hard: bool = False
    minimum_value: float = 0.0  # the account's value in US dollars a year must be above this


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One revision of the rules. `default` is the group for a high score that no rule claims."""

    revision: str
    tiers: tuple[Tier, ...]
    desks: tuple[Desk, ...]
    rules: tuple[Rule, ...]
    default: str

    def desk(self, group: str) -> Desk | None:
        return next((desk for desk in self.desks if desk.group == group), None)

    def tier(self, group: str) -> int:
        """The tier that a group works in; the first for groups that the rulebook does not name."""
        desk = self.desk(group)
        return desk.tier if desk else 1


def rulebook_from(document: Mapping[str, Any], *, revision: str, name: str) -> Rulebook:
    """The rulebook that a parsed `rulebook.toml` holds; `name` is what to call the file in an error."""
    try:
        book = Rulebook(
            revision=revision,
            tiers=tuple(Tier(**entry) for entry in document["tier"]),
            desks=tuple(Desk(**entry) for entry in document["desk"]),
            rules=tuple(_rule(entry) for entry in document["rule"]),
            default=str(document["default"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsInvalid(f"{name} cannot be used: {error}. Compare it with the default rulebook.toml.") from error
    _check(book, name)
    return book


def _rule(entry: Mapping[str, Any]) -> Rule:
    known = dict(entry)
    known["signals"] = tuple(known["signals"])
    known["mode"] = Mode(known.get("mode", Mode.SUGGEST))
    return Rule(**known)


def _check(book: Rulebook, name: str) -> None:
    numbers = {tier.number for tier in book.tiers}
    for desk in book.desks:
        if desk.tier not in numbers:
            raise SettingsInvalid(f"{name}: {desk.group!r} is in tier {desk.tier}, which has no [[tier]] entry.")
    for group, owner in [(rule.group, f"rule {rule.name!r}") for rule in book.rules] + [(book.default, "default")]:
        if book.desk(group) is None:
            raise SettingsInvalid(f"{name}: {owner} sends to {group!r}, which has no [[desk]] entry.")
