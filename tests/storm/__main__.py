"""Play a range of seeds and print the figures: `python -m tests.storm --seeds 0:1000 --results storm.jsonl`.

What is in the file of results already is not played again, so that a thousand can be collected in pieces. With
`--without` and no seeds, the plays are those in which that safeguard's absence does harm, and only harm is a success.
"""

import argparse
import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from tests.storm import world
from tests.storm.controls import CONTROLS, harmed
from tests.storm.figures import table
from tests.storm.safeguards import SAFEGUARDS
from tests.storm.waves import AT_ONCE, played

PATIENCE = 900.0  # seconds for one step of all of them: some twenty on an idle machine, but it may be a busy one


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--seeds", help="from:to, the latter not included; 0:20 by default")
    parser.add_argument("--results", type=Path, help="a file that results are added to, one a line")
    parser.add_argument("--without", default="", choices=sorted(SAFEGUARDS), help="switch a safeguard off")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, _end)  # the servers are ours to end
    if chosen.without and chosen.seeds is None:
        return _control(chosen.without)
    first, _, last = (chosen.seeds or "0:20").partition(":")
    return _seeds(range(int(first), int(last)), chosen.results, without=chosen.without)


def _control(name: str) -> int:
    with world.standing(patience=PATIENCE) as standing:
        found = harmed(standing, name)
    for kind, what in found:
        sys.stdout.write(f"{kind}: {what}\n")
    return int(CONTROLS[name].harm not in dict(found))


def _seeds(wanted: range, path: Path | None, *, without: str) -> int:
    results = _read(path, wanted)
    left = [seed for seed in wanted if seed not in {each["seed"] for each in results}]
    if left:
        with world.standing(patience=PATIENCE, without=without) as standing:
            for start in range(0, len(left), AT_ONCE):
                for result in played(standing, left[start : start + AT_ONCE]):
                    results.append(_written(path, json.dumps(result.line())))
                    _report(results[-1])
    sys.stdout.write(table(results) + "\n")
    return int(any(each["violations"] for each in results))


def _read(path: Path | None, wanted: range) -> list[dict[str, Any]]:
    if path is None or not path.exists():
        return []
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    return [each for each in found if each["seed"] in wanted]


def _written(path: Path | None, line: str) -> dict[str, Any]:
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    written: dict[str, Any] = json.loads(line)
    return written


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)


def _report(result: dict[str, Any]) -> None:
    for kind, what in result["violations"]:
        sys.stderr.write(f"seed {result['seed']}: {kind}: {what}\n")


if __name__ == "__main__":
    sys.exit(main())
