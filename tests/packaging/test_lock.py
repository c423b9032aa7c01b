"""The lock pins all that is needed, and nothing of CUDA."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.bench import PACKAGING

PROJECT = tomllib.loads((PACKAGING.parent / "pyproject.toml").read_text(encoding="utf-8"))
LINES = [
    line
    for line in (PACKAGING / "requirements.lock").read_text(encoding="utf-8").splitlines()
    if line[:1] not in ("#", "")
]
PINS = [pin for pin in map(Requirement, LINES) if pin.marker is None or pin.marker.evaluate()]
HERE: dict[str, Requirement] = {canonicalize_name(pin.name): pin for pin in PINS}
CUDA = re.compile(r"(nvidia|cuda|triton)\b")


def test_every_line_pins_one_version() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+(\[[a-z,]+\])?==[^*;\s]+( ; .+)?", line) for line in LINES)


def test_no_library_of_cuda_is_in_it() -> None:
    assert not [line for line in LINES if CUDA.match(line)]


@pytest.mark.parametrize("wanted", [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["test"]])
def test_what_the_project_names_is_pinned_within_its_bounds(wanted: str) -> None:
    requirement = Requirement(wanted)
    (pin,) = HERE[canonicalize_name(requirement.name)].specifier
    assert requirement.specifier.contains(pin.version)


@pytest.mark.parametrize("name", sorted(HERE))
def test_what_a_package_needs_is_pinned_too(name: str) -> None:
    needed = [Requirement(each) for each in metadata.requires(name) or ()]
    plain = [each for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]
    absent = {each.name for each in plain if canonicalize_name(each.name) not in HERE}
    assert not {each for each in absent if not CUDA.match(each)}


@pytest.mark.parametrize("name", sorted(HERE))
def test_this_environment_is_the_one_that_is_pinned(name: str) -> None:
    assert HERE[name].specifier.contains(metadata.version(name), prereleases=True)
