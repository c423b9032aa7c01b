"""A real server on loopback that stands before a real helpdesk and spoils what it is told to spoil."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 60.0  # seconds that the helpdesk behind may take


@dataclass(frozen=True)
class Asked:
    """One request that came through."""

    method: str
    path: str  # with its query
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Fault:
    """What is done to one request. `reaches` says whether the helpdesk gets it at all before the answer is spoiled."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b'{"message":"spoiled"}'
    reaches: bool = False
    half: bool = False  # only half of the body comes, then the connection breaks
    silent: bool = False  # nothing comes until the client gives up
    late: float | None = None  # as silent, and so many seconds after the client gave up the helpdesk gets it
    drip: float = 0.0  # seconds between two bytes of the body
    dropped: bool = False  # the connection breaks before a byte has come


HTML = Fault(
    status=200, headers={"Content-Type": "text/html"}, body=b"<html><body>Please log in to the hotel</body></html>"
)
HALF = Fault(half=True, reaches=True)
SILENT = Fault(silent=True)
DROPPED = Fault(dropped=True)
DROPPED_AFTER = Fault(dropped=True, reaches=True)
SPOILED_AFTER = Fault(status=500, reaches=True)


def committing_late(seconds: float) -> Fault:
    """The helpdesk gets it only so many seconds after the client has given up, or when the test says so."""
    return Fault(late=seconds)


def answering(status: int, **headers: str) -> Fault:
    return Fault(status=status, headers={key.replace("_", "-"): value for key, value in headers.items()})


class FaultyProxy:
    """Passes everything through until told otherwise; remembers what was asked."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._faults: deque[Fault | None] = deque()
        self._always: Callable[[Asked], Fault | None] = lambda _: None
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._due = threading.Event()
        self._late: list[threading.Event] = []  # one for each request that is late, set when it was passed on
        self.asked: list[Asked] = []
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def spoil(self, *faults: Fault | None) -> None:
        """Spoil the next requests, one fault each; None lets one through."""
        with self._lock:
            self._faults = deque(faults)

    @contextmanager
    def spoiling(self, choose: Callable[[Asked], Fault | None]) -> Iterator[None]:
        """Spoil whatever `choose` says, for the length of a block."""
        self._always = choose
        try:
            yield
        finally:
            self._always = lambda _: None

    def let_late_ones_through(self) -> None:
        """Pass on what is late, without waiting any longer, and see that the helpdesk has answered it."""
        with self._lock:
            late, self._late = self._late, []
        self._due.set()
        if not all(passed.wait(PATIENCE) for passed in late):
            raise AssertionError("a late request was not passed on")
        self._due.clear()

    def close(self) -> None:
        self._released.set()
        self._due.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fault_of(self, asked: Asked) -> Fault | None:
        with self._lock:
            self.asked.append(asked)
            return self._faults.popleft() if self._faults else self._always(asked)

    def wait(self) -> None:
        self._released.wait(PATIENCE)

    def pause(self, seconds: float) -> None:
        if seconds:
            self._released.wait(seconds)

    def forward_late(self, handler: BaseHTTPRequestHandler, body: bytes, seconds: float) -> None:
        """Wait until the client has given up, and then some, and pass the request on; nobody hears the answer."""
        passed = threading.Event()
        with self._lock:
            self._late.append(passed)
        handler.connection.settimeout(PATIENCE)
        handler.rfile.read(1)  # ends when the client closes
        self._due.wait(seconds)
        if not self._released.is_set():
            self.forward(handler, body)
        passed.set()

    def forward(self, handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection("127.0.0.1", self._target, timeout=PATIENCE)
        try:
            connection.request(handler.command, handler.path, body=body or None, headers=dict(handler.headers))
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, proxy: FaultyProxy) -> None:
        self.proxy = proxy
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_PUT(self) -> None:
        self._pass_on()

    def log_message(self, *_arguments: object) -> None:
        """Tests read what they need from `asked`."""

    def _pass_on(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = proxy.fault_of(Asked(self.command, self.path, body)) or Fault(reaches=True)
        if fault.late is not None:
            self.close_connection = True
            proxy.forward_late(self, body, fault.late)
            return
        status, headers, content = proxy.forward(self, body) if fault.reaches else (502, [], b"")
        self.close_connection = True
        if fault.silent:
            proxy.wait()
        elif not fault.dropped and fault.status is not None:
            self._answer(fault.status, list(fault.headers.items()), fault.body, drip=fault.drip)
        elif not fault.dropped:
            self._answer(status, headers, content, half=fault.half)

    def _answer(
        self, status: int, headers: list[tuple[str, str]], body: bytes, *, half: bool = False, drip: float = 0
    ) -> None:
        self.send_response_only(status)
        for key, value in headers:
            if key.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        body = body[: len(body) // 2] if half else body
        with suppress(ConnectionError):  # a client that has had enough
            for start in range(0, len(body), 1 if drip else max(1, len(body))):
                self.wfile.write(body[start : start + 1] if drip else body)
                self.server.proxy.pause(drip)
