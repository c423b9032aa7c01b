"""What the team itself has written on a ticket: tags, which need no model to be understood."""

import re

from app.domain.snapshot import Reading, Snapshot
from app.signals.dated import as_last_seen

_SEPARATORS = re.compile(r"[\s_-]+")


def tagged(snapshot: Snapshot, *wanted: str) -> Reading | None:
    """A full reading where the ticket carries one of the tags; case, spaces, hyphens and underscores are one."""
    for tag in snapshot.ticket.tags:
        if _SEPARATORS.sub(" ", tag.strip().lower()) in wanted:
            fact = as_last_seen(snapshot, "tag", tag.strip())
            return Reading(strength=1.0, because=f'tagged "{fact.value}"', facts=(fact,))
    return None
