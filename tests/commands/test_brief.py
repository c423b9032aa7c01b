"""`warmline brief` prints what whoever takes a ticket over must know, in the form that is asked for."""

import json

import pytest

from app.bootstrap import open_workspace
from app.commands import command_line
from app.domain.tickets import ConnectionName
from tests.builders import batch, message, ticket

SAMPLE = ConnectionName("sample")


@pytest.fixture
def filled(own_home: object) -> None:
    """A workspace with one ticket that nobody has read yet."""
    workspace = open_workspace()
    held = ticket("7", id="sample:7", connection=SAMPLE, subject="Export <fails>")
    said = message("The export fails with error 502. Can you help us today?", number="7", ticket="sample:7")
    workspace.store.pulled.apply(batch(held, messages=(said,)), connection=held.connection)
    workspace.close()


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert command_line.run(["brief", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("filled")
def test_every_form_holds_the_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Problem:\n  - The export fails with error 502." in printed(capsys, "7")
    assert printed(capsys, "7", "--markdown").startswith("# Brief: ticket 7, Export \\<fails\\>")
    assert "Export &lt;fails&gt;" in printed(capsys, "sample:7", "--html")
    document = json.loads(printed(capsys, "7", "--json"))
    problem = document["slots"][0]
    assert problem["slot"] == "Problem"
    source = problem["items"][0]["sources"][0]
    assert (source["start"], source["end"], source["text"]) == (0, 32, "The export fails with error 502.")
    assert document["slots"][4]["missing"] == "the helpdesk names no account for this ticket"


@pytest.mark.usefixtures("filled")
def test_a_ticket_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.run(["brief", "8"]) == 1
    assert "There is no ticket 8 in this workspace." in capsys.readouterr().err
