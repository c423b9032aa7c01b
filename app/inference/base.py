"""What every reader of messages can do, whatever model is behind it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from app.domain.analysis import Analysis
from app.domain.taught import Lesson
from app.domain.trials import Figures

Progress = Callable[[str], None]
"""Told, in a short sentence for a person, what is being done now."""

CRITICAL = (
    "supervisor_demand",
    "churn_threat",
    "legal_threat",
    "legal_process",
    "privacy_request",
    "data_breach",
    "vulnerability_report",
    "compliance_violation",
    "disappointment",
    "fix_did_not_work",
)
"""Intents on which an escalation alone can hang: measured one by one on phrases that were never trained on."""

CUSTOMER = (
    *CRITICAL,
    "outage",
    "bug",
    "api_integration",
    "database_problem",
    "performance",
    "login_access",
    "billing_dispute",
    "refund",
    "payment_failure",
    "invoice_question",
    "plan_change",
    "how_to",
    "feature_request",
    "delivery_order",
    "status_inquiry",
    "complaint",
    "repeated_contact",
    "deadline",
    "executive_involvement",
    "thanks",
    "closing",
)
"""What customers' messages are read for, in the support taxonomy."""

AGENT = ("advice", "promise", "apology", "question")
"""What agents' messages are read for besides."""

INTENTS = (*CUSTOMER, *AGENT)

EMOTIONS = ("anger", "frustration", "disappointment", "confusion", "worry", "gratitude", "relief", "neutral")
"""The emotions that matter in support; a sentence has one of them above all."""

MANNERS = ("polite", "impolite", "direct", "urgent", "soon")
"""How a sentence is said: politeness has two ends and a middle, directness one; urgency is now, soon, or neither."""

TONES = (*EMOTIONS, *MANNERS)


class Analyzer(Protocol):
    """Reads texts, many at a time."""

    @property
    def revision(self) -> str:
        """Changes exactly when the same text could be read differently: weights, encoder or our own code."""

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        """One analysis a text, in the same order. Never raises for a text, however odd, empty or long it is."""


class Trainer(Protocol):
    """Learns what a team teaches, on top of one revision of the shipped models."""

    @property
    def base(self) -> str:
        """Weights can be used where this is what it was when they were learnt."""

    @property
    def shipped(self) -> tuple[str, ...]:
        """The intents that come with the program, and that can be corrected."""

    def learn(self, lesson: Lesson) -> bytes:
        """The weights of one lesson: equal lessons give equal weights on one machine, and as good ones on another."""

    def try_out(self, lesson: Lesson) -> tuple[bytes, Figures]:
        """The weights of an intent of the team's own, and how well it is read."""

    def analyzer(self, weights: Sequence[bytes], *, revision: str) -> Analyzer:
        """A reader that knows these lessons. Raises `ModelFailed` where some weights are not for these models."""


def silent(_: str) -> None:
    """Progress that nobody watches."""
