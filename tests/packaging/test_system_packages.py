"""What the system lacks is installed where that is allowed, and else named with the one command."""

import os
import stat
from pathlib import Path

import pytest

import system_packages
from system_packages import Need

PRESENT = Need("a shell", packages=("dash",), programs=("sh",), libraries=("libc.so.6",))
SERVER = Need("a server", packages=("server", "server-db"), programs=("warmline-test-server",))
# Stands for the system's package manager, the outermost edge: what it is asked goes to a file, and it brings a program.
FAKE_APT = """#!/bin/sh
echo "$DEBIAN_FRONTEND $* $(test -x {policy} && echo no services)" >> {log}
case "$*" in *server-db*) {bring} ;; esac
"""


class FakeApt:
    """A folder that is first on the path, with an `apt-get` in it."""

    def __init__(self, folder: Path, *, works: bool) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.policy = folder / "policy-rc.d"
        program = folder / "warmline-test-server"
        bring = f"touch {program}; chmod 755 {program}" if works else "exit 100"
        self._write("apt-get", FAKE_APT.format(log=self.log, policy=self.policy, bring=bring))

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)
        (self.folder / name).chmod(stat.S_IRWXU)

    @property
    def asked(self) -> list[str]:
        return [line.strip() for line in self.log.read_text().splitlines()] if self.log.exists() else []


@pytest.fixture
def apt(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeApt:
    apt = FakeApt(tmp_path, works=getattr(request, "param", True))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(system_packages, "POLICY", str(apt.policy))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return apt


def test_what_is_there_is_seen() -> None:
    assert PRESENT.missing() == ()
    assert Need("x", (), libraries=("libnone.so.9",), programs=("no-such-program",)).missing() == (
        "libnone.so.9",
        "no-such-program",
    )


def test_nothing_is_asked_of_the_system_where_nothing_lacks(apt: FakeApt) -> None:
    system_packages.ensure([PRESENT])
    assert apt.asked == []


def test_root_gets_it_installed_without_services_being_started(apt: FakeApt, capfd: pytest.CaptureFixture[str]) -> None:
    system_packages.ensure([PRESENT, SERVER])
    assert apt.asked[0].endswith("update -qq")
    assert apt.asked[1:] == [
        "noninteractive install --yes --no-install-recommends --quiet server server-db no services"
    ]
    assert not apt.policy.exists()
    assert SERVER.missing() == ()
    assert "installing a server: server, server-db" in capfd.readouterr().err
    system_packages.ensure([SERVER])
    assert len(apt.asked) == 2


def test_a_policy_of_the_machine_stays(apt: FakeApt) -> None:
    apt.policy.write_text("#!/bin/sh\nexit 0\n")
    system_packages.ensure([SERVER])
    assert apt.policy.read_text() == "#!/bin/sh\nexit 0\n"


@pytest.mark.parametrize("apt", [False], indirect=True)
def test_a_failed_installation_is_said_and_stops_nothing(apt: FakeApt, capfd: pytest.CaptureFixture[str]) -> None:
    system_packages.ensure([SERVER])
    assert "a server could not be installed; the command was: sudo " in capfd.readouterr().err
    assert not apt.policy.exists()


def test_others_are_told_the_one_command(
    apt: FakeApt, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    (apt.folder / "sudo").write_text("#!/bin/sh\nexit 1\n")  # it would ask for a password
    (apt.folder / "sudo").chmod(stat.S_IRWXU)
    system_packages.ensure([PRESENT, SERVER])
    assert apt.asked == []
    command = "sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends server server-db\n"
    assert command in capfd.readouterr().err


def test_a_system_of_another_kind_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    system_packages.ensure([SERVER])
    assert "a server: missing are warmline-test-server" in capfd.readouterr().err
