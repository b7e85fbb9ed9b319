import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.aftersales.domain.cancel import cancel_order
from shop.audit.models import AuditEvent
from shop.checkout.domain.problems import CutOffPassed
from shop.fulfilment.domain.freeze import NotFreezable, TooEarly, freeze, freeze_due
from shop.fulfilment.models import Manifest, ManifestLine
from shop.shipping.enums import RunState
from shop.shipping.models import RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.factories.places import RunFactory, RunStopFactory
from tests.factories.road import order_at

pytestmark = pytest.mark.django_db


def test_freeze_writes_what_stands_and_closes_the_run() -> None:
    stop = RunStopFactory()
    order = placed_order((stocked_product(price=50_000), 3), stop=stop)
    cancel_order(order=order_at(stop), actor=None, at=timezone.now())
    order_at(RunStopFactory())
    manifest = freeze(run=stop.run, at=stop.run.cut_off_at)
    part = order.seller_orders.get()
    lines = manifest.lines.values_list("seller_order", "run_stop", "items", "weight_g", "cash_due_vnd")
    assert list(lines) == [(part.pk, stop.pk, 3, part.weight_g, 150_000)]
    stop.run.refresh_from_db()
    assert stop.run.state == RunState.FROZEN


def test_freeze_again_returns_the_first_manifest() -> None:
    stop = RunStopFactory()
    order_at(stop)
    first = freeze(run=stop.run, at=stop.run.cut_off_at)
    assert freeze(run=stop.run, at=stop.run.departs_at) == first
    assert (ManifestLine.objects.count(), AuditEvent.objects.filter(action="run.frozen").count()) == (1, 1)


def test_a_frozen_run_takes_no_more_orders() -> None:
    stop = RunStopFactory()
    freeze(run=stop.run, at=timezone.now(), actor=UserFactory(), reason="Xe đầy")
    with pytest.raises(CutOffPassed):
        order_at(RunStop.objects.get(pk=stop.pk))
    assert not stop.slots.exists()


def test_freeze_before_the_cut_off_needs_somebody_and_a_reason() -> None:
    run, at = RunFactory(), timezone.now()
    with pytest.raises(TooEarly):
        freeze(run=run, at=at)
    with pytest.raises(TooEarly):
        freeze(run=run, at=at, actor=UserFactory(), reason="  ")
    manifest = freeze(run=run, at=at, actor=UserFactory(full_name="Lê Thu"), reason="Xe đi sớm vì bão")
    assert str(manifest.frozen_by) == "Lê Thu"
    assert AuditEvent.objects.get(action="run.frozen").reason == "Xe đi sớm vì bão"


def test_freeze_refuses_a_run_that_was_called_off() -> None:
    run = RunFactory(state=RunState.CALLED_OFF)
    with pytest.raises(NotFreezable):
        freeze(run=run, at=run.departs_at)
    assert not Manifest.objects.exists()


def test_the_job_freezes_runs_past_their_cut_off_only() -> None:
    now = timezone.now()
    due = RunFactory(cut_off_at=now - datetime.timedelta(seconds=1))
    later = RunFactory(cut_off_at=now + datetime.timedelta(seconds=1))
    assert [manifest.run for manifest in freeze_due(at=now)] == [due]
    assert freeze_due(at=now) == []
    later.refresh_from_db()
    assert later.state == RunState.OPEN


def queries_to_freeze(orders: int) -> int:
    stop = RunStopFactory()
    for _ in range(orders):
        order_at(stop)
    with CaptureQueriesContext(connection) as captured:
        assert freeze(run=stop.run, at=stop.run.cut_off_at).lines.count() == orders
    return len(captured)


def test_freeze_costs_the_same_for_few_and_for_many_orders() -> None:
    assert queries_to_freeze(2) == queries_to_freeze(12) <= 12
