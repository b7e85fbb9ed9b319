"""Shop fronts: one whose story is approved and whose new pictures wait, one that was asked to write again."""

from __future__ import annotations

import datetime

from sellers.models import Partner
from sellers.shopfront.domain import add_picture, set_cover, tell_story
from sellers.shopfront.models import ShopEdit
from sellers.shopfront.moderation import approve, reject
from shop.accounts.models import RoleGrant, User
from shop.demo.tables import ART

REVIEWER = "xet-duyet"
SHOWN, REFUSED = "chu-thai-an", "chu-tuan-tu"
STORY = (
    "Nho trồng trên giàn, hái buổi sáng, chiều đã sấy hoặc ép ngay tại xưởng của làng. "
    "Ai ghé Thái An xin mời vào vườn nếm thử. (câu chuyện minh hoạ)"
)
TOO_SHORT = "Măng tây xanh trồng trên đất cát. (câu chuyện minh hoạ)"
REASON = "Viết thêm: ai làm, tưới bón thế nào, đóng gói ra sao."


def load_shopfronts(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Tell the stories unless they were told before."""
    reviewer, hour = people[REVIEWER], datetime.timedelta(hours=1)
    owner, seller = _owner(people, SHOWN)
    if not ShopEdit.objects.filter(seller=seller).exists():
        at = now - 30 * hour
        tell_story(seller=seller, story=STORY, actor=owner, at=at)
        _picture(seller, owner, "nho-xanh.webp", "Giàn nho trước ngày hái (minh hoạ)", at)
        approve(edit_id=_waiting(seller), seen=at, reviewer=reviewer, at=now - 20 * hour)
        with (ART / "nho-do.webp").open("rb") as file:
            set_cover(seller=seller, file=file, actor=owner, at=now - 3 * hour)
        _picture(seller, owner, "nho-say.webp", "Xưởng sấy của làng (minh hoạ)", now - 3 * hour)
    owner, seller = _owner(people, REFUSED)
    if not ShopEdit.objects.filter(seller=seller).exists():
        at = now - 8 * hour
        tell_story(seller=seller, story=TOO_SHORT, actor=owner, at=at)
        reject(edit_id=_waiting(seller), seen=at, reason=REASON, reviewer=reviewer, at=now - 2 * hour)


def _owner(people: dict[str, User], key: str) -> tuple[User, Partner]:
    grant = RoleGrant.objects.select_related("seller").get(user=people[key], seller__isnull=False)
    assert grant.seller is not None, "filtered by it"
    return people[key], grant.seller


def _picture(seller: Partner, owner: User, name: str, caption: str, at: datetime.datetime) -> None:
    with (ART / name).open("rb") as file:
        add_picture(seller=seller, file=file, caption=caption, actor=owner, at=at)


def _waiting(seller: Partner) -> int:
    return ShopEdit.objects.get(seller=seller, state="waiting").pk
