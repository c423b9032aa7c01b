"""Write a small file whole or not at all."""

import os
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Replace `path` by `text`: a reader, or a crash, sees the old file or the new one and never half of either."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
