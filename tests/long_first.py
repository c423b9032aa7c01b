"""Plays with real servers take minutes: begun last, they would keep one process of the run busy and the others idle."""

import os
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

import pytest

LONG = tuple(Path(__file__).with_name(name) for name in ("e2e", "storm"))
MINUTES: Mapping[str, float] = {  # about, on two cores; only their proportions count
    "test_plug_pulled": 9,  # most of them it waits, so it leaves its core to the others
    "test_keyboard_only": 5,
    "test_two_consoles": 5,
    "test_real_desk": 4,
    "test_examples_in_window": 2,
    "test_sample_verdicts": 2,
    "test_storm": 2,
    "test_verdict": 0,
}
AS_OTHERS = 1.0  # minutes of a module that is not in the list


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the long modules out to the processes of the run, each at the start of its share.

    pytest-xdist's `worksteal` gives the first of n processes the first n-th of the list, and so on; whoever is done
    takes from the ends of what the others have left.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes > 1:
        items[:] = dealt(items, processes)


def dealt(items: Sequence[pytest.Item], processes: int) -> list[pytest.Item]:
    """The longest first, each to whoever has the least so far."""
    modules: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if any(folder in item.path.parents for folder in LONG):
            modules.setdefault(item.path, []).append(item)
    others = iter([item for item in items if item.path not in modules])
    hands: list[list[Path]] = [[] for _ in range(processes)]
    for module in sorted(modules, key=_minutes, reverse=True):
        min(hands, key=lambda hand: sum(map(_minutes, hand))).append(module)
    order: list[pytest.Item] = []
    for process, hand in enumerate(hands):
        share = list(chain.from_iterable(modules[each] for each in hand))
        room = (len(items) - len(order)) // (processes - process)
        order += [*share, *islice(others, max(room - len(share), 0))]
    return [*order, *others]


def _minutes(module: Path) -> float:
    return MINUTES.get(module.stem, AS_OTHERS)
