"""New stories and pictures of shop fronts wait for a reviewer; what was approved stays on show."""

import datetime

import pytest
from django.utils import timezone

from sellers.listings.models import WatchedWord, WordGrade
from sellers.models import Partner
from sellers.shopfront import domain, moderation
from sellers.shopfront.checks import findings
from sellers.shopfront.models import EditState, ShopEdit, ShopPicture
from sellers.shopfront.queries import shown_pictures
from shop.communication.models import Message
from tests.factories.goods import SellerFactory
from tests.factories.listings import picture_file, reviewer, seller_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def told(seller: Partner, story: str) -> ShopEdit:
    domain.tell_story(seller=seller, story=story, actor=seller_user(seller), at=timezone.now())
    return ShopEdit.objects.get(seller=seller, state=EditState.WAITING)


def approved(edit: ShopEdit) -> None:
    moderation.approve(edit_id=edit.pk, seen=edit.submitted_at, reviewer=reviewer(), at=timezone.now())


def test_a_new_story_waits_while_the_approved_one_stays() -> None:
    seller = SellerFactory()
    approved(told(seller, "Ba đời làm nước mắm"))
    second = told(seller, "Bốn đời làm nước mắm")
    assert Partner.objects.get(pk=seller.pk).story == "Ba đời làm nước mắm"
    reason = "Ghi năm bắt đầu làm."
    moderation.reject(
        edit_id=second.pk, seen=second.submitted_at, reason=reason, reviewer=reviewer(), at=timezone.now()
    )
    assert Partner.objects.get(pk=seller.pk).story == "Ba đời làm nước mắm"
    assert reason in Message.objects.filter(template="shopfront_rejected").get().body
    third = told(seller, "Bốn đời làm nước mắm, từ 1930")
    approved(third)
    assert Partner.objects.get(pk=seller.pk).story == "Bốn đời làm nước mắm, từ 1930"


def test_pictures_and_cover_are_shown_once_approved_and_a_removal_at_once() -> None:
    seller = SellerFactory()
    act = {"seller": seller, "actor": seller_user(seller), "at": timezone.now()}
    domain.set_cover(file=picture_file(1), **act)
    picture = domain.add_picture(file=picture_file(2), caption="Nhà thùng", **act)
    assert Partner.objects.get(pk=seller.pk).cover_image == "" and not shown_pictures(seller)
    approved(ShopEdit.objects.get())
    assert Partner.objects.get(pk=seller.pk).cover_image and list(shown_pictures(seller)) == [picture]
    domain.set_cover(file=None, **act)
    domain.remove_picture(picture=picture, actor=act["actor"], at=act["at"])
    assert Partner.objects.get(pk=seller.pk).cover_image == "" and not ShopPicture.objects.exists()
    assert not ShopEdit.objects.filter(state=EditState.WAITING).exists()  # nothing is left to look at


def test_nobody_approves_what_he_did_not_see_nor_twice_nor_his_own() -> None:
    seller = SellerFactory()
    edit = told(seller, "Chuyện một")
    seen = edit.submitted_at
    edit = told(seller, "Chuyện hai")
    judge, now = reviewer(), timezone.now() + datetime.timedelta(minutes=1)
    with pytest.raises(moderation.SeenAnotherVersion):
        moderation.approve(edit_id=edit.pk, seen=seen, reviewer=judge, at=now)
    with pytest.raises(moderation.OwnShop):
        moderation.approve(edit_id=edit.pk, seen=edit.submitted_at, reviewer=seller_user(seller), at=now)
    with pytest.raises(moderation.ReasonMissing):
        moderation.reject(edit_id=edit.pk, seen=edit.submitted_at, reason=" ", reviewer=judge, at=now)
    moderation.approve(edit_id=edit.pk, seen=edit.submitted_at, reviewer=judge, at=now)
    with pytest.raises(moderation.DecidedAlready):
        moderation.approve(edit_id=edit.pk, seen=edit.submitted_at, reviewer=judge, at=now)
    assert Partner.objects.get(pk=seller.pk).story == "Chuyện hai"


def test_the_word_list_speaks_and_forbidden_words_are_not_approved() -> None:
    banned = {"grade": WordGrade.FORBIDDEN, "reason": "Hàng cấm."}
    WatchedWord.objects.update_or_create(words="ngà voi", defaults=banned)
    edit = told(SellerFactory(), "Mắm ngon tốt nhất, bán cả ngà voi, gọi 0912 345 678")
    assert {finding.kind for finding in findings(edit)} == {"word", "superlative", "phone"}
    with pytest.raises(moderation.Forbidden):
        approved(edit)
    assert Partner.objects.get(pk=edit.seller_id).story == ""
