"""The trouble is down at the data: missing or doubled records, migrations, queries, locks."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import lasting


@rests_on(words)
def database_problem(snapshot: Snapshot) -> Reading | None:
    return lasting(snapshot, "database_problem", because="the trouble is in the data itself")
