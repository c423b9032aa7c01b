"""The customer says that a rule, a contract or a certificate that we are bound by is being broken."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import grave
from app.signals.tagged import tagged

TAGS = ("compliance", "compliance violation")


@rests_on(words)
def compliance_violation(snapshot: Snapshot) -> Reading | None:
    return tagged(snapshot, *TAGS) or grave(
        snapshot, "compliance_violation", because="a breach of rules or of the contract is reported"
    )
