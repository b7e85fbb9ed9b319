"""A small stateful Stripe for tests, over HTTP. Requests are read strictly by the SDK's own typed parameters.

What the SDK does not declare is refused with 400, as Stripe does. Answers have the shape of Stripe's objects. A second
request with the same idempotency key gets the first answer; with other parameters it is refused.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe
import stripe.params._account_create_params as accounts
import stripe.params._account_link_create_params as account_links
import stripe.params._refund_create_params as refunds
import stripe.params._transfer_create_params as transfers
import stripe.params._transfer_reversal_create_params as reversals
import stripe.params.checkout._session_create_params as sessions
from pydantic import ConfigDict, TypeAdapter, ValidationError
from typing_extensions import is_typeddict

SECRET = "whsec_of_tests"


def strict(module: Any, name: str) -> TypeAdapter[Any]:
    """Return a reader of a typed dictionary that forbids what is not declared, at every depth."""
    for one in vars(module).values():
        if is_typeddict(one):
            one.__pydantic_config__ = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    reader = TypeAdapter(getattr(module, name))
    names = {**vars(module), "StripeContext": stripe.StripeContext, "Mapping": Mapping}
    reader.rebuild(force=True, _types_namespace=names)
    return reader


PARAMS = {
    "/v1/accounts": strict(accounts, "AccountCreateParams"),
    "/v1/account_links": strict(account_links, "AccountLinkCreateParams"),
    "/v1/transfers": strict(transfers, "TransferCreateParams"),
    "/v1/transfers/reversals": strict(reversals, "TransferReversalCreateParams"),
    "/v1/checkout/sessions": strict(sessions, "SessionCreateParams"),
    "/v1/refunds": strict(refunds, "RefundCreateParams"),
}


class FakeStripe:
    """Sessions, intents, refunds and disputes in memory."""

    def __init__(self) -> None:
        self.things: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[Any, dict[str, Any]]] = {}
        self.lock = threading.Lock()
        self.is_down = False
        self.refund_status = "succeeded"
        self.balance = 10**9
        self.address = ""

    def pay(self, session_id: str, *, amount: int | None = None, currency: str = "vnd") -> dict[str, Any]:
        """Let the buyer pay on a session's page; return the intent."""
        session = self.things[session_id]
        intent = {
            "id": self._name("pi"),
            "object": "payment_intent",
            "status": "succeeded",
            "currency": currency,
            "amount": session["amount_total"],
            "amount_received": session["amount_total"] if amount is None else amount,
            "metadata": session["intent_metadata"],
            "created": int(time.time()),
        }
        self.things[intent["id"]] = intent
        session.update(status="complete", payment_intent=intent["id"])
        return intent

    def dispute(self, intent: dict[str, Any], status: str = "needs_response") -> dict[str, Any]:
        """Let the cardholder contest a payment."""
        dispute = {
            "id": self._name("dp"),
            "object": "dispute",
            "payment_intent": intent["id"],
            "amount": intent["amount"],
            "currency": "vnd",
            "reason": "product_not_received",
            "status": status,
        }
        return self.things.setdefault(dispute["id"], dispute)

    def create(self, path: str, params: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        with self.lock:
            if key and key in self.answers:
                before, answer = self.answers[key]
                return (200, answer) if before == params else (400, _error("idempotency_error"))
            made = self._made(path, params)
            if "error" in made:
                return 400, made
            self.things[made["id"]] = made
            if key:
                self.answers[key] = (params, made)
            return 200, made

    def open_account(self, account_id: str) -> dict[str, Any]:
        """Let a seller tell Stripe all it asks."""
        account = self.things[account_id]
        account.update(capabilities={"transfers": "active"}, requirements={"currently_due": []})
        return account

    def transfers_of(self, query: dict[str, str]) -> dict[str, Any]:
        """Return the list of a group's transfers."""
        made = [one for one in self.things.values() if one.get("transfer_group") == query["transfer_group"]]
        return {"object": "list", "url": "/v1/transfers", "has_more": False, "data": made[: int(query["limit"])]}

    def _made(self, path: str, params: dict[str, Any]) -> dict[str, Any]:
        if path.endswith("/reversals"):
            return self._reversal(path.split("/")[-2], params)
        makers = {"sessions": self._session, "refunds": self._refund, "accounts": self._account}
        makers |= {"account_links": self._account_link, "transfers": self._transfer}
        return makers[path.rpartition("/")[2]](params)

    def _account(self, params: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": self._name("acct"),
            "object": "account",
            "capabilities": {"transfers": "inactive"},
            "requirements": {"currently_due": ["external_account"]},
        }

    def _account_link(self, params: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": self._name("link"),
            "object": "account_link",
            "url": f"https://connect.stripe.com/setup/{params['account']}",
        }

    def _transfer(self, params: dict[str, Any]) -> dict[str, Any]:
        if self.things[params["destination"]]["capabilities"]["transfers"] != "active":
            return _error("insufficient_capabilities_for_transfer")
        if int(params["amount"]) > self.balance:
            return _error("balance_insufficient")
        self.balance -= int(params["amount"])
        return {"id": self._name("tr"), "object": "transfer", "amount": int(params["amount"]), **params}

    def _reversal(self, transfer_id: str, params: dict[str, Any]) -> dict[str, Any]:
        transfer = self.things[transfer_id]
        gone = sum(thing["amount"] for thing in self.things.values() if thing.get("of") == transfer_id)
        if gone + int(params["amount"]) > int(transfer["amount"]):
            return _error("transfer_already_reversed")
        amount = int(params["amount"])
        self.balance += amount
        return {"id": self._name("trr"), "object": "transfer_reversal", "of": transfer_id, "amount": amount}

    def _session(self, params: dict[str, Any]) -> dict[str, Any]:
        name, line = self._name("cs_test"), params["line_items"][0]
        return {
            "id": name,
            "object": "checkout.session",
            "url": f"{self.address}/pay/{name}",
            "status": "open",
            "payment_intent": None,
            "client_reference_id": params["client_reference_id"],
            "amount_total": int(line["price_data"]["unit_amount"]) * int(line["quantity"]),
            "currency": line["price_data"]["currency"],
            "intent_metadata": params["payment_intent_data"]["metadata"],
        }

    def _refund(self, params: dict[str, Any]) -> dict[str, Any]:
        intent = self.things[params["payment_intent"]]
        gone = [thing for thing in self.things.values() if thing.get("of") == intent["id"]]
        if sum(refund["amount"] for refund in gone) + int(params["amount"]) > intent["amount_received"]:
            return _error("charge_already_refunded")
        return {
            "id": self._name("re"),
            "object": "refund",
            "of": intent["id"],
            "payment_intent": intent["id"],
            "amount": int(params["amount"]),
            "currency": "vnd",
            "status": self.refund_status,
        }

    def _name(self, prefix: str) -> str:
        return f"{prefix}_{len(self.things) + 1:06d}"


def _error(code: str) -> dict[str, Any]:
    return {"error": {"type": "invalid_request_error", "code": code, "message": code}}


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the form "a[b][0][c]=d" as dictionaries and lists."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        keys = re.findall(r"[^\[\]]+", name)
        at = found
        for key in keys[:-1]:
            at = at.setdefault(key, {})
        at[keys[-1]] = value
    return _lists(found)


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    plain = {key: _lists(one) for key, one in value.items()}
    return list(plain.values()) if plain and all(key.isdigit() for key in plain) else plain


class Handler(BaseHTTPRequestHandler):
    fake: FakeStripe

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.fake.is_down:
            return self._send(503, _error("down"))
        if self.path.endswith("/expire"):
            session = self.fake.things[self.path.split("/")[-2]]
            session["status"] = "expired"
            return self._send(200, session)
        params = nested(parse_qsl(body))
        try:
            PARAMS[re.sub(r"/tr_\d+/", "/", self.path)].validate_python(params)
        except (KeyError, ValidationError) as problem:
            return self._send(400, _error(f"parameter: {problem}"))
        return self._send(*self.fake.create(self.path, params, self.headers.get("Idempotency-Key", "")))

    def do_GET(self) -> None:
        if self.fake.is_down:
            return self._send(503, _error("down"))
        if self.path.startswith("/v1/transfers?"):
            return self._send(200, self.fake.transfers_of(dict(parse_qsl(urlsplit(self.path).query))))
        thing = self.fake.things.get(self.path.split("?")[0].split("/")[-1])
        return self._send(200, thing) if thing else self._send(404, _error("resource_missing"))

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def fake_stripe() -> Iterator[FakeStripe]:
    """Run the fake on a free port."""
    fake = FakeStripe()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"fake": fake}))
    fake.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def event(kind: str, about: dict[str, Any], *, name: str = "", at: int | None = None, secret: str = SECRET) -> Any:
    """Return body and headers of an event as Stripe sends it, signed by the SDK itself."""
    body = json.dumps(
        {
            "id": name or f"evt_{kind}_{about['id']}_{about.get('status', '')}",
            "object": "event",
            "type": kind,
            "data": {"object": {"id": about["id"], "object": about["object"]}},
        }
    )
    header = stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=at or int(time.time()))
    return body.encode(), {"Stripe-Signature": header}
