"""The house rules that no other tool holds: layers, sizes, names, licences and the pins that were paid for."""

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QObject, Signal

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = [*sorted((ROOT / "app").rglob("*.py")), *sorted((ROOT / "packaging").glob("*.py"))]
FILE_LINES, MOST_FILES_LINES, FUNCTION_LINES = 400, 250, 40
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "core", "misc", "base_utils", "tools"}
# Licences that would bind those who get Warmline; the LGPL does not, as its libraries stay replaceable files.
BINDING = re.compile(
    r"(?<!L)(?<!Lesser )\b(A?GPL|(Affero )?General Public|SSPL|Commons.Clause|Non.?Commercial)", re.IGNORECASE
)


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_every_part_of_the_program_has_its_layer() -> None:
    layers = next(each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["type"] == "layers")["layers"]
    named = {name.strip() for layer in layers for name in layer.split("|")}
    parts = {
        f"app.{path.stem}"
        for path in (ROOT / "app").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert parts - {"app.__init__"} == named


def test_no_file_is_long_and_most_are_short() -> None:
    lengths = {path.relative_to(ROOT): lines(path) for path in SOURCES}
    assert {path: length for path, length in lengths.items() if length > FILE_LINES} == {}
    assert sorted(lengths.values())[int(0.9 * len(lengths))] <= MOST_FILES_LINES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short_and_the_module_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions}
    assert {name: length for name, length in long.items() if length > FUNCTION_LINES} == {}
    assert ast.get_docstring(tree)


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {path.stem for path in SOURCES} | {path.parent.name for path in SOURCES}
    assert named & SAYS_NOTHING == set()


def test_licences_of_all_that_is_shipped_let_warmline_be_apache_2() -> None:
    binding = {name: licence for name in shipped() if not compatible(licence := licence_of(name))}
    assert binding == {}


def test_the_window_toolkit_is_the_version_that_does_not_abort() -> None:
    pins = [each for each in PROJECT["project"]["dependencies"] if each.startswith(("PySide6", "shiboken6"))]
    assert pins == ["PySide6-Essentials==6.11.3", "shiboken6==6.11.3"]
    assert metadata.version("PySide6-Essentials") == metadata.version("shiboken6") == "6.11.3"


@pytest.mark.parametrize("value", [None, True])
def test_emitting_a_signal_loses_no_reference(value: object) -> None:
    # PySide6 6.12.0 on Python 3.11 loses one of None or True at each emission and aborts the interpreter in the end.
    class Sender(QObject):
        said = Signal(object)

    sender = Sender()
    heard: list[object] = []
    sender.said.connect(heard.append)
    before = sys.getrefcount(value)
    for _ in range(1000):
        sender.said.emit(value)
    assert len(heard) == 1000
    assert sys.getrefcount(value) > before - 100


def shipped() -> set[str]:
    """The names of all packages that Warmline needs to run here, directly or not."""
    waiting = [Requirement(each) for each in PROJECT["project"]["dependencies"]]
    found: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in found or not installed(wanted.name):
            continue
        found.add(key)
        needed = [Requirement(each) for each in metadata.requires(wanted.name) or ()]
        extras = ["", *wanted.extras]
        waiting += [
            each for each in needed if not each.marker or any(each.marker.evaluate({"extra": e}) for e in extras)
        ]
    return {name for name, _ in found}


def installed(name: str) -> bool:
    """Whether it is here; torch's CPU build does without the CUDA libraries that other builds name."""
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def licence_of(name: str) -> str:
    """What a package says its licence is: the expression, its classifiers, or the beginning of the text."""
    about = metadata.metadata(name)
    said = [*(about.get_all("License-Expression") or ()), *(about.get_all("License") or ())]
    classifiers = [each for each in about.get_all("Classifier") or () if each.startswith("License ::")]
    short = "; ".join(classifiers) or "".join(said[:1]).partition("\n")[0]
    texts = [each for each in metadata.files(name) or () if "licen" in each.name.lower()]
    return short or (texts[0].read_text()[:400] if texts else "")


def compatible(licence: str) -> bool:
    """Whether one of the licences that a package offers binds only itself."""
    choices = re.split(r"\bOR\b", licence) if "License ::" not in licence else licence.split("; ")
    return bool(licence) and any(not BINDING.search(choice) for choice in choices)
