"""The customer says that what we advised did not help."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import passing


@rests_on(words)
def fix_did_not_work(snapshot: Snapshot) -> Reading | None:
    return passing(snapshot, "fix_did_not_work", because="what we advised did not work")
