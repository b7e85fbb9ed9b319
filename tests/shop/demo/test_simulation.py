"""A small simulated day ends with everything explained, and holes made in it afterwards are found."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from shop.demo.simulation import reckoning
from shop.demo.simulation.day import play
from shop.demo.simulation.scale import Scale
from shop.fulfilment.models import CounterAct, Parcel, ParcelState
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind

SMALL = Scale(
    points=2,
    orders=14,
    parcels=30,
    sellers=3,
    goods=6,
    no_show=0.1,
    short=0.15,
    partial=0.1,
    two_visits=0.3,
    refused=0.1,
    undone=0.15,
    wrong_cash=0.5,
    seed=5,
    two_phones=1,
)


@pytest.mark.django_db
def test_a_day_ends_without_an_unexplained_parcel_or_dong_and_holes_are_found() -> None:
    report = play(SMALL, now=timezone.now())
    assert report.broken == []
    assert report.counts["parcels"] >= 25
    assert report.counts["no_shows"] and report.counts["back"] and report.counts["short"]
    assert report.counts["treasury_vnd"] > 0
    assert slips_of_two_phones(), "the seed brings none: take another"

    lost = Parcel.objects.order_by("pk")[0]
    Parcel.objects.filter(pk=lost.pk).update(state=ParcelState.AT_POINT)
    sides = [Side(AccountKind.TREASURY, "", -1_000), Side(AccountKind.CASH_LOSS, "", 1_000)]
    post(business_key="stolen", kind="stolen", sides=sides, occurred_at=timezone.now())
    found = "\n".join(reckoning.broken(report.world, report.counters, packed=report.counts["parcels"]))
    assert f"parcel {lost.code} is unexplained" in found
    assert "treasury: " in found


def slips_of_two_phones() -> list[CounterAct]:
    """Return acts that repeat another phone's slip of the cash; the office put the first right and set these aside."""
    acts = CounterAct.objects.filter(cause="already").exclude(settled_at=None).select_related("order")
    return [act for act in acts if act.payload["cash_vnd"] != act.order.hand_overs.get(undone_at=None).cash_vnd]


def test_it_is_refused_where_real_people_shop(settings) -> None:
    settings.DEMO_MARKET = False
    with pytest.raises(CommandError, match="DEMO_MARKET"):
        call_command("simulate_run")
