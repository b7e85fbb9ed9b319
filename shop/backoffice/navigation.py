"""The side navigation: what each role finds there, in groups, with how much waits. One line per page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.standing.models import BankChangeState, MeasureState
from sellers.standing.queries import judged_changes, open_measures
from shop.accounts.enums import OFFICE_ROLES, Role
from shop.accounts.reach import Reach
from shop.aftersales.returns.queries import waiting_at_desk
from shop.backoffice import queue
from shop.backoffice.calls.queries import waiting_calls
from shop.backoffice.listings.take_downs import due as due_take_downs
from shop.backoffice.messages.queries import failed_messages
from shop.backoffice.missing.queries import open_cases
from shop.backoffice.money.queries import waiting_money
from shop.backoffice.payouts.queries import waiting_payouts
from shop.backoffice.reviews.queries import waiting_reviews
from shop.backoffice.runs.queries import acts_within, waiting_cash
from shop.backoffice.texts.queries import waiting_texts
from shop.campaign.contests.queries import waiting as waiting_entries
from shop.campaign.counterfeit.queries import waiting as open_counterfeit_cases
from shop.campaign.forum.reported import waiting_at_desk as waiting_forum_texts
from shop.campaign.quizzes.queries import waiting as waiting_drawings
from shop.campaign.support.models import Complaint
from shop.campaign.surveys.queries import waiting as held_answers
from shop.vouchers.queries import left_by_sellers


@dataclass(frozen=True)
class NavItem:
    """One link. waiting: how many things wait there, or None when nothing can; also: other paths below this link."""

    path: str
    icon: str
    title: str | Promise
    roles: frozenset[Role] = OFFICE_ROLES
    waiting: Callable[[Reach], int] | None = None
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> int:
        """Return how many characters of the path this link stands for; 0 when the page is not below it."""
        return max((len(own) for own in (self.path, *self.also) if path.startswith(own)), default=0)


@dataclass(frozen=True)
class NavLink:
    """A link as one person sees it."""

    item: NavItem
    count: int
    is_current: bool


@dataclass(frozen=True)
class NavGroup:
    """The links of one subject that one person may follow; the first group has no title."""

    title: str | Promise
    links: list[NavLink]


REVIEW = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
MONEY = frozenset({Role.FINANCE, Role.ADMINISTRATOR})
CHIEF = frozenset({Role.ADMINISTRATOR})
CAMPAIGN = frozenset({Role.COMMITTEE, Role.ADMINISTRATOR})
FORUM = CAMPAIGN | {Role.FORUM_MODERATOR}


def waiting_in_queue(reach: Reach) -> int:
    """Return how many applications and listings wait for this reviewer."""
    return sum(source.waiting(reach) for source in queue.sources())


def waiting_bank_changes(reach: Reach) -> int:
    """Return how many changes of account wait for a confirmation."""
    return judged_changes(reach).filter(state=BankChangeState.PENDING).count()


def waiting_closings(reach: Reach) -> int:
    """Return how many closings wait for a second person."""
    return open_measures(reach).filter(state=MeasureState.PROPOSED).count()


def open_complaints(reach: Reach) -> int:
    """Return how many complaints are not answered."""
    return Complaint.objects.filter(answered_at=None).count()


def left_vouchers(reach: Reach) -> int:
    """Return how many shared vouchers stand still because their seller left."""
    return left_by_sellers().count()


def waiting_acts(reach: Reach) -> int:
    """Return how many acts of counters' devices wait for a person."""
    return acts_within(reach).count()


GROUPS: tuple[tuple[str | Promise, tuple[NavItem, ...]], ...] = (
    (
        "",
        (NavItem("/quan-tri/", "home", _("Tổng quan")),),
    ),
    (
        _("Duyệt, người bán"),
        (
            NavItem(
                "/quan-tri/ho-so/",
                "file",
                _("Hồ sơ chờ duyệt"),
                REVIEW,
                waiting_in_queue,
                also=("/quan-tri/giay-to/", "/quan-tri/mau-tra-loi/", "/quan-tri/trang-gian-hang/"),
            ),
            NavItem("/quan-tri/yeu-cau/", "check", _("Yêu cầu giấy tờ"), CHIEF),
            NavItem("/quan-tri/tin-dang/", "grid", _("Sản phẩm"), REVIEW),
            NavItem("/quan-tri/tin-dang/yeu-cau-go/", "alert", _("Yêu cầu gỡ"), CHIEF, due_take_downs),
            NavItem("/quan-tri/tin-dang/tu-cam/", "x", _("Từ cấm"), CHIEF),
            NavItem("/quan-tri/nguoi-ban/", "store", _("Người bán"), REVIEW | MONEY, waiting_closings),
            NavItem("/quan-tri/tai-khoan/", "cash", _("Đổi tài khoản"), REVIEW | MONEY, waiting_bank_changes),
        ),
    ),
    (
        _("Đơn hàng, chuyến hàng"),
        (
            NavItem("/quan-tri/don-hang/", "package", _("Đơn hàng"), REVIEW | MONEY),
            NavItem("/quan-tri/can-goi/", "phone", _("Cần gọi"), REVIEW, waiting_calls),
            NavItem("/quan-tri/chuyen-hang/", "truck", _("Chuyến hàng"), CHIEF),
            NavItem("/quan-tri/diem-nhan/", "pin", _("Điểm nhận"), CHIEF),
            NavItem("/quan-tri/doi-chieu/", "scan", _("Đối chiếu điểm"), CHIEF, waiting_acts),
            NavItem("/quan-tri/kien/", "search", _("Tra kiện"), CHIEF),
            NavItem("/quan-tri/kien/thieu/", "alert", _("Mất, hỏng"), CHIEF, open_cases),
            NavItem("/quan-tri/khong-toi-nhan/", "user", _("Không tới nhận"), CHIEF),
        ),
    ),
    (
        _("Tiền"),
        (
            NavItem("/quan-tri/tien-mat/", "cash", _("Tiền mặt"), MONEY, waiting_cash),
            NavItem("/quan-tri/tien-vao/", "cash", _("Tiền vào, hoàn"), MONEY, waiting_money),
            NavItem("/quan-tri/chi-tra/", "cash", _("Đối soát, chi trả"), MONEY, waiting_payouts),
            NavItem("/quan-tri/so-sach/", "file", _("Sổ sách"), MONEY),
            NavItem("/quan-tri/thue/", "file", _("Thuế khấu trừ"), MONEY),
            NavItem("/quan-tri/hoa-don/", "file", _("Dữ liệu hóa đơn"), MONEY),
            NavItem("/quan-tri/phi-san/", "cash", _("Phí sàn"), MONEY),
            NavItem("/quan-tri/phi-giao/", "cash", _("Phí giao tận nhà"), MONEY),
            NavItem("/quan-tri/ma-giam-gia/", "cash", _("Mã giảm giá"), MONEY, left_vouchers),
        ),
    ),
    (
        _("Người mua"),
        (
            NavItem("/quan-tri/tra-hang/", "sync", _("Trả hàng"), REVIEW | MONEY, waiting_at_desk),
            NavItem("/quan-tri/khieu-nai/", "chat", _("Khiếu nại"), REVIEW, open_complaints),
            NavItem("/quan-tri/hang-gia/", "alert", _("Hàng giả"), REVIEW, open_counterfeit_cases),
            NavItem("/quan-tri/thu-hoi/", "qr", _("Thu hồi lô"), REVIEW),
            NavItem("/quan-tri/danh-gia/", "verified", _("Đánh giá"), REVIEW, waiting_reviews),
            NavItem("/quan-tri/hoi-dap/", "chat", _("Hỏi đáp"), REVIEW, waiting_texts),
            NavItem("/quan-tri/tim-kiem/", "search", _("Tìm kiếm"), REVIEW),
        ),
    ),
    (
        _("Phong trào"),
        (
            NavItem("/quan-tri/binh-chon/", "verified", _("Bình chọn"), CAMPAIGN, waiting_entries),
            NavItem("/quan-tri/thi-tim-hieu/", "check", _("Thi tìm hiểu"), CAMPAIGN, waiting_drawings),
            NavItem("/quan-tri/khao-sat/", "chat", _("Khảo sát"), CAMPAIGN, held_answers),
            NavItem("/quan-tri/dien-dan/", "chat", _("Diễn đàn"), FORUM, waiting_forum_texts),
        ),
    ),
    (
        _("Hệ thống"),
        (
            NavItem("/quan-tri/tin-nhan/", "phone", _("Tin nhắn"), CHIEF, failed_messages),
            NavItem("/quan-tri/phan-quyen/", "user", _("Phân quyền"), CHIEF),
            NavItem("/quan-tri/luu-tru/", "file", _("Lưu giữ dữ liệu"), CHIEF),
            NavItem("/quan-tri/nhat-ky/", "clock", _("Nhật ký"), CHIEF),
        ),
    ),
)


def groups_for(reach: Reach, path: str) -> list[NavGroup]:
    """Return the links this person may follow, by subject; the longest path that fits is the current one."""
    mine = [(title, [item for item in items if item.roles & reach.roles]) for title, items in GROUPS]
    current = max((item for _title, items in mine for item in items), key=lambda item: item.holds(path), default=None)
    return [
        NavGroup(title, [_link(item, reach, is_current=item is current and item.holds(path) > 0) for item in items])
        for title, items in mine
        if items
    ]


def menu_of(request: HttpRequest) -> list[NavGroup]:
    """Return the groups of the signed-in person, counted once for the side and for the first page."""
    if not hasattr(request, "office_menu"):
        reach = getattr(request, "reach", None) or Reach(request.user)
        request.office_menu = groups_for(reach, request.path)
    return request.office_menu


def _link(item: NavItem, reach: Reach, *, is_current: bool) -> NavLink:
    return NavLink(item, item.waiting(reach) if item.waiting else 0, is_current)
