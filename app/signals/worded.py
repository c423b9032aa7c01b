"""Working time in words, as a person would say it."""

from datetime import timedelta

from app.domain.business_hours import BusinessHours

ALL_DAY = timedelta(hours=24)


def working_time(span: timedelta, hours: BusinessHours) -> str:
    """ "40 min of working time", "2 working days"; without those words where the clock never stops."""
    around_the_clock = hours.day >= ALL_DAY
    if hours.days(span) >= 2:
        return f"{int(hours.days(span))} {'' if around_the_clock else 'working '}days"
    minutes = int(span.total_seconds() // 60)
    plain = f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
    return plain if around_the_clock else f"{plain} of working time"
