"""Ranks sentences by how central they are to all others: the plain summary that a brief is measured against.

Continuous LexRank (G. Erkan and D. R. Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text
Summarization", JAIR 22, 2004), over cosines of sentence embeddings in place of those of word counts.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]

DAMPING = 0.15  # the chance to jump anywhere, as the paper has it
ENOUGH = 1e-9  # a change of the ranks that is none
ROUNDS = 200


def lexrank(vectors: "Floats") -> "Floats":
    """The rank of each sentence, all together 1; `vectors` are unit vectors (sentences, dimensions), or zeros.

    A sentence that is like none other, not even itself, passes its rank on to all alike.
    """
    import numpy as np

    count = len(vectors)
    likeness = np.maximum(vectors @ vectors.T, 0.0).astype(np.float64)
    sums = likeness.sum(axis=1, keepdims=True)
    steps = np.where(sums > 0, likeness / np.where(sums > 0, sums, 1.0), 1.0 / max(count, 1))
    ranks = np.full(count, 1.0 / max(count, 1))
    for _ in range(ROUNDS):
        before, ranks = ranks, DAMPING / max(count, 1) + (1 - DAMPING) * (ranks @ steps)
        if np.abs(ranks - before).max(initial=0.0) < ENOUGH:
            break
    return ranks
