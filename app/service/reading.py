"""Have the models read what they have not, and give every ticket its verdict."""

import logging
import traceback
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.analysis import Analysis, Legibility
from app.domain.brief import Brief
from app.domain.routing import Suggestion
from app.domain.rulebook import Mode, Rulebook
from app.domain.score import Score, ScoreState
from app.domain.taught import shipped_part
from app.domain.tickets import ConnectionName, TicketId
from app.domain.triage import Triage
from app.errors import StoreFailed
from app.inference.base import Analyzer
from app.service.assess import Assessor
from app.service.automation import Automation
from app.service.briefs import BRIEFS_A_STEP, Briefer
from app.service.past_cases import PastCases
from app.service.placer import Placer
from app.store.store import Store

log = logging.getLogger(__name__)

Text = tuple[str, str]  # its hash, and itself

TEXTS_A_STEP = 32  # about half a second of reading: progress shows, and a kill costs little
CHARACTERS_A_STEP = 20_000  # of texts that are read together: a second or two where the machine is busy
LONG = 10_000  # characters from which a text is read by itself, after the short ones
TICKETS_A_STEP = 100
FORGOTTEN_A_STEP = 1000  # analyses
PLAIN = "Thank you for your help."  # what every model can read
FAILED = "Warmline failed on this ticket; its log says how."


def _never() -> bool:
    return False


class Reader:
    """Analyses texts and triages tickets, in small steps that can be stopped after any of them.

    A text or a ticket that our own code trips over is parked, with a traceback in the log, and its neighbours go on.
    """

    def __init__(
        self,
        store: Store,
        analyzer: Analyzer,
        assessor: Assessor,
        *,
        act: Mode = Mode.SUGGEST,
        writable: Container[ConnectionName] | None = None,
        in_force: Callable[[], Assessor] | None = None,
        worker: str = "",
    ) -> None:
        """`act` is the strongest mode that is honoured: with SUGGEST, automatic rules wait for a person too.

        `writable` are the connections in which they can act (None: all). `in_force` is asked at each step for the
        assessor to go on with; without it that is always the same. `worker` is the name under which texts are claimed
        where several workers read; with none, nobody else does.
        """
        self._in_force = in_force
        self._store = store
        self._analyzer = analyzer
        self._assessor = assessor
        self._worker = worker
        self._past = PastCases(store)
        self._briefer = Briefer(store, hours=assessor.hours, past=self._past)
        acts = act is Mode.AUTOMATIC
        self._automation = Automation(store, self._rulebook, self._brief, writable=writable) if acts else None
        self._placer = Placer(store, assessor.rulebook, assessor.weights.fit)
        self._tidy = False  # nothing is left of what the same models said before they were taught otherwise
        self._logged: set[str] = set()  # what has failed before, and where

    def step(self, now: datetime, *, stopped: Callable[[], bool] = _never) -> bool:
        """Read some texts and triage some tickets; whether there may be more to do right away.

        It ends early once `stopped`, which is asked between a text and the next.
        """
        if self._in_force is not None:
            self._take_up(self._in_force())
        unread, short, long = self._unread()
        self._read(_a_step(short), stopped)
        triaged = self.triage_stale(now, stopped=stopped)
        self._read_long(short, long, stopped)
        remembered = not unread and not stopped() and self._remembered(now)
        briefed = self._brief_stale(now, stopped)  # after what was solved is remembered: they tell of it
        if remembered:
            return True
        if not unread and not triaged and not self._tidy:
            self._tidy = not self._forget_old()
            return not self._tidy
        return bool(unread) or triaged == TICKETS_A_STEP or briefed == BRIEFS_A_STEP

    def _take_up(self, assessor: Assessor) -> None:
        if assessor is not self._assessor:
            self._assessor = assessor
            self._placer = Placer(self._store, assessor.rulebook, assessor.weights.fit)

    def read_step(self, *, stopped: Callable[[], bool] = _never) -> bool:
        """As `step`, without judging any ticket: another worker of the team does that, by its own rulebook."""
        unread, short, long = self._unread()
        self._read(_a_step(short), stopped)
        self._read_long(short, long, stopped)
        return bool(unread)

    def _unread(self) -> tuple[Sequence[Text], list[Text], list[Text]]:
        """What is to be read next, and of that the short texts and the long ones.

        Twice as many as are read: a few long ones wait among them without being in the way of the short.
        """
        unread = self._store.triaged.unread(self._analyzer.revision, limit=2 * TEXTS_A_STEP, worker=self._worker)
        short = [each for each in unread if len(each[1]) < LONG]
        return unread, short, [each for each in unread if len(each[1]) >= LONG]

    def _read_long(self, short: Sequence[Text], long: Sequence[Text], stopped: Callable[[], bool]) -> None:
        if long and not stopped() and (not short or len(long) > TEXTS_A_STEP):
            self._read([min(long, key=lambda each: len(each[1]))], stopped)

    def _forget_old(self) -> bool:
        """Drop some of what is no longer wanted, now that all is read and judged; whether there was any."""
        revision = self._analyzer.revision
        return self._store.triaged.forget_analyses(shipped_part(revision), keep=revision, limit=FORGOTTEN_A_STEP)

    def triage_stale(self, now: datetime, *, stopped: Callable[[], bool] = _never) -> int:
        """Triage tickets whose verdict is missing or was made from other inputs; how many."""
        versions = self._assessor.versions(self._analyzer.revision)
        stale = self._store.triaged.stale(versions, as_of=now, limit=TICKETS_A_STEP)
        triages: list[Triage] = []
        for ticket in stale:
            if stopped():
                break
            triages += self._judged(ticket, now)
        self._keep([self._acted(each, now) for each in self._placed(triages)], now)
        return len(stale)

    def _brief_stale(self, now: datetime, stopped: Callable[[], bool]) -> int:
        """Renew briefs of open tickets whose inputs have changed, so that they are there when somebody looks."""
        if stopped():
            return 0
        return self._briefer.renew(now, self._analyzer.revision, failed=self._log_once, stopped=stopped)

    def _rulebook(self) -> Rulebook:
        return self._assessor.rulebook

    def _brief(self, ticket: TicketId, now: datetime) -> Brief | None:
        return self._briefer.brief(ticket, now, self._analyzer.revision)

    def _read(self, texts: Sequence[Text], stopped: Callable[[], bool]) -> None:
        """Read these texts and record what was said of them; where that fails, one by one, and park the culprits."""
        if not texts or stopped():
            return
        failure = self._failure(texts)
        if failure is None:
            return
        self._analyzer.analyze([PLAIN])  # raises where it is the models that are broken, and no text
        if len(texts) > 1:
            for each in texts:
                self._read([each], stopped)
            return
        identity = texts[0][0]
        self._log_once(f"The text {identity[:12]} cannot be read and is left out", failure)
        parked = Analysis(identity, self._analyzer.revision, Legibility.FAILED, words=0)
        self._store.triaged.record_analyses([parked])

    def _failure(self, texts: Sequence[Text]) -> Exception | None:
        try:
            found = self._analyzer.analyze([text for _, text in texts])
            named = [replace(each, text_hash=name) for (name, _), each in zip(texts, found, strict=True)]
            self._store.triaged.record_analyses(named)
        except StoreFailed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not keep the other texts from being read
            return error
        return None

    def _judged(self, ticket: TicketId, now: datetime) -> Iterator[Triage]:
        """The verdict on a ticket; none where the ticket is gone."""
        try:
            triage = self._triage(ticket, now)
        except StoreFailed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other tickets are judged
            self._log_once(f"The ticket {ticket} cannot be judged", error)
            triage = self._parked(ticket, now)
        if triage is not None:
            yield triage

    def _placed(self, triages: Sequence[Triage]) -> Sequence[Triage]:
        """The verdicts with who takes what settled among them; as they are where that fails."""
        try:
            return self._placer.place(triages) if triages else ()
        except StoreFailed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the verdicts hold
            self._log_once("Suggestions cannot be shared out", error)
            return triages

    def _acted(self, triage: Triage, now: datetime) -> Triage:
        """The verdict, acted on where a rule may act by itself, before it is recorded: a kill in between loses neither.

        Where that fails, what stands in for it.
        """
        try:
            if self._automation is not None:
                self._automation.act(triage, now)
        except StoreFailed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other tickets are judged
            self._log_once(f"The verdict on the ticket {triage.ticket} cannot be acted on", error)
            return self._parked(triage.ticket, now)
        return triage

    def _remembered(self, now: datetime) -> bool:
        """Remember some of what is finished, now that all is read; whether there may be more."""
        try:
            return self._past.remember(self._analyzer.revision, now)
        except StoreFailed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, tickets are read and judged without it
            self._log_once("Finished tickets cannot be remembered", error)
            return False

    def _keep(self, triages: Sequence[Triage], now: datetime) -> None:
        """Record verdicts; where that fails, one by one, and park those that cannot be written."""
        try:
            self._store.triaged.record(triages)
        except StoreFailed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other verdicts are kept
            if len(triages) > 1:
                for each in triages:
                    self._keep([each], now)
                return
            ticket = triages[0].ticket
            self._log_once(f"The verdict on the ticket {ticket} cannot be recorded", error)
            self._store.triaged.record([self._parked(ticket, now)])

    def _parked(self, ticket: TicketId, now: datetime) -> Triage:
        """What stands in for a verdict that could not be made, until the ticket is looked at again."""
        weights = self._assessor.weights
        score = Score(0, ScoreState.UNKNOWN, (), weights.revision, weights.suggest, weights.automatic)
        versions = self._assessor.versions(self._analyzer.revision)
        return Triage(ticket, now, score, Suggestion(escalate=False, because=FAILED), versions)

    def _log_once(self, what: str, error: Exception) -> None:
        """Say what failed and where, but not in the error's own words: they may quote a customer."""
        where = "".join(traceback.format_tb(error.__traceback__))
        known = f"{what}\n{where}"
        if known not in self._logged:
            self._logged.add(known)
            log.error("%s: %s\n%s", what, type(error).__name__, where)

    def _triage(self, ticket: TicketId, now: datetime) -> Triage | None:
        snapshot = self._store.pulled.snapshot(ticket, as_of=now, model_revision=self._analyzer.revision)
        if snapshot is None:
            return None
        connection = snapshot.ticket.connection
        return self._assessor.assess(
            snapshot,
            model_revision=self._analyzer.revision,
            agents=self._store.pulled.agents(connection),
            loads=self._store.pulled.loads(connection),
            cases=self._past.cases(snapshot, self._analyzer.revision),
        )


def _a_step(texts: Sequence[Text]) -> list[Text]:
    """The first of these texts, as many as are read together."""
    taken: list[Text] = []
    characters = 0
    for each in texts[:TEXTS_A_STEP]:
        characters += len(each[1])
        if taken and characters > CHARACTERS_A_STEP:
            break
        taken.append(each)
    return taken
