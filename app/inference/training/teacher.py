"""What a larger reader said of texts that the small one learns from: its logits, by the hash of each text.

The texts themselves are not kept here. Of one that it was not asked about nothing is known.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import BadInput

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

FILE = "teacher/sentiment.safetensors"
BYTES = 8  # of a text's sha256, which tell a hundred thousand texts apart


def answers(models: Path) -> Mapping[int, "Floats"]:
    """The teacher's logits of negative, neutral and positive, by `key` of the text."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    file = models / FILE
    try:
        kept = load_file(str(file))
        return dict(zip(kept["keys"].tolist(), kept["logits"].astype("float32"), strict=True))
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise BadInput(f"The teacher's answers {file} cannot be read: {error}. Check the project out again.") from error


def save_answers(texts: Sequence[str], logits: "Floats", file: Path) -> None:
    """Write what was said of the texts, each once, as float16."""
    import numpy as np
    from safetensors.numpy import save_file

    found = dict(zip(map(key, texts), logits, strict=True))
    keys = sorted(found)
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        {"keys": np.array(keys, np.int64), "logits": np.stack([found[each] for each in keys]).astype(np.float16)},
        str(file),
    )
    file.chmod(0o644)


def key(text: str) -> int:
    """What stands for a text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:BYTES], "little", signed=True)
