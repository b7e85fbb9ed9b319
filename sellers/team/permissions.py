"""What each role of a seller may do: shown to owners, and what the pages enforce by their doors."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.accounts.enums import LISTING_ROLES, SELLER_ROLES, Role

OWNERS = frozenset({Role.SELLER_OWNER})


@dataclass(frozen=True)
class Permission:
    """One kind of work and who may do it."""

    title: str | Promise
    roles: frozenset[Role]

    @property
    def manager(self) -> bool:
        return Role.SELLER_MANAGER in self.roles

    @property
    def packer(self) -> bool:
        return Role.SELLER_PACKER in self.roles


PERMISSIONS = (
    Permission(_("Xem đơn, xác nhận, đóng gói, in tem"), SELLER_ROLES),
    Permission(_("Xem doanh thu và hàng sắp hết"), SELLER_ROLES),
    Permission(_("Đăng, sửa, ẩn sản phẩm, giá và tồn kho"), LISTING_ROLES),
    Permission(_("Xem đối soát, đổi tài khoản nhận tiền"), OWNERS),
    Permission(_("Xem và gửi giấy tờ của gian hàng"), OWNERS),
    Permission(_("Mời, đổi vai trò, cho thôi người làm"), OWNERS),
    Permission(_("Đóng gian hàng"), OWNERS),
)
