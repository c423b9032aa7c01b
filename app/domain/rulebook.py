"""Who takes which escalations: the team's tiers, groups and rules, as a lead writes them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.domain.entries import (
    MANY,
    Reader,
    Wrong,
    a_name,
    a_text,
    label,
    names,
    number,
    one_of,
    read_table,
    tables,
    texts,
    tier_number,
    whole_number,
    yes_or_no,
)
from app.domain.people import LARGEST_FACT
from app.domain.rulebook_people import Person, people_faults, person_from
from app.domain.score import MOST_POINTS
from app.errors import SettingsInvalid

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_OLD_FORM = ("signals", "also", "at_least", "minimum_value")  # what `when` stands in place of

FEWEST_TIERS, MOST_TIERS = 2, 6
AT_LEAST = 0.5  # the strength from which a signal makes a rule fire, where the rule says nothing else


class Mode(StrEnum):
    """What happens when a rule fires."""

    OFF = "off"
    SHADOW = "shadow"  # decides silently, and is measured
    SUGGEST = "suggest"  # a person confirms
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of support, 1 being the first line, and what belongs there.

    `capacity` is how many open tickets all its groups may have before suggestions are held back; None is no limit.
    """

    number: int
    name: str
    criteria: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A group that escalations go to, by its name in the helpdesk; `certification` is what its work requires."""

    group: str
    tier: int
    about: str
    certification: str = ""
    capacity: int | None = None  # open tickets of the group before suggestions are held back; None is no limit


@dataclass(frozen=True, slots=True)
class Scenario:
    """Rules that are rolled out together: its mode stands in place of theirs."""

    name: str
    mode: Mode
    about: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Sends a ticket to a group when its condition holds, adds points to its score, or has people told of it.

    The condition is `when`, or else: one of `signals` reads at least `at_least`, one of `also` too where it names any,
    and the account is worth more than `minimum_value`. A hard rule suggests whatever the score is; hard ones are asked
    first, then the others, each in their order. `certification` is what this rule requires of a person, in place of
    what its desk requires. `mode` is the scenario's where the rule is in one.
    """

    name: str
    signals: tuple[str, ...] = ()
    group: str = ""
    mode: Mode = Mode.SUGGEST
    at_least: float = AT_LEAST
    hard: bool = False
    minimum_value: float = 0.0  # the account's value in US dollars a year must be above this
    also: tuple[str, ...] = ()
    certification: str = ""
    when: str = ""
    points: int = 0  # what it adds to the score where it fires
    notify: tuple[str, ...] = ()  # groups by name, people by address
    scenario: str = ""
    criteria: int | None = None  # the tier whose criteria it carries out


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One revision of the rules. `default` is the group for a high score that no rule claims."""

    revision: str
    tiers: tuple[Tier, ...]
    desks: tuple[Desk, ...]
    rules: tuple[Rule, ...]
    default: str
    scenarios: tuple[Scenario, ...] = ()
    certifications: tuple[str, ...] = ()  # all that there are, where the team lists them
    leads: tuple[str, ...] = ()  # who is told where nobody fits: groups by name, people by address
    people: tuple[Person, ...] = ()  # what it says of people beside the helpdesk

    def desk(self, group: str) -> Desk | None:
        for desk in self.desks:
            if desk.group == group:
                return desk
        return None

    def tier(self, group: str) -> int:
        """The tier that a group works in; the first for groups that the rulebook does not name."""
        desk = self.desk(group)
        return desk.tier if desk else 1

    def certified(self, group: str) -> bool:
        """Whether the group's work requires a certification."""
        desk = self.desk(group)
        return desk is not None and bool(desk.certification)

    def rises(self, old: str, new: str) -> bool:
        """An escalation goes up a tier or to a certified group; anything else is lateral."""
        return old != new and (self.tier(new) > self.tier(old) or self.certified(new))


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot hold in a rulebook, in a whole sentence, and of which rule; "" where it is of none."""

    rule: str
    says: str

    @property
    def words(self) -> str:
        """All of it in one sentence."""
        return f"rule {self.rule!r} {self.says}" if self.rule else self.says


_NAMED = {"tier": "name", "desk": "group", "rule": "name", "scenario": "name"}  # the key that an entry is called by
_TEXTS = texts("signal names")
_TOLD = texts("groups and addresses")
_CAPACITY = whole_number(0, MANY)
_TIER = {"number": whole_number(1, MOST_TIERS), "name": a_name, "criteria": a_text, "capacity": _CAPACITY}
_DESK = {"group": a_name, "tier": tier_number, "about": a_text, "certification": a_text, "capacity": _CAPACITY}
_SCENARIO = {"name": a_name, "mode": one_of(Mode), "about": a_text}
_RULE = {
    "name": a_text,  # without one it is still shown, and named as the fault
    "signals": _TEXTS,
    "also": _TEXTS,
    "at_least": number(0, 1),
    "minimum_value": number(0, LARGEST_FACT),
    "when": a_text,
    "group": a_text,
    "hard": yes_or_no,
    "mode": one_of(Mode),
    "scenario": a_text,
    "certification": a_text,
    "criteria": tier_number,
    "notify": _TOLD,
    "points": whole_number(-MOST_POINTS, MOST_POINTS),
}
_TOP: Mapping[str, Reader] = {
    "default": a_text,
    "certifications": names("certifications"),
    "leads": _TOLD,
    **dict.fromkeys(("tier", "desk", "rule", "scenario", "person"), lambda entries: entries),  # each read by itself
}


def rulebook_from(document: Mapping[str, Any], *, revision: str, name: str) -> Rulebook:
    """The rulebook that a parsed `rulebook.toml` holds; `name` is what to call the file in an error.

    Raises `SettingsInvalid` at the first fault. Conditions in words (`when`) are only checked to be there: what they
    may say depends on the vocabulary.
    """
    try:
        book = rulebook_as_written(document, revision=revision)
    except Wrong as wrong:
        raise SettingsInvalid(f"{name} cannot be used: {wrong}") from wrong
    fault = next(faults(book), None)
    if fault is not None:
        raise SettingsInvalid(f"{name}: {fault.words}")
    return book


def rulebook_as_written(document: Mapping[str, Any], *, revision: str) -> Rulebook:
    """The rulebook with whatever faults it has; raises `Wrong` only where it is none at all."""
    top = read_table(document, _TOP, needed=("tier", "desk", "rule", "default"), called="the file")
    scenarios = tuple(Scenario(**each) for each in _read(document, "scenario", _SCENARIO, ("name", "mode")))
    modes = {each.name: each.mode for each in scenarios}
    return Rulebook(
        revision=revision,
        tiers=tuple(Tier(**each) for each in _read(document, "tier", _TIER, ("number", "name", "criteria"))),
        desks=tuple(Desk(**each) for each in _read(document, "desk", _DESK, ("group", "tier", "about"))),
        rules=tuple(_rule(each, modes) for each in _read(document, "rule", _RULE, ("name",))),
        default=top["default"],
        scenarios=scenarios,
        certifications=top.get("certifications", ()),
        leads=top.get("leads", ()),
        people=tuple(person_from(each, place) for place, each in enumerate(tables(document, "person"), 1)),
    )


def faults(book: Rulebook) -> Iterator[Fault]:
    """Everything that cannot hold, the plainest first."""
    numbers = [tier.number for tier in book.tiers]
    named: dict[str, Sequence[object]] = {
        "tier": numbers,
        "desk": [desk.group for desk in book.desks],
        "rule": [rule.name for rule in book.rules],
        "scenario": [scenario.name for scenario in book.scenarios],
    }
    for what, values in named.items():
        twice = next((each for each in values if values.count(each) > 1), None)
        if twice is not None:
            yield Fault("", f"there are two [[{what}]] entries {twice!r}; rename or remove one.")
    yield from _tier_faults(len(numbers))
    for desk in book.desks:
        if desk.tier not in numbers:
            yield Fault("", f"{desk.group!r} is in tier {desk.tier}, which has no [[tier]] entry.")
        yield from _certified(desk.certification, book, Fault("", f"{desk.group!r} requires"))
    yield from _strange_leads(book)
    for says in people_faults(book.people, tiers=numbers, certifications=book.certifications):
        yield Fault("", says)
    for place, rule in enumerate(book.rules, 1):
        called = "" if rule.name.strip() else f"[[rule]] entry {place} "
        yield from (replace(each, says=f"{called}{each.says}") for each in _rule_faults(rule, book))
    if book.desk(book.default) is None:
        yield Fault("", f"default sends to {book.default!r}, which has no [[desk]] entry.")


def _tier_faults(tiers: int) -> Iterator[Fault]:
    if not FEWEST_TIERS <= tiers <= MOST_TIERS:
        yield Fault("", f"the number of [[tier]] entries is {tiers}; a rulebook has {FEWEST_TIERS} to {MOST_TIERS}.")


def _strange_leads(book: Rulebook) -> Iterator[Fault]:
    for each in _strangers(book.leads, book):
        yield Fault("", f"leads names {each!r}, which is neither a group with a [[desk]] entry nor an address.")


def _rule_faults(rule: Rule, book: Rulebook) -> Iterator[Fault]:
    yield from (Fault(rule.name, says) for says in _condition_faults(rule))
    if rule.group and book.desk(rule.group) is None:
        yield Fault(rule.name, f"sends to {rule.group!r}, which has no [[desk]] entry.")
    if not rule.group and not rule.points and not rule.notify:
        yield Fault(rule.name, "names no one: it has no group to send to, nobody to notify and no points to add.")
    if rule.scenario and all(each.name != rule.scenario for each in book.scenarios):
        yield Fault(rule.name, f"is in the scenario {rule.scenario!r}, which has no [[scenario]] entry.")
    if rule.criteria is not None and rule.criteria not in {tier.number for tier in book.tiers}:
        yield Fault(rule.name, f"carries out the criteria of tier {rule.criteria}, which has no [[tier]] entry.")
    if rule.criteria is not None and rule.group and book.desk(rule.group) and book.tier(rule.group) != rule.criteria:
        yield Fault(rule.name, f"carries out the criteria of tier {rule.criteria}, but {rule.group!r} is in another.")
    yield from _certified(rule.certification, book, Fault(rule.name, "requires"))
    for each in _strangers(rule.notify, book):
        yield Fault(rule.name, f"notifies {each!r}, which is neither a group with a [[desk]] entry nor an address.")


def _strangers(names: Sequence[str], book: Rulebook) -> list[str]:
    """Of those who are to be told, the ones that nobody could tell."""
    return [each for each in names if book.desk(each) is None and not _ADDRESS.fullmatch(each)]


def _condition_faults(rule: Rule) -> Iterator[str]:
    if not rule.name.strip():
        yield "has no name."
    if not rule.signals and not rule.when:
        yield "names no signals and has no `when`, so it could never fire."
    old_form = bool(rule.signals or rule.also or rule.minimum_value) or rule.at_least != AT_LEAST
    if rule.when and old_form:
        yield f"has a `when`, and beside it one of {', '.join(_OLD_FORM)}; say all of it in `when`."
    if not 0 < rule.at_least <= 1:
        yield f"has at_least = {rule.at_least!r}; at_least lies above 0 and up to 1."


def _certified(certification: str, book: Rulebook, about: Fault) -> Iterator[Fault]:
    if certification and book.certifications and certification not in book.certifications:
        yield replace(about, says=f"{about.says} {certification!r}, which is not among the certifications.")


def _read(
    document: Mapping[str, Any], kind: str, readers: Mapping[str, Reader], needed: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """What the entries of one kind say, each as arguments."""
    for place, entry in enumerate(tables(document, kind), 1):
        yield read_table(entry, readers, needed=needed, called=label(entry, place, kind=f"[[{kind}]]", by=_NAMED[kind]))


def _rule(known: Mapping[str, Any], scenarios: Mapping[str, Mode]) -> Rule:
    rule = Rule(**known)
    return replace(rule, when=rule.when.strip(), mode=scenarios.get(rule.scenario, rule.mode))
