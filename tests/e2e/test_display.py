"""Keys that were lost are pressed again where they belong, and a play that fails says what was to be seen."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from app.ui.actions import ACTIONS
from tests.e2e.display import PROBE, Display, virtual_display
from tests.e2e.last_seen import said_with_failures

FIELD = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
field = QLineEdit()
field.setWindowTitle("A field")
path = Path(sys.argv[1])
field.textChanged.connect(lambda text: path.write_text(text))
field.show()
application.exec()
"""


@pytest.fixture
def display() -> Iterator[Display]:
    with virtual_display() as screen:
        yield screen


@pytest.fixture
def typed(display: Display, tmp_path: Path) -> Iterator[Path]:
    """The file that holds what is in the field of a window on the screen."""
    path = tmp_path / "typed"
    path.write_text("")
    program = subprocess.Popen([sys.executable, "-c", FIELD, str(path)], env=display.environment)
    yield path
    program.kill()
    program.wait()


def test_the_letters_that_look_for_a_field_do_nothing_elsewhere() -> None:
    keys = {QKeySequence(each.key).toString() for each in ACTIONS}
    assert keys.isdisjoint(PROBE.upper())


@pytest.mark.display
def test_what_is_typed_before_there_is_a_window_is_typed_again(display: Display, typed: Path) -> None:
    display.press_until(lambda: typed.read_text() == PROBE, "ctrl+a", typed=PROBE, every=1)
    assert display.focused() == "A field"


@pytest.mark.display
def test_nothing_is_typed_where_it_does_not_belong(display: Display, typed: Path) -> None:
    display.await_window("^A field$")
    looks = iter([False, True])
    display.press_until(lambda: "b" in typed.read_text(), "b", every=1, only=lambda: next(looks))
    assert typed.read_text() == "b"


@pytest.mark.display
@pytest.mark.usefixtures("typed")
def test_a_failure_says_what_was_on_the_screen_and_in_the_logs(display: Display, tmp_path: Path) -> None:
    (tmp_path / "worker").mkdir()
    (tmp_path / "worker" / "worker.log").write_text("first\nlast\n")
    display.await_window("^A field$")
    with pytest.raises(AssertionError) as failure, said_with_failures(tmp_path, {"Ana": display}):
        raise AssertionError("in vain")
    said = "\n".join(failure.value.__notes__)
    assert "Ana, on the screen: “A field”; the keyboard: “A field”" in said
    assert "worker.log:\n    first\n    last" in said
    assert (tmp_path / "Ana.png").read_bytes().startswith(b"\x89PNG")
