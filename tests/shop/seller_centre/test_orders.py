"""A seller sees, confirms and packs its own part of an order, and nothing of another's."""

import pytest
from django.test import Client

from catalogue.models import Product
from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from shop.fulfilment.models import Parcel
from shop.order.domain import codes
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.shipping.enums import RunState
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import seller_user
from tests.factories.orders import placed_order

pytestmark = pytest.mark.django_db

CENTRE = "/kenh-nguoi-ban"


def shared_order() -> tuple[SellerOrder, SellerOrder]:
    """One order with a part of each of two sellers."""
    mine, theirs = (
        stocked_product(seller=SellerFactory(name="HTX Của Tôi"), title="Tỏi đen của tôi"),
        stocked_product(seller=SellerFactory(name="HTX Nhà Khác"), title="Nước mắm nhà khác"),
    )
    order = placed_order((mine, 2), (theirs, 3), buyer_name="Nguyễn Thị Hạnh", note="Gọi trước")
    parts = {part.seller.name: part for part in order.seller_orders.all()}
    return parts["HTX Của Tôi"], parts["HTX Nhà Khác"]


def staff_of(seller: Partner, role: Role = Role.SELLER_PACKER) -> Client:
    client = Client()
    client.force_login(seller_user(seller, role))
    return client


def pages_of(part: SellerOrder) -> list[str]:
    run = part.run_stop.run.code
    return [
        f"{CENTRE}/don-hang/",
        f"{CENTRE}/don-hang/{part.number}/",
        f"{CENTRE}/don-hang/{part.number}/tem/",
        f"{CENTRE}/chuyen/",
        f"{CENTRE}/chuyen/{run}/",
        f"{CENTRE}/chuyen/{run}/phieu/",
        f"{CENTRE}/chuyen/{run}/tem/",
    ]


def test_no_page_shows_the_other_seller_or_the_buyer() -> None:
    part, other = shared_order()
    client = staff_of(part.seller)
    client.post(f"{CENTRE}/don-hang/{part.number}/dong-goi/", {"can_nang": ["1200"]})

    for address in [f"{CENTRE}/don-hang/?loc=da-dong", *pages_of(part)]:
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        for canary in ("Nước mắm nhà khác", "HTX Nhà Khác", other.number, "Nguyễn Thị", "912345678", "912 345"):
            assert canary not in page, (address, canary)


def test_the_other_sellers_part_cannot_be_reached_or_changed() -> None:
    part, other = shared_order()
    client = staff_of(part.seller)

    assert client.get(f"{CENTRE}/don-hang/{other.number}/").status_code == 404
    assert client.get(f"{CENTRE}/don-hang/{other.number}/tem/").status_code == 404
    assert client.post(f"{CENTRE}/don-hang/{other.number}/xac-nhan/").status_code == 404
    assert client.post(f"{CENTRE}/don-hang/{other.number}/dong-goi/", {"can_nang": "500"}).status_code == 404
    assert SellerOrder.objects.get(pk=other.pk).state == SellerOrderState.PLACED
    assert not Parcel.objects.exists()


def test_a_run_without_own_orders_is_not_there() -> None:
    part, _other = shared_order()
    client = staff_of(SellerFactory())

    for address in pages_of(part)[4:]:
        assert client.get(address).status_code == 404


def test_confirming_and_packing_with_two_boxes() -> None:
    part, _other = shared_order()
    client = staff_of(part.seller)

    client.post(f"{CENTRE}/don-hang/{part.number}/xac-nhan/")
    assert SellerOrder.objects.get(pk=part.pk).state == SellerOrderState.CONFIRMED
    client.post(f"{CENTRE}/don-hang/{part.number}/dong-goi/", {"can_nang": ["1.200", "", "600"]})

    part.refresh_from_db()
    assert part.state == SellerOrderState.PACKED
    assert [parcel.weight_g for parcel in part.parcels.order_by("number")] == [1200, 600]


def test_unreadable_weights_stay_in_their_fields() -> None:
    part, _other = shared_order()

    answer = staff_of(part.seller).post(f"{CENTRE}/don-hang/{part.number}/dong-goi/", {"can_nang": ["hai cân", "600"]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kiện 1: ghi khối lượng bằng gam" in page
    assert 'value="hai cân"' in page
    assert 'value="600"' in page


def test_a_run_that_left_is_told() -> None:
    part, _other = shared_order()
    run = part.run_stop.run
    run.state = RunState.DEPARTED
    run.save()

    answer = staff_of(part.seller).post(f"{CENTRE}/don-hang/{part.number}/dong-goi/", {"can_nang": ["500"]})

    assert "đã chạy" in answer.content.decode()
    assert not Parcel.objects.exists()


def test_all_new_orders_of_a_run_are_confirmed_at_once() -> None:
    part, other = shared_order()

    staff_of(part.seller).post(f"{CENTRE}/chuyen/{part.run_stop.run.code}/xac-nhan/")

    assert SellerOrder.objects.get(pk=part.pk).state == SellerOrderState.CONFIRMED
    assert SellerOrder.objects.get(pk=other.pk).state == SellerOrderState.PLACED


def test_labels_hold_the_parcel_and_never_the_pick_up_code() -> None:
    part, _other = shared_order()
    client = staff_of(part.seller)
    client.post(f"{CENTRE}/don-hang/{part.number}/dong-goi/", {"can_nang": ["1200", "600"]})

    page = client.get(f"{CENTRE}/don-hang/{part.number}/tem/").content.decode()

    digits = codes.reveal(Order.objects.get().pick_up_codes.get())
    first, second = part.parcels.order_by("number")
    assert first.code in page and second.code in page
    assert page.count("<path") >= 2
    assert "Hạnh" in page and "••• 678" in page
    assert digits not in page


def test_a_label_is_a_qr_of_the_parcel_code() -> None:
    from shop.fulfilment.labels import qr_svg

    assert qr_svg("K-7F3Q-X") == qr_svg("K-7F3Q-X")
    assert qr_svg("K-7F3Q-X") != qr_svg("K-7F3R-X")
    assert "style=" not in qr_svg("K-7F3Q-X")


def test_somebody_with_two_sellers_chooses_and_one_out_of_reach_is_ignored() -> None:
    first, second, foreign = SellerFactory(name="A đầu"), SellerFactory(name="B sau"), SellerFactory(name="C lạ")
    user = seller_user(first)
    RoleGrant.objects.create(user=user, role=Role.SELLER_OWNER, seller=second)
    client = Client()
    client.force_login(user)

    client.post(f"{CENTRE}/gian-hang/", {"nha_ban": second.pk})
    assert client.session["nha_ban"] == second.pk
    client.post(f"{CENTRE}/gian-hang/", {"nha_ban": foreign.pk})

    assert client.session["nha_ban"] == second.pk
    page = client.get(f"{CENTRE}/don-hang/").content.decode()
    assert "A đầu" in page and "C lạ" not in page


def test_money_is_for_owners() -> None:
    part, _other = shared_order()

    assert staff_of(part.seller).get(f"{CENTRE}/doi-soat/").status_code == 403
    page = staff_of(part.seller, Role.SELLER_OWNER).get(f"{CENTRE}/doi-soat/").content.decode()
    assert part.number in page


def test_today_counts_what_waits(django_assert_max_num_queries) -> None:
    part, _other = shared_order()
    Product.objects.filter(title="Tỏi đen của tôi").update(is_demo=True)
    part.lines.get().stockrecord.product.stockrecords.update(num_in_stock=6)
    client = staff_of(part.seller, Role.SELLER_OWNER)

    with django_assert_max_num_queries(30):
        page = client.get(f"{CENTRE}/").content.decode()

    assert part.run_stop.run.code in page
    assert "0/1 đơn" in page
    assert "Còn 4" in page


def test_home_delivery_shows_the_address_to_its_seller() -> None:
    part, other = shared_order()
    Order.objects.update(delivery_kind="home", address_line="Số 5 thôn Trà Nô")
    SellerOrder.objects.update(run_stop=None)

    page = staff_of(part.seller).get(f"{CENTRE}/don-hang/{part.number}/").content.decode()

    assert "Số 5 thôn Trà Nô" in page and "Nguyễn Thị Hạnh" in page and "0912 345 678" in page
    assert other.number not in page
