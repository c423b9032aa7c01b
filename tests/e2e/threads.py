"""The 655 public conversations with companies' support accounts, and a Request Tracker that holds them."""

import json
import os
import subprocess
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest

from tests.rt import instance
from tests.rt.instance import RequestTracker

HERE = Path(__file__).parent
DATA = "WARMLINE_DATA"  # an environment variable: the folder of the public data


class Thread(TypedDict):
    id: str
    company: str
    messages: list[dict[str, str]]
    owner: NotRequired[str]  # an agent's login


def data_folder() -> Path:
    """Where the public data lies: as the environment says, or beside the checkout."""
    return Path(os.environ.get(DATA, HERE.parents[2] / "shared" / "data"))


def read_threads() -> list[Thread]:
    path = data_folder() / "support_threads" / "threads.jsonl"
    if not path.exists():
        pytest.skip(f"not tested: the public support threads ({path} is not there; {DATA} names their folder)")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def load(tracker: RequestTracker, threads: list[Thread]) -> dict[str, str]:
    """Make every thread a ticket, each message written by its own author; ticket numbers by thread id."""
    loaded = subprocess.run(
        ["perl", str(HERE / "load_threads.pl")],
        input="".join(json.dumps(thread) + "\n" for thread in threads).encode(),
        env=instance.environment(tracker.folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return dict(line.split() for line in loaded.stdout.decode().splitlines())
