"""Values of every kind that TOML has, and every place of a document that one can be put into."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

Place: TypeAlias = tuple[str | int, ...]

ODD: tuple[Any, ...] = (
    0,
    -1,
    7,
    10**30,
    2.5,
    -0.0,
    1e300,
    float("inf"),
    float("-inf"),
    float("nan"),
    True,
    False,
    "",
    "  ",
    "automatic",
    "x" * 5_000,
    [],
    [1],
    [""],
    ["x", ["y"]],
    {},
    {"name": "x"},
    date(2026, 5, 1),
    time(9, 30),
    datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
)


def places(value: object, here: Place = ()) -> Iterator[Place]:
    """Where a value stands, and all within it."""
    if here:
        yield here
    within = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in within:
        yield from places(each, (*here, key))


def at(document: Any, place: Place) -> Any:
    for key in place:
        document = document[key]
    return document


def kind(value: object) -> object:
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)
