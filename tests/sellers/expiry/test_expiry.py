"""Papers warn three times, then take effect by themselves, and goods come back with a new paper."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalogue.models import Product
from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.expiry.domain.holding import bring_back, expire_papers, hide_goods
from sellers.expiry.domain.renewing import JudgingRefused, judge_renewal, send_paper
from sellers.expiry.domain.warning import step_of, warn_of_endings
from sellers.expiry.models import ListingHold
from sellers.expiry.queries import endings_of
from sellers.expiry.tasks import follow_expiry
from sellers.models import Partner
from shop.accounts.enums import Role
from shop.audit.trail import trail_of
from shop.communication.models import Message
from tests.factories.applications import DocumentFactory, picture
from tests.factories.goods import OcopCertificateFactory, SellerFactory, stocked_product
from tests.factories.listings import spice_category
from tests.factories.people import GrantFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def seller() -> Partner:
    return SellerFactory()


def paper(seller: Partner, days: int | None, **fields: object) -> Document:
    ends = TODAY + days * DAY if days is not None else None
    wanted = {"kind": DocumentKind.FOOD_SAFETY, "state": DocumentState.ACCEPTED, "valid_until": ends, **fields}
    return DocumentFactory(seller=seller, **wanted)


def food(seller: Partner) -> Product:
    product = stocked_product(seller=seller)
    product.categories.add(spice_category())
    return product


def warn(day: datetime.date) -> int:
    return warn_of_endings(today=day, at=NOW)


@pytest.mark.parametrize(("left", "step"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7)])
def test_the_nearest_step_counts(left: int, step: int | None) -> None:
    assert step_of(left) == step


def test_a_paper_is_warned_of_at_90_30_and_7_days_each_once(seller: Partner) -> None:
    manager = GrantFactory(role=Role.SELLER_MANAGER, seller=seller).user
    GrantFactory(role=Role.SELLER_PACKER, seller=seller)
    paper(seller, 100)
    days = [TODAY + n * DAY for n in range(0, 101)]
    assert [n for n, day in enumerate(days) if warn(day)] == [10, 70, 93]
    assert [warn(day) for day in days[:95]].count(1) == 0
    told = Message.objects.filter(template="paper_ending")
    assert {message.recipient for message in told} == {manager.phone}
    assert told.count() == 3
    assert "còn 7 ngày" in told.order_by("-pk")[0].body


def test_a_certificate_is_warned_of_too_and_others_are_not(seller: Partner) -> None:
    product = stocked_product(seller=seller)
    OcopCertificateFactory(product=product, valid_until=TODAY + 20 * DAY)
    paper(seller, None)
    paper(seller, 20, state=DocumentState.REJECTED, kind=DocumentKind.TEST_REPORT)
    paper(seller, 20, replaced_by=paper(seller, 400))
    assert warn(TODAY) == 1
    assert product.title in Message.objects.get(template="paper_ending").body
    assert [(row.about, row.days_left) for row in endings_of(seller, today=TODAY)] == [(product.title, 20)]


def test_food_is_hidden_when_its_paper_ends_and_comes_back_with_a_new_one(seller: Partner) -> None:
    good, other, craft = food(seller), food(SellerFactory()), stocked_product(seller=seller)
    old = paper(seller, 0)
    follow_expiry(timestamp=0)
    good.refresh_from_db()
    assert good.is_public
    later = TODAY + DAY
    assert (expire_papers(today=later, at=NOW), expire_papers(today=later, at=NOW)) == (1, 0)
    assert (hide_goods(today=later, at=NOW), hide_goods(today=later, at=NOW)) == (1, 0)
    shown = {p.pk: p.is_public for p in Product.objects.filter(pk__in=[good.pk, other.pk, craft.pk])}
    assert shown == {good.pk: False, other.pk: True, craft.pk: True}
    assert "giấy an toàn thực phẩm" in Message.objects.get(template="goods_hidden").body
    upload = SimpleUploadedFile("moi.jpg", picture("red"), content_type="image/jpeg")
    new = send_paper(
        seller=seller, kind=DocumentKind.FOOD_SAFETY, upload=upload, valid_until=None, by=UserFactory(), at=NOW
    )
    assert endings_of(seller, today=later)[0].is_waiting
    ends = TODAY + 700 * DAY
    judge_renewal(document_id=new.pk, accepted=True, valid_until=ends, by=UserFactory(), at=NOW)
    good.refresh_from_db()
    old.refresh_from_db()
    assert (good.is_public, old.replaced_by, ListingHold.objects.filter(lifted_at=None).count()) == (True, new, 0)
    acts = [event.action for event in trail_of(seller)]
    assert acts == ["paper.expired", "paper.goods_hidden", "paper.sent", "paper.accepted", "paper.goods_back"]


def test_goods_published_while_the_paper_is_missing_are_hidden_again(seller: Partner) -> None:
    good = food(seller)
    paper(seller, -1, state=DocumentState.EXPIRED)
    hide_goods(today=TODAY, at=NOW)
    Product.objects.filter(pk=good.pk).update(is_public=True)
    assert hide_goods(today=TODAY, at=NOW) == 1
    assert ListingHold.objects.count() == 1


def test_a_second_paper_in_force_keeps_the_goods(seller: Partner) -> None:
    food(seller)
    paper(seller, -1, state=DocumentState.EXPIRED)
    paper(seller, None)
    assert hide_goods(today=TODAY, at=NOW) == 0


def test_a_good_its_seller_withdrew_stays_away(seller: Partner) -> None:
    from sellers.listings.models import Listing, ListingState

    good = food(seller)
    Listing.objects.create(seller=seller, product=good, state=ListingState.PUBLISHED)
    ended = paper(seller, -1, state=DocumentState.EXPIRED)
    hide_goods(today=TODAY, at=NOW)
    Listing.objects.update(state=ListingState.WITHDRAWN)
    Document.objects.filter(pk=ended.pk).update(state=DocumentState.ACCEPTED, valid_until=TODAY + DAY)
    assert bring_back(today=TODAY, at=NOW) == 0
    good.refresh_from_db()
    assert not good.is_public


def test_a_renewal_is_judged_once_with_reason_and_by_a_stranger(seller: Partner) -> None:
    waiting = paper(seller, 300, state=DocumentState.PENDING)
    staff = GrantFactory(role=Role.SELLER_PACKER, seller=seller).user
    with pytest.raises(JudgingRefused, match="làm cho gian hàng"):
        judge_renewal(document_id=waiting.pk, accepted=True, by=staff, at=NOW)
    with pytest.raises(JudgingRefused, match="10 ký tự"):
        judge_renewal(document_id=waiting.pk, accepted=False, reason="mờ", by=UserFactory(), at=NOW)
    with pytest.raises(JudgingRefused, match="hết hạn"):
        judge_renewal(document_id=waiting.pk, accepted=True, valid_until=TODAY - DAY, by=UserFactory(), at=NOW)
    judge_renewal(document_id=waiting.pk, accepted=False, reason="Ảnh mờ, chụp lại", by=UserFactory(), at=NOW)
    with pytest.raises(JudgingRefused, match="người khác xem"):
        judge_renewal(document_id=waiting.pk, accepted=True, by=UserFactory(), at=NOW)
