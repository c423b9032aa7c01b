"""A console that is started while the team's server is away knows what waits here, and leaves it as it is."""

import socket

import pytest

from app import paths
from app.bootstrap import open_workspace
from app.domain.journal import DecisionMade, DraftKept, NoteSent
from app.errors import SecretsUnavailable, StoreAway
from app.secrets import KeyringSecrets, SessionSecrets
from app.service.decide import note_change
from app.service.membership import journal, waiting_here
from app.service.team_desk import TeamDesk
from app.settings import Settings
from tests.builders import NOW, decision, id_of, ticket


@pytest.fixture
def away() -> Settings:
    with socket.socket() as taken:  # nothing listens where somebody just did
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    return Settings(store_url=f"postgresql://ana_ortiz@127.0.0.1:{port}/warmline")


def do_something(url: str, secrets: SessionSecrets | KeyringSecrets, words: str | None = None) -> None:
    held = journal(url, secrets, words)
    held.keep(DecisionMade(decision("1"), ticket("1"), ticket("1"), None, written=True))
    held.keep(NoteSent(note_change(id_of("2"), "Called\nback.", NOW), NOW, "Ana Ortiz"))
    held.keep(DraftKept(id_of("2"), "And then " * 20, NOW, "Ana Ortiz"))
    held.close()


def test_what_waits_is_said_in_its_order(away: Settings) -> None:
    secrets = SessionSecrets()
    do_something(away.store_url, secrets)
    with pytest.raises(StoreAway, match="cannot be reached") as raised:
        open_workspace(settings=away, secrets=secrets)
    first, note, draft = raised.value.kept or ()
    assert (first, note) == ("Your decision on #1 (accept)", "Your note on #2: “Called back.”")
    assert draft.startswith("Your draft on #2: “And then And then")
    assert draft.endswith("…”")
    assert len(draft) < 110


def test_where_nothing_was_done_nothing_waits_and_no_file_is_made(away: Settings) -> None:
    with pytest.raises(StoreAway) as raised:
        open_workspace(settings=away, secrets=SessionSecrets())
    assert raised.value.kept == ()
    assert list(paths.config_dir().glob("journal*")) == []


def test_without_the_key_it_cannot_be_told_and_the_file_stays_where_it_is(away: Settings) -> None:
    keyless = KeyringSecrets("nobody")
    with pytest.raises(SecretsUnavailable):
        keyless.read("anything")
    do_something(away.store_url, keyless, "correct horse")
    with pytest.raises(StoreAway) as raised:
        open_workspace(settings=away, secrets=keyless, words="wrong horse")
    assert raised.value.kept is None
    assert [each.name for each in paths.config_dir().glob("journal*.db.*")] == []
    assert len(waiting_here(away.store_url, keyless, "correct horse") or ()) == 3


OTHER = "postgresql://ana_ortiz@other.example/warmline"


def test_what_waits_for_one_team_is_kept_for_it_and_never_sent_to_another(away: Settings) -> None:
    secrets, url = SessionSecrets(), away.store_url
    do_something(url, secrets)
    assert waiting_here(OTHER, secrets) == ()
    other = journal(OTHER, secrets)
    assert other.waiting() == ()
    other.close()
    assert len(waiting_here(f"{url}?sslrootcert=%2Fetc%2Fca.pem", secrets) or ()) == 3
    assert waiting_here(url.replace("ana_ortiz", "bob"), secrets) == ()


def test_leaving_says_what_waits_and_joining_again_finds_it(away: Settings) -> None:
    secrets, held = SessionSecrets(), [away]
    do_something(away.store_url, secrets)
    desk = TeamDesk(settings=lambda: held[-1], save=held.append, secrets=secrets)
    kept = desk.leave() or ()
    assert (len(kept), kept[0], desk.url) == (3, "Your decision on #1 (accept)", "")
    assert desk.leave() == ()
    assert waiting_here(away.store_url, secrets) == kept


@pytest.mark.parametrize("keyring", [True, False])
def test_the_one_journal_of_before_is_that_of_the_store_in_use(away: Settings, keyring: bool) -> None:
    secrets = SessionSecrets() if keyring else KeyringSecrets("nobody")
    do_something(away.store_url, secrets, "correct horse")
    for each in paths.config_dir().glob("journal-*"):
        each.rename(each.with_name(f"journal{each.name[len('journal-') + 16 :]}"))
    assert (paths.config_dir() / "journal.db").exists()
    assert len(waiting_here(away.store_url, secrets, "correct horse") or ()) == 3
    assert waiting_here(OTHER, secrets, "correct horse") == ()
    assert not (paths.config_dir() / "journal.db").exists()
