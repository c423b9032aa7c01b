"""Files do what every connector must do that is only read from."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.connectors.base import Connector
from app.connectors.files import FilesConnector
from app.domain.tickets import TicketId
from app.settings import ConnectionSettings
from tests.connectors.conformance import Reading
from tests.connectors.sample_bench import EPOCH
from tests.connectors.world import World


class FileHarness:
    """A file that somebody appends tickets to."""

    secret = ""

    def __init__(self, path: Path, heading: str, line: Callable[[int, str, str, datetime], str]) -> None:
        self._path = path
        self._line = line
        self._told = 0
        path.write_text(heading)

    def connector(self) -> Connector:
        return FilesConnector(ConnectionSettings("archive", "files", url=str(self._path)))

    def world(self) -> World:
        return World().pull(self.connector())

    def create(self, subject: str, text: str) -> TicketId:
        self._told += 1
        with self._path.open("a") as file:
            file.write(self._line(self._told, subject, text, EPOCH + timedelta(minutes=self._told)))
        return TicketId(f"archive:{self._told}")


def json_line(number: int, subject: str, text: str, at: datetime) -> str:
    said = {"role": "customer", "at": at.isoformat(), "text": text}
    return json.dumps({"id": number, "subject": subject, "messages": [said]}) + "\n"


def csv_line(number: int, subject: str, text: str, at: datetime) -> str:
    return f'{number},{at.isoformat()},customer,"{subject}","{text}"\n'


class TestReadingJsonLines(Reading):
    @pytest.fixture
    def harness(self, tmp_path: Path) -> FileHarness:
        return FileHarness(tmp_path / "tickets.jsonl", "", json_line)


class TestReadingCsv(Reading):
    @pytest.fixture
    def harness(self, tmp_path: Path) -> FileHarness:
        return FileHarness(tmp_path / "tickets.csv", "id,at,role,subject,text\n", csv_line)
