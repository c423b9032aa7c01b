"""Somebody reports that data got out, or a way in."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import grave
from app.signals.tagged import tagged

TAGS = ("security", "security incident", "data breach", "vulnerability")


@rests_on(words)
def security_report(snapshot: Snapshot) -> Reading | None:
    """The tag alerts at once; else a data breach or a vulnerability in the customer's words."""
    return tagged(snapshot, *TAGS) or grave(
        snapshot, "data_breach", "vulnerability_report", because="a data breach or a vulnerability is reported"
    )
