"""The one way out: every request that Warmline makes to a helpdesk, with time-outs, size limits and our own errors."""

import json
import logging
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import ip_address
from time import monotonic
from typing import Any

import httpx

from app.connectors.ledger import OnRequest, Request, ignore
from app.errors import AuthFailed, RateLimited, Refused, SettingsInvalid, Unreachable, WarmlineError

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0  # until the whole answer is there
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes; a page of big messages has a few
LONGEST_WAIT = timedelta(hours=1)  # a server that asks for more is asked again after this
USUAL_WAIT = timedelta(seconds=60)  # where a server says "later" and not when
PARALLEL = 3  # requests at once to one helpdesk: more would make its other users wait
LONGEST_SAID = 200  # characters of a server's own words in an error


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `at` is the server's clock where it says, else None."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    host: str
    at: datetime | None

    @property
    def is_json(self) -> bool:
        """Whether it is the helpdesk that speaks, and not a proxy's page."""
        try:
            json.loads(self.body)
        except ValueError:
            return False
        return True

    def json(self) -> Any:
        """The body as JSON, else `Unreachable`: a proxy's error page is not the helpdesk speaking."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Unreachable(
                f"{self.host} answered with something that is not JSON; a proxy or a log-in page may stand in between. "
                "It is tried again."
            ) from error


class Http:
    """Requests to one server. Safe to use from several threads; close it when done."""

    def __init__(
        self,
        base: str,
        *,
        connection: str,
        headers: Mapping[str, str] | None = None,
        on_request: OnRequest = ignore,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._base = httpx.URL(checked_url(base).rstrip("/") + "/")
        self._connection = connection
        self._on_request = on_request
        self._answer_seconds = answer_seconds
        self._client = _client(self._base, headers or {}, answer_seconds)

    def __repr__(self) -> str:
        return f"Http({self.host!r})"

    @property
    def host(self) -> str:
        return self._base.netloc.decode("ascii")

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
    ) -> Answer:
        """One request and its whole answer. A 2xx and the statuses in `accept` are answers, all others our errors."""
        request = self._client.build_request(method, path, params=params, json=body, data=form, headers=headers)
        answer = self._exchange(request)
        if not 200 <= answer.status < 300 and answer.status not in accept:
            raise refusal(answer)
        return answer

    @property
    def has_session(self) -> bool:
        """Whether the server has given us a cookie."""
        return bool(self._client.cookies)

    def forget_session(self) -> None:
        self._client.cookies.clear()

    def close(self) -> None:
        self._client.close()

    def _exchange(self, request: httpx.Request) -> Answer:
        at, started = datetime.now(UTC), monotonic()
        status, body = None, bytearray()
        try:
            with closing(self._client.send(request, stream=True)) as response:
                status = response.status_code
                for chunk in _in_time(response, started + self._answer_seconds):
                    body += chunk
                    if len(body) > LARGEST_ANSWER:
                        raise Unreachable(
                            f"{self.host} answered with more than {LARGEST_ANSWER >> 20} MB; it is too much."
                        )
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise _no_answer(error, self.host) from error
        finally:
            self._on_request(
                Request(
                    at=at,
                    connection=self._connection,
                    method=request.method,
                    host=self.host,
                    path=request.url.path,
                    status=status,
                    sent=len(request.content),
                    received=len(body),
                    seconds=monotonic() - started,
                )
            )
        return Answer(status, response.headers, bytes(body), self.host, _date(response.headers.get("date")))


def _in_time(response: httpx.Response, deadline: float) -> Iterator[bytes]:
    """The body as it comes, else `httpx.ReadTimeout`: a server that answers in drips may not hold us for ever."""
    # The transport reads this when it begins with the body: one silent read ends at the deadline as well.
    response.request.extensions["timeout"]["read"] = max(deadline - monotonic(), 0.001)
    for chunk in response.iter_bytes():
        yield chunk
        if monotonic() > deadline:
            raise httpx.ReadTimeout("the whole answer took too long", request=response.request)


def checked_url(url: str) -> str:
    """An address that a secret may be sent to: https, or plain http on this machine itself."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise SettingsInvalid(
            f"The address {url!r} cannot be read; it should look like https://help.example.com."
        ) from error
    if parsed.scheme == "https" and parsed.host:
        return url
    if parsed.scheme == "http" and _is_this_machine(parsed.host):
        return url
    raise SettingsInvalid(
        f"The address {url!r} must begin with https://, or anybody on the way could read the password and the tickets."
    )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _client(base: httpx.URL, headers: Mapping[str, str], answer_seconds: float) -> httpx.Client:
    # Their debug lines hold headers, and so cookies.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Without TLS a connection costs nothing to open, and an idle one would hold one of a small server's few workers.
    kept = PARALLEL if base.scheme == "https" else 0
    return httpx.Client(
        base_url=base,
        headers={"User-Agent": "Warmline", "Accept": "application/json", **headers},
        timeout=httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=PARALLEL, max_keepalive_connections=kept, keepalive_expiry=5.0),
        verify=ssl.create_default_context(),
        follow_redirects=False,  # a secret follows no redirect
        trust_env=False,  # nor a proxy that some other program has set
    )


def _no_answer(error: Exception, host: str) -> Unreachable:
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"{host} did not answer in time; it is tried again.")
    if isinstance(error, httpx.ConnectError):
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return Unreachable(
                f"{host} shows a certificate that this computer does not trust; no secret was sent. Check the network "
                "and the address, or have the certificate installed on this computer."
            )
        return Unreachable(f"{host} cannot be reached; check the network and the address. It is tried again.")
    return Unreachable(f"{host} broke off in the middle of an answer; it is tried again.")


def refusal(answer: Answer) -> WarmlineError:
    """Our error for an answer that is no success. Only JSON is the helpdesk's own word; a page may be a proxy's."""
    status, host = answer.status, answer.host
    if status == HTTPStatus.UNAUTHORIZED and (answer.is_json or "www-authenticate" in answer.headers):
        return AuthFailed(f"{host} does not accept the credential. Type it again in the connection's settings.")
    wait = _wait(answer)
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and wait is not None):
        wait = wait or USUAL_WAIT
        return RateLimited(
            f"{host} asks us to come back in {wait.total_seconds():.0f} s; nothing is lost.", retry_after=wait
        )
    if status >= 500 or status == HTTPStatus.REQUEST_TIMEOUT:
        return Unreachable(f"{host} answered {status} ({_phrase(status)}); it is tried again.")
    if 300 <= status < 400:
        return Unreachable(
            f"{host} sends us to another address; a log-in page may stand in between. Check the address."
        )
    if not answer.is_json:
        return Unreachable(
            f"{host} answered {status} ({_phrase(status)}) with a page that is not its own; a proxy may stand "
            "in between. It is tried again."
        )
    return Refused(f"{host} refused this ({status} {_phrase(status)}){_said(answer)}.")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown"


def _said(answer: Answer) -> str:
    """The server's own words, where it says them in JSON."""
    try:
        message = json.loads(answer.body)["message"]
    except (ValueError, KeyError, TypeError):
        return ""
    words = " ".join(str(message).split()).rstrip(".")
    return f": {words[:LONGEST_SAID]}" if words else ""


def _wait(answer: Answer) -> timedelta | None:
    value = answer.headers.get("retry-after", "")
    if value.isdecimal():
        wait = timedelta(seconds=min(int(value), LONGEST_WAIT.total_seconds()))
    elif until := _date(value):
        wait = until - (answer.at or datetime.now(UTC))
    else:
        return None
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def _date(value: str | None) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
    return parsed.replace(tzinfo=UTC) if parsed and parsed.tzinfo is None else parsed
