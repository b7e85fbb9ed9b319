import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F

from catalogue.certification.models import Certificate
from catalogue.lots.models import Lot
from catalogue.models import Category, Product, ProductCategory, ProductImage
from sellers.documents.models import Document
from sellers.listings.domain.live import differences
from sellers.listings.models import Listing, TakeDownRequest
from sellers.models import Partner, StockRecord
from sellers.onboarding.models import SellerApplication
from sellers.payouts.models import PayoutBatch, Transfer
from sellers.standing.models import BankChange, Measure
from sellers.tax.models import TaxPayment, TaxRate, WithheldTax
from sellers.team.models import StaffInvitation
from shop.accounts.enums import OFFICE_ROLES, Role
from shop.accounts.models import RoleGrant, User
from shop.accounts.second_factor import is_enrolled
from shop.aftersales.disputes.domain.deciding import undecided
from shop.aftersales.models import Call
from shop.backoffice.money.queries import suggestions, unmatched
from shop.backoffice.payouts.queries import rejected
from shop.campaign.fairs.models import MarketSession
from shop.campaign.support.models import Complaint
from shop.communication.models import Message
from shop.demo.market import load_market
from shop.demo.orders import key_of
from shop.demo.people import PASSWORD
from shop.demo.progress import Progress
from shop.demo.synthetic import kind_of, load_synthetic
from shop.demo.tables import rows
from shop.demo.taxes import BASIS
from shop.demo.waiting import keep_waiting
from shop.fulfilment.amendments.models import Amendment
from shop.fulfilment.models import CustodyEvent, HandOver, Parcel
from shop.ledger.models import BooksCheck, Entry
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrderEvent
from shop.payment.connect.models import ConnectAccount
from shop.payment.models import Dispute, Payment, ProviderPayout, Receipt, Refund
from shop.payment.partner_fees.models import PartnerCharge
from shop.payment.providers import provider
from shop.regions.models import Commune, Province
from shop.shipping.models import HomeDeliveryRate, PickUpPoint, Run, RunStop, RunTemplate
from shop.vouchers.models import PartnerFunding
from tests.shop.demo.conftest import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
MODELS = [
    *(Category, Product, ProductCategory, ProductImage, StockRecord, Partner, Certificate, Lot),
    *(PickUpPoint, Run, RunStop, RunTemplate, HomeDeliveryRate, User, RoleGrant, MarketSession),
    *(Listing, Order, SellerOrderEvent, Parcel, CustodyEvent, HandOver, Entry),
    *(Payment, Receipt, Refund),
]


def content() -> dict[str, list[dict[str, object]]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_a_second_load_changes_nothing(market):
    before = content()
    load_market(now=MONDAY, progress=Progress())
    assert content() == before


def test_every_row_becomes_a_good_that_can_be_bought(market):
    assert Product.objects.filter(upc__startswith="DEMO-OCOP-").count() == 500
    assert Product.objects.filter(upc__startswith="DEMO-HV").count() == len(rows("hang_viet")) >= 60
    assert not Product.objects.exclude(is_demo=True, is_public=True, weight_g__gt=0, price_vnd__gt=0).exists()
    assert not Product.objects.exclude(stockrecords__price=F("price_vnd")).exists()
    free = F("stockrecords__num_in_stock") - F("stockrecords__num_allocated")
    assert not Product.objects.filter(children=None).exclude(available=free).exists()
    assert not Product.objects.filter(parent=None, card_image="").exists()
    assert not Product.objects.filter(parent=None, categories=None).exists()


def test_every_way_to_offer_a_good_is_shown_once(market):
    made = Product.objects.filter(title__in=[row["name"] for row in rows("offers")])
    packed = made.get(children__packing_no=1)
    assert (packed.price_varies, packed.children.count()) == (True, 2)
    ahead = made.exclude(available_from=None).get()
    assert ahead.is_preorder_on(TODAY) and ahead.may_be_ordered_on(TODAY)
    waiting = Listing.objects.exclude(proposed_price_vnd=None).get()
    record = StockRecord.objects.get(product=waiting.product)
    assert len(record.steps) == 3 and waiting.proposed_price_vnd == record.price * 3 // 2
    assert {change.name for change in differences(waiting)} == {"proposed_price_vnd", "description"}
    asked = TakeDownRequest.objects.get()
    assert asked.state == "open" and asked.due_at > MONDAY


def test_all_provinces_and_communes_are_there(market):
    assert (Province.objects.count(), Commune.objects.count()) == (34, 3321)


def test_names_producers_and_provinces_are_those_of_the_source(market):
    for number, row in enumerate(rows("ocop_products"), start=1):
        product = market.products[f"DEMO-OCOP-{number:03d}"]
        expected = row["producer"] or "Hợp tác xã (chưa nêu tên), "
        assert product.title == row["name_vi"]
        assert product.seller_name.startswith(expected)
        assert product.province.name == row["province_2025"]


def test_a_printed_commune_leads_to_the_present_one(market):
    product = Product.objects.get(title="Hành tím Nhơn Hải")
    assert (product.commune.name, product.province.name) == ("Xã Vĩnh Hải", "Khánh Hòa")


def test_most_stars_were_renewed_and_some_lapsed(market):
    starred = Product.objects.exclude(stars=None)
    valid = starred.filter(stars_until__gte=TODAY).count()
    lapsed = starred.filter(stars_until__lt=TODAY).count()
    assert lapsed > 0
    assert valid > 9 * lapsed
    assert Product.objects.filter(upc__startswith="DEMO-OCOP-", stars=None).count() == 53


def test_nothing_lapsed_shows_stars(market):
    for product in Product.objects.exclude(stars=None):
        newest = product.certificates.order_by("-decision_date").first()
        assert newest.decision_date < TODAY
        assert (product.stars, product.stars_until) == (newest.stars, newest.valid_until)
    assert not [product for product in Product.objects.filter(stars_until__lt=TODAY) if product.ocop_stars]


def test_the_printed_year_is_kept(market):
    for number, row in enumerate(rows("ocop_products"), start=1):
        if row["stars"] and row["certified_year_if_stated"]:
            first = market.products[f"DEMO-OCOP-{number:03d}"].certificates.order_by("decision_date").first()
            assert str(first.decision_date.year) == row["certified_year_if_stated"]


def test_lots_are_in_date(market):
    assert Lot.objects.filter(produced_on__gt=TODAY).count() == 0
    assert Lot.objects.filter(expires_on__lt=TODAY).count() == 0


def test_runs_go_four_weeks_and_close_on_thursday_afternoon(market):
    saturdays = RunStop.objects.filter(
        run__code__endswith="-NTN", run__cut_off_at__gt=MONDAY, point__name="Nhà văn hóa thôn Trà Nô"
    )
    days = [stop.arrives_at.astimezone().date() for stop in saturdays.order_by("arrives_at")]
    assert days == [datetime.date(2026, 11, 28) + datetime.timedelta(weeks=week) for week in range(4)]
    cut_off = Run.objects.get(code="CH-2811-NTN").cut_off_at
    assert f"{cut_off.astimezone(MONDAY.tzinfo):%a %H:%M %d/%m}" == "Thu 17:00 26/11"


def test_every_role_has_somebody_and_every_point_an_operator(market):
    assert set(RoleGrant.objects.values_list("role", flat=True)) == set(Role.values)
    operated = RoleGrant.objects.filter(role=Role.POINT_OPERATOR).values_list("point_id", flat=True)
    assert set(operated) == {point.pk for point in market.points.values()}


def test_every_order_reaches_the_state_its_row_names(market):
    wanted = {key_of(row): row["ending"] for row in rows("orders")}
    found = dict(Order.objects.filter(payment_method="cash").values_list("idempotency_key", "status"))
    assert found == wanted
    assert set(wanted.values()) == set(SellerOrderState.values)


def test_runs_stand_in_every_state(market):
    states = set(Run.objects.values_list("state", flat=True))
    assert states == {"planned", "open", "frozen", "departed", "closed"}


def test_nothing_that_must_always_hold_is_broken_by_the_demo_orders(market):
    call_command("audit_invariants", stdout=StringIO())


def test_sessions_are_past_and_to_come(market):
    assert MarketSession.objects.filter(is_demo=False).count() == len(rows("fairs"))
    to_come = MarketSession.objects.get(name__startswith="Phiên chợ hàng Việt về thôn Trà Nô")
    assert to_come.starts_on > TODAY
    assert to_come.run.code == "CH-0512-NTN"


def test_a_bigger_market_is_made_of_recombined_names(market):
    total = Product.objects.filter(is_demo=True, parent=None).count() + 120
    assert load_synthetic(total=total, now=MONDAY, progress=Progress()) == 120
    assert load_synthetic(total=total, now=MONDAY, progress=Progress()) == 0
    made = Product.objects.filter(upc__startswith="DEMO-TH-")
    assert made.filter(is_demo=True, stockrecords__isnull=False, categories__isnull=False).count() == 120
    assert not made.filter(stars__isnull=False, certificates=None).exists()


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Chả lụa Thúy Hằng", "Chả lụa"), ("Nho tươi (Ninh Hải)", "Nho tươi"), ("Muối tôm", "Muối tôm")],
)
def test_the_kind_of_a_title_ends_before_the_first_name(title, kind):
    assert kind_of(title) == kind


def test_messages_of_the_demo_orders_are_not_sent_again(market):
    assert Message.objects.filter(template="order_placed").count() == len(rows("orders"))
    assert not Message.objects.filter(sent_at=None).exists()


def test_a_reviewer_finds_work(market):
    states = SellerApplication.objects.values_list("state", flat=True)
    wanted = ["approved", "changes_asked", "draft", "in_review", "rejected", "submitted", "submitted"]
    assert sorted(states) == wanted
    change = BankChange.objects.get(state="pending")
    assert (change.first_by_id is None, change.second_by) == (False, None)
    assert dict(Measure.objects.values_list("kind", "state")) == {"suspend": "scheduled", "close": "proposed"}
    assert StaffInvitation.objects.count() == 1
    assert Complaint.objects.filter(answered_at=None).count() == 1
    assert Listing.objects.filter(state="submitted").count() == 3
    refused = Document.objects.filter(state="rejected")
    assert {paper.replaced_by is None for paper in refused} == {True, False}


def test_collected_goods_have_reviews(market):
    grapes = Product.objects.get(upc="DEMO-OCOP-039")
    assert (grapes.review_count, grapes.rating) == (2, 4.5)
    assert Product.objects.get(upc="DEMO-OCOP-044").review_count == 0


def test_people_sign_in_with_the_known_password(market):
    hanh = User.objects.get(phone="+84900000001")
    assert hanh.check_password(PASSWORD)
    assert hanh.phone_verified_at is not None
    assert not hanh.is_staff


def test_only_staff_have_a_second_factor(market):
    enrolled = {user.phone for user in User.objects.all() if is_enrolled(user)}
    assert enrolled == set(User.objects.filter(is_staff=True).values_list("phone", flat=True))
    roles = RoleGrant.objects.filter(role__in=OFFICE_ROLES, user__is_demo=True)
    assert enrolled == set(roles.values_list("user__phone", flat=True)) != set()


def test_sellers_are_paid_but_one_whose_transfer_came_back(market):
    assert sorted(PayoutBatch.objects.values_list("state", flat=True)) == ["approved", "pending"]
    refused = Transfer.objects.get(state="rejected", route="")
    again = Transfer.objects.get(state="waiting")
    assert (again.payout, again.batch.state, bool(refused.problem)) == (refused.payout, "pending", True)
    assert Transfer.objects.filter(state="executed").count() > 5
    assert WithheldTax.objects.exists() and TaxPayment.objects.exists() and ProviderPayout.objects.exists()
    assert set(TaxRate.objects.filter(valid_to=None).values_list("legal_basis", flat=True)) == {BASIS}
    assert BooksCheck.objects.get().broken_count == 0


def test_waiting_orders_get_their_time_again_but_never_beyond_their_run(market):
    later = MONDAY + datetime.timedelta(minutes=25)
    assert keep_waiting(now=later) == 2
    waiting = Order.objects.filter(is_demo=True, paid_at=None, pay_until__gt=later)
    assert waiting.count() == 2 and all(order.pay_until <= order.cancel_until for order in waiting)
    assert keep_waiting(now=max(order.cancel_until for order in waiting)) == 0


def test_late_orders_wait_on_the_telephone_list(market):
    assert Call.objects.waiting().count() >= 2


def test_a_change_waits_for_its_buyer(market):
    assert set(Amendment.objects.filter(is_open=True).values_list("kind", flat=True)) == {"shortage", "substitution"}


def test_money_in_advance_stands_in_every_state(market):
    ways = {row["key"]: row["story"] for row in rows("prepaid")}
    orders = Order.objects.filter(payment_method="vietqr").in_bulk(field_name="idempotency_key")
    states = {
        ways[row["key"]]: (orders[key_of(row)].status, orders[key_of(row)].payments.get().state)
        for row in rows("prepaid")
    }
    assert states == {
        "waiting": ("placed", "pending"),
        "paid": ("placed", "succeeded"),
        "partly_paid": ("placed", "partly_paid"),
        "expired": ("cancelled", "expired"),
        "late": ("cancelled", "expired"),
        "cancelled": ("cancelled", "refunding"),
    }
    late, cancelled = Refund.objects.filter(receipt__provider="vietqr").order_by("state")[::-1]
    assert (late.state, late.receipt.payment.order.buyer_name) == ("done", "Phạm Thị Hồng Vân")
    assert cancelled.state == "by_hand"


def test_finance_finds_card_disputes_refunds_and_sellers_at_stripe(market):
    states = dict(Dispute.objects.values_list("external_id", "state"))
    assert states == {f"dp_minh_hoa_c0{n}": "needs_response" if n == 2 else "lost" for n in range(1, 6)}
    assert [dispute.external_id for dispute in undecided()] == ["dp_minh_hoa_c01", "dp_minh_hoa_c05"]
    by_card = Refund.objects.filter(receipt__provider="stripe").order_by("receipt__external_id")
    assert [(refund.state, refund.dispute_id is not None) for refund in by_card] == [
        ("done", True),
        ("by_hand", False),
        ("done", False),
    ]
    assert list(ConnectAccount.objects.order_by("pk").values_list("can_receive", flat=True)) == [True, True, False]
    by_stripe = Transfer.objects.filter(route="stripe").order_by("amount_vnd", "pk")
    assert [transfer.state for transfer in by_stripe] == ["executed", "rejected"]
    assert [transfer.pk for transfer in rejected().filter(route="stripe")] == [by_stripe[1].pk]
    assert PartnerFunding.objects.exists() and PartnerCharge.objects.exists() and not provider("stripe").is_ready()


def test_a_transfer_without_a_number_has_suggestions(market):
    best = suggestions(unmatched().get())[0]
    assert best.payment.order.buyer_name == "Chamaléa Thị Mừng"
    assert set(best.reasons) == {"cùng số tiền", "tên người mua"}
