"""Measure the language models anew, or train them again from public data."""

import argparse
import sys
from pathlib import Path

from app import paths
from app.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("evaluate", "train"), help="print every figure, or make the weights again")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the public data sets")
    parser.add_argument("--models", type=Path, default=paths.models(), help="the folder of the phrases and the weights")
    parser.add_argument("--cache", type=Path, help="a folder for what the encoder has read, so that a run can resume")


def run(arguments: argparse.Namespace) -> int:
    from app.inference.training.cards import table
    from app.inference.training.recipe import evaluate, train

    if not arguments.data.is_dir():
        raise BadInput(f"There is no folder {arguments.data}; --data names the folder of the public data sets.")
    if arguments.deed == "train":
        train(arguments.data, arguments.models, progress=_say, cache=arguments.cache)
    print(table(evaluate(arguments.data, arguments.models, progress=_say, cache=arguments.cache)), end="")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
