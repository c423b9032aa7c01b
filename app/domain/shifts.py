"""When people work: whether somebody is there and on shift at an instant, and how long still."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.domain.people import Agent, Presence, Shift

GONE = frozenset({Presence.AWAY, Presence.OUT_OF_OFFICE})


def presence_at(agent: Agent, as_of: datetime) -> Presence:
    """Whether the agent is there; their own word stands over the helpdesk's for as long as it holds."""
    if agent.away is not None and agent.away.covers(as_of):
        return Presence.AWAY
    return Presence.AVAILABLE if agent.here is not None and agent.here.covers(as_of) else agent.presence


def away_words(agent: Agent, as_of: datetime) -> str:
    """That the agent is away at that instant, and until when by the clock on their wall; "" where they are not."""
    presence = presence_at(agent, as_of)
    if presence not in GONE:
        return ""
    until = agent.away.until if agent.away is not None and agent.away.covers(as_of) else None
    if until is None:
        return str(presence)
    name = agent.shift.zone if agent.shift and zone_named(agent.shift.zone) else "UTC"
    local, today = until.astimezone(ZoneInfo(name)), as_of.astimezone(ZoneInfo(name))
    day = "" if local.date() == today.date() else f"{local.day} {local:%b} "
    return f"{presence} until {day}{local:%H:%M} {name}"


def on_shift(agent: Agent, as_of: datetime) -> bool | None:
    """Whether the agent works at that instant; None where no shift is known, or none in a time zone that is.

    A shift that ends at or before its start goes on past midnight and belongs to the weekday on which it began.
    """
    left = shift_left(agent, as_of)
    return None if left is None else left > timedelta()


def shift_left(agent: Agent, as_of: datetime) -> timedelta | None:
    """How long the shift that the agent is in goes on, by the clock on their wall; nothing where they are off shift.

    None where no shift is known, or none in a time zone that is.
    """
    return _left(agent.shift, as_of) if agent.shift is not None else None


@lru_cache(maxsize=256)  # the few shifts of a team, asked about for each of its people
def _left(shift: Shift, as_of: datetime) -> timedelta | None:
    zone = zone_named(shift.zone)
    if zone is None:
        return None
    local = as_of.astimezone(zone).replace(tzinfo=None)
    for days in (0, 1):  # begun today, or yesterday and not over
        began = datetime.combine(local.date() - timedelta(days=days), shift.start)
        ends = datetime.combine(began.date() + timedelta(days=shift.end <= shift.start), shift.end)
        if began.weekday() in shift.weekdays and began <= local < ends:
            return ends - local
    return timedelta()


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo | None:
    """None where there is none of that name: what a helpdesk calls a time zone need not be one."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # the last for a name like "Europe", which is a folder of zones
        return None
