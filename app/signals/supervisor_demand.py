"""The customer wants somebody above: a demand, which is a signal, and not yet an escalation."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.said import PROBABLE, passing


def supervisor_demand(snapshot: Snapshot) -> Reading | None:
    return passing(snapshot, "supervisor_demand", because="the customer asks for a supervisor", faintest=PROBABLE)
