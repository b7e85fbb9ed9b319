"""The menu of the seller centre: a few main entries, the rest in groups by what somebody came for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.accounts.enums import LISTING_ROLES, SELLER_ROLES, Role

OWNERS = frozenset({Role.SELLER_OWNER})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One page. tab: what the page calls itself; name: of its address; count: which number of the frame waits there."""

    tab: str
    name: str
    icon: str
    title: str | Promise
    told: str | Promise = ""
    roles: frozenset[Role] = LISTING_ROLES
    count: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Entries under a heading."""

    title: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entry as one person sees it."""

    entry: Entry
    count: int
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class LinkGroup:
    """A heading with the links one person may follow. count: how much waits in all of them."""

    title: str | Promise
    links: list[Link]


@dataclass(frozen=True, kw_only=True)
class Menu:
    """main: always in sight; groups: on a phone behind “Thêm”, which is current when one of theirs is."""

    main: list[Link]
    groups: list[LinkGroup]

    @property
    def waiting(self) -> int:
        """How much waits behind “Thêm”."""
        return sum(link.count for group in self.groups for link in group.links)

    @property
    def is_within(self) -> bool:
        return any(link.is_current for group in self.groups for link in group.links)


MAIN = (
    Entry(tab="today", name="today", icon="home", title=_("Tổng quan"), roles=SELLER_ROLES),
    Entry(tab="orders", name="orders", icon="package", title=_("Đơn hàng"), roles=SELLER_ROLES, count="orders"),
    Entry(tab="runs", name="runs", icon="truck", title=_("Đóng gói"), roles=SELLER_ROLES),
    Entry(tab="listings", name="listings", icon="grid", title=_("Sản phẩm"), count="to_mend"),
)
GROUPS = (
    Group(
        title=_("Hàng hóa"),
        entries=(
            Entry(tab="stock", name="stock", icon="check", title=_("Tồn kho"), told=_("Thêm, bớt, xem ai đã đổi.")),
            Entry(
                tab="imports",
                name="imports",
                icon="file",
                title=_("Nhập nhiều hàng"),
                told=_("Một tệp Excel cho nhiều món."),
            ),
            Entry(tab="lots", name="lots", icon="qr", title=_("Lô hàng"), told=_("Hạn dùng, tem QR, thu hồi.")),
            Entry(
                tab="lead_times",
                name="lead_times",
                icon="clock",
                title=_("Thời gian chuẩn bị"),
                told=_("Cần mấy ngày để làm xong món."),
            ),
        ),
    ),
    Group(
        title=_("Khách hàng"),
        entries=(
            Entry(
                tab="returns",
                name="returns",
                icon="sync",
                title=_("Trả hàng"),
                told=_("Trả lời, nhận lại hàng, hoàn tiền."),
                roles=SELLER_ROLES,
                count="returns",
            ),
            Entry(
                tab="answers",
                name="answers",
                icon="chat",
                title=_("Hỏi đáp"),
                told=_("Trả lời câu hỏi và đánh giá."),
                count="questions",
            ),
            Entry(
                tab="counterfeit",
                name="counterfeit",
                icon="alert",
                title=_("Tin báo hàng giả"),
                told=_("Khách báo về hàng của bạn."),
            ),
        ),
    ),
    Group(
        title=_("Phong trào"),
        entries=(
            Entry(
                tab="contests",
                name="contests",
                icon="verified",
                title=_("Bình chọn"),
                told=_("Đăng ký dự thi bằng hàng đang bán."),
            ),
            Entry(
                tab="forum",
                name="forum",
                icon="chat",
                title=_("Diễn đàn"),
                told=_("Người mua hỏi bạn, và tiếng nói của bạn."),
                count="forum",
            ),
        ),
    ),
    Group(
        title=_("Tiền"),
        entries=(
            Entry(
                tab="money",
                name="money",
                icon="cash",
                title=_("Đối soát"),
                told=_("Tiền đã bán, phí, tiền về tài khoản."),
                roles=OWNERS,
            ),
            Entry(
                tab="invoices",
                name="invoices",
                icon="file",
                title=_("Dữ liệu hóa đơn"),
                told=_("Từng đơn đã giao, để xuất hóa đơn điện tử."),
                roles=OWNERS,
            ),
            Entry(
                tab="vouchers",
                name="vouchers",
                icon="cash",
                title=_("Mã giảm giá"),
                told=_("Giảm giá cho khách quen, đơn lớn."),
                count="vouchers",
            ),
            Entry(tab="sales", name="sales", icon="calendar", title=_("Doanh thu"), told=_("Biểu đồ, hàng bán chạy.")),
        ),
    ),
    Group(
        title=_("Gian hàng"),
        entries=(
            Entry(
                tab="shopfront",
                name="shopfront",
                icon="store",
                title=_("Trang gian hàng"),
                told=_("Câu chuyện, ảnh, mã QR để in."),
                count="shopfront",
            ),
            Entry(
                tab="shop", name="holidays", icon="calendar", title=_("Nghỉ bán"), told=_("Báo trước ngày không bán.")
            ),
            Entry(
                tab="standing",
                name="standing",
                icon="verified",
                title=_("Hồ sơ, giấy tờ"),
                told=_("Giấy sắp hết hạn, tài khoản nhận tiền."),
                roles=OWNERS,
            ),
            Entry(
                tab="staff",
                name="staff",
                icon="user",
                title=_("Người làm"),
                told=_("Mời quản lý, người đóng gói."),
                roles=OWNERS,
            ),
            Entry(
                tab="exports",
                name="exports",
                icon="file",
                title=_("Tải dữ liệu"),
                told=_("Hàng, đơn, tiền của bạn thành tệp."),
            ),
        ),
    ),
)
INVITATIONS = Entry(
    tab="invitations",
    name="invitations",
    icon="user",
    title=_("Lời mời làm việc"),
    told=_("Gian hàng khác mời bạn."),
    roles=SELLER_ROLES,
    count="invitations",
)


def menu_for(*, roles: frozenset[Role], tab: str, counts: Mapping[str, int]) -> Menu:
    """Return the menu of a person with these roles for the present seller. An invitation shows only while it waits."""

    def links(entries: tuple[Entry, ...]) -> list[Link]:
        mine = [entry for entry in entries if entry.roles & roles]
        return [Link(entry=entry, count=counts.get(entry.count, 0), is_current=entry.tab == tab) for entry in mine]

    found = [LinkGroup(title=group.title, links=links(group.entries)) for group in GROUPS]
    if counts.get(INVITATIONS.count):
        found.insert(0, LinkGroup(title=_("Lời mời"), links=links((INVITATIONS,))))
    return Menu(main=links(MAIN), groups=[group for group in found if group.links])
