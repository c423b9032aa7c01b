"""Write waiting changes to the helpdesk: exactly once in effect, also after a crash."""

import logging
from datetime import datetime, timedelta

from app.connectors.base import Connector
from app.domain.changes import Outcome, Receipt, VerbOutcome
from app.errors import AuthFailed, RateLimited, Refused, Unreachable
from app.store.outbox import Claim
from app.store.store import Store

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than any delivery with its time-outs
AT_ONCE = 8
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)


def deliver_due(connector: Connector, store: Store, *, now: datetime) -> int:
    """Deliver this connection's changes that are due; how many were settled.

    A change is claimed under a lease, applied, and settled. If we die in between, the lease runs out and it is applied
    again, which the connector makes harmless. `Unreachable` and `AuthFailed` put it back and are raised on, so that the
    caller backs off or stops; what is refused for good is settled and shown.
    """
    settled = 0
    for claim in store.decided.claim(now, connection=connector.connection, lease=LEASE, limit=AT_ONCE):
        settled += _deliver(claim, connector, store, now)
    return settled


def backoff(attempt: int) -> timedelta:
    """How long to wait after the n-th failure, from 1: doubling from two seconds to five minutes."""
    doublings: int = min(max(attempt, 1) - 1, 16)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _deliver(claim: Claim, connector: Connector, store: Store, now: datetime) -> int:
    try:
        receipt = connector.apply(claim.change)
    except RateLimited as error:
        store.decided.retry(claim, not_before=now + error.retry_after, problem=str(error))
        raise
    except (Unreachable, AuthFailed) as error:
        store.decided.retry(claim, not_before=now + backoff(claim.attempt), problem=str(error))
        raise
    except Refused as error:
        receipt = _all(claim, now, Outcome.DENIED, str(error))
    except Exception:  # a bug of ours must not stop the other deliveries
        log.exception("Delivering change %s failed unexpectedly; it is set aside", claim.change.id)
        receipt = _all(claim, now, Outcome.UNKNOWN, "Warmline failed unexpectedly; its log says how.")
        return int(store.decided.settle(claim, receipt))
    if not receipt.settled:
        store.decided.retry(
            claim, not_before=now + backoff(claim.attempt), problem="What was written could not be read back."
        )
        return 0
    return int(store.decided.settle(claim, receipt))


def _all(claim: Claim, now: datetime, outcome: Outcome, why: str) -> Receipt:
    outcomes = tuple(VerbOutcome(type(verb).__name__.lower(), outcome, why) for verb in claim.change.verbs)
    return Receipt(change=claim.change.id, at=now, outcomes=outcomes)
