"""A lawyer, a court or a regulator has been named against us, or something has been served."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import grave
from app.signals.tagged import tagged

TAGS = ("legal", "subpoena", "litigation")


@rests_on(words)
def legal_threat(snapshot: Snapshot) -> Reading | None:
    """The tag is enough; else threats and legal process in the customer's words, which stand once they are said."""
    return tagged(snapshot, *TAGS) or grave(
        snapshot, "legal_threat", "legal_process", because="the customer threatens or starts legal steps"
    )
