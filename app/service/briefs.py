"""Has a brief ready before anybody opens a ticket, and renews it when what it was made from has changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from app.domain.brief import Brief, BriefVersions, Section, Slot
from app.domain.brief_changes import BriefChange, changes
from app.domain.briefing.account import BILLING, FIRST, NOTES, USAGE
from app.domain.briefing.build import Surroundings, brief_of
from app.domain.business_hours import BusinessHours
from app.domain.snapshot import Snapshot
from app.domain.tickets import TicketId
from app.errors import StoreFailed
from app.service.past_cases import PastCases
from app.service.similar import FOUND_BY, Similar
from app.source_digest import source_digest
from app.store.store import Store

BRIEFS_A_STEP = 25  # a quarter of a second
REMEMBERED = timedelta(minutes=5)  # which sort of facts there are changes when an account source is configured
FAILED = "Warmline failed on this brief; its log says how"
RESTS_ON = ("brief.py", "prose.py", "code_lines.py", "promised_time.py", "time_words.py")


class Briefer:
    """Makes briefs from what the store holds, and keeps those of open tickets fresh."""

    def __init__(self, store: Store, *, hours: BusinessHours, past: PastCases | None = None) -> None:
        """`past` is given by who looks among finished tickets as well: what it holds is held once."""
        self._store = store
        self._hours = hours
        self._past = past or PastCases(store)
        self._similar = Similar(store, self._past)
        self._known = 0  # finished tickets that one could be like, when that was last counted
        self._fresh_at: tuple[int, int] | None = None  # the tickets' tick, and the past's, at which no brief was stale
        self._sources: tuple[datetime, frozenset[str]] | None = None

    def renew(
        self,
        now: datetime,
        model_revision: str,
        *,
        failed: Callable[[str, Exception], None],
        stopped: Callable[[], bool],
    ) -> int:
        """Make some of the briefs that are missing or stale; how many. `failed` is told of those that cannot be made.

        In place of such a one stands a brief that says so, until what it is made from changes.
        """
        tick = (self._store.briefs.tick(), self._past.times)
        if tick == self._fresh_at:
            return 0
        self._known = self._past.size(model_revision)
        stale = self._store.briefs.stale(self.versions(model_revision), limit=BRIEFS_A_STEP)
        self._fresh_at = None if stale else tick
        made: list[Brief] = []
        for ticket in stale:
            if stopped():
                break
            try:
                brief = self.brief(ticket, now, model_revision)
            except StoreFailed:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, the other tickets get theirs
                failed(f"The brief of the ticket {ticket} cannot be made", error)
                brief = self._parked(ticket, now, model_revision)
            made += [brief] if brief is not None else []
        self._store.briefs.record(made)
        return len(stale)

    def brief(self, ticket: TicketId, now: datetime, model_revision: str) -> Brief | None:
        """The brief as it would be made now; None where the ticket is gone."""
        snapshot = self._store.pulled.snapshot(ticket, as_of=now, model_revision=model_revision)
        return self.of(snapshot, model_revision=model_revision) if snapshot is not None else None

    def of(self, snapshot: Snapshot, *, model_revision: str) -> Brief:
        """The brief of a snapshot of the store's, with what the store knows around it."""
        now = snapshot.as_of
        alike, finished = self._similar.like(snapshot, model_revision=model_revision)
        around = Surroundings(
            earlier=self._store.briefs.earlier(snapshot.ticket),
            similar=alike,
            found_by=FOUND_BY,
            resolved=finished,
            sources=self._fact_names(now),
        )
        return brief_of(replace(snapshot, hours=self._hours), around, made_with=self.versions(model_revision))

    def versions(self, model_revision: str) -> BriefVersions:
        """What briefs are made with now; they are made anew, too, where twice as many finished tickets are known."""
        return BriefVersions(model=model_revision, briefing=f"{digest()}-{self._known.bit_length()}")

    def _fact_names(self, now: datetime) -> frozenset[str]:
        if self._sources is None or now - self._sources[0] >= REMEMBERED:
            self._sources = (now, self._store.briefs.fact_names((*FIRST, *USAGE, *BILLING, *NOTES)))
        return self._sources[1]

    def _parked(self, ticket: TicketId, now: datetime, model_revision: str) -> Brief | None:
        held = self._store.pulled.ticket(ticket)
        if held is None:
            return None
        sections = tuple(Section(slot, missing=FAILED) for slot in Slot)
        return Brief(ticket, held.number, held.subject, now, sections, self.versions(model_revision))


def unread_changes(store: Store, brief: Brief, *, person: str) -> tuple[BriefChange, ...]:
    """What is different in this brief from the version that a person read last; nothing where they never read one."""
    seen = store.briefs.read_by(brief.ticket, person)
    if not 0 < seen < brief.version:
        return ()
    before = store.briefs.version(brief.ticket, seen)
    return changes(before, brief) if before is not None else ()


@lru_cache(maxsize=1)
def digest() -> str:
    """The revision of the way briefs are made: changes when the source of any part of it does."""
    return source_digest("app.domain.briefing", RESTS_ON)
