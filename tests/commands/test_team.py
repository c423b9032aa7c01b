"""A lead makes a team's store and adds people, and a colleague joins it, on a real server that asks for passwords."""

import io
from collections.abc import Iterator

import pytest

from app.bootstrap import connectors, open_workspace, settings_file
from app.commands import command_line
from app.domain.tickets import TicketId
from app.errors import StoreLocked
from app.secrets import TEAM_PASSWORD, SessionSecrets
from tests.store import postgres_server
from tests.store.postgres_server import Server

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that asks Ana, and nobody else, for a password."""
    with postgres_server.needed(), postgres_server.running() as server:
        server.demand("local all ana_ortiz scram-sha-256")
        yield server


@pytest.fixture(scope="module")
def admin(server: Server) -> str:
    return server.create("crew")


def run(*arguments: str) -> int:
    return command_line.run(["team", *arguments])


def test_a_lead_makes_a_team_and_a_colleague_joins_it(
    admin: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WARMLINE_ADMIN_URL", admin)
    assert run("add", "Ana Ortiz", "--role", "agent") == 1
    assert "Run `warmline team init` first" in capsys.readouterr().err
    assert run("init") == 0
    assert run("add", "Ana  Ortiz", "--role", "agent") == 0
    printed = capsys.readouterr().out
    password = printed.partition("shown this once: ")[2].split()[0]
    assert "Ana Ortiz is in the team as agent, with the login ana_ortiz." in printed
    assert run("list") == 0
    assert capsys.readouterr().out == "Ana Ortiz  agent       ana_ortiz\n"

    url = admin.replace("postgres@", "ana_ortiz@")
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert run("join", url) == 1
    assert "did not accept the password" in capsys.readouterr().err
    assert settings_file().load().store_url == ""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    assert run("join", url) == 0
    said = capsys.readouterr().out
    assert "you are: Ana Ortiz, agent" in said
    assert "team: Ana Ortiz" in said
    assert settings_file().load().store_url == url
    assert password not in settings_file().path.read_text()
    _she_works(password)

    assert run("remove", "Ana Ortiz") == 0
    with pytest.raises(StoreLocked, match="did not accept the password"):
        open_workspace(secrets=SessionSecrets({TEAM_PASSWORD: password}))
    assert run("leave") == 0
    assert settings_file().load().is_sample


def _she_works(password: str) -> None:
    """Her console knows who she is, and nothing of a sample goes into the team's store."""
    with pytest.raises(StoreLocked):
        open_workspace(secrets=SessionSecrets())
    secrets = SessionSecrets({TEAM_PASSWORD: password})
    workspace = open_workspace(secrets=secrets)
    assert workspace.console.person == "Ana Ortiz"
    assert not workspace.console.is_sample
    assert connectors(workspace.settings, secrets) == []
    workspace.console.save_draft(TicketId("desk:1"), "mine")
    assert workspace.store.decided.draft(TicketId("desk:1"), by="Ana Ortiz") == "mine"
    workspace.close()
    typed = open_workspace(secrets=SessionSecrets(), words=password)
    assert typed.console.person == "Ana Ortiz"
    typed.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list",), "Which database?"),
        (("list", "--admin", "postgresql://a:secret@/x"), "holds a password"),
        (("join", "mysql://x/y"), "must begin with postgresql://"),
        (("init", "--admin", "postgresql://a@db.example/x?sslmode=require"), "sslmode=require"),
    ],
)
def test_what_cannot_be_is_said(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 1
    printed = capsys.readouterr().err
    assert said in printed
    assert "secret" not in printed
