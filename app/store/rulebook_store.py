"""What the rulebook's editor asks of the store: whom there is, which rules fire now, and the log of who changed it."""

import json
from collections import Counter
from datetime import datetime

from sqlalchemy import select

from app.domain.people import Agent
from app.domain.rule_verdicts import Verdict
from app.store.audit import append
from app.store.codec import from_json
from app.store.database import Database
from app.store.tables import AgentRow, LineRow, TriageRow

MOST = 5_000  # open tickets whose verdicts are counted, the newest first: a second or two
PORTION = 500


class RulebookStore:
    """Writes nothing but the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def everybody(self) -> tuple[Agent, ...]:
        """The agents of all helpdesks."""
        with self._database.read() as session:
            return tuple(from_json(Agent, each) for each in session.scalars(select(AgentRow.agent)))

    def fired(self) -> tuple[Counter[str], int]:
        """On how many open tickets each rule fires by their recorded verdicts, and how many tickets that were."""
        fired: Counter[str] = Counter()
        count = 0
        query = (
            select(TriageRow.triage)
            .join(LineRow, LineRow.ticket == TriageRow.ticket)
            .where(LineRow.waits)
            .order_by(LineRow.created_at.desc())
            .limit(MOST)
        )
        with self._database.read() as session:
            for text in session.scalars(query).yield_per(PORTION):
                count += 1
                rules = json.loads(text).get("rules", ())
                fired.update(each["rule"] for each in rules if each["verdict"] == Verdict.FIRED)
        return fired, count

    def log_change(self, revision: str, *, at: datetime, by: str) -> None:
        """Add to the audit log that somebody put this revision in force; saying it twice adds it once."""
        with self._database.write() as work:
            append(work, f"rulebook {revision} {at.isoformat()}", at=at, by=by, what=json.dumps({"revision": revision}))
