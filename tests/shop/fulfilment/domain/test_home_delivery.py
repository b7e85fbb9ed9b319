import pytest
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.fulfilment.domain.custody import WrongPerson, WrongTime
from shop.fulfilment.domain.handover import WrongCash
from shop.fulfilment.domain.home_delivery import NotHome, deliver_home
from shop.fulfilment.models import ParcelState
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance, order_balances
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.shipping.models import HomeDeliveryRate
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory
from tests.factories.places import CommuneFactory
from tests.factories.road import a_stop, order_at, pack_part

pytestmark = pytest.mark.django_db


def home_order() -> tuple[Order, SellerOrder, User]:
    """Return an order for delivery to the door, its only part, and its seller's packer."""
    commune, product = CommuneFactory(), stocked_product(price=100_000)
    seller = product.stockrecords.get().partner
    HomeDeliveryRate.objects.create(seller=seller, province=commune.province, amount_vnd=15_000)
    order = placed_order(
        product,
        delivery_kind="home",
        commune_code=commune.pk,
        address_line="12 thôn Trà Nô",
        expected_total_vnd=115_000,
    )
    packer = GrantFactory(role=Role.SELLER_PACKER, seller=seller).user
    return order, order.seller_orders.get(), packer


def test_the_seller_delivers_and_holds_the_cash() -> None:
    order, part, packer = home_order()
    box = pack_part(part)[0]
    for _ in range(2):
        deliver_home(seller_order=part, actor=packer, cash_vnd=115_000, at=timezone.now())
    part.refresh_from_db()
    box.refresh_from_db()
    assert (part.state, box.state) == (SellerOrderState.DELIVERED, ParcelState.HANDED_OVER)
    assert balance(AccountKind.SELLER_CASH, str(part.seller_id)) == 115_000
    assert balance(AccountKind.SELLER_PAYABLE, str(part.seller_id)) == -part.seller_share_vnd
    assert sum(order_balances(order.number).values()) == 0


def test_an_unpacked_part_is_not_delivered() -> None:
    _order, part, packer = home_order()
    with pytest.raises(WrongTime):
        deliver_home(seller_order=part, actor=packer, cash_vnd=115_000, at=timezone.now())


def test_wrong_cash_is_refused() -> None:
    _order, part, packer = home_order()
    pack_part(part)
    with pytest.raises(WrongCash, match=r"115\.000"):
        deliver_home(seller_order=part, actor=packer, cash_vnd=100_000, at=timezone.now())


def test_another_sellers_staff_may_not() -> None:
    _order, part, _packer = home_order()
    pack_part(part)
    stranger = home_order()[2]
    with pytest.raises(WrongPerson):
        deliver_home(seller_order=part, actor=stranger, cash_vnd=115_000, at=timezone.now())


def test_an_order_for_a_point_is_not_delivered_home() -> None:
    part = order_at(a_stop()).seller_orders.get()
    pack_part(part)
    owner = GrantFactory(role=Role.SELLER_OWNER, seller=part.seller).user
    with pytest.raises(NotHome):
        deliver_home(seller_order=part, actor=owner, cash_vnd=98_000, at=timezone.now())
