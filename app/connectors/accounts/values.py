"""A cell of somebody else's table as the value of a fact, or what is wrong with it."""

import math
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from app.connectors.files.values import Notes, instant, line_of, shown
from app.connectors.mail_text import plain
from app.domain.findings import FACTS, FactKind
from app.domain.people import LARGEST_FACT, FactValue
from app.errors import BadInput

LONGEST_TEXT = 4_000  # characters of a note
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}
_NUMBER = re.compile(r"(-?)\s*(?:US)?\$?\s*(-?[\d,]*\.?\d+)\s*([kKmM]?)(?:\s*(?:USD|%))?")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d*\.?\d+")


def fact_value(name: str, raw: object) -> FactValue | None:
    """The value of the fact `name`; None for an empty cell. Raises `BadInput` where it is no such value."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    kind = FACTS[name].kind
    if kind is FactKind.TEXT:
        return _text(name, raw)
    if kind is FactKind.DATE:
        return _day(name, raw)
    value = _number(name, raw)
    if name == "health" and not 0 <= value <= 100:
        raise BadInput(f"health is a number from 0 to 100, not {shown(raw)}")
    return value


def moment(raw: object, *, what: str = "as_of") -> datetime | None:
    """When something was so, in UTC; a day is its midnight. None for an empty cell; raises `BadInput`."""
    if isinstance(raw, datetime):
        return raw.replace(tzinfo=UTC) if raw.tzinfo is None else raw.astimezone(UTC)
    if isinstance(raw, date):
        return datetime.combine(raw, time(), UTC)
    if isinstance(raw, Decimal):
        raw = float(raw)
    if isinstance(raw, str) and re.fullmatch(r"\s*-?\d{5,}(\.\d+)?\s*", raw):
        raw = float(raw)  # seconds since 1970, as text
    notes = Notes()
    found = instant(raw, notes, what=what)
    if found is None and raw is not None and raw != "":
        raise BadInput("; ".join(notes.all()))
    return found


def _text(name: str, raw: object) -> str:
    if isinstance(raw, bytes | memoryview | dict | list):
        raise BadInput(f"{name} is a text, not {type(raw).__name__}")
    return plain(str(raw)).strip()[:LONGEST_TEXT]


def _day(name: str, raw: object) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(line_of(raw, longest=64)[:10])
    except ValueError as error:
        raise BadInput(f"{name} is a date such as 2027-03-01, not {shown(raw)}") from error


def _number(name: str, raw: object) -> int | float:
    """A number as machines and as people write it: 84000, "84,000.50", "$84k"."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        raise BadInput(f"{name} is a number, not {shown(raw)}")
    value = _written(name, raw) if isinstance(raw, str) else float(raw)
    if not math.isfinite(value) or abs(value) > LARGEST_FACT:
        raise BadInput(f"{name} is a number, not {shown(str(raw))}")
    return int(value) if value == int(value) else value


def _written(name: str, raw: str) -> float:
    found = _NUMBER.fullmatch(raw.strip().replace("\u00a0", " ").replace("\u2212", "-"))
    if found is None or not _THOUSANDS.fullmatch(found[2]):
        raise BadInput(f"{name} is a number such as 84000 or 84,000.50 in US dollars, not {shown(raw)}")
    try:
        value = Decimal(found[2].replace(",", "")) * _FACTORS[found[3].lower()]
    except InvalidOperation as error:
        raise BadInput(f"{name} is a number, not {shown(raw)}") from error
    return float(-value if found[1] else value)
