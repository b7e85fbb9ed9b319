"""A hundred people order at once; then all of them pay, each transfer told of twice, while a hundred more order.

Two server processes, real connections, one barrier. Printed beside one order at a time in the same run, because
absolute times differ between machines. `make bench ARGS="payments --buyers=100"`.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.management import call_command
from django.test.utils import setup_databases

from shop.order.models import Order
from shop.payment.models import Receipt, Refund
from tests.concurrency.paying_crowd import paying_servers, rush
from tests.concurrency.servers import Answer

BUYERS, ALONE = 100, 10


def run(options: Sequence[str] = ()) -> None:
    """Print ratios, how many of each were right, and what audit_invariants says afterwards."""
    buyers = next((int(option.partition("=")[2]) for option in options if option.startswith("--buyers=")), BUYERS)
    setup_databases(verbosity=0, interactive=False, keepdb=True)
    call_command("flush", verbosity=0, interactive=False)
    try:
        with paying_servers() as ports:
            made = rush(ports, buyers, one_by_one=ALONE)
        one = sum(answer.took_s for answer in made.alone) / len(made.alone)
        _print(f"{buyers} orders at once", made.placed, one, wanted=302)
        _print(f"{buyers} orders among messages", made.mixed_placed, one, wanted=302)
        _print(f"{len(made.told)} messages of the bank", made.told, one, wanted=200)
        paid = Order.objects.exclude(paid_at=None).count()
        print(f"paid {paid} of {buyers}, receipts {Receipt.objects.count()}, refunds {Refund.objects.count()}")
        print(f"deadlocks {made.deadlocks}, broken promises {len(made.broken)}")
        for line in made.broken:
            print(line)
    finally:
        call_command("flush", verbosity=0, interactive=False)


def _print(name: str, answers: Sequence[Answer], one_s: float, *, wanted: int) -> None:
    """Print how many were answered right, and the time of all and of the slowest twentieth beside one order alone."""
    times = sorted(answer.took_s for answer in answers)
    right = sum(answer.status == wanted for answer in answers)
    whole, slow = times[-1], times[int(len(times) * 0.95) - 1]
    share = whole / one_s / len(answers)
    print(
        f"{name}: {right} of {len(answers)} right; all of them in {whole / one_s:.1f} × one order alone "
        f"({share:.2f} × per request), p95 {slow / one_s:.1f} ×"
    )
