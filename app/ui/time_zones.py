"""The names of the world's time zones, as a person picks theirs."""

import zoneinfo
from functools import cache


@cache
def time_zones() -> tuple[str, ...]:
    """By name. The first call reads several hundred files (half a second, cold): not on the window's thread."""
    return tuple(sorted(zoneinfo.available_timezones()))
