"""What was on the screens and in the logs when a play failed: said with the failure, for nobody saw it."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.display import Display

LINES = 12  # of each log, its last


@contextmanager
def said_with_failures(folder: Path, screens: Mapping[str, Display]) -> Iterator[None]:
    """Add to what is raised what each screen shows, and what every log below `folder` says last."""
    try:
        yield
    except BaseException as error:  # a test's own end, by a time limit for one, is no Exception
        for person, screen in screens.items():
            error.add_note(f"{person}, {screen.seen()}; {_picture(screen, folder / f'{person}.png')}")
        for path in sorted(folder.rglob("*.log")):
            error.add_note(_last_of(path))
        raise


def _picture(screen: Display, path: Path) -> str:
    try:
        screen.picture(path)
    except (OSError, subprocess.SubprocessError) as error:
        return f"no picture ({error})"
    return f"picture: {path}"


def _last_of(path: Path) -> str:
    lines = path.read_text(errors="replace").splitlines()[-LINES:]
    return "\n".join([f"{path}:", *(f"    {line}" for line in lines)])
