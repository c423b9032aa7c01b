"""A console over a store, with all that is its own in a folder."""

from pathlib import Path
from typing import Any

from app.bootstrap import default_assessor
from app.connectors.ledger import Ledger
from app.secrets import Secrets, SessionSecrets
from app.service.assess import Assessor
from app.service.console import Console
from app.settings import Settings
from app.settings_file import SettingsFile
from app.store.store import Store


def console_over(
    store: Store,
    folder: Path,
    *,
    person: str = "Ana Ortiz",
    assessor: Assessor | None = None,
    settings: Settings | None = None,
    secrets: Secrets | None = None,
    **rest: Any,
) -> Console:
    """`rest` is the console's: its clock, its journal."""
    return Console(
        store=store,
        assessor=assessor or default_assessor(),
        person=person,
        settings=settings or Settings(),
        settings_file=SettingsFile(folder / "settings.toml"),
        secrets=secrets or SessionSecrets(),
        ledger=Ledger(folder / "requests.jsonl"),
        **rest,
    )
