"""What Warmline needs of the operating system, and how Debian and Ubuntu install it."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from steps import SetupFailed, run, say


@dataclass(frozen=True)
class Need:
    """Something of the system's: what it is called, how one sees that it is there, and the packages that bring it."""

    name: str
    packages: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    perl: tuple[str, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """The libraries, programs and Perl modules that are not there."""
        libraries = [each for each in self.libraries if not _loads(each)]
        programs = [each for each in self.programs if shutil.which(each, path=_path()) is None]
        return (*libraries, *programs, *(each for each in self.perl if not _perl_has(each)))


# What Qt's xcb plugin, QtGui and QtWidgets of PySide6-Essentials 6.11.3 link against and the wheel does not bring.
QT = Need(
    "the system libraries of Qt",
    packages=(
        "libdbus-1-3",
        "libegl1",
        "libfontconfig1",
        "libgl1",
        "libglib2.0-0",
        "libx11-xcb1",
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-keysyms1",
        "libxcb-randr0",
        "libxcb-shape0",
        "libxcb-sync1",
        "libxcb-xfixes0",
        "libxkbcommon-x11-0",
    ),
    libraries=(
        "libdbus-1.so.3",
        "libEGL.so.1",
        "libfontconfig.so.1",
        "libGL.so.1",
        "libgthread-2.0.so.0",
        "libX11-xcb.so.1",
        "libxcb-cursor.so.0",
        "libxcb-icccm.so.4",
        "libxcb-keysyms.so.1",
        "libxcb-randr.so.0",
        "libxcb-shape.so.0",
        "libxcb-sync.so.1",
        "libxcb-xfixes.so.0",
        "libxkbcommon-x11.so.0",
    ),
)
DISPLAY = Need("a display for tests (Xvfb, xdotool)", packages=("xvfb", "xdotool"), programs=("Xvfb", "xdotool"))
KEYRING = Need(
    "GNOME Keyring",
    packages=("gnome-keyring", "dbus-daemon", "libglib2.0-bin"),
    programs=("gnome-keyring-daemon", "dbus-daemon", "gdbus"),
)
REQUEST_TRACKER = Need(
    "Request Tracker 5",
    packages=(
        "request-tracker5",
        "rt5-standalone",
        "rt5-db-sqlite",
        "rt5-db-postgresql",
        "dbconfig-no-thanks",  # the tests make a database of their own
        "msmtp-mta",  # a mail transport agent that listens nowhere
        "starlet",
        "libdbd-sqlite3-perl",
        "libdbd-pg-perl",
    ),
    programs=("rt-setup-database-5", "rt-mailgate", "/usr/share/request-tracker5/libexec/rt-server"),
    perl=("DBD::SQLite", "DBD::Pg", "Plack::Handler::Starlet"),
)
CERTIFICATES = Need("OpenSSL", packages=("openssl",), programs=("openssl",))
FOR_CONSOLE = (QT,)
FOR_TESTS = (QT, CERTIFICATES, DISPLAY, KEYRING, REQUEST_TRACKER)

NOT_ASKING = ("env", "DEBIAN_FRONTEND=noninteractive")
APT_INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends")
# Exit 101 of policy-rc.d keeps maintainer scripts from starting services; what was there stays, ours goes again.
POLICY = "/usr/sbin/policy-rc.d"
WITHOUT_SERVICES = r"""
policy="$1"
shift
trap 'exit 130' INT TERM
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
fi
"$@"
"""


def ensure(needs: Sequence[Need]) -> None:
    """Install what is missing where that is possible, else say by which one command it can be; never fails for it."""
    lacking = [need for need in needs if sys.platform == "linux" and need.missing()]
    if not lacking:
        return
    if shutil.which("apt-get") is None:
        for need in lacking:
            say(f"{need.name}: missing are {', '.join(need.missing())}; install them with your system's packages")
        return
    privilege = _privilege()
    if privilege is None:
        everything = [package for need in lacking for package in need.packages]
        say(f"this needs {' and '.join(need.name for need in lacking)}. Install with:\n\n    {_by_hand(everything)}\n")
        return
    run([*privilege, "apt-get", "update", "-qq"])
    for need in lacking:
        say(f"installing {need.name}: {', '.join(need.packages)}")
        if run([*privilege, *_installation(need.packages)]) != 0 or need.missing():
            say(f"{need.name} could not be installed; the command was: {_by_hand(need.packages)}")


def install_venv() -> None:
    """Install what Debian splits off the standard library, or raise `SetupFailed` with the one command."""
    package = f"python3.{sys.version_info.minor}-venv"
    privilege = _privilege() if shutil.which("apt-get") else None
    if privilege is not None:
        say(f"this Python cannot make environments; installing {package}")
        run([*privilege, "apt-get", "update", "-qq"])
        if run([*privilege, *_installation([package])]) == 0:
            return
    raise SetupFailed(
        f"This Python ({sys.executable}) lacks ensurepip, which makes environments. On Debian and Ubuntu: "
        f"{_by_hand([package])}"
    )


def _installation(packages: Sequence[str]) -> list[str]:
    return ["sh", "-c", WITHOUT_SERVICES, "install", POLICY, *NOT_ASKING, *APT_INSTALL, "--quiet", *packages]


def _by_hand(packages: Sequence[str]) -> str:
    return " ".join(["sudo", *NOT_ASKING, *APT_INSTALL, *packages])


def _privilege() -> list[str] | None:
    """What to put before a command so that it runs as root without asking anyone; None if that cannot be."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _perl_has(module: str) -> bool:
    perl = shutil.which("perl")
    return (
        perl is not None
        and subprocess.run([perl, f"-M{module}", "-e1"], capture_output=True, check=False).returncode == 0
    )


def _path() -> str:
    """Where programs are looked for: servers live in folders that only root has on the path."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
