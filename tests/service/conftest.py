"""A real store in a temporary folder for every test of the use cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}", key=bytes(32))
    yield opened
    opened.close()
