"""The detectors that look at a ticket and say, each for one thing, how strongly it is there and which words show it.

A signal only detects: what it is worth stands in `resources/weights.toml`, where it sends a ticket in
`resources/rulebook.toml`. Adding one is a file here, which says what it rests on, a line in `SIGNALS`, a weight, and a
table test.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from app.domain.snapshot import Reading, Signal, Snapshot
from app.signals.account_open_tickets import account_open_tickets
from app.signals.account_value import account_value
from app.signals.advice_repeated import advice_repeated
from app.signals.answered import answered
from app.signals.api_problem import api_problem
from app.signals.billing_dispute import billing_dispute
from app.signals.bounced import bounced
from app.signals.churn_threat import churn_threat
from app.signals.compliance_violation import compliance_violation
from app.signals.content import content
from app.signals.database_problem import database_problem
from app.signals.deep_question import deep_question
from app.signals.disappointment import disappointment
from app.signals.executive_contact import executive_contact
from app.signals.failed_payments import failed_payments
from app.signals.falling_sentiment import falling_sentiment
from app.signals.falling_usage import falling_usage
from app.signals.fix_did_not_work import fix_did_not_work
from app.signals.integration_problem import integration_problem
from app.signals.last_sentiment import last_sentiment
from app.signals.legal_threat import legal_threat
from app.signals.low_health import low_health
from app.signals.low_sentiment import low_sentiment
from app.signals.lowest_sentiment import lowest_sentiment
from app.signals.many_exchanges import many_exchanges
from app.signals.matter_closed import matter_closed
from app.signals.more_direct import more_direct
from app.signals.open_long import open_long
from app.signals.outage import outage
from app.signals.payment_problem import payment_problem
from app.signals.plain_question import plain_question
from app.signals.premium_plan import premium_plan
from app.signals.privacy_request import privacy_request
from app.signals.renewal_near import renewal_near
from app.signals.reopened import reopened
from app.signals.repeat_contact import repeat_contact
from app.signals.satisfied import satisfied
from app.signals.security_report import security_report
from app.signals.shorter_replies import shorter_replies
from app.signals.shrinking_contract import shrinking_contract
from app.signals.sla_close import sla_close
from app.signals.sla_missed import sla_missed
from app.signals.supervisor_demand import supervisor_demand
from app.signals.taken_back import taken_back
from app.signals.technical_depth import technical_depth
from app.signals.waiting_for_us import waiting_for_us
from app.source_digest import source_digest

SIGNALS: Mapping[str, Signal] = MappingProxyType(
    {
        # sentiment
        "falling_sentiment": falling_sentiment,
        "low_sentiment": low_sentiment,
        "lowest_sentiment": lowest_sentiment,
        "last_sentiment": last_sentiment,
        "shorter_replies": shorter_replies,
        "more_direct": more_direct,
        "disappointment": disappointment,
        "supervisor_demand": supervisor_demand,
        "content": content,
        "matter_closed": matter_closed,
        "taken_back": taken_back,
        "satisfied": satisfied,
        # account value and health
        "account_value": account_value,
        "renewal_near": renewal_near,
        "failed_payments": failed_payments,
        "falling_usage": falling_usage,
        "low_health": low_health,
        "shrinking_contract": shrinking_contract,
        "premium_plan": premium_plan,
        "account_open_tickets": account_open_tickets,
        "executive_contact": executive_contact,
        "churn_threat": churn_threat,
        "billing_dispute": billing_dispute,
        "payment_problem": payment_problem,
        # technical complexity
        "integration_problem": integration_problem,
        "api_problem": api_problem,
        "database_problem": database_problem,
        "outage": outage,
        "technical_depth": technical_depth,
        "deep_question": deep_question,
        "plain_question": plain_question,
        # compliance and security
        "legal_threat": legal_threat,
        "privacy_request": privacy_request,
        "security_report": security_report,
        "compliance_violation": compliance_violation,
        # loops
        "advice_repeated": advice_repeated,
        "fix_did_not_work": fix_did_not_work,
        "many_exchanges": many_exchanges,
        "bounced": bounced,
        "reopened": reopened,
        # time
        "open_long": open_long,
        "sla_close": sla_close,
        "sla_missed": sla_missed,
        "waiting_for_us": waiting_for_us,
        "repeat_contact": repeat_contact,
        "answered": answered,
    }
)

RESTS_ON = (
    "analysis.py",
    "business_hours.py",
    "code_lines.py",
    "prose.py",
    "snapshot.py",
)  # of the domain: what detectors read through


def read(snapshot: Snapshot) -> dict[str, Reading]:
    """What every signal sees, by name; those that cannot tell, or have nothing to say, are not in it."""
    return {name: reading for name, signal in SIGNALS.items() if (reading := signal(snapshot)) is not None}


@cache
def digest() -> str:
    """The revision of the detectors: changes when the source of any of them does, so that old readings are stale."""
    return source_digest("app.signals", RESTS_ON)
