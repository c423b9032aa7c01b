"""Somebody uses a right over their personal data: a copy of it, its correction, its deletion."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import grave
from app.signals.tagged import tagged

TAGS = ("gdpr", "privacy", "privacy request", "data subject request")


@rests_on(words)
def privacy_request(snapshot: Snapshot) -> Reading | None:
    return tagged(snapshot, *TAGS) or grave(
        snapshot, "privacy_request", because="a request about somebody's personal data"
    )
