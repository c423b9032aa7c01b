"""The worker's models leave the memory of a small office computer to the rest of the office."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.models

MOST = 600_000_000  # bytes, at the worst moment, with all that the worker has loaded
MESSAGES = 200

# `ru_maxrss` of a new process begins with that of the process that started it, on Linux: there the kernel's own peak
# of the new program counts.
SCRIPT = """
import resource, sys
from pathlib import Path

import app.commands.worker
from app.inference import encoder
from app.inference.minilm import load_analyzer

encoder.BATCHES = (max(encoder.BATCHES),)  # the choice that costs most, whatever a busy machine would have measured
analyzer = load_analyzer(Path(sys.argv[1]))
messages = [f"Order {n}: the export fails again and nobody answers. " * (1 + n % 12) for n in range(int(sys.argv[2]))]
for start in range(0, len(messages), 32):
    analyzer.analyze(messages[start : start + 32])
huge = "I am writing about the export which fails every night, and I want my money back. " * 13_000
found = analyzer.analyze([huge])[0]
assert len(huge) > 1_000_000 and found.sentiment is not None and found.read_share < 1
assert "transformers" not in sys.modules
status = Path("/proc/self/status")
if status.exists():
    print(int(status.read_text().split("VmHWM:")[1].split()[0]) * 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no module resource")
def test_a_worker_that_reads_stays_under_600_megabytes(models: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(models), str(MESSAGES)],
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    peak = int(ran.stdout)
    print(f"\nat most {peak / 1e6:.0f} MB, with {MESSAGES} messages and a megabyte in one text")  # noqa: T201
    assert peak < MOST
