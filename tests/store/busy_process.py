"""Another program at the store: `python -m tests.store.busy_process URL KEY WHAT NAME COUNT`.

It says each number on a line of its own once the store has acknowledged it.
"""

import sys
import time
from datetime import timedelta

from app.domain.changes import Outcome
from app.errors import Refused
from app.store.store import Store, open_store
from tests.builders import DESK, NOW, batch, change, decision, id_of, message, receipt, ticket


def decide(store: Store, name: str, number: int) -> None:
    """A decision with its write-back, under ids that follow from the number, as a retry would use.

    Where another program decided meanwhile, ours is made again, in place of theirs.
    """
    this = f"{name}{number}"
    while True:
        stand = [each.id for each in store.decided.decisions(id_of("1")) if each.undone_at is None]
        made = decision(name=this, instead_of=stand[-1] if stand else None)
        try:
            return store.decided.record(made, (change(name=this),), not_before=NOW)
        except Refused:
            continue


def pull(store: Store, name: str, number: int) -> None:
    tickets = [ticket(f"{name}{number}-{part}") for part in range(20)]
    messages = [message(f"from {each.number}", number=each.number) for each in tickets]
    store.pulled.apply(batch(*tickets, messages=tuple(messages), cursor=f"{name}{number}"), connection=DESK)


def deliver(store: Store, name: str, number: int) -> None:
    """Claims under a lease that is over at once, so that killed deliveries come again."""
    for claim in store.decided.claim(NOW + timedelta(seconds=number), lease=timedelta(0), limit=1):
        store.decided.settle(claim, receipt(claim.change, Outcome.APPLIED))


def lead(store: Store, name: str, number: int) -> None:
    """Holds an office for a short term, and a while later again."""
    del number
    assert store.leases.take("sync desk", name, lasting=timedelta(seconds=2)) is not None
    time.sleep(0.2)


DEEDS = {"lead": lead, "decide": decide, "pull": pull, "deliver": deliver}


def main() -> None:
    url, key, what, name, count = sys.argv[1:]
    store = open_store(url, key=bytes.fromhex(key) or None)
    for number in range(int(count)):
        DEEDS[what](store, name, number)
        print(number, flush=True)  # noqa: T201 - the one who started us reads it
    store.close()


if __name__ == "__main__":
    main()
