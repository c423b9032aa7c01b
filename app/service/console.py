"""Every call that a pane may make. Each may wait for a disk or a network, so none belongs on the window's thread."""

from collections.abc import Callable, Container, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from app.connectors.ledger import Ledger
from app.connectors.registry import connect
from app.domain.brief import Brief
from app.domain.consult import Consult
from app.domain.decisions import Decision, DecisionKind
from app.domain.handoffs import Arranged
from app.domain.health import Health
from app.domain.journal import DecisionMade, DecisionUndone, DraftKept, NoteSent
from app.domain.opened import OpenTicket
from app.domain.placing import Overload
from app.domain.presence import Present, on_ticket
from app.domain.queue import Lens, LensCount, QueueRow
from app.domain.revision import Changed
from app.domain.routing import DeskChoice, Destination
from app.domain.snooze import Snooze
from app.domain.tickets import ConnectionName, TicketId, connection_of
from app.domain.transfer import Transfer
from app.errors import BadInput, Refused, SecretsUnavailable, StoreAway
from app.secrets import Secrets, connection_secret
from app.service.account_sources import AccountSourceList
from app.service.alert_desk import AlertDesk
from app.service.assess import Assessor
from app.service.call_desk import CallDesk
from app.service.carried import told_apart
from app.service.consult import Consults
from app.service.decide import as_decided, new_decision, note_change
from app.service.deeds import Deeds, decided_here, row_with_waiting, with_waiting
from app.service.handoff_shelf import HandoffShelf
from app.service.intents import Intents
from app.service.last_known import LastKnown
from app.service.opener import Opener
from app.service.own_hours import HoursDesk
from app.service.routes import Routes
from app.service.rule_log import RuleLog
from app.service.rulebook_desk import RulebookDesk
from app.service.seat import Seat
from app.service.snooze import Snoozes
from app.service.team_desk import TeamDesk
from app.service.transfer import Transfers
from app.settings import ConnectionSettings, Settings
from app.settings_file import SettingsFile
from app.store.journal import Journal
from app.store.store import Store
from app.store.wake import Listener

KEPT = 3000  # answers of a team's store that are shown while it is away: rows, and the tickets opened last


class Console:
    """One person's view of one workspace."""

    def __init__(  # noqa: PLR0913 - everything that a window needs of what lies below it, put together in one place
        self,
        *,
        store: Store,
        assessor: Assessor,
        person: str,
        settings: Settings,
        settings_file: SettingsFile,
        secrets: Secrets,
        ledger: Ledger,
        writable: Container[ConnectionName] | None = None,
        journal: Journal | None = None,
        rulebook: RulebookDesk | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._opened_with = assessor
        self._rulebook = rulebook
        self.person = person
        self._settings = settings
        self._file = settings_file
        self._secrets = secrets
        self._ledger = ledger
        self._writable = writable
        self._clock = clock
        self._deeds = Deeds(store, journal)
        self._known = LastKnown(KEPT if store.shared else 0)
        self._known_health = Health()
        self._seat = Seat(store, person)
        self._listener: Listener | None = None
        self._routes = Routes(store, lambda: self._assessor)
        self._open_desks()

    def _open_desks(self) -> None:
        """The calls that are kept together by what they are about."""
        store, person, clock = self._store, self.person, self._clock
        self.intents = Intents(store, person=person, clock=clock)
        self.transfers = Transfers(
            store,
            self._deeds,
            person=person,
            clock=clock,
            offer_for=self._settings.offer_for,
            writable=self._writable,
            tier_of=self._tier_of,
        )
        self._opener = Opener(
            store,
            person=person,
            clock=clock,
            assessor=lambda: self._assessor,
            settings=lambda: self._settings,
            routes=self._routes,
            transfers=self.transfers,
        )
        self.consults = Consults(store, person=person, clock=clock)
        self.handoffs = HandoffShelf(
            store, transfers=self.transfers, consults=self.consults, person=person, clock=clock
        )
        self.snoozes = Snoozes(store, person=person, clock=clock)
        self.rule_log = RuleLog(store, lambda: self._assessor.rulebook, opened=self.opened, put_back=self.put_back)
        self.hours = HoursDesk(store, self._deeds, person=person, clock=clock)
        self.calls = CallDesk(store, self._settings, self.handoffs, rulebook=lambda: self._assessor.rulebook)
        self.alerts = AlertDesk(store, self._settings, person=person, clock=clock)
        self.team = TeamDesk(settings=lambda: self._settings, save=self._save, secrets=self._secrets)
        self.account_sources = AccountSourceList(
            store=store,
            settings=lambda: self._settings,
            save=self._save,
            secrets=self._secrets,
            ledger=self._ledger,
            clock=clock,
        )

    @property
    def is_sample(self) -> bool:
        return self._settings.is_sample

    @property
    def hears(self) -> bool:
        """Whether the store tells us of changes, so that looking for them every second is not needed."""
        return self._listener is not None and self._listener.hears

    def listen(self, wake: Callable[[], None]) -> None:
        """Have `wake` called, on another thread, when a colleague or the worker has changed something."""
        self._listener = self._store.listen(wake)

    def leave(self) -> None:
        """The window closes: hear nothing any more, and be at no ticket."""
        if self._listener is not None:
            self._listener.close()
        self._seat.leave()

    def close(self) -> None:
        """Let go of what waits for a team's store; it stays on the disk."""
        self._deeds.close()

    @property
    def rulebook(self) -> RulebookDesk:
        """What a lead edits the rulebook with."""
        if self._rulebook is None:
            raise BadInput("This console was opened without a rulebook that could be edited.")
        return self._rulebook

    @property
    def _assessor(self) -> Assessor:
        """The one with the rulebook that is in force now."""
        return self._rulebook.in_force.assessor() if self._rulebook is not None else self._opened_with

    def lenses(self) -> tuple[LensCount, ...]:
        ask = partial(self._store.queue.counts, me=self.person, now=self._clock())
        return self._known.answer("lenses", ask)

    def queue(self, lens: Lens, search: str = "") -> list[TicketId]:
        """The tickets of a lens in their order; with a search, those that match it, finished ones too."""
        ask = partial(self._store.queue.ids, lens, search=search, me=self.person, now=self._clock())
        return self._known.answer((lens, search), ask)

    def rows(self, tickets: Sequence[TicketId]) -> list[QueueRow]:
        try:
            rows = self._store.queue.rows(tickets)
        except StoreAway:
            rows = [row for row in (self._known.known(("row", ticket)) for ticket in tickets) if row is not None]
        for row in rows:
            self._known.keep(("row", row.ticket), row)
        here = decided_here(self._deeds.waiting())
        return [row_with_waiting(row, here) for row in rows]

    def changed_since(self, revision: int) -> Changed:
        """What is different from what it was at that tick; nothing while the store cannot be reached."""
        try:
            return self._store.changed_since(revision)
        except StoreAway:
            return Changed(revision)

    def opened(self, ticket: TicketId) -> OpenTicket | None:
        """All that an opened ticket shows; None where there is no such ticket."""
        found = self._known.answer(("opened", ticket), partial(self._opener.open, ticket))
        return with_waiting(found, self._deeds.waiting()) if found is not None else None

    def looking_at(self, ticket: TicketId | None, *, editing: bool = False) -> tuple[Present, ...]:
        """Say that this person has a ticket before them, or does something with it; who else is there.

        Whoever is doing something with it comes first: that is a claim, and not a lock.
        """
        try:
            self._seat.take(ticket, editing=editing)
            return on_ticket(self._seat.others(), ticket) if ticket is not None else ()
        except StoreAway:
            return ()

    def brief_read(self, brief: Brief) -> None:
        """This person has read the brief: what differs in later ones is what changed since."""
        if brief.version:
            self._store.briefs.mark_read(brief.ticket, brief.version, person=self.person, at=self._clock())

    def accept(self, opened: OpenTicket) -> Decision:
        """Do what is suggested on the screen. Raises `Refused` where nothing is, or the helpdesk lacks the group."""
        triage = opened.triage
        if triage is None or not triage.suggestion.escalate or triage.suggestion.destination is None:
            raise Refused("Nothing is suggested for this ticket; override it to send it somewhere.")
        return self._decide(opened, DecisionKind.ACCEPT, triage.suggestion.destination, "")

    def override(self, opened: OpenTicket, destination: Destination | None, reason: str) -> Decision:
        """Send the ticket elsewhere than suggested, or keep it (None); the reason is what we learn from."""
        if not reason.strip():
            raise BadInput("An override needs a reason; a few words are enough.")
        return self._decide(opened, DecisionKind.OVERRIDE, destination, reason.strip())

    def not_needed(self, opened: OpenTicket, reason: str = "") -> Decision:
        return self._decide(opened, DecisionKind.NOT_NEEDED, None, reason.strip())

    def undo(self, decision: Decision) -> bool:
        """Take a decision back; False where its write-back is already on its way."""
        return self._deeds.undo(DecisionUndone(decision, at=self._clock(), by=self.person))

    def put_back(self, opened: OpenTicket) -> Decision | None:
        """Undo the move that stands, whoever made it: the ticket goes back to where it was.

        None where nothing was written yet and it was simply taken back; else the decision that moves it back. Raises
        `Refused` where nothing was moved, or it is not known from where.
        """
        standing = opened.standing
        if standing is None or standing.destination is None:
            raise Refused("Nothing was moved here that could be put back.")
        if self.undo(standing):
            return None
        group = standing.from_group
        if not group:
            raise Refused("It is not known where this ticket was before. Override it to send it somewhere.")
        where = Destination(group, self._assessor.rulebook.tier(group), standing.from_owner)
        reason = f"Undoes what the rule {standing.rule} did." if standing.automatic else f"Undoes: {standing.by}."
        return self._decide(opened, DecisionKind.PUT_BACK, where, reason)

    def take_back(self, done: Arranged) -> None:
        """Undo a question, a snooze or a miss, at any time; an offer while it is open; a decline within seconds."""
        if isinstance(done, Transfer):
            self.transfers.take_back(done)
        elif isinstance(done, Consult):
            self.consults.close(done.id)
        elif isinstance(done, Snooze):
            self.snoozes.wake(done.id)
        else:
            self.snoozes.take_miss_back(done.id)

    def destinations(self, opened: OpenTicket) -> tuple[DeskChoice, ...]:
        """Every group a ticket could go to, with its people ranked: what an override chooses from."""
        return self._routes.destinations(opened, as_of=self._clock())

    def overloads(self, connection: ConnectionName) -> tuple[Overload, ...]:
        """The desks and tiers to which more is sent than they can take, each with the rule that sends most of it."""
        return self._routes.overloads(connection)

    def add_note(self, ticket: TicketId, text: str) -> None:
        """Add an internal note; its draft is gone once it waits in the outbox, in the same transaction.

        Raises `Refused` where there is nothing to write to, such as a file; the draft stays.
        """
        if not text.strip():
            raise BadInput("The note is empty.")
        connection = connection_of(ticket)
        if self._writable is not None and connection not in self._writable:
            raise Refused(
                f"{connection} can only be read: there is nowhere to write a note to. Your text is kept here."
            )
        now = self._clock()
        self._deeds.send_note(NoteSent(note_change(ticket, text, now), at=now, by=self.person))

    def save_draft(self, ticket: TicketId, text: str) -> None:
        self._deeds.keep_draft(DraftKept(ticket, text, at=self._clock(), by=self.person))

    def health(self) -> Health:
        """How the machinery is doing, and who else is there; what waits here for a team's store is sent on the way."""
        try:
            health = self._known_health = self._health()
        except StoreAway:
            health = replace(self._known_health, away=True)
        return replace(health, kept_here=len(self._deeds.waiting()), not_taken=self._deeds.refused())

    def _health(self) -> Health:
        health = self._store.pulse.health(now=self._clock())
        self._deeds.replay()
        self._seat.stay()
        self.hours.remember()
        revision = self._assessor.rulebook.revision  # looks at the file, too
        return replace(
            told_apart(health, self._settings, self._store),
            others=self._seat.others(),
            rulebook=revision,
            rulebook_problem=self._rulebook.in_force.problem if self._rulebook is not None else "",
        )

    def dismiss_failed(self) -> None:
        """Stop showing the write-backs that failed so far; the log keeps them."""
        self._store.decided.dismiss_failed()

    def dismiss_not_taken(self) -> None:
        """Forget what was done here and the team's store would not take."""
        self._deeds.forget_refused()

    def contacted(self) -> tuple[str, ...]:
        """The hosts that requests went to lately, newest first; the ledger in the log folder holds each request."""
        return tuple(dict.fromkeys(request.host for request in self._ledger.recent()))

    def connections(self) -> tuple[ConnectionSettings, ...]:
        return self._settings.connections

    def test_connection(self, connection: ConnectionSettings, secret: str) -> str:
        """Prove that a helpdesk answers and accepts the credential; what it says, or raises what went wrong.

        An empty `secret` means the one that is kept for the connection of that name.
        """
        kept = "" if secret else self._secrets.read(connection_secret(connection.name)) or ""
        with closing(connect(connection, secret or kept, self._ledger.record)) as connector:
            return connector.check()

    def save_connection(self, connection: ConnectionSettings, secret: str) -> None:
        """Keep a connection, replacing the one of its name: its secret in the keyring, the rest in the settings.

        Where there is no usable keyring the secret is held until Warmline ends, and asked for again the next time.
        """
        if secret:
            self._keep_secret(connection_secret(connection.name), secret)
        others = tuple(each for each in self._settings.connections if each.name != connection.name)
        self._save(replace(self._settings, connections=(*others, connection)))

    def remove_connection(self, name: str) -> None:
        """Forget a connection and its secret; what was synced stays in the store."""
        others = tuple(each for each in self._settings.connections if each.name != name)
        self._save(replace(self._settings, connections=others))
        self._secrets.forget(connection_secret(name))

    def keep_theme(self, theme: str) -> None:
        self._save(replace(self._settings, theme=theme))

    def _keep_secret(self, name: str, secret: str) -> None:
        try:
            self._secrets.write(name, secret)
        except SecretsUnavailable:
            self._secrets.hold(name, secret)

    def _save(self, settings: Settings) -> None:
        self._file.save(settings)
        self._settings = settings

    def _decide(self, opened: OpenTicket, kind: DecisionKind, destination: Destination | None, reason: str) -> Decision:
        if destination is not None:
            self._check_group(opened, destination)
        moved = as_decided(opened)
        decision = new_decision(
            moved,
            opened.triage,
            kind=kind,
            by=self.person,
            at=self._clock(),
            destination=destination,
            reason=reason,
            instead_of=opened.standing.id if opened.standing else None,
        )
        ticket = opened.snapshot.ticket
        written = self._writable is None or ticket.connection in self._writable
        return self._deeds.decide(DecisionMade(decision, ticket, moved, opened.triage, written, opened.brief))

    def _tier_of(self, group: str) -> int:
        return self._assessor.rulebook.tier(group)

    def _check_group(self, opened: OpenTicket, destination: Destination) -> None:
        connection = opened.snapshot.ticket.connection
        try:
            groups = {group.name for group in self._store.pulled.groups(connection)}
        except StoreAway:  # the decision waits here; the helpdesk has the last word
            return
        if groups and destination.group not in groups:
            raise Refused(
                f"{connection} has no group {destination.group!r}. Create it there, or name another in the rulebook."
            )
