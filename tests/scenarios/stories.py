"""The product's own examples as conversations: what is said and known, and what is suggested after each message."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.rulebook import Mode
from tests.builders import NOW
from tests.scenarios.story import (
    ASKS,
    BACK_AND_FORTH,
    BILLING,
    CALM_QUESTION,
    COMPLIANCE,
    COO,
    EACH_SAYS,
    EXECUTIVE,
    FRUSTRATED,
    GROWING,
    HANDED_ON,
    HENRIK,
    LARGE,
    LAWYER,
    LOOP,
    MIDDLE,
    MORE_UPSET,
    OTHERS,
    PRODUCT,
    REFUND,
    REOPENED,
    SECURITY,
    SMALL,
    TECHNICAL,
    TRACE,
    UPSET,
    Story,
    due,
    tagged,
)
from tests.signals.scene import DAY, aged, agent, alike, customer, fact, unread

STORIES: Mapping[str, Story] = {
    # A.1, rules
    "legal goes to compliance": Story(
        (CALM_QUESTION, agent(), LAWYER),
        (None, None, COMPLIANCE),
        "Legal",
        Mode.AUTOMATIC,
        {"legal_threat": 2},
    ),
    "a refund of an account above $50,000 goes to senior support": Story(
        (CALM_QUESTION, agent(), REFUND),
        (None, None, BILLING),
        "Refund, account above $50,000",
        first={"billing_dispute": 2},
        facts=(fact("value", 50_001),),
    ),
    "a refund of an account of $50,000 does not": Story(
        (CALM_QUESTION, agent(), REFUND),
        (None, None, None),
        first={"billing_dispute": 2},
        facts=(fact("value", 50_000),),
    ),
    "a refund of an account that nobody knows does not": Story(
        (CALM_QUESTION, agent(), REFUND), (None, None, None), first={"billing_dispute": 2}
    ),
    "a tagged security incident alerts security before anything is read": Story(
        (unread("See below."), unread("And this.")),
        (SECURITY, SECURITY),
        "Security incident",
        Mode.AUTOMATIC,
        {"security_report": 0},
        ticket=tagged("security-incident"),
    ),
    "one that is only called secure is none": Story(
        (customer("Is the archive secure?", how_to=0.9),), (None,), ticket=tagged("secure")
    ),
    # A.3, trajectory
    "growing frustration is flagged before the customer asks for a supervisor": Story(
        GROWING,
        (None, None, None, None, TECHNICAL, TECHNICAL, EXECUTIVE),
        "Looping",
        last=("Asks for a supervisor", Mode.SUGGEST),
        first={"falling_sentiment": 4, "fix_did_not_work": 4, "supervisor_demand": 6},
        facts=(MIDDLE,),
    ),
    "a bad start that is made good is not": Story(
        (
            customer("It is empty!", sentiment=-0.5),
            agent(),
            customer("Half of it is there.", sentiment=-0.1),
            agent(),
            customer("All there. Thank you!", sentiment=0.8, thanks=0.95),
        ),
        (None, None, None, None, None),
        first={"content": 4},
        facts=(MIDDLE,),
    ),
    # A.4, sentiment
    "replies get shorter and more direct against the customer's own": Story(
        (
            customer("Good morning, could you please have a look at the export when you have a minute?", words=16),
            agent(),
            customer("Hello, it would be kind if somebody could tell me what is wrong with it, please.", words=16),
            agent(),
            customer("Fix it now!", words=3, sentiment=-0.2),
            agent(),
            customer("Fix it!!", words=2, sentiment=-0.3),
        ),
        (None, None, None, None, None, None, None),
        first={"shorter_replies": 6, "more_direct": 6},
    ),
    "asking for a supervisor is enough by itself": Story(
        (CALM_QUESTION, agent(), ASKS), (None, None, EXECUTIVE), "Asks for a supervisor", first={"supervisor_demand": 2}
    ),
    "praise for a supervisor is none": Story(
        (customer("My manager says thank you.", sentiment=0.7, supervisor_demand=0.8, thanks=0.9),), (None,)
    ),
    # A.4, account
    "three failed payments in a month": Story(
        (
            customer("A card was declined.", hours=216, sentiment=-0.1, payment_failure=0.7),
            agent(hours=215),
            customer("Declined.", hours=72, sentiment=-0.3, payment_failure=0.8),
            agent(hours=71),
            customer("Again, and nobody cares.", hours=1, sentiment=-0.8, payment_failure=0.9, disappointment=0.8),
        ),
        (None, None, None, None, BILLING),
        "Billing",
        first={"payment_problem": 0, "failed_payments": 2},
        facts=(MIDDLE, *(fact("failed payment", 240.0, days=days) for days in (10, 5, 2))),
        ticket=aged(hours=217),
    ),
    "three failed payments, the first longer than a month ago": Story(
        (customer("Seats again.", sentiment=0.0, how_to=0.8),),
        (None,),
        facts=(MIDDLE, *(fact("failed payment", 240.0, days=days) for days in (64, 40, 2))),
    ),
    "a renewal that is near tips the balance": Story(
        UPSET,
        (None, None, TECHNICAL),
        first={"renewal_near": 0, "disappointment": 2},
        facts=(MIDDLE, fact("renewal", (NOW + 20 * DAY).date())),
    ),
    "the same with the renewal far away": Story(
        UPSET, (None, None, None), facts=(MIDDLE, fact("renewal", (NOW + 200 * DAY).date()))
    ),
    "an executive complains": Story(
        (customer("I expected more.", author="Henrik Aas", sentiment=-0.7, disappointment=0.7),),
        (EXECUTIVE,),
        "Executive complaint",
        Mode.AUTOMATIC,
        {"executive_contact": 0},
        facts=(LARGE, COO, fact("renewal", NOW.date())),
        ticket=HENRIK,
    ),
    "an executive gives thanks": Story(
        (customer("Well done.", author="Henrik Aas", sentiment=0.8, thanks=0.9),),
        (None,),
        facts=(LARGE, COO, fact("renewal", NOW.date())),
        ticket=HENRIK,
    ),
    "usage falls and the customer speaks of leaving": Story(
        (
            customer("Half of us have stopped using it.", sentiment=-0.4),
            agent(),
            customer("Then we look at others.", sentiment=-0.6, churn_threat=0.95),
        ),
        (None, None, EXECUTIVE),
        "Valued account may leave",
        first={"falling_usage": 0, "churn_threat": 2},
        facts=(MIDDLE, *(fact("usage", users, days=days) for users, days in ((90, 29), (88, 22), (60, 15), (30, 8)))),
    ),
    "other open tickets of the same account tip the balance": Story(
        MORE_UPSET,
        (None, None, TECHNICAL),
        first={"account_open_tickets": 0, "disappointment": 2},
        facts=(MIDDLE,),
        siblings=OTHERS,
    ),
    "the same with two other open tickets": Story(MORE_UPSET, (None, None, None), facts=(MIDDLE,), siblings=OTHERS[:2]),
    # A.4, technical complexity
    "a custom integration that fails in the data": Story(
        (
            customer("Our own connector writes each order twice.", sentiment=-0.1, api_integration=0.9),
            agent(),
            customer("The table has every row double.", sentiment=-0.2, database_problem=0.9, api_integration=0.8),
        ),
        (None, None, TECHNICAL),
        "Technical",
        first={"database_problem": 2},
        facts=(MIDDLE,),
    ),
    "the word API in a plain question": Story(
        (customer("Is the API part of my plan?", sentiment=0.1, plan_change=0.8),), (None,), facts=(LARGE,)
    ),
    # A.4, compliance and security
    "a way in goes to security": Story(
        (customer("Anybody can open the invoices of others.", sentiment=0.0, vulnerability_report=0.95),),
        (SECURITY,),
        "Security incident",
        Mode.AUTOMATIC,
    ),
    "a subpoena goes to compliance": Story(
        (customer("A subpoena is attached.", sentiment=0.0, legal_process=0.95),),
        (COMPLIANCE,),
        "Legal",
        Mode.AUTOMATIC,
    ),
    "a data breach goes to security": Story(
        (customer("I see another company's names.", sentiment=-0.4, data_breach=0.95),),
        (SECURITY,),
        "Security incident",
        Mode.AUTOMATIC,
    ),
    "how to prevent one is a question": Story(
        (customer("How do we stop leaks?", data_breach=0.9, how_to=0.7),), (None,), facts=(LARGE,)
    ),
    "a request for one's data waits for a person": Story(
        (customer("Delete all you have of me.", privacy_request=0.95),), (COMPLIANCE,), "Personal data"
    ),
    "a broken contract goes to compliance": Story(
        (customer("Our data must not leave Frankfurt.", sentiment=-0.5, compliance_violation=0.95),),
        (COMPLIANCE,),
        "Compliance violation",
        Mode.AUTOMATIC,
    ),
    # A.4, loops
    "the same solution suggested twice, and it did not work": Story(
        LOOP,
        (None, None, None, None, TECHNICAL),
        "Looping",
        first={"advice_repeated": 3, "fix_did_not_work": 4},
    ),
    "many exchanges without progress": Story(
        BACK_AND_FORTH, (None,) * 8 + (TECHNICAL,), "Looping", first={"many_exchanges": 6}, facts=(MIDDLE,)
    ),
    "as many exchanges that get somewhere": Story(
        tuple(replace(each, sentiment=0.4) if each.sentiment is not None else each for each in BACK_AND_FORTH),
        (None,) * 9,
        facts=(MIDDLE,),
    ),
    "two different solutions": Story(
        (*LOOP[:3], agent("Update the driver from the download page, then restart.", advising=alike(0.4)), LOOP[2]),
        (None, None, None, None, None),
    ),
    "handed from desk to desk": Story(
        EACH_SAYS, (None, None, PRODUCT), "Handed from desk to desk", first={"bounced": 1}, events=HANDED_ON
    ),
    "solved, reopened, and it still does not work": Story(
        (
            customer("It stops.", hours=23, sentiment=-0.3),
            customer("It stops again.", hours=9, sentiment=-0.6, fix_did_not_work=0.9),
            customer("And again. Not good enough.", hours=2, sentiment=-0.7, fix_did_not_work=0.9, disappointment=0.7),
        ),
        (None, TECHNICAL, TECHNICAL),
        "Looping",
        first={"reopened": 1, "fix_did_not_work": 1},
        events=REOPENED,
    ),
    # A.5, time
    "open for three days weighs more than new": Story(
        (
            customer("One.", hours=7 * 24 - 1, sentiment=-0.2),
            agent(hours=6 * 24),
            customer("Two.", hours=48, sentiment=-0.3),
            agent(hours=47),
            customer("Three.", hours=1, sentiment=-0.4),
        ),
        (None, None, None, None, None),
        first={"open_long": 2},  # Wednesday to Monday: a weekend lies in between
        ticket=aged(hours=7 * 24),
    ),
    "a deadline comes close, and is missed, by the team's hours": Story(
        (
            customer("By tomorrow, please.", hours=24, sentiment=0.0),  # Tuesday at ten: seven hours of work and a half
            agent(hours=23),
            customer(
                "Any news?", hours=17.5, sentiment=-0.1
            ),  # half past four: an hour of work, seventeen on the clock
            agent(hours=17.4),
            customer("Well?", hours=0, sentiment=-0.3),  # Wednesday at ten: half an hour late
        ),
        (None, None, None, None, None),
        first={"sla_close": 2, "sla_missed": 4},
        ticket=due(0.5, age=25),
    ),
    "forgotten for a week with the promise broken": Story(
        (
            customer("Hello?", hours=90, sentiment=0.0),
            customer("Anybody?", hours=40, sentiment=0.0),
            customer("Third try.", hours=0, sentiment=0.0),
        ),
        (None, None, TECHNICAL),
        first={"waiting_for_us": 1, "repeat_contact": 1, "sla_missed": 2},
        ticket=due(1, age=170),
    ),
    # A.6, combination
    "mid-tier, neutral and technical goes to a technical specialist": Story(
        (customer("A question on the API.", sentiment=0.0, api_integration=0.7, how_to=0.8), agent(), TRACE),
        (None, None, TECHNICAL),
        "Technical",
        first={"technical_depth": 2},
        facts=(MIDDLE,),
    ),
    "enterprise, frustrated and technical goes to senior people at once": Story(
        (TRACE, agent(), customer("Still the same.", sentiment=-0.5), FRUSTRATED),
        (TECHNICAL, TECHNICAL, TECHNICAL, PRODUCT),
        "Technical",
        last=("Technical, enterprise and unhappy", Mode.SUGGEST),
        first={"api_problem": 0, "disappointment": 3},
        facts=(LARGE,),
    ),
    "mid-tier, as frustrated and technical, does not": Story(
        (TRACE, agent(), customer("Still the same.", sentiment=-0.5), FRUSTRATED),
        (TECHNICAL, TECHNICAL, TECHNICAL, TECHNICAL),
        "Technical",
        facts=(MIDDLE,),
    ),
    "compliance overrides value, mood and technical depth": Story(
        (
            TRACE,
            FRUSTRATED,
            ASKS,
            customer(
                "My lawyer will hear of it, and your boss.", sentiment=-0.9, legal_threat=0.95, supervisor_demand=0.9
            ),
        ),
        (TECHNICAL, PRODUCT, EXECUTIVE, COMPLIANCE),
        "Technical",
        last=("Legal", Mode.AUTOMATIC),
        first={"legal_threat": 3},
        facts=(LARGE,),
    ),
    "compliance does not wait for trouble": Story(
        (customer("Thank you! By the way, this is served on you.", sentiment=0.6, legal_process=0.96, thanks=0.95),),
        (COMPLIANCE,),
        "Legal",
        Mode.AUTOMATIC,
        facts=(SMALL,),
    ),
    # Everyday work stays quiet
    "a plain question of a large account": Story(
        (customer("How do I change my picture?", how_to=0.9),), (None,), facts=(LARGE, fact("renewal", NOW.date()))
    ),
}
