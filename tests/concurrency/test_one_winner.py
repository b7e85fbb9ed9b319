"""Two people press at the same moment; real connections, one winner."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from catalogue.models import Product
from sellers.listings.domain import moderation
from sellers.listings.domain.states import IllegalMove
from sellers.listings.models import Listing, ListingState
from shop.fulfilment.domain.packing import NotPackable, pack
from shop.fulfilment.models import Parcel
from tests.factories.listings import reviewer, submitted
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at one barrier and return "done" or the refusal's name of each."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            outcomes.append("done")
        except (IllegalMove, NotPackable) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_two_decisions_one_counts() -> None:
    listing, first, second = submitted(), reviewer(), reviewer()
    seen, now = listing.submitted_at, timezone.now()

    outcomes = at_once(
        lambda: moderation.approve(listing=listing, seen=seen, reviewer=first, at=now),
        lambda: moderation.reject(listing=listing, seen=seen, reason="Trùng tin.", reviewer=second, at=now),
    )

    assert outcomes == ["IllegalMove", "done"]
    is_published = Listing.objects.get().state == ListingState.PUBLISHED
    assert Product.objects.filter(is_public=True).exists() == is_published


def test_two_packers_make_one_set_of_parcels() -> None:
    part, actor, now = placed_order().seller_orders.get(), UserFactory(), timezone.now()

    outcomes = at_once(*[lambda: pack(seller_order=part, parcels=[500, 600], actor=actor, at=now)] * 3)

    assert outcomes == ["NotPackable", "NotPackable", "done"]
    assert Parcel.objects.count() == 2
