"""A tiny checkout, and tiny wheels in a folder, for running `dev.py` for real: with real pip, and no network."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
LINUX = "linux_x86_64"
PROGRAM = "import os, sys; print(sys.argv[1:], os.getcwd()); sys.exit(7)"


@dataclass(frozen=True)
class Bench:
    """`root` is the checkout, `wheels` what pip's own configuration offers."""

    root: Path
    wheels: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def lock(self, *pins: str) -> None:
        (self.root / "packaging" / "requirements.lock").write_text("# pins\n" + "\n".join(pins) + "\n")

    def dev(self, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run `dev.py` as a person would, from any folder."""
        command = [sys.executable, str(self.root / "packaging" / "dev.py"), *arguments]
        return subprocess.run(
            command,
            cwd=folder or self.root,
            env={
                **{key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "WARMLINE_", "CI"))},
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(self.wheels),
                "PIP_CONFIG_FILE": os.devnull,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def has(self, module: str) -> bool:
        """Whether the environment can import it."""
        python = self.venv / "bin" / "python"
        return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def make(folder: Path) -> Bench:
    """A checkout with a program of its own, a lock of two packages, and the wheels of both."""
    bench = Bench(folder / "checkout", folder / "wheels")
    bench.wheels.mkdir()
    (bench.root / "app").mkdir(parents=True)
    (bench.root / "app" / "__init__.py").touch()
    (bench.root / "app" / "__main__.py").write_text(PROGRAM)
    shutil.copytree(PACKAGING, bench.root / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    wheel(bench.wheels, "torch", "2.13.0+cpu")
    wheel(bench.wheels, "pytest", "1.0", source=PROGRAM)
    bench.lock("pytest==1.0", "torch==2.13.0")
    return bench


def wheel(
    folder: Path, name: str, version: str, *, tag: str = "any", needs: Sequence[str] = (), source: str = ""
) -> Path:
    """A wheel with one module of the package's name."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-{tag}.whl"
    about = f"{name}-{version}.dist-info"
    metadata = [
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}",
        *(f"Requires-Dist: {need}" for need in needs),
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", source)
        archive.writestr(f"{about}/METADATA", "\n".join(metadata) + "\n")
        archive.writestr(
            f"{about}/WHEEL", f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-{tag}\n"
        )
        archive.writestr(f"{about}/RECORD", "")
    return path
