"""Write waiting changes to the helpdesk: exactly once in effect, also after a crash."""

import logging
from datetime import datetime, timedelta

from app.connectors.base import Connector
from app.domain.changes import Outcome, Receipt, VerbOutcome
from app.errors import AuthFailed, RateLimited, Refused, Unreachable
from app.store.outbox import Claim
from app.store.store import Store

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any one delivery with its time-outs
AT_ONCE = 8  # deliveries between two looks at what changed
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)


def deliver_due(connector: Connector, store: Store, *, now: datetime) -> int:
    """Deliver this connection's changes that are due, one after another; how many were settled.

    A change is claimed under a lease, applied, and settled. If we die in between, the lease runs out and it is applied
    again, which the connector makes harmless. What cannot be delivered now is put back to wait, each for itself, and
    the others are tried all the same; only where none could be is `Unreachable` raised. `AuthFailed` and `RateLimited`
    concern them all and are raised at once. What is refused for good is settled and shown.
    """
    settled, tried, unreachable = 0, 0, None
    while tried < AT_ONCE and (claim := _claim(connector, store, now)) is not None:
        tried += 1
        try:
            settled += _deliver(claim, connector, store, now)
        except RateLimited:
            raise
        except Unreachable as error:
            unreachable = error
    if unreachable is not None and not settled:
        raise unreachable
    return settled


def backoff(attempt: int) -> timedelta:
    """How long to wait after the n-th failure, from 1: doubling from two seconds to five minutes."""
    doublings: int = min(max(attempt, 1) - 1, 16)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _claim(connector: Connector, store: Store, now: datetime) -> Claim | None:
    claims = store.decided.claim(now, connection=connector.connection, lease=LEASE, limit=1)
    return claims[0] if claims else None


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
