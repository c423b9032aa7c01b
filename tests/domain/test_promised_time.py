"""A promise's own words say until when it is kept; words that only look like a time say nothing."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.promised_time import due, promised_times
from tests.benchmarks.stopwatch import least

CASES = tomllib.loads((Path(__file__).parent / "promised_times.toml").read_text(encoding="utf-8"))["cases"]
BERLIN = ZoneInfo("Europe/Berlin")
WRITTEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Berlin
NOWS = st.integers(600_000_000, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_the_words_that_name_a_time_are_found_and_mean_an_instant(case: dict[str, str]) -> None:
    text = case["text"]
    said = [text[start:end] for start, end in promised_times(text)]
    assert said == ([case["said"]] if "said" in case else [])
    meant = due(said[0], written_at=WRITTEN, zone=BERLIN) if said else None
    expected = datetime.fromisoformat(case["due"]).replace(tzinfo=BERLIN) if "due" in case else None
    assert meant == expected


def test_every_time_of_a_sentence_is_found() -> None:
    text = "I will call you tomorrow and send the report by Friday, 6 March at 5pm at the latest."
    assert [text[start:end] for start, end in promised_times(text)] == ["tomorrow", "by Friday, 6 March at 5pm"]


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        ("Asia/Tokyo", datetime(2026, 3, 4, 15, 0, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 3, 5, 8, 0, tzinfo=UTC)),
        ("UTC", datetime(2026, 3, 5, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_it_was_promised(zone: str, until: datetime) -> None:
    assert due("by end of day", written_at=WRITTEN, zone=ZoneInfo(zone)) == until


def test_hours_are_counted_across_a_change_of_the_clocks() -> None:
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)  # the clocks of Berlin go forward in the night
    assert due("within 24 hours", written_at=saturday, zone=BERLIN) == datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


@given(st.text(max_size=300), NOWS)
def test_any_text_has_a_time_within_itself_or_none(text: str, now: datetime) -> None:
    for start, end in promised_times(text):
        assert 0 <= start < end <= len(text)
        until = due(text[start:end], written_at=now, zone=BERLIN)
        assert until is None or until > now


@pytest.mark.parametrize("piece", ["in ", "1", "by the end of ", "the 1st of ", "12/", "may ", "\n", "5 to ", ": "])
def test_ten_times_as_much_takes_some_ten_times_as_long(piece: str) -> None:
    """The square would be a hundred times."""
    short, long = (piece * (size // len(piece)) for size in (20_000, 200_000))
    assert least(lambda: promised_times(long), rounds=3) < 30 * max(least(lambda: promised_times(short)), 1e-4)
