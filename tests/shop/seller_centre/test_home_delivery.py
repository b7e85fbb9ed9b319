import pytest
from django.urls import reverse

from shop.accounts.enums import Role
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.shipping.models import HomeDeliveryRate
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory
from tests.factories.places import CommuneFactory
from tests.factories.road import pack_part
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def home_part() -> SellerOrder:
    """Return the packed part of an order for delivery to the door."""
    commune, product = CommuneFactory(), stocked_product(price=100_000)
    seller = product.stockrecords.get().partner
    HomeDeliveryRate.objects.create(seller=seller, province=commune.province, amount_vnd=15_000)
    home = {"delivery_kind": "home", "commune_code": commune.pk, "address_line": "12 thôn Trà Nô"}
    part = placed_order(product, expected_total_vnd=115_000, **home).seller_orders.get()
    pack_part(part)
    return part


def test_a_packer_marks_a_home_delivery_done() -> None:
    part = home_part()
    client = sign_in(GrantFactory(role=Role.SELLER_PACKER, seller=part.seller).user)
    page = reverse("seller_centre:order", args=[part.number])
    assert "115.000\xa0₫" in client.get(page).content.decode()
    done = reverse("seller_centre:order_delivered", args=[part.number])
    assert "Tích ô khách đã nhận" in client.post(done, {"cash_vnd": "115000"}, follow=True).content.decode()
    odd = client.post(done, {"cash_vnd": "11500²", "is_paid": "on"}, follow=True)
    assert "Tích ô khách đã nhận" in odd.content.decode()
    assert "Đếm lại tiền" in client.post(done, {"cash_vnd": "1", "is_paid": "on"}, follow=True).content.decode()
    answer = client.post(done, {"cash_vnd": "115000", "is_paid": "on"}, follow=True)
    assert "giao xong, thu 115.000" in answer.content.decode()
    part.refresh_from_db()
    assert part.state == SellerOrderState.DELIVERED


def test_another_seller_does_not_mark_it() -> None:
    part = home_part()
    client = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=home_part().seller).user)
    done = reverse("seller_centre:order_delivered", args=[part.number])
    assert client.post(done, {"cash_vnd": "115000", "is_paid": "on"}).status_code == 404
    part.refresh_from_db()
    assert part.state == SellerOrderState.PACKED
