"""Tables of a rulebook or of weights, read key by key: what each may hold, and a sentence where it holds another thing.

A reader is given a key's value; it gives what that means, or raises `Unfit` with what is wanted instead.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from app.domain.conditions.vocabulary import nearest
from app.domain.people import LARGEST_FACT

E = TypeVar("E", bound=StrEnum)
Reader: TypeAlias = Callable[[object], Any]

MANY = 1_000_000  # tickets, and whatever else is counted
LONGEST = 60  # characters of a value that are shown


class Unfit(Exception):
    """A key holds something else than this, which is wanted there."""


class Wrong(ValueError):
    """What cannot hold in a file: a sentence that says what stands where, and what is wanted."""


def tables(document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The entries of a list of tables; none where the document has no such key."""
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Wrong(f"{key} is {shown(value)}: [[{key}]] entries are wanted.")
    return value


def read_table(
    value: object, readers: Mapping[str, Reader], *, needed: Collection[str] = (), called: str
) -> dict[str, Any]:
    """What each key of a table means. Raises `Wrong` at the first that is unknown, missing or holds something else.

    `called` is what the table is called in that sentence.
    """
    if not isinstance(value, dict):
        raise Wrong(f"{called} is {shown(value)}: a table is wanted.")
    for key in value:
        if key not in readers:
            raise Wrong(f"{called} has {shown(key)}, which is not known{perhaps(key, readers)}.")
    for key in needed:
        if key not in value:
            raise Wrong(f"{called} has no `{key}`.")
    known = {}
    for key, each in value.items():
        try:
            known[key] = readers[key](each)
        except Unfit as wanted:
            raise Wrong(f"{called} has {key} = {shown(each)}: {wanted}.") from wanted
    return known


def label(entry: Mapping[str, Any], place: int, *, kind: str, by: str) -> str:
    """What to call the entry at a place, from 1 on: by its name where it has one."""
    name = entry.get(by)
    return f"{kind} {shown(name)}" if isinstance(name, str) and name.strip() else f"{kind} entry {place}"


def perhaps(name: str, known: Collection[str]) -> str:
    """Ends a sentence about an unknown name: with the one that is meant, or else with all that there are."""
    meant = nearest(name, known)
    if meant:
        return f"; {meant!r} is meant, perhaps"
    return f"; known are {', '.join(known)}"


def shown(value: object) -> str:
    """A value as the file has it, however large or odd it is."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > LARGEST_FACT:
        return "a number of very many digits"
    if isinstance(value, str | int | float):
        words = repr(value)
        return words if len(words) <= LONGEST else f"{words[:LONGEST]}\N{HORIZONTAL ELLIPSIS}"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return str(value) if isinstance(value, date | datetime | time) else "a table" if value is not None else "nothing"


def a_text(value: object) -> str:
    if not isinstance(value, str):
        raise Unfit("a text is wanted")
    return value


def a_table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unfit("a table is wanted")
    return value


def a_name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unfit("a name is wanted")
    return value


def yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unfit("true or false is wanted")
    return value


def number(low: int, high: int) -> Reader:
    """Any number from `low` to `high`."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise Unfit(f"a number from {low:,} to {high:,} is wanted")  # what is no number lies nowhere
        return float(value)

    return read


def whole_number(low: int, high: int) -> Reader:
    """Any whole number from `low` to `high`."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Unfit(f"a whole number from {low:,} to {high:,} is wanted")
        return value

    return read


def tier_number(value: object) -> int:
    """The number of a tier; whether there is such a tier is looked at once all are known."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MANY:
        raise Unfit("the whole number of a tier is wanted")
    return value


def one_of(words: type[E]) -> Reader:
    """One word of an enumeration."""
    every = [str(each) for each in words]

    def read(value: object) -> E:
        if value not in every:
            meant = nearest(value, every) if isinstance(value, str) else ""
            guess = f"; {meant!r} is meant, perhaps" if meant else ""
            raise Unfit(f"one of {', '.join(every)} is wanted{guess}")
        return words(str(value))

    return read


def texts(of: str) -> Reader:
    """A list of texts, which may be empty; `of` is what they are."""

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise Unfit(f"a list of {of} is wanted")
        return tuple(value)

    return read


def names(of: str) -> Reader:
    """A list of texts none of which is empty; `of` is what they are."""

    def read(value: object) -> tuple[str, ...]:
        found: tuple[str, ...] = texts(of)(value)
        if not all(each.strip() for each in found):
            raise Unfit(f"a list of {of} is wanted, none of them empty")
        return found

    return read


def some_names(of: str) -> Reader:
    """As `names`, with one at least."""

    def read(value: object) -> tuple[str, ...]:
        found: tuple[str, ...] = names(of)(value)
        if not found:
            raise Unfit(f"a list of {of} is wanted, with one at least")
        return found

    return read
