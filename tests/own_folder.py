"""Folders of servers that tests start: gone with the block, and swept away by the next one if we were killed before."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

OWNED = "owned"  # a file that whoever uses the folder holds locked; a lock ends with its process, whatever killed it
BASE = Path("/tmp") if Path("/tmp").is_dir() else Path(tempfile.gettempdir())


@contextmanager
def own_folder(prefix: str) -> Iterator[Path]:
    """A new folder for as long as the block lasts; what others with this prefix have left behind is removed."""
    for left in BASE.glob(f"{prefix}*/{OWNED}"):
        _sweep(left)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=BASE))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        new = folder / f"{OWNED}.new"
        _lock(stack.enter_context(new.open("w")))
        new.rename(folder / OWNED)  # nobody finds it unlocked
        yield folder


def _sweep(left: Path) -> None:
    try:
        with left.open("r+") as file:
            if _lock(file):
                shutil.rmtree(left.parent, ignore_errors=True)
    except OSError:  # somebody else's, or gone at this moment
        return


def _lock(file: IO[str]) -> bool:
    """Whether it is ours now; where files cannot be locked, nothing is."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
