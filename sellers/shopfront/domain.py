"""A seller tells its story and shows pictures: new ones wait for a reviewer, what was approved stays. All is kept in
the trail.
"""

from __future__ import annotations

import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.images.checks import clean_image
from catalogue.images.renditions import store_picture
from sellers.models import Partner
from sellers.shopfront.models import EditState, ShopEdit, ShopPicture
from shop.accounts.models import User
from shop.audit.trail import record

MOST_PICTURES = 8
LONGEST_STORY = 4000


class NotShown(Exception):
    """The story or picture cannot be taken; a Vietnamese sentence says why."""


def waiting_edit(seller: Partner) -> ShopEdit | None:
    """Return the edit of this seller that waits for a reviewer."""
    return ShopEdit.objects.filter(seller=seller, state=EditState.WAITING).first()


@transaction.atomic
def tell_story(*, seller: Partner, story: str, actor: User, at: datetime.datetime) -> None:
    """Propose a story. An empty one, or the one shown already, needs nobody's look. Raises NotShown."""
    text = story.strip()
    if len(text) > LONGEST_STORY:
        raise NotShown(_("Câu chuyện dài quá %(n)d chữ cái. Hãy rút ngắn.") % {"n": LONGEST_STORY})
    _propose(seller, actor, at, story=text)
    record(actor=actor, action="seller.story", subject=seller, at=at, details={"story": text})


@transaction.atomic
def set_cover(*, seller: Partner, file: IO[bytes] | None, actor: User, at: datetime.datetime) -> None:
    """Propose a cover, or show none from now on. Raises catalogue.images.checks.ImageRefused."""
    name = store_picture(clean_image(file)).name if file else ""
    _propose(seller, actor, at, cover_image=name)
    record(actor=actor, action="seller.cover", subject=seller, at=at, details={"name": name})


@transaction.atomic
def add_picture(*, seller: Partner, file: IO[bytes], caption: str, actor: User, at: datetime.datetime) -> ShopPicture:
    """Propose a picture for the gallery. Raises NotShown, catalogue.images.checks.ImageRefused."""
    Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=seller.pk)
    if ShopPicture.objects.filter(seller=seller).exclude(state=EditState.REJECTED).count() >= MOST_PICTURES:
        raise NotShown(_("Đã đủ %(n)d ảnh. Bỏ bớt một ảnh rồi thêm.") % {"n": MOST_PICTURES})
    stored = store_picture(clean_image(file))
    size = {"width": stored.width, "height": stored.height}
    picture = ShopPicture.objects.create(seller=seller, name=stored.name, caption=caption.strip(), added_at=at, **size)
    _propose(seller, actor, at)
    record(actor=actor, action="seller.picture", subject=seller, at=at, details={"name": stored.name})
    return picture


@transaction.atomic
def remove_picture(*, picture: ShopPicture, actor: User, at: datetime.datetime) -> None:
    """Take a picture off the shop front at once; an edit that only waited for it is over."""
    record(actor=actor, action="seller.picture_removed", subject=picture.seller, at=at, details={"name": picture.name})
    seller = _locked(picture.seller)
    picture.delete()
    if edit := waiting_edit(seller):
        _drop_empty(edit, seller)


def _propose(seller: Partner, actor: User, at: datetime.datetime, **changes: str) -> None:
    """Put changes into the edit that waits, or begin one from what buyers see. Clearing takes effect at once."""
    current = _locked(seller)
    cleared = {name: value for name, value in changes.items() if not value}
    if cleared:
        Partner.objects.filter(pk=seller.pk).update(**cleared)
        for name in cleared:
            setattr(current, name, "")
            setattr(seller, name, "")
    edit = waiting_edit(seller) or ShopEdit(
        seller=seller, story=current.story, cover_image=current.cover_image, submitted_at=at
    )
    for name, value in changes.items():
        setattr(edit, name, value)
    edit.submitted_at, edit.submitted_by = at, actor
    if edit.pk or not _is_empty(edit, current):
        edit.save()
        _drop_empty(edit, current)


def _drop_empty(edit: ShopEdit, seller: Partner) -> None:
    """Let an edit go that no longer differs from what buyers see."""
    if _is_empty(edit, seller):
        edit.delete()


def _is_empty(edit: ShopEdit, seller: Partner) -> bool:
    same = (edit.story, edit.cover_image) == (seller.story, seller.cover_image)
    return same and not ShopPicture.objects.filter(seller=seller, state=EditState.WAITING).exists()


def _locked(seller: Partner) -> Partner:
    return Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=seller.pk)
