"""Sees to it that torch comes as its CPU build, and not with gigabytes of CUDA libraries that Warmline never uses."""

import re
import urllib.request
from pathlib import Path
from typing import Any

from pip_command import Pip
from steps import SetupFailed, say

CPU_INDEX = "https://download.pytorch.org/whl/cpu"  # PyTorch's own
CUDA_PARTS = re.compile(r"(nvidia|cuda|triton)\b", re.IGNORECASE)
CUDA_LIBRARIES = 2.2  # GB to download beside torch 2.13.0 itself, measured on Linux x86-64 in November 2026
HEAD_SECONDS = 10.0


def install(pip: Pip, lock: Path, *, index: str) -> None:
    """Install the torch that `lock` pins: from where pip finds it, or from `index` where that is the CUDA build."""
    pin = pinned(lock)
    found = pip.would_install(pin)
    if found is not None and not is_cuda(found):
        say(f"fetching {pin} ({found['metadata']['version']})")
        pip.install([pin])
        return
    if found is None:
        say(f"pip's own sources have no {pin} for this Python; taking the CPU build from {index}")
    else:
        say(f"pip would fetch torch's CUDA build: {_size(found)}; taking the CPU build (some 200 MB) from {index}")
    source = ["--no-index", "--find-links", index] if Path(index).is_dir() else ["--index-url", index]
    try:
        pip.install([*source, pin])
    except SetupFailed as error:
        raise SetupFailed(
            f"torch's CPU build could not be had from {index}. Name another index or a folder that holds it with "
            f"--torch-index or WARMLINE_TORCH_INDEX. {error}"
        ) from error


def pinned(lock: Path) -> str:
    """The lock's line for torch, `torch==...`; a local build of that version (`+cpu`) satisfies it."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return next(line.split(";")[0].strip() for line in lines if line.startswith("torch=="))


def is_cuda(found: dict[str, Any]) -> bool:
    """Whether what pip found is a build for CUDA; on Linux that is what the public index serves as plain torch."""
    metadata = found["metadata"]
    local = str(metadata["version"]).partition("+")[2]
    if local:
        return not local.startswith("cpu")
    needs = [str(each) for each in metadata.get("requires_dist", ())]
    return "linux" in str(found["download_info"]["url"]) and any(CUDA_PARTS.match(each) for each in needs)


def _size(found: dict[str, Any]) -> str:
    url = str(found["download_info"]["url"])
    libraries = f"about {CUDA_LIBRARIES} GB of CUDA libraries"
    if not url.startswith("https://"):
        return libraries
    question = urllib.request.Request(url, method="HEAD")  # noqa: S310 - https, as seen above
    try:
        with urllib.request.urlopen(question, timeout=HEAD_SECONDS) as answer:  # noqa: S310
            size = int(answer.headers["Content-Length"])
    except (OSError, TypeError, ValueError):
        return libraries
    return f"{size / 1e9:.1f} GB, and {libraries} beside it"
