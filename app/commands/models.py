"""Measure the language models anew, or train them again from public data."""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from app import paths
from app.errors import BadInput

DEEDS = "print every figure, make the weights again, train specialists and compare, or ask the teacher anew"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("evaluate", "train", "compare", "teach"), help=DEEDS)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public data sets")
    parser.add_argument("--models", type=Path, default=paths.models(), help="the folder of the phrases and the weights")
    parser.add_argument("--only", metavar="BENCHMARK", nargs="+", default=(), help="compare just these benchmarks")
    parser.add_argument("--teacher", metavar="FOLDER", type=Path, help="for teach: the folder of all-mpnet-base-v2")
    parser.add_argument("--cache", type=Path, help="a folder for what the encoder has read, so that a run can resume")


def run(arguments: argparse.Namespace) -> int:
    from app.inference.training.cards import table
    from app.inference.training.recipe import compare, evaluate, teach, train

    if not arguments.data.is_dir():
        raise BadInput(f"There is no folder {arguments.data}; --data names the folder of the public data sets.")
    deeds: dict[str, Callable[..., Mapping[str, Any]]] = {
        "train": train,
        "evaluate": evaluate,
        "compare": partial(compare, names=arguments.only),
        "teach": partial(teach, teacher=arguments.teacher),
    }
    figures = deeds[arguments.deed](arguments.data, arguments.models, progress=_say, cache=arguments.cache)
    print("\n".join(table(tables) for tables in figures.values()), end="")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
