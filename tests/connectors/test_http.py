"""The one way out, against a real server on loopback that answers what it is told to."""

import logging
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic

import pytest

from app.connectors import http
from app.connectors.http import Http, checked_url
from app.connectors.ledger import Request
from app.errors import AuthFailed, RateLimited, Refused, SettingsInvalid, Unreachable, WarmlineError
from tests.connectors.faulty_proxy import DROPPED, HTML, SILENT, Fault, FaultyProxy, answering

SECRET = "do-not-tell-7261"
NOWHERE = 9  # a port that nothing listens on


@pytest.fixture
def server() -> Iterator[FaultyProxy]:
    proxy = FaultyProxy(NOWHERE)
    yield proxy
    proxy.close()


@pytest.fixture
def requests() -> list[Request]:
    return []


@pytest.fixture
def client(server: FaultyProxy, requests: list[Request]) -> Iterator[Http]:
    client = Http(
        server.url,
        connection="desk",
        headers={"Authorization": f"token {SECRET}"},
        on_request=requests.append,
        answer_seconds=0.4,
    )
    yield client
    client.close()


def test_an_answer_is_its_status_body_and_clock(client: Http, server: FaultyProxy) -> None:
    server.spoil(Fault(status=200, headers={"Date": "Mon, 02 Mar 2026 12:00:00 GMT"}, body=b'{"a": 1}'))
    answer = client.send("GET", "x")
    assert (answer.status, answer.json(), answer.at) == (200, {"a": 1}, datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (answering(400), Refused, "400 Bad Request): spoiled"),
        (answering(401), AuthFailed, "does not accept the credential"),
        (answering(403), Refused, "403 Forbidden"),
        (answering(404), Refused, "404 Not Found"),
        (answering(409), Refused, "409 Conflict"),
        (answering(412), Refused, "412 Precondition Failed"),
        (answering(422), Refused, "422 Unprocessable"),
        (answering(429), RateLimited, "come back in 60 s"),
        (answering(301, Location="https://elsewhere.example/"), Unreachable, "another address"),
        (answering(408), Unreachable, "408"),
        (answering(500), Unreachable, "500 (Internal Server Error)"),
        (answering(599), Unreachable, "599 (unknown)"),
        (DROPPED, Unreachable, "broke off"),
        (SILENT, Unreachable, "did not answer in time"),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Fault) and value.status else None,
)
def test_what_is_no_answer_is_an_error_of_ours(
    client: Http, server: FaultyProxy, fault: Fault, error: type[WarmlineError], words: str
) -> None:
    server.spoil(fault)
    with pytest.raises(error) as raised:
        client.send("GET", "x")
    assert type(raised.value) is error
    assert words in str(raised.value)


def test_html_instead_of_json_is_no_answer(client: Http, server: FaultyProxy) -> None:
    server.spoil(HTML)
    answer = client.send("GET", "x")
    with pytest.raises(Unreachable, match="not JSON"):
        answer.json()


def test_nobody_there_is_unreachable(requests: list[Request]) -> None:
    client = Http(f"http://127.0.0.1:{NOWHERE}", connection="desk", on_request=requests.append)
    with pytest.raises(Unreachable, match="cannot be reached"):
        client.send("GET", "x")
    assert [(each.status, each.received) for each in requests] == [(None, 0)]
    client.close()


def test_a_status_that_was_asked_for_is_an_answer(client: Http, server: FaultyProxy) -> None:
    server.spoil(answering(404))
    assert client.send("GET", "x", accept={404}).status == 404


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("0", 1),
        ("999999", 3600),
        ("later", 60),
        (format_datetime(datetime(2026, 3, 2, 12, 2, tzinfo=UTC)), 120),
    ],
)
def test_how_long_to_wait_is_bounded(client: Http, server: FaultyProxy, value: str, seconds: int) -> None:
    server.spoil(Fault(status=429, headers={"Retry-After": value, "Date": "Mon, 02 Mar 2026 12:00:00 GMT"}))
    with pytest.raises(RateLimited) as raised:
        client.send("GET", "x")
    assert raised.value.retry_after == timedelta(seconds=seconds)


def test_an_endless_answer_is_cut_off(
    client: Http, server: FaultyProxy, requests: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LARGEST_ANSWER", 1 << 20)
    server.spoil(Fault(status=200, body=b"x" * (3 << 20)))
    with pytest.raises(Unreachable, match="more than 1 MB"):
        client.send("GET", "x")
    assert requests[0].received < 2 << 20


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=200, body=b"x" * 400, drip=0.1),
        Fault(status=200, body=b"xx", drip=60.0),
    ],
    ids=["drips", "stops"],
)
def test_the_whole_answer_has_to_come_in_time(client: Http, server: FaultyProxy, fault: Fault) -> None:
    server.spoil(fault)
    started = monotonic()
    with pytest.raises(Unreachable, match="did not answer in time"):
        client.send("GET", "x")
    assert monotonic() - started < 10


@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 409])
def test_a_proxys_page_is_not_the_helpdesks_word(client: Http, server: FaultyProxy, status: int) -> None:
    server.spoil(Fault(status=status, headers={"Content-Type": "text/html"}, body=b"<html>Maintenance</html>"))
    with pytest.raises(Unreachable, match="tried again") as raised:
        client.send("GET", "x")
    assert type(raised.value) is Unreachable


def test_a_refused_credential_may_be_told_by_a_header_alone(client: Http, server: FaultyProxy) -> None:
    server.spoil(Fault(status=401, headers={"WWW-Authenticate": "Basic"}, body=b""))
    with pytest.raises(AuthFailed):
        client.send("GET", "x")


def test_a_servers_own_words_are_short_and_on_one_line(client: Http, server: FaultyProxy) -> None:
    server.spoil(Fault(status=400, body=b'{"message": "no\\n\\n way ' + b"x" * 5000 + b'"}'))
    with pytest.raises(Refused) as raised:
        client.send("GET", "x")
    assert "no way xxx" in str(raised.value)
    assert len(str(raised.value)) < 300


def test_the_ledger_gets_each_request_without_query_body_or_secret(
    client: Http, server: FaultyProxy, requests: list[Request]
) -> None:
    server.spoil(answering(200), answering(500))
    client.send("POST", "tickets", params={"query": "private"}, body={"text": "private"})
    with pytest.raises(Unreachable):
        client.send("GET", "rt")
    first, second = requests
    assert (first.connection, first.method, first.path, first.status) == ("desk", "POST", "/tickets", 200)
    assert (first.host, first.sent > 10, first.received) == (server.url[7:], True, 21)
    assert (second.method, second.path, second.status) == ("GET", "/rt", 500)
    assert "private" not in repr(requests)
    assert SECRET not in repr(requests) + repr(client)


def test_debug_logs_hold_no_secret(client: Http, server: FaultyProxy, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.spoil(answering(200, Set_Cookie=f"session={SECRET}"), answering(200))
    client.send("GET", "x")
    client.send("POST", "x", form={"pass": SECRET})
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "url", ["https://help.example", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"]
)
def test_addresses_that_a_secret_may_go_to(url: str) -> None:
    assert checked_url(url) == url


@pytest.mark.parametrize(
    "url", ["http://help.example", "http://10.0.0.1", "ftp://x", "", "help.example", "https://", "http://[::"]
)
def test_addresses_that_a_secret_may_not_go_to(url: str) -> None:
    with pytest.raises(SettingsInvalid):
        checked_url(url)


def test_a_certificate_that_nobody_vouches_for_gets_no_secret(tmp_path: Path) -> None:
    asked: list[str] = []
    with _tls_server(tmp_path, asked) as port:
        client = Http(f"https://localhost:{port}", connection="desk", headers={"Authorization": SECRET})
        with pytest.raises(Unreachable, match="certificate"):
            client.send("GET", "x")
        client.close()
    assert asked == []


class _tls_server:  # noqa: N801 - used as a context manager only
    """A server with a self-signed certificate."""

    def __init__(self, folder: Path, asked: list[str]) -> None:
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        openssl = shutil.which("openssl") or "openssl"
        files = ["-keyout", str(key), "-out", str(certificate)]
        certify = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", *files]
        subprocess.run([openssl, *certify], check=True, capture_output=True)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)

        class Server(HTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """The client breaks off the handshake: that is what is tested."""

        self._server = Server(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> int:
        self._thread.start()
        return int(self._server.server_address[1])

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
