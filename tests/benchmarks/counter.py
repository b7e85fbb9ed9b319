"""The counter: a sync of 100 hand-overs on the server, and from typing a code to the order on the screen, offline.

The browser is chromium at its own speed and slowed down four times, as a cheap phone is. Aims, printed and not
asserted: the sync under a second, the screen within 100 ms.
"""

from __future__ import annotations

import json
import statistics
import time
import uuid

from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from shop.accounts.models import User
from shop.fulfilment.models import HandOver
from shop.order.domain.codes import reveal
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.counters import a_device, giving
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.road import a_stop, an_operator, carry
from tests.journeys.conftest import ARGUMENTS, CHROMIUM
from tests.sign_in import sign_in

ACTS, BROWSED, TYPED, SLOWER = 100, 9, 9, 4
SYNC_AIM_S, SCREEN_AIM_MS = 1, 100

TYPE_AND_WAIT = """async (digits) => {
  const input = document.getElementById("ma");
  const order = document.getElementById("order");
  order.replaceChildren();
  input.value = digits;
  const begun = performance.now();
  const shown = new Promise((done) => new MutationObserver(() => order.querySelector("h2") && done()).observe(
    order, { childList: true, subtree: true }));
  input.form.requestSubmit();
  await shown;
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""


def measure(stop: RunStop, operator: User, orders: list[Order]) -> None:
    """Print both for orders that lie at a stop: ACTS of them are sent, BROWSED looked at on the phone."""
    _sync(stop, operator, orders[:ACTS])
    _screen(stop, operator, orders[ACTS:])


def ready_orders() -> tuple[RunStop, User, list[Order]]:
    """Return a stop with ACTS + BROWSED orders that wait there for their buyers, and its operator."""
    stop = a_stop(capacity_parcels=ACTS + BROWSED)
    good = stocked_product(stock=1_000)
    orders = [placed_order(good, stop=stop, buyer_name=f"Nguyễn Thị {n}") for n in range(ACTS + BROWSED)]
    for order in orders:
        carry(order)
    return stop, an_operator(stop.point), orders


def _sync(stop: RunStop, operator: User, orders: list[Order]) -> None:
    token = uuid.uuid4().hex
    a_device(stop.point, operator, token=token, state="draining")
    acts = [giving(order, stop, seq) for seq, order in enumerate(orders, start=1)]
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def send(some: list[dict[str, object]]) -> tuple[float, float]:
        """Return the seconds by the clock and of the application's CPU."""
        body = json.dumps({"clock": timezone.now().isoformat(), "acts": some})
        begun, cpu = time.perf_counter(), time.process_time()
        client.post("/diem-truc/dong-bo/viec/", body, content_type="application/json")
        return time.perf_counter() - begun, time.process_time() - cpu

    empty, first, again = send([]), send(acts), send(acts)
    if HandOver.objects.filter(order__in=orders).count() != len(orders):
        raise SystemExit("not every act was applied")
    ratio = first[1] / empty[1]
    print(
        f"sync of {ACTS} hand-overs: {first[0]:.2f} s (aim: {SYNC_AIM_S} s), {first[1]:.2f} CPU-s of the application, "
    )
    print(f"  {ratio:.0f} × an empty one; the same {ACTS} again: {again[0]:.2f} s, {again[1]:.2f} CPU-s")


def _screen(stop: RunStop, operator: User, orders: list[Order]) -> None:
    digits = [reveal(code) for code in PickUpCode.objects.filter(order__in=orders[:TYPED])]
    server = LiveServer("localhost")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_context(base_url=server.url, viewport={"width": 390, "height": 844}).new_page()
            session = sign_in(operator).cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
            page.goto("/diem-truc/may/")
            page.get_by_role("button", name="Dùng máy này").click()
            page.locator("#rows button").first.wait_for()
            page.context.set_offline(True)
            for slower in (1, SLOWER):
                page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
                _print(slower, [_typed(page, code) for code in digits])
            browser.close()
    finally:
        server.stop()


def _typed(page: Page, digits: str) -> float:
    return float(page.evaluate(TYPE_AND_WAIT, digits))


def _print(slower: int, times: list[float]) -> None:
    speed = "at full speed" if slower == 1 else f"slowed {slower} times"
    print(
        f"code to screen, offline, {speed}: median {statistics.median(times):.0f} ms, "
        f"slowest {max(times):.0f} ms of {len(times)} (aim: {SCREEN_AIM_MS} ms)"
    )
