"""Strict reading of a TOML table: every mistake is named with its file, its place, and what would be right."""

import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from app.errors import BadInput

Choice = TypeVar("Choice", bound=StrEnum)

_SPAN = re.compile(r"(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)? ?(?:(\d+)s)?")


class Table:
    """One table of a TOML file. Keys are taken one by one; `done` complains of those that nobody asked for."""

    def __init__(self, entries: Mapping[str, Any], where: str) -> None:
        self._left = dict(entries)
        self.where = where

    def text(self, key: str, default: str | None = None) -> str:
        """A string that is not empty; required where there is no default."""
        if key not in self._left and default is not None:
            return default
        value = self._left.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"{key} must be a text, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._left.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(each, str) and each for each in values):
            raise self.wrong(f"{key} must be a list of texts, not {values!r}")
        return tuple(values)

    def whole(self, key: str) -> int:
        value = self._left.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(f"{key} must be a whole number, zero or more, not {value!r}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where it is not given."""
        value = self._left.pop(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"{key} must be true or false, not {value!r}")
        return value

    def value(self, key: str) -> Any:
        """Whatever is there, for the caller to judge; required."""
        if key not in self._left:
            raise self.wrong(f"{key} is missing")
        return self._left.pop(key)

    def choice(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        value = self.text(key, str(default) if default is not None else None)
        try:
            return choices(value)
        except ValueError:
            raise self.wrong(f"{key} must be one of {', '.join(choices)}, not {value!r}") from None

    def span(self, key: str) -> timedelta:
        """A length of time such as "3d 4h 10m"."""
        value = self.text(key)
        return self._span(value, key)

    def from_now(self, key: str) -> timedelta:
        """A moment as its distance from the opening of the workspace: "in 2h" lies ahead, "2h ago" behind."""
        value = self.text(key)
        if value.startswith("in "):
            return self._span(value.removeprefix("in "), key)
        if value.endswith(" ago"):
            return -self._span(value.removesuffix(" ago"), key)
        raise self.wrong(f'{key} must read like "in 2h" or "2h ago", not {value!r}')

    def table(self, key: str) -> "Table | None":
        """The table under the key, or None where there is none."""
        value = self._left.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(f"{key} must be a table, not {value!r}")
        return Table(value, f"{self.where}: {key}")

    def tables(self, key: str) -> tuple["Table", ...]:
        """The tables of a list such as [[ticket.message]], which may be absent."""
        values = self._left.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
            raise self.wrong(f"{key} must be a list of tables")
        return tuple(Table(each, f"{self.where}: {key} {place}") for place, each in enumerate(values, start=1))

    def has(self, key: str) -> bool:
        return key in self._left

    def pairs(self) -> tuple[tuple[str, Any], ...]:
        """All that is left, taken at once."""
        pairs = tuple(self._left.items())
        self._left.clear()
        return pairs

    def done(self) -> None:
        if self._left:
            raise self.wrong(f"{sorted(self._left)[0]!r} is not a key that belongs here")

    def wrong(self, what: str) -> BadInput:
        return BadInput(f"{self.where}: {what}. Mend the demo file, or reinstall Warmline.")

    def _span(self, value: str, key: str) -> timedelta:
        found = _SPAN.fullmatch(value)
        if not found or not any(found.groups()):
            raise self.wrong(f'{key} must be a length of time like "3d 4h 10m", not {value!r}')
        days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def read_table(path: Path) -> Table:
    """The whole of a TOML file."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Reinstall Warmline.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not valid TOML: {error}. Mend the demo file, or reinstall Warmline.") from error
    return Table(document, path.name)
