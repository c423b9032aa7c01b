"""A real store in a temporary folder for every test of the use cases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.store import Store, open_store

KEY = bytes(32)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file as the migrations make it, to be copied: making one takes a second."""
    path = tmp_path_factory.mktemp("empty") / "store.db"
    open_store(f"sqlite:///{path}", key=KEY).close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Store]:
    path = tmp_path / "store.db"
    shutil.copy(empty_store, path)
    opened = open_store(f"sqlite:///{path}", key=KEY)
    yield opened
    opened.close()
