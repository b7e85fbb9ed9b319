"""Phones of counters: they confirm without network, and what they send gets lost, doubled and late."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass, field
from random import Random
from typing import Any

from shop.accounts.models import User
from shop.fulfilment.counter.domain import leases
from shop.fulfilment.counter.domain.reading import read
from shop.fulfilment.counter.domain.taking import take
from shop.fulfilment.models import CounterDevice
from shop.shipping.models import PickUpPoint

MOST_SENT = 100


class NotAnswered(RuntimeError):
    """The server took acts of a phone for somebody else's, so it would send them for ever."""


@dataclass
class Phone:
    """One device: what it confirmed and has no answer for, and messages that are still on their way."""

    device: CounterDevice
    random: Random
    clock: datetime.datetime
    skew: datetime.timedelta
    queue: list[dict[str, Any]] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    messages: int = 0

    def confirm(self, kind: str, **said: Any) -> str:
        """Keep an act on the phone some seconds after the one before; return its nonce."""
        self.clock += datetime.timedelta(seconds=self.random.randrange(3, 20))
        nonce = f"{uuid.UUID(int=self.random.getrandbits(128), version=4)}"
        at = (self.clock + self.skew).isoformat()
        self.queue.append({"nonce": nonce, "seq": len(self.confirmed) + 1, "at": at, "kind": kind, **said})
        self.confirmed.append(nonce)
        return nonce

    def try_network(self) -> None:
        """Send what waits: half the time there is no network, and what leaves may be lost, late, or never answered."""
        if not self.queue or self.random.random() < 0.5:
            return
        body = json.dumps(self.queue[:MOST_SENT])
        fate = self.random.choice(("answered", "answered", "unanswered", "lost", "late", "doubled"))
        if fate in {"answered", "doubled"}:
            self._hear(self._deliver(body))
        if fate in {"unanswered", "doubled"}:
            self._deliver(body)
        if fate == "late":
            self.late.append(body)
        if self.late and self.random.random() < 0.3:
            self._deliver(self.late.pop())

    def send_everything(self) -> None:
        """The network is back for good: late messages arrive, then the queue is sent until it is empty."""
        while self.late:
            self._deliver(self.late.pop())
        while self.queue:
            waiting = len(self.queue)
            self._hear(self._deliver(json.dumps(self.queue[:MOST_SENT])))
            if len(self.queue) == waiting:
                raise NotAnswered(self.queue[0]["nonce"])

    def _deliver(self, body: str) -> list[str]:
        """Let the server take a message; return the nonces it answered."""
        self.messages += 1
        acts = [read(raw) for raw in json.loads(body)]
        self.device.refresh_from_db()
        answers = take(device=self.device, acts=acts, clock=self.clock + self.skew, at=self.clock)
        return [answer.nonce for answer in answers if answer.outcome != "foreign"]

    def _hear(self, nonces: list[str]) -> None:
        answered = set(nonces)
        self.queue = [act for act in self.queue if act["nonce"] not in answered]


def enrol(*, point: PickUpPoint, operator: User, random: Random, clock: datetime.datetime) -> Phone:
    """Give a new phone the point's lease; one that had it may still send what it holds. Its clock goes wrong a bit."""
    device, _token = leases.enrol(point=point, operator=operator, label="Máy mô phỏng", take_over=True, at=clock)
    skew = datetime.timedelta(seconds=random.randrange(-600, 600))
    return Phone(CounterDevice.objects.select_related("point", "operator").get(pk=device.pk), random, clock, skew)
