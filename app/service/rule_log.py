"""What rules did, for a lead: everything in one list, each move with a way back."""

from collections.abc import Callable

from app.domain.decisions import Decision
from app.domain.opened import OpenTicket
from app.domain.rule_deeds import DeedFilter, RuleDeed
from app.domain.rulebook import Mode, Rulebook
from app.domain.silent import SilentFigures, edition
from app.domain.tickets import TicketId
from app.errors import Refused
from app.store.store import Store


class RuleLog:
    """Reads the store; putting back is a decision like any other."""

    def __init__(
        self,
        store: Store,
        rulebook: Callable[[], Rulebook],
        *,
        opened: Callable[[TicketId], OpenTicket | None],
        put_back: Callable[[OpenTicket], Decision | None],
    ) -> None:
        """`rulebook` gives the one in force; `opened` and `put_back` are the console's."""
        self._store = store
        self._rulebook = rulebook
        self._opened = opened
        self._put_back = put_back

    def deeds(self, wanted: DeedFilter) -> tuple[RuleDeed, ...]:
        """What rules did, suggested and would have done, the newest first."""
        automatic = [each.name for each in self._rulebook().rules if each.mode is Mode.AUTOMATIC]
        return self._store.rule_deeds.newest(wanted, automatic=automatic)

    def put_back(self, deed: RuleDeed) -> Decision | None:
        """Undo a move that stands, as from the ticket itself. Raises `Refused` where something else stands by now."""
        opened = self._opened(deed.ticket)
        standing = opened.standing if opened is not None else None
        if opened is None or standing is None or deed.decision is None or standing.id != deed.decision:
            raise Refused(f"#{deed.number} is no longer where that move left it. Open it to see what was done since.")
        if opened.snapshot.ticket.status.finished:
            raise Refused(f"#{deed.number} is {opened.snapshot.ticket.status}: there is nothing to put back.")
        return self._put_back(opened)

    def silent(self) -> tuple[SilentFigures, ...]:
        """How each rule in shadow compares with what people did, in the rulebook's order."""
        rules = self._rulebook().rules
        shadowed = {each.name: edition(each) for each in rules if each.mode is Mode.SHADOW and each.group}
        return self._store.silent.figures(shadowed)
