"""Takes pictures of both windows while a ticket is handed over: the play of tests/e2e, in light and in dark."""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.desk_of_two import DeskOfTwo, Seat

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SETTLED = 2.0  # seconds in which a window paints what has come
DARK = 128  # of 255: the lightness of a dark window's rail is below
RAIL = (20, 700)  # a point of the rail where nothing is written
PATIENCE = 60.0  # seconds


def main() -> int:
    """Play the handover up to the answer, and save what either of the two has before them."""
    sys.path.insert(0, str(ROOT))
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # the windows ask for their passwords
    with tempfile.TemporaryDirectory() as home:
        os.environ["WARMLINE_HOME"] = home
        from tests.e2e import desk_of_two, handover

        with desk_of_two.running(Path(home), handover.conversations()) as desk:
            for path in played(desk):
                print(path.relative_to(ROOT))
    return 0


def played(desk: "DeskOfTwo") -> list[Path]:
    from tests.e2e import handover

    handover.suggest(desk)
    handover.choose_whom(desk)
    handover.offer(desk)
    saved = taken(desk.bob, "handover-offer")
    handover.ask(desk)
    handover.answer(desk)
    saved += [*taken(desk.ana, "handover-answered"), *taken(desk.bob, "handover-answer")]
    return saved


def taken(seat: "Seat", name: str) -> list[Path]:
    """One picture in light and one in dark; then the window is light again."""
    light, dark = (PICTURES / f"{name}-{theme}.png" for theme in ("light", "dark"))
    time.sleep(SETTLED)
    seat.display.picture(light)
    switch(seat, dark, to_dark=True)
    with tempfile.TemporaryDirectory() as folder:
        switch(seat, Path(folder) / "light.png", to_dark=False)
    return [light, dark]


def switch(seat: "Seat", path: Path, *, to_dark: bool) -> None:
    """Switch light and dark, and save what that looks like."""
    seat.press("ctrl+shift+l")
    deadline = time.monotonic() + PATIENCE
    while True:
        time.sleep(SETTLED)
        seat.display.picture(path)
        if is_dark(path) is to_dark:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"{seat.person}'s window did not switch between light and dark.")


def is_dark(path: Path) -> bool:
    from PySide6.QtGui import QImage

    return QImage(str(path)).pixelColor(*RAIL).lightness() < DARK


if __name__ == "__main__":
    sys.exit(main())
