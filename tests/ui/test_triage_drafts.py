"""Whatever is typed reaches the store, in its order, and a sent note does not come back as a draft."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.errors import BadInput, StoreFailed
from app.ui.panes.triage_drafts import Drafts
from tests.builders import batch, id_of, ticket

if TYPE_CHECKING:
    from app.service.console import Console
    from app.store.store import Store


@pytest.fixture
def drafts(console: "Console", store: "Store") -> Drafts:
    store.pulled.apply(batch(ticket("1"), ticket("2")), connection=ticket().connection)
    return Drafts(console)


def test_drafts_of_every_ticket_are_saved(drafts: Drafts, store: "Store") -> None:
    drafts.keep(id_of("1"), "first")
    drafts.keep(id_of("2"), "second")
    drafts.keep(id_of("1"), "first, longer")
    drafts.save()
    assert store.decided.draft(id_of("1"), by="Ana Ortiz") == "first, longer"
    assert store.decided.draft(id_of("2"), by="Ana Ortiz") == "second"
    assert drafts.unsaved(id_of("1")) is None


def test_what_could_not_be_saved_is_kept_for_the_next_time(drafts: Drafts, store: "Store", own_home: Path) -> None:
    drafts.keep(id_of("1"), "typed")
    store.close()
    for file in own_home.glob("store.db*"):
        file.write_bytes(b"no database" * 1_000)
    with pytest.raises(StoreFailed):
        drafts.save()
    assert drafts.unsaved(id_of("1")) == "typed"


def test_sent_note_leaves_no_draft(drafts: Drafts, store: "Store") -> None:
    drafts.keep(id_of("1"), "Called her.")
    drafts.send(id_of("1"), "Called her.")
    drafts.save()
    assert store.decided.draft(id_of("1"), by="Ana Ortiz") == ""
    assert [each.text for each in store.decided.deliveries(id_of("1"))] == ["Called her."]


def test_note_that_could_not_be_sent_is_still_a_draft(drafts: Drafts, store: "Store") -> None:
    with pytest.raises(BadInput):
        drafts.send(id_of("1"), "   ")
    assert drafts.unsaved(id_of("1")) == "   "
