"""Earlier rulebooks: what a save replaced lies beside the store, so that it can be put back."""

from pathlib import Path

from app.errors import SettingsInvalid
from app.replace_file import replace_file
from app.service.rulebooks import read_text, revision_of

KEPT = 50  # versions; a year of weekly changes


class RulebookVersions:
    """A folder of files named by number and revision, the newest with the highest number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def newest(self) -> str:
        """The revision that would be put back; "" where there is none."""
        files = self._files()
        return files[-1].stem.partition("-")[2] if files else ""

    def keep(self, text: str) -> None:
        """Keep what is about to be replaced, unless it is the newest that is kept."""
        revision, files = revision_of(text), self._files()
        if files and files[-1].stem.partition("-")[2] == revision:
            return
        number = _number(files[-1]) + 1 if files else 1
        replace_file(self._folder / f"{number:06}-{revision}.toml", text)
        for old in files[: len(files) + 1 - KEPT]:
            old.unlink(missing_ok=True)

    def text(self) -> str:
        """The newest version's text. Raises `SettingsInvalid` where there is none, or it cannot be read."""
        files = self._files()
        if not files:
            raise SettingsInvalid("There is no earlier rulebook to put back: none was saved here before.")
        return read_text(files[-1])

    def forget_newest(self) -> None:
        """It was put back, and is no longer an earlier one."""
        files = self._files()
        if files:
            files[-1].unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        found = [each for each in self._folder.glob("*-*.toml") if each.stem.partition("-")[0].isdigit()]
        return sorted(found, key=_number)


def _number(file: Path) -> int:
    return int(file.stem.partition("-")[0])
