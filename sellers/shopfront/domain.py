"""A seller tells its story and shows pictures. Each change is kept in the trail."""

from __future__ import annotations

import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.images.checks import clean_image
from catalogue.images.renditions import store_picture
from sellers.models import Partner
from sellers.shopfront.models import ShopPicture
from shop.accounts.models import User
from shop.audit.trail import record

MOST_PICTURES = 8
LONGEST_STORY = 4000


class NotShown(Exception):
    """The story or picture cannot be taken; a Vietnamese sentence says why."""


@transaction.atomic
def tell_story(*, seller: Partner, story: str, actor: User, at: datetime.datetime) -> None:
    """Replace the story. Raises NotShown."""
    text = story.strip()
    if len(text) > LONGEST_STORY:
        raise NotShown(_("Câu chuyện dài quá %(n)d chữ cái. Hãy rút ngắn.") % {"n": LONGEST_STORY})
    Partner.objects.filter(pk=seller.pk).update(story=text)
    seller.story = text
    record(actor=actor, action="seller.story", subject=seller, at=at)


@transaction.atomic
def set_cover(*, seller: Partner, file: IO[bytes] | None, actor: User, at: datetime.datetime) -> None:
    """Show a cover, or none. Raises catalogue.images.checks.ImageRefused."""
    name = store_picture(clean_image(file)).name if file else ""
    Partner.objects.filter(pk=seller.pk).update(cover_image=name)
    seller.cover_image = name
    record(actor=actor, action="seller.cover", subject=seller, at=at)


@transaction.atomic
def add_picture(*, seller: Partner, file: IO[bytes], caption: str, actor: User, at: datetime.datetime) -> ShopPicture:
    """Add a picture to the gallery. Raises NotShown, catalogue.images.checks.ImageRefused."""
    Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=seller.pk)
    if ShopPicture.objects.filter(seller=seller).count() >= MOST_PICTURES:
        raise NotShown(_("Đã đủ %(n)d ảnh. Bỏ bớt một ảnh rồi thêm.") % {"n": MOST_PICTURES})
    stored = store_picture(clean_image(file))
    size = {"width": stored.width, "height": stored.height}
    picture = ShopPicture.objects.create(seller=seller, name=stored.name, caption=caption.strip(), added_at=at, **size)
    record(actor=actor, action="seller.picture", subject=seller, at=at, details={"name": stored.name})
    return picture


@transaction.atomic
def remove_picture(*, picture: ShopPicture, actor: User, at: datetime.datetime) -> None:
    """Take a picture off the shop front."""
    record(actor=actor, action="seller.picture_removed", subject=picture.seller, at=at, details={"name": picture.name})
    picture.delete()
