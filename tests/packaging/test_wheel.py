"""The wheel is the whole program: installed anywhere, it runs without the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import __version__

ROOT = Path(__file__).resolve().parents[2]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]
ANGRY = {
    "id": "7",
    "messages": [
        {
            "role": "customer",
            "at": "2026-03-02T09:00:00Z",
            "text": "I want to speak to your supervisor now. This is unacceptable.",
        }
    ],
}


@dataclass(frozen=True)
class Installed:
    """An environment with Warmline in it, and a folder that is not the checkout."""

    programs: Path
    elsewhere: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.programs / "warmline", *arguments],
            cwd=self.elsewhere,
            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*PIP, *build], check=True, stdin=subprocess.DEVNULL)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own, which borrows the packages that Warmline needs from this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / "bin" / "python"
    subprocess.run([*PIP, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], check=True)
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return Installed(python.parent, elsewhere)


def test_it_holds_what_the_program_reads_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for source, inside in (("resources", "app/_bundled/resources"), ("models", "app/_bundled/models"), ("app", "app")):
        tracked = {path.relative_to(ROOT / source).as_posix() for path in committed(source)}
        assert {f"{inside}/{name}" for name in tracked} <= names
    others = {name.partition("/")[0] for name in names} - {"app"}
    assert others == {f"warmline-{__version__}.dist-info"}


def test_it_says_its_version_and_its_commands(installed: Installed) -> None:
    version = installed.run("--version")
    assert (version.returncode, version.stdout) == (0, f"Warmline {__version__}\n")
    assert installed.run("doctor", "--help").returncode == 0


@pytest.mark.models
def test_it_reads_a_ticket_with_its_own_models_weights_and_rules(installed: Installed) -> None:
    (installed.elsewhere / "tickets.jsonl").write_text(json.dumps(ANGRY))
    triage = installed.run("triage", "tickets.jsonl", "--json", "--as-of", "2026-03-02T10:00:00Z")
    assert triage.returncode == 0, triage.stderr
    assert "supervisor_demand" in {each["signal"] for each in json.loads(triage.stdout)["contributions"]}


def committed(folder: str) -> list[Path]:
    """The files of a folder of the checkout, without the caches that tools leave behind."""
    found = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [
        path
        for path in found
        if not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
    ]
