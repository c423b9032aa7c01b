"""Plays with real servers take minutes: begun last, they would keep one process of the run busy and the others idle."""

import os
from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path

import pytest

LONG = Path(__file__).with_name("e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the long modules out to the processes of the run, each at the start of its share.

    pytest-xdist's `worksteal` gives the first of n processes the first n-th of the list, and so on; whoever is done
    takes from the ends of what the others have left.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes > 1:
        items[:] = dealt(items, processes)


def dealt(items: Sequence[pytest.Item], processes: int) -> list[pytest.Item]:
    modules: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if LONG in item.path.parents:
            modules.setdefault(item.path, []).append(item)
    others = iter([item for item in items if item.path not in modules])
    order: list[pytest.Item] = []
    for process in range(processes):
        share = list(chain.from_iterable(list(modules.values())[process::processes]))
        room = (len(items) - len(order)) // (processes - process)
        order += [*share, *islice(others, max(room - len(share), 0))]
    return [*order, *others]
