"""Somebody of the team out of one line of a file (docs/files-format.md): what can be read is, what cannot is noted."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from app.connectors.files import values
from app.connectors.files.shape import Document
from app.connectors.files.values import Notes, bare, choice, instant, line_of, plain_number, shown
from app.domain.people import Agent, Away, Presence, Shift
from app.domain.rulebook import MOST_TIERS
from app.domain.shifts import zone_named
from app.domain.tickets import ConnectionName, agent_id

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = {name: place for place, day in enumerate(_DAYS) for name in (day, day[:3])}
MOST_OPEN = 100_000  # tickets that one person can own at once; more is a mistake
ALWAYS = datetime.min.replace(tzinfo=UTC)  # since when somebody is away of whom no beginning is told


def login_in(document: Document | Mapping[str, Any]) -> str:
    """The login that makes a line one about somebody of the team; empty where there is none that can be used."""
    return line_of(document.get("login"), longest=120)


def member_told_by(document: Document | Mapping[str, Any], connection: ConnectionName, notes: Notes) -> Agent:
    """Whom a document with a login tells of."""
    entry: Mapping[str, Any] = document
    login = login_in(document)
    whose = f"{login[:40]}'s"
    return Agent(
        id=agent_id(connection, login),
        name=line_of(entry.get("name")) or login,
        email=line_of(entry.get("email")),
        groups=_words(entry.get("groups"), notes, what=f"{whose} groups"),
        tier=_whole(entry.get("tier"), notes, what=f"{whose} tier", least=1, most=MOST_TIERS),
        skills=_words(entry.get("skills"), notes, what=f"{whose} skills"),
        certifications=_words(entry.get("certifications"), notes, what=f"{whose} certifications"),
        shift=_shift(entry.get("shift"), notes, what=f"{whose} shift"),
        capacity=_whole(entry.get("capacity"), notes, what=f"{whose} capacity", least=0, most=MOST_OPEN),
        presence=choice(entry.get("presence"), values.PRESENCES, Presence.UNKNOWN, notes, what=f"{whose} presence"),
        away=_away(entry.get("away"), notes, what=f"{whose} away"),
    )


def member_in_cells(cells: Mapping[str, str]) -> Any:
    """The same document out of the cells of a CSV row; the parts of a shift or an absence stand in place of it."""
    document: dict[str, Any] = {key: value for key, value in cells.items() if key not in _PARTS}
    for column, (whole, part) in _PARTS.items():
        if column in cells:
            parts = document.get(whole)
            document[whole] = {**(parts if isinstance(parts, dict) else {}), part: cells[column]}
    return document


_PARTS = {
    **{f"shift{part}": ("shift", part) for part in ("days", "start", "end", "zone")},
    **{f"away{part}": ("away", part) for part in ("since", "until", "reason")},
}


def _words(value: object, notes: Notes, *, what: str) -> tuple[str, ...]:
    """A list of texts, or one text with commas."""
    if value is None:
        return ()
    if not isinstance(value, str | list):
        notes.add(f"{what} are no list of texts but {shown(value)} and were left out")
        return ()
    entries = values.listed(value)
    found = [line_of(each, longest=100) for each in entries]
    if isinstance(value, list) and not all(found):
        notes.add(f"one of {what} is no text and was left out")
    return tuple(dict.fromkeys(each for each in found if each))


def _whole(value: object, notes: Notes, *, what: str, least: int, most: int) -> int | None:
    if value is None or value == "":
        return None
    number = plain_number(value)
    if number is None or number != int(number) or not least <= number <= most:
        notes.add(f"{what} {shown(value)} is not a whole number from {least} to {most:,} and counts as unknown")
        return None
    return int(number)


def _shift(value: object, notes: Notes, *, what: str) -> Shift | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        notes.add(f"{what} {shown(value)} is not an object with days, start, end and zone and counts as unknown")
        return None
    days = _weekdays(value.get("days"))
    start, end = (_time_of_day(value.get(key)) for key in ("start", "end"))
    zone = line_of(value.get("zone")) or "UTC"
    wrong = {
        "days": (days is None, "are not some of mon, tue, wed, thu, fri, sat, sun"),
        "start": (start is None, "is not a time of day such as 08:30"),
        "end": (end is None, "is not a time of day such as 08:30"),
        "zone": (zone_named(zone) is None, "is not a time zone such as Europe/Madrid"),
    }
    for key, (is_wrong, why) in wrong.items():
        if is_wrong:
            notes.add(f"{what} counts as unknown: its {key} {shown(value.get(key))} {why}")
    if days is None or start is None or end is None or zone_named(zone) is None:
        return None
    return Shift(days, start, end, zone)


def _weekdays(value: object) -> frozenset[int] | None:
    if not isinstance(value, str | list):
        return None
    names = [bare(each) for each in values.listed(value)]
    return frozenset(DAYS[each] for each in names) if names and DAYS.keys() >= set(names) else None


def _time_of_day(value: object) -> time | None:
    try:
        found = time.fromisoformat(line_of(value, longest=20))
    except ValueError:
        return None
    return found if found.tzinfo is None else None


def _away(value: object, notes: Notes, *, what: str) -> Away | None:
    """Out of office from and until an instant; nothing of it that has neither, or has one that cannot be read."""
    if value is None:
        return None
    if not isinstance(value, dict):
        notes.add(f"{what} {shown(value)} is not an object with since, until and reason and was left out")
        return None
    since, until = (instant(value.get(key), notes, what=f"{what} {key}") for key in ("since", "until"))
    if since is None and until is None:
        notes.add(f"{what} has neither since nor until and was left out")
        return None
    if any(read is None and value.get(key) not in (None, "") for key, read in (("since", since), ("until", until))):
        return None
    return Away(since or ALWAYS, until, line_of(value.get("reason")))
