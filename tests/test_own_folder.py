"""A folder that somebody was killed over is swept away, and one that is in use is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import own_folder as module
from tests.own_folder import OWNED, own_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files are not locked there")
PREFIX = "warmline-test-"


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "BASE", tmp_path)
    return tmp_path


def test_what_a_killed_process_left_is_swept_and_what_is_in_use_is_not(base: Path) -> None:
    left = base / f"{PREFIX}left"
    left.mkdir()
    (left / OWNED).touch()
    with own_folder(PREFIX) as first, own_folder(PREFIX) as second:
        assert not left.exists()
        assert first.is_dir()
        assert second.is_dir()
    assert [*base.iterdir()] == []


def test_a_folder_that_another_process_uses_is_left_alone(base: Path) -> None:
    held = base / f"{PREFIX}held"
    held.mkdir()
    (held / OWNED).touch()
    script = (
        "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(held / OWNED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with own_folder(PREFIX):
            assert held.is_dir()
        other.kill()
        other.wait()
        with own_folder(PREFIX):
            assert not held.exists()
