"""What the team itself has written on a ticket: tags, which need no model to be understood."""

import re

from app.domain.snapshot import Reading, Snapshot

_SEPARATORS = re.compile(r"[\s_-]+")


def tagged(snapshot: Snapshot, *wanted: str) -> Reading | None:
    """A full reading where the ticket carries one of the tags; case, spaces, hyphens and underscores are one."""
    for tag in snapshot.ticket.tags:
        if _SEPARATORS.sub(" ", tag.strip().lower()) in wanted:
            return Reading(strength=1.0, because=f'tagged "{tag.strip()}"')
    return None
