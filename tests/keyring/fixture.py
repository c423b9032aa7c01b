"""The fixtures `system_keyring`, a real GNOME Keyring that is thrown away afterwards, and `no_keyring`."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.SecretService import Keyring as SecretService

PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """For the length of a test there is no keyring, as on a bare machine."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def system_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For the length of a test, this process's keyring is a real and empty GNOME Keyring."""
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    if absent:
        pytest.skip(f"not tested: the system keyring ({absent[0]} is not installed)")
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    )
    assert bus.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    daemon = _daemon()
    before = keyring.get_keyring()
    keyring.set_keyring(SecretService())
    try:
        yield
    finally:
        keyring.set_keyring(before)
        for process in (daemon, bus):
            process.terminate()
            process.wait()
        bus.stdout.close()


def _daemon() -> subprocess.Popen[str]:
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        env=dict(os.environ),
    )
    assert daemon.stdin is not None
    daemon.stdin.write("a passphrase of the test\n")
    daemon.stdin.close()
    subprocess.run(
        ["gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return daemon
