"""Being somebody to Request Tracker: with an API token, or with a password and the cookie that it earns."""

import base64
from collections.abc import Callable, Collection, Mapping
from threading import Lock

from app.connectors.http import Answer, Http, refusal
from app.errors import AuthFailed, WarmlineError

LOGGED_OUT = frozenset({302, 401})  # to the log-in page, where a cookie has expired; refused, where there is none


class Session:
    """Requests with a credential. Safe to use from several threads.

    Each check of a password costs the server a quarter of a second of hashing, so a password is shown once and the
    cookie is kept; where there are no cookies to be had, it is shown each time.
    """

    def __init__(self, http: Callable[[Mapping[str, str]], Http], *, login: str, secret: str) -> None:
        self._login = login
        self._secret = secret
        self._token = not login
        self._http = http({"Authorization": f"token {secret}"} if self._token else {})
        self._every_time: Mapping[str, str] | None = None
        self._logins = 0
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"Session({self._http!r})"

    @property
    def host(self) -> str:
        return self._http.host

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: object = None,
        accept: Collection[int] = (),
    ) -> Answer:
        """As `Http.send`, logging in where that is needed."""

        def once() -> Answer:
            return self._http.send(
                method,
                f"REST/2.0/{path}",
                params=params,
                body=body,
                accept={*accept, *LOGGED_OUT},
                headers=self._every_time,
            )

        if not self._token:
            self._log_in(0)
        logins = self._logins
        answer = once()
        if answer.status in LOGGED_OUT and not self._token:
            self._log_in(logins)
            answer = once()
        if answer.status in LOGGED_OUT:
            raise self._rejection(answer)
        return answer

    def close(self) -> None:
        self._http.close()

    def _rejection(self, answer: Answer) -> WarmlineError:
        """What it means to be logged out although we have just shown who we are; a proxy's page means nothing."""
        error = refusal(answer)
        if not isinstance(error, AuthFailed):
            return error
        return AuthFailed(
            f"{self.host} does not accept the {'token' if self._token else 'name and password'}. Type it again in "
            "the connection's settings."
        )

    def _log_in(self, logins: int) -> None:
        """Log in, unless another thread has since there were so many log-ins."""
        with self._lock:
            if self._logins != logins:
                return
            self._http.forget_session()
            form = {"user": self._login, "pass": self._secret}
            self._http.send("POST", "NoAuth/Login.html", form=form, accept=range(300, 500))
            if not (self._http.has_session and self._is_accepted()):
                pair = base64.b64encode(f"{self._login}:{self._secret}".encode()).decode()
                self._http.forget_session()
                self._every_time = {"Authorization": f"Basic {pair}"}
            self._logins += 1

    def _is_accepted(self) -> bool:
        return self._http.send("GET", "REST/2.0/rt", accept={*LOGGED_OUT, 403}).status == 200
