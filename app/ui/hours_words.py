"""When people are there and how much they take, in words, by the clock of this machine."""

from datetime import datetime, timedelta

from app.domain.own_hours import OwnHours, Standing, Word
from app.domain.people import Agent, Presence, Shift
from app.domain.shifts import GONE, presence_at, shift_left
from app.ui.health_words import ago

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = "own hours"  # topic of notices
NOT_SENT = "not sent yet"  # to the team's store, which is away
UNKNOWN = "The helpdesk knows nobody of your name, so nothing can be offered to you"


def you_words(standing: Standing | None, *, now: datetime) -> str:
    """The line of Handoffs' head: "You: available · 3 of 5 · shift until 18:00"."""
    if standing is None:
        return UNKNOWN
    agent = standing.agent
    left = shift_left(agent, now)
    shift = f"shift until {clock_words(now + left, now=now)}" if left else "off shift" if left is not None else ""
    unsaid = presence_at(agent, now) is Presence.UNKNOWN and left is not None  # the shift is all that is known
    presence = "" if unsaid else presence_words(agent, now=now)
    parts = (presence, load_words(standing), shift, NOT_SENT if standing.waits else "")
    return f"You: {' · '.join(each for each in parts if each)}"


def presence_words(agent: Agent, *, now: datetime) -> str:
    """Whether somebody is there, without a word about their shift: "away until 14:00"; "presence not known" where
    neither the helpdesk says nor they themselves.
    """
    presence = presence_at(agent, now)
    if presence is Presence.UNKNOWN:
        return "presence not known"
    if presence not in GONE:
        return str(presence)
    until = agent.away.until if agent.away is not None and agent.away.covers(now) else None
    return f"{presence} until {clock_words(until, now=now)}" if until is not None else str(presence)


def held_presence_words(presence: Presence) -> str:
    """What the helpdesk says of somebody being there."""
    return "not known" if presence is Presence.UNKNOWN else str(presence)


def now_words(agent: Agent, *, now: datetime) -> str:
    """Whether somebody can take something now, and their own reason where they gave one."""
    if presence_at(agent, now) in GONE:
        why = agent.away.reason if agent.away is not None and agent.away.covers(now) else ""
        return presence_words(agent, now=now) + (f": {why}" if why else "")
    left = shift_left(agent, now)
    if left is not None and not left:
        return "off shift"
    on_shift = left is not None and presence_at(agent, now) is Presence.UNKNOWN
    return "on shift" if on_shift else presence_words(agent, now=now)


def load_words(standing: Standing) -> str:
    capacity = standing.agent.capacity
    return f"{standing.open_tickets} open" if capacity is None else f"{standing.open_tickets} of {capacity}"


def shift_words(shift: Shift | None) -> str:
    """ "Mon to Fri, 08:00 to 17:00 UTC"."""
    if shift is None:
        return "not known"
    return f"{_days(shift.weekdays)}, {shift.start:%H:%M} to {shift.end:%H:%M} {shift.zone}"


def source_words(standing: Standing, *, now: datetime) -> str:
    """Who said so, and when."""
    own = standing.own
    if own is None:
        return "the helpdesk"
    said = [
        "away"
        if own.away is not None and own.away.covers(now)
        else "available"
        if standing.agent.here is not None and standing.agent.here.covers(now)
        else "",
        "shift" if own.shift is not None else "",
        "capacity" if own.capacity is not None else "",
    ]
    named = ", ".join(each for each in said if each)
    when = NOT_SENT if standing.waits else f"{ago(own.at, now=now)} ago"
    if named:
        return f"{own.person}, {when}: {named}"
    return f"the helpdesk, {when}" if standing.waits else "the helpdesk"


def said_words(word: Word, *, now: datetime) -> str:
    """What saying it came to."""
    said = _said_words(word.hours, now=now)
    return f"Kept on this machine until your team's store can be reached; from then on: {said}" if word.waits else said


def _said_words(hours: OwnHours, *, now: datetime) -> str:
    away = hours.away
    if away is None and hours.here_until is not None:
        return f"You are available until {clock_words(hours.here_until, now=now)}, whatever the helpdesk says."
    if away is None:
        return "Suggestions and offers go by your hours from now on; whether you are there is as the helpdesk has it."
    until = f"until {clock_words(away.until, now=now)}" if away.until is not None else "until you say otherwise"
    return f"You are away {until}; suggestions name others meanwhile."


def clock_words(at: datetime, *, now: datetime) -> str:
    """The time, with the day where it is another."""
    local, today = at.astimezone(), now.astimezone()
    if local.date() == today.date():
        return f"{local:%H:%M}"
    near = timedelta() < local.date() - today.date() < timedelta(days=7)
    return f"{local:%a %H:%M}" if near else f"{local.day} {local:%b %H:%M}"


def _days(weekdays: frozenset[int]) -> str:
    days = sorted(weekdays)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return ", ".join(DAYS[day] for day in days)
