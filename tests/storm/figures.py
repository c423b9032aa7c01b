"""A thousand results in a table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.storm.plan import Kind, Step


def table(results: Sequence[Mapping[str, Any]]) -> str:
    """Runs, how they ended, what struck where, and what was wrong."""
    struck = Counter(tuple(each.split(" | ")[:2]) for result in results for each in result["struck"])
    endings = Counter(result["ending"] for result in results)
    kinds = Counter(kind for result in results for kind, _ in result["violations"])
    wrong = sum(bool(result["violations"]) for result in results)
    seconds = sum(float(result["seconds"]) for result in results)
    lines = [f"runs: {len(results)}", *(f"  {count:5d}  {ending}" for ending, count in endings.most_common())]
    lines += ["", "faults that struck:", f"  {'':43s}" + "".join(f"{each.split()[0]:>10s}" for each in Kind)]
    for step in Step:
        counts = [struck[(str(kind), str(step))] for kind in Kind]
        lines.append(f"  {step:43s}" + "".join(f"{count:10d}" for count in counts))
    totals = [sum(struck[(str(kind), str(step))] for step in Step) for kind in Kind]
    lines.append(f"  {'all':43s}" + "".join(f"{count:10d}" for count in totals))
    lines += ["", f"runs with a violation: {wrong}"]
    lines += [f"  {count:5d}  {kind}" for kind, count in kinds.most_common()]
    lines.append(f"seconds a run: {seconds / max(1, len(results)):.1f}")
    return "\n".join(lines)
