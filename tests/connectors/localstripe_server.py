"""Starts a real localstripe on loopback: its own command line would listen to the whole network."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

KEY = "sk_test_do-not-tell-4411"
GOOD, DECLINED = "4242424242424242", "4000000000000341"  # the second can be attached, and every charge fails
PATIENCE = 30.0  # seconds
SERVE = """
import socket, sys
from aiohttp import web
from localstripe.resources import store
from localstripe.server import app
store.dump_to_disk = lambda: None
web.run_app(app, sock=socket.socket(fileno=int(sys.argv[1])), print=None, access_log=None)
"""


class Stripe:
    """Somebody who works in Stripe's dashboard."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}/v1/", auth=(KEY, ""), trust_env=False)

    def make(self, what: str, **form: Any) -> dict[str, Any]:
        answer = self._client.post(what, json=form)
        assert answer.status_code == 200, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def customer(self, *, email: str, card: str = GOOD, **rest: Any) -> str:
        """A customer who pays with a card; its id."""
        made = self.make("customers", email=email, **rest)
        method = self.make(
            "payment_methods",
            type="card",
            card={"number": card, "exp_month": "12", "exp_year": "2031", "cvc": "123"},
        )
        self.make(f"payment_methods/{method['id']}/attach", customer=made["id"])
        self.make(f"customers/{made['id']}", invoice_settings={"default_payment_method": method["id"]})
        return str(made["id"])

    def plan(self, *, amount: int, interval: str = "year", currency: str = "usd", nickname: str = "") -> str:
        made = self.make(
            "plans",
            amount=str(amount),
            interval=interval,
            currency=currency,
            nickname=nickname or "Plan",
            product={"name": "Warmth"},
        )
        return str(made["id"])

    def subscribe(self, customer: str, plan: str, *, quantity: int = 1) -> str:
        made = self.make("subscriptions", customer=customer, items=[{"plan": plan, "quantity": str(quantity)}])
        return str(made["id"])

    def charge_in_vain(self, customer: str, amount: int) -> None:
        answer = self._client.post("charges", json={"amount": str(amount), "currency": "usd", "customer": customer})
        assert answer.status_code == 402, answer.text

    def cancel(self, subscription: str) -> None:
        assert self._client.delete(f"subscriptions/{subscription}").status_code == 200

    def empty(self) -> None:
        assert self._client.delete("../_config/data").status_code == 200

    def close(self) -> None:
        self._client.close()


@contextmanager
def running() -> Iterator[Stripe]:
    """A server in a process of its own, on a port of loopback that was free."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", SERVE, str(listening.fileno())], pass_fds=[listening.fileno()]
        )
    stripe = Stripe(port)
    try:
        _wait(stripe, process)
        yield stripe
    finally:
        stripe.close()
        process.terminate()
        process.wait()


def _wait(stripe: Stripe, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            stripe.empty()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("localstripe did not start; its own words stand above")
