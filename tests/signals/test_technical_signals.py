"""The technical family: what the trouble is about, and how deep the conversation goes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.signals.api_problem import NEEDED as NEEDED_WORDS
from app.signals.api_problem import WORDS, api_problem
from app.signals.database_problem import database_problem
from app.signals.deep_question import deep_question
from app.signals.integration_problem import integration_problem
from app.signals.outage import outage
from app.signals.plain_question import plain_question
from app.signals.said import ASKED, CERTAIN
from app.signals.technical_depth import KINDS, NEEDED, SHOWN, may_hold, technical_depth
from tests.signals.scene import Turn, agent, customer, note, quoted, scene, unread

TRACE = """\
It stops with

Traceback (most recent call last):
  File "/srv/relay/sync.py", line 214, in run
    client.push(batch)
relay.errors.PushError: 3 rows refused

on SDK 4.12.0. The request was POST /v2/rows and came back as HTTP 503."""


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (
            "a stack trace",
            "see\n    at com.relay.Cursor.next(Cursor.java:141)",
            "at com.relay.Cursor.next(Cursor.java:141)",
        ),
        ("a stack trace", "Caused by: java.net.SocketException: reset", "Caused by: java.net.SocketException: reset"),
        ("an exception", "I get a java.lang.NullPointerException now", "java.lang.NullPointerException"),
        ("log lines", "10:02:11.881 sync lost the connection", "10:02:11.881 sync lost the connection"),
        ("log lines", "2026-03-01T10:02:11Z worker died", "2026-03-01T10:02:11Z worker died"),
        ("log lines", "[worker-3] ERROR: gave up", "[worker-3] ERROR: gave up"),
        (
            "code or JSON",
            'It says {"error": "invalid_token"} each time',
            'It says {"error": "invalid_token"} each time',
        ),
        ("code or JSON", "we run SELECT a FROM b every hour", "SELECT a FROM b every hour"),
        ("code or JSON", "curl -H 'X: y' https://x.example", "curl -H 'X: y' https://x.example"),
        ("HTTP requests or statuses", "since today GET /v2/flows is slow", "GET /v2/flows"),
        ("HTTP requests or statuses", "it returns 502 at night", "returns 502"),
        ("HTTP requests or statuses", "we get a 404 Not Found page", "get a 404"),
        ("error codes", "it ends in ECONNRESET at night", "ECONNRESET"),
        ("error codes", "the loader shows RLY-4107 now", "RLY-4107"),
        ("error codes", "SQLSTATE 23505 appears", "SQLSTATE 23505"),
        ("error codes", "DEPTH_ZERO_SELF_SIGNED_CERT it says", "DEPTH_ZERO_SELF_SIGNED_CERT"),
        ("versions", "we are on v3.4.2 here", "v3.4.2"),
        ("versions", "on version 15.6 of the server", "version 15.6"),
    ],
)
def test_each_kind_of_technical_material_is_found_where_it_stands(kind: str, text: str, words: str) -> None:
    match = KINDS[kind].search(text)
    assert match is not None
    assert match.group().strip() == words


@pytest.mark.parametrize(
    "text",
    [
        "I am EXTREMELY unhappy with EVERYTHING you did.",
        "Let me know when you are back.\nLet us import the list from last year.\nClass starts on Monday.",
        "The error is that I cannot sign in. What an exception!",
        "We send 450 orders a day and got 500 seats for it.",
        "Please see invoice INV-2043 and order PO-77 of 12.03.2026, 1,500.00 USD.",
        'The field "name": it says nothing to me. The flow "reminder" is late.',
        "Call me at 10:30 or 10:45, or post it to Room 4.2.",
        "Is there a version for the phone?",
        "",
    ],
)
def test_everyday_words_are_not_technical(text: str) -> None:
    assert technical_depth(scene(customer(text))) is None


@pytest.mark.parametrize("kind", [*NEEDED, "versions"])
@settings(max_examples=150, deadline=None)
@given(drawn=st.data())
def test_whatever_a_pattern_finds_holds_something_of_what_is_needed_to_look_for_it(
    kind: str, drawn: st.DataObject
) -> None:
    text = drawn.draw(st.from_regex(KINDS[kind]))
    found = KINDS[kind].search(text)
    assert found is not None
    assert any(each in found.group() for each in NEEDED.get(kind, (".",)))
    assert may_hold(text, kind)


@pytest.mark.parametrize(
    "text", ["def f(a", "class A:", "from a import b", "const a = 1", "let a = 1", "var a = 1", "f(1);", "```"]
)
def test_code_is_looked_for_however_it_begins(text: str) -> None:
    assert technical_depth(scene(customer(text))) is not None


def test_depth_counts_kinds_and_quotes_them() -> None:
    found = scene(customer(TRACE))
    reading = technical_depth(found)
    assert reading is not None
    assert reading.strength == 1.0
    assert reading.because == ("the messages hold a stack trace, an exception, HTTP requests or statuses and versions")
    assert quoted(found, reading) == [
        "Traceback (most recent call last):",
        'File "/srv/relay/sync.py", line 214, in run',
        "relay.errors.PushError",
        "POST /v2/rows",
        "HTTP 503",
        "4.12.0",
    ]


@pytest.mark.parametrize(
    ("texts", "strength"),
    [
        (["We are on 3.4.2."], None),  # a version alone is small talk
        (["It returns 502."], 0.25),
        (["It returns 502.", "ECONNRESET, by the way"], 0.5),
        (["It returns 502 and 503 and HTTP 504, HTTP 500, HTTP 501"], 0.25),
    ],
)
def test_depth_grows_with_kinds_over_the_conversation(texts: list[str], strength: float | None) -> None:
    reading = technical_depth(scene(*(customer(text) for text in texts)))
    assert (reading.strength if reading else None) == strength


def test_depth_needs_no_model_and_reads_customers_only() -> None:
    assert technical_depth(scene(unread("It returns 502."))) is not None
    assert technical_depth(scene(agent("Do you see HTTP 502?"), note("ECONNRESET in our log"))) is None


def test_what_is_only_quoted_was_said_before() -> None:
    mail = (
        "It is still broken, see below.\n\nOn Mon, 2 Mar 2026 Ana wrote:\n> Do you see HTTP 502?\n> ECONNRESET too?\n"
    )
    assert technical_depth(scene(customer(mail))) is None


@pytest.mark.timeout(60)  # a pattern that backtracks takes hours
def test_a_megabyte_of_log_is_shown_in_a_few_spans() -> None:
    log = "10:02:11.881 ERROR sync gave up: ECONNRESET\n" * 24_000
    reading = technical_depth(scene(customer(log), customer("x" * 1_000_000), customer('"a ' * 300_000)))
    assert reading is not None
    assert len(reading.evidence) <= SHOWN


def test_a_fault_in_an_integration_counts_in_full_and_a_question_does_not() -> None:
    fault = integration_problem(scene(customer(api_integration=CERTAIN, bug=0.7)))
    plain = integration_problem(scene(customer(api_integration=CERTAIN)))
    question = integration_problem(scene(customer(api_integration=CERTAIN, how_to=0.8)))
    later = integration_problem(
        scene(customer(api_integration=CERTAIN, how_to=0.8), customer(api_integration=0.6, bug=0.9))
    )
    asks = integration_problem(scene(customer(how_to=0.8), customer("A limit?", question=0.9, api_integration=CERTAIN)))
    strengths = [each.strength if each else None for each in (fault, plain, question, later, asks)]
    assert strengths == [1.0, 1.0, ASKED, 1.0, ASKED]


@pytest.mark.parametrize(
    ("turns", "asks"),
    [
        ([customer(how_to=0.8), customer("Is there an API limit?", question=0.9, api_integration=CERTAIN)], True),
        ([customer("Which API key?", how_to=0.8, api_integration=CERTAIN)], True),
        ([customer(bug=0.9), customer("Is there an API limit?", question=0.9, api_integration=CERTAIN)], False),
        ([customer(how_to=0.8), customer("The API fails.", bug=0.9, api_integration=CERTAIN)], False),
        ([customer(how_to=0.8), customer("The API is slow.", api_integration=CERTAIN)], False),
    ],
    ids=["a ticket that only asks", "one question", "trouble before", "trouble after", "a statement"],
)
def test_an_api_and_an_integration_agree_on_whether_a_ticket_only_asks(turns: list[Turn], asks: bool) -> None:
    found = scene(*turns)
    api, integration = api_problem(found), integration_problem(found)
    assert api is not None
    assert integration is not None
    assert api.strength == integration.strength == (ASKED if asks else 1.0)
    assert [each.because.startswith("a question about") for each in (api, integration)] == [asks, asks]


def test_what_it_is_about_does_not_fade_but_an_outage_does() -> None:
    found = scene(
        customer(api_integration=CERTAIN, database_problem=0.86, outage=CERTAIN),
        agent(),
        customer(),
        agent(),
        customer(),
    )
    readings = [signal(found) for signal in (integration_problem, database_problem, outage)]
    assert [each.strength if each else None for each in readings] == [1.0, pytest.approx(0.8), 0.25]


def test_what_is_no_technical_trouble() -> None:
    found = scene(customer(how_to=0.9, api_integration=0.4), agent(database_problem=0.9, outage=0.9))
    assert [signal(found) for signal in (integration_problem, database_problem, outage)] == [None, None, None]


@pytest.mark.parametrize(
    ("turn", "strength"),
    [
        (customer("Our webhook gets no events.", api_integration=CERTAIN), 1.0),
        (customer("POST /v2/rows fails.", api_integration=CERTAIN), 1.0),
        (customer("Where do I find my API key?", api_integration=CERTAIN, how_to=0.8), ASKED),
        (customer("The printer connector is stuck.", api_integration=CERTAIN), None),
        (customer("We love your API."), None),
        (customer("> the API fails\n\nThe connector does.", api_integration=CERTAIN), None),
        (unread("The API is down."), None),
    ],
    ids=["webhook", "a call", "a question", "another integration", "no trouble", "quoted", "not analysed"],
)
def test_an_api_is_named_in_the_customers_own_words(turn: Turn, strength: float | None) -> None:
    reading = api_problem(scene(turn))
    assert (reading.strength if reading else None) == strength


@pytest.mark.parametrize(
    ("texts", "strength"),
    [
        (["Are webhooks sent in the order of events, and is a retry idempotent?"], 1.0),
        (["How does the rate limit work?", "And what is the back-off after a timeout?"], 0.75),
        (["Is there a timeout?"], None),
        (["The webhook has no payload. The cache is stale."], None),
        (["How do I change my picture?"], None),
        ([""], None),
    ],
    ids=["inside", "over two messages", "one term", "tells, asks nothing", "a screen", "empty"],
)
def test_how_deep_a_question_goes_is_seen_in_its_terms(texts: list[str], strength: float | None) -> None:
    found = scene(*(customer(text) for text in texts))
    reading = deep_question(found)
    assert (reading.strength if reading else None) == strength
    if reading is not None:
        assert all(words.endswith("?") for words in quoted(found, reading))


@pytest.mark.parametrize(
    ("turns", "strength"),
    [
        ([customer("How do I add a seat?", how_to=CERTAIN)], 1.0),
        ([customer("How do I add a seat?", how_to=CERTAIN, bug=0.9)], None),
        ([customer("How do I add a seat?", how_to=CERTAIN, sentiment=-0.7)], None),
        ([customer("How do I mend HTTP 502?", how_to=CERTAIN)], None),
        ([customer("How do I add a seat?", how_to=CERTAIN), agent(), customer("It fails.", outage=0.9)], None),
        ([customer("It is broken.")], None),
    ],
    ids=["plain", "a fault", "unhappy", "technical", "trouble later", "no question"],
)
def test_a_plain_question_calms(turns: list[Turn], strength: float | None) -> None:
    reading = plain_question(scene(*turns))
    assert (reading.strength if reading else None) == strength


@settings(max_examples=150, deadline=None)
@given(text=st.from_regex(WORDS))
def test_whatever_names_an_interface_in_words_is_looked_for(text: str) -> None:
    assert any(each in text.casefold() for each in NEEDED_WORDS)
