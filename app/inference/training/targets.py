"""Writes what is known of examples as a table: present, absent, or nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.inference.training.phrases import Example

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]


def targets(rows: Sequence[Example], labels: Sequence[str]) -> "Floats":
    """(rows, labels): 1 present, 0 absent, NaN where nothing is known."""
    import numpy as np

    table = np.full((len(rows), len(labels)), np.nan, np.float32)
    for row, example in enumerate(rows):
        for column, label in enumerate(labels):
            if label in example.present or label in example.absent:
                table[row, column] = float(label in example.present)
    return table
