"""The plays that take minutes are begun first, each in another process, and no test is lost or doubled by that."""

from pathlib import Path
from typing import Any

import pytest

from tests.long_first import LONG, MINUTES, dealt


class FakeItem:
    """Of a collected test, the file that it is in."""

    def __init__(self, path: Path) -> None:
        self.path = path


def collected(**modules: int) -> list[Any]:
    short = LONG[0].with_name("domain")
    folders = {name: LONG[0] if name.startswith("play") or name in MINUTES else short for name in modules}
    return [FakeItem(folders[name] / f"{name}.py") for name, count in modules.items() for _ in range(count)]


@pytest.mark.parametrize("processes", [2, 3, 4, 9])
def test_every_test_is_run_once(processes: int) -> None:
    items = collected(first=7, play_a=2, play_b=1, play_c=3, last=11)
    order = dealt(items, processes)
    assert sorted(map(id, order)) == sorted(map(id, items))


def test_each_process_begins_with_a_play() -> None:
    items = collected(first=20, play_a=2, play_b=1, play_c=1, last=30)
    order = dealt(items, 3)
    assert [order[0].path.stem, order[18].path.stem, order[36].path.stem] == ["play_a", "play_b", "play_c"]
    assert order[:2] == items[20:22], "a module's tests stay together"


def test_a_few_plays_alone_are_left_in_one_piece_each() -> None:
    items = collected(play_a=3, play_b=1)
    assert [item.path.stem for item in dealt(items, 3)] == ["play_a", "play_a", "play_a", "play_b"]


@pytest.mark.parametrize("processes", [3, 4])
def test_who_has_the_longest_has_no_other(processes: int) -> None:
    names = ("test_storm", "test_two_consoles", "test_plug_pulled", "test_keyboard_only", "test_real_desk")
    items = collected(**dict.fromkeys(names, 1), last=300)
    order = [item.path.stem for item in dealt(items, processes)]
    assert order[:2] == ["test_plug_pulled", "last"]


def test_every_module_with_a_known_length_is_there() -> None:
    """A renamed one would be dealt as if it took a minute."""
    assert {path.stem for folder in LONG for path in folder.glob("test_*.py")} >= {*MINUTES}
