"""The trouble is down at the data: missing or doubled records, migrations, queries, locks."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.said import lasting


def database_problem(snapshot: Snapshot) -> Reading | None:
    return lasting(snapshot, "database_problem", because="the trouble is in the data itself")
