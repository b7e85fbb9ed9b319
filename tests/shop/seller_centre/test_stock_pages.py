"""The pages of stock and lots."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.lots.models import Lot
from sellers.models import StockRecord
from shop.order.lots.models import Recall
from tests.factories.goods import stocked_product
from tests.factories.listings import seller_user
from tests.factories.orders import placed_order
from tests.factories.road import pack_part
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> StockRecord:
    return StockRecord.objects.get(product=stocked_product(stock=20))


def test_stock_is_changed_by_a_few_units_and_the_history_says_by_whom(record: StockRecord):
    user = seller_user(record.partner)
    client = sign_in(user)
    change = reverse("seller_centre:stock_change", args=[record.pk])

    client.post(change, {"units": "1.000", "reason": "restock", "note": "Xe sáng"})
    client.post(change, {"units": "20", "reason": "damaged"})
    refused = client.post(change, {"units": "nhiều", "reason": "restock", "note": "Giữ chữ này"})

    record.refresh_from_db()
    assert record.num_in_stock == 1000
    assert refused.status_code == 422 and "Giữ chữ này" in refused.content.decode()
    page = client.get(reverse("seller_centre:stock_history", args=[record.pk])).content.decode()
    assert "Nhập thêm hàng" in page and "Xe sáng" in page and user.get_short_name() in page
    client.post(reverse("seller_centre:stock_mark", args=[record.pk]), {"mark": "30"})
    record.refresh_from_db()
    assert record.low_stock_threshold == 30


def test_a_lot_is_added_counted_labelled_and_recalled(record: StockRecord):
    client, today = sign_in(seller_user(record.partner)), timezone.localdate()
    data = {"good": record.pk, "code": "TD-1", "produced_on": today.isoformat(), "quantity": "20"}
    client.post(reverse("seller_centre:lots"), data)
    lot = Lot.objects.get()
    again = client.post(reverse("seller_centre:lots"), data)
    assert again.status_code == 422 and "Mã lô này đã có." in again.content.decode()

    client.post(reverse("seller_centre:lot_track", args=[lot.pk]), {f"lo-{lot.pk}": "18"})
    record.refresh_from_db()
    assert record.num_in_stock == 18
    order = placed_order((record.product, 2))
    pack_part(order.seller_orders.get())
    page = client.get(reverse("seller_centre:lot", args=[lot.pk])).content.decode()
    assert order.seller_orders.get().number in page
    labels = client.get(reverse("seller_centre:lot_labels", args=[lot.pk])).content.decode()
    assert (
        labels.count("<svg") >= 24
        and client.get(reverse("seller_centre:lot_labels", args=[lot.pk]) + "?co=nho")
        .content.decode()
        .count('class="lot-label"')
        == 1
    )

    client.post(reverse("seller_centre:lot_recall", args=[lot.pk]), {"reason": "Sai hạn", "advice": "Đừng dùng"})
    notice = Recall.objects.get().notices.get()
    client.post(reverse("seller_centre:lot_outcome", args=[lot.pk, notice.pk]), {"outcome": "returned"})
    notice.refresh_from_db()
    assert notice.outcome == "returned"
    buyer = sign_in(seller_user(record.partner)).get(order.get_absolute_url()).content.decode()
    assert "Thu hồi lô TD-1" in buyer and "Đừng dùng" in buyer
    trace = client.get(lot.get_absolute_url()).content.decode()
    assert "Đã thu hồi" in trace and "Sai hạn" in trace
