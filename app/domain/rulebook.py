"""Who takes which escalations: the team's tiers, groups and rules, as a lead writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.errors import SettingsInvalid

AT_LEAST = 0.5  # the strength from which a signal makes a rule fire, where the rule says nothing else


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
    """Sends a ticket to a group when one of `signals` reads at least `at_least`, and one of `also` where it names any.

    A hard rule suggests whatever the score is; hard ones are asked first, then the others, each in their order.
    `certification` is what this rule requires of a person, in place of what its desk requires.
    """

    name: str
    signals: tuple[str, ...]
    group: str
    mode: Mode = Mode.SUGGEST
    at_least: float = AT_LEAST
    hard: bool = False
    minimum_value: float = 0.0  # the account's value in US dollars a year must be above this
    also: tuple[str, ...] = ()
    certification: str = ""


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
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsInvalid(
            f"{name} cannot be used: {error!r}. Compare it with the default rulebook.toml."
        ) from error
    _check(book, name)
    return book


def _rule(entry: Mapping[str, Any]) -> Rule:
    known = dict(entry)
    known["signals"] = _names(known["signals"])
    known["also"] = _names(known.get("also", ()))
    known["mode"] = Mode(known.get("mode", Mode.SUGGEST))
    known["at_least"] = _number(known.get("at_least", AT_LEAST))
    known["minimum_value"] = _number(known.get("minimum_value", 0.0))
    if not isinstance(known.get("hard", False), bool):
        raise TypeError(f"hard is true or false, not {known['hard']!r}")
    return Rule(**known)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number is wanted, not {value!r}")
    return float(value)


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise TypeError(f"a list of signal names is wanted, not {value!r}")
    return tuple(value)


def _check(book: Rulebook, name: str) -> None:
    numbers = [tier.number for tier in book.tiers]
    named: dict[str, Sequence[object]] = {
        "tier": numbers,
        "desk": [desk.group for desk in book.desks],
        "rule": [rule.name for rule in book.rules],
    }
    for what, values in named.items():
        twice = next((each for each in values if values.count(each) > 1), None)
        if twice is not None:
            raise SettingsInvalid(f"{name}: there are two [[{what}]] entries {twice!r}; rename or remove one.")
    for desk in book.desks:
        if desk.tier not in numbers:
            raise SettingsInvalid(f"{name}: {desk.group!r} is in tier {desk.tier}, which has no [[tier]] entry.")
    for rule in book.rules:
        _check_rule(rule, name)
    for group, owner in [(rule.group, f"rule {rule.name!r}") for rule in book.rules] + [(book.default, "default")]:
        if book.desk(group) is None:
            raise SettingsInvalid(f"{name}: {owner} sends to {group!r}, which has no [[desk]] entry.")


def _check_rule(rule: Rule, name: str) -> None:
    if not rule.signals:
        raise SettingsInvalid(f"{name}: rule {rule.name!r} names no signal, so it could never fire.")
    if not 0 < rule.at_least <= 1:
        raise SettingsInvalid(f"{name}: rule {rule.name!r}: at_least lies above 0 and up to 1, not {rule.at_least!r}.")
    if not rule.minimum_value >= 0:
        raise SettingsInvalid(f"{name}: rule {rule.name!r}: minimum_value is in dollars, not {rule.minimum_value!r}.")
