"""The two kinds of value that databases would not give back as they got them: instants, and whatever people write."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)

MARK = "\uf8fe"  # from the private use area: nobody writes it, and where somebody does, it is escaped too
_UNSTORABLE = re.compile(f"[\x00\ud800-\udfff{MARK}]")
_ESCAPED = re.compile(f"{MARK}([0-9a-f]{{4}})")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, as whole microseconds since 1970 in UTC: exact, small, and ordered alike everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else (value - EPOCH) // TICK

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else EPOCH + value * TICK


class AnyText(TypeDecorator[str]):
    """Any Python string, NUL characters and lone surrogates included, which PostgreSQL refuses and UTF-8 lacks."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else storable(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None or value.isascii():  # a hundred thousand ids in a row: this is the fast way out
            return value
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


def storable(text: str) -> str:
    """The text with what no database stores written as an escape."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub(lambda found: f"{MARK}{ord(found[0]):04x}", text)
