"""The two commands: they make what they need, once, and are quick from then on."""

import ast
import re
import sys
from pathlib import Path

import pytest

import dev
from tests.packaging import bench
from tests.packaging.bench import LINUX, PACKAGING, Bench

CUDA = ['nvidia-cudnn==9; platform_system == "Linux"', 'triton==3; platform_system == "Linux"']


@pytest.fixture
def checkout(tmp_path: Path) -> Bench:
    return bench.make(tmp_path)


def test_help_names_the_commands(checkout: Bench) -> None:
    done = checkout.dev("--help")
    assert done.returncode == 0
    assert re.findall(r"^  (console|test|run|setup|screenshots|lock)\b", done.stdout, re.MULTILINE)
    assert not checkout.venv.exists()


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 14), (3, 14, 0)])
def test_another_python_is_told_which_one_to_take(version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.13; this is .* run it with that"):
        dev.check_python()


def test_an_old_python_can_read_the_check() -> None:
    ast.parse((PACKAGING / "dev.py").read_text(), feature_version=(3, 6))


def test_set_up_needs_the_standard_library_only() -> None:
    own = {path.stem for path in PACKAGING.glob("*.py")}
    parts = [path for path in PACKAGING.glob("*.py") if "screenshots" not in path.stem]  # they run in the environment
    imported = {name for path in parts for name in _imports(path)}
    assert imported <= own | sys.stdlib_module_names


def test_the_first_start_makes_the_environment_and_the_second_finds_it(checkout: Bench, tmp_path: Path) -> None:
    bench.wheel(checkout.wheels, "uninvited", "1.0")
    bench.wheel(checkout.wheels, "pytest", "1.0", needs=["uninvited"], source=bench.PROGRAM)
    first = checkout.dev("run", "--", "triage", "a file", folder=tmp_path)
    assert (first.returncode, first.stdout) == (7, f"['triage', 'a file'] {tmp_path}\n")
    assert "making the environment in" in first.stderr
    assert "installing 2 packages" in first.stderr
    second = checkout.dev("console", "--verbose", folder=tmp_path)
    assert (second.returncode, second.stdout, second.stderr) == (7, f"['console', '--verbose'] {tmp_path}\n", "")
    tests = checkout.dev("test", "-k", "that one", "tests/ui", folder=tmp_path)
    assert (tests.returncode, tests.stdout) == (7, f"['-k', 'that one', 'tests/ui'] {checkout.root}\n")
    assert not checkout.has("uninvited"), "something was installed that the lock does not name"


def test_an_interrupted_set_up_is_made_anew(checkout: Bench) -> None:
    checkout.lock("late==1.0", "pytest==1.0", "torch==2.13.0")
    failed = checkout.dev("setup")
    assert failed.returncode == 1
    assert "pip could not install it" in failed.stderr
    left = checkout.venv / "left-by-the-first"
    left.touch()
    bench.wheel(checkout.wheels, "late", "1.0")
    again = checkout.dev("setup")
    assert again.returncode == 0, again.stderr
    assert checkout.has("late")
    assert not left.exists()


def test_another_lock_makes_another_environment(checkout: Bench) -> None:
    assert checkout.dev("setup").returncode == 0
    checkout.lock("torch==2.13.0")
    assert checkout.dev("setup").returncode == 0
    assert checkout.has("torch")
    assert not checkout.has("pytest")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere torch comes without CUDA")
def test_the_cuda_build_is_not_fetched_where_the_cpu_build_can_be_had(checkout: Bench, tmp_path: Path) -> None:
    (checkout.wheels / "torch-2.13.0+cpu-py3-none-any.whl").unlink()
    bench.wheel(checkout.wheels, "torch", "2.13.0", tag=LINUX, needs=CUDA)
    bench.wheel(tmp_path / "index", "torch", "2.13.0+cpu", source="cuda = None")
    done = checkout.dev("setup", "--torch-index", str(tmp_path / "index"))
    assert done.returncode == 0, done.stderr
    assert "pip would fetch torch's CUDA build: about 2.2 GB of CUDA libraries; taking the CPU build" in done.stderr
    assert checkout.has("torch; torch.cuda")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere torch comes without CUDA")
def test_an_index_without_the_cpu_build_is_named_with_what_to_do(checkout: Bench, tmp_path: Path) -> None:
    (checkout.wheels / "torch-2.13.0+cpu-py3-none-any.whl").unlink()
    (tmp_path / "empty").mkdir()
    done = checkout.dev("--torch-index", str(tmp_path / "empty"), "setup")
    assert done.returncode == 1
    assert f"could not be had from {tmp_path / 'empty'}. Name another index" in done.stderr


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found
