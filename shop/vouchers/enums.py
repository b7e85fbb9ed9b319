"""What kinds of vouchers there are, for which goods, and where one stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How much it takes off."""

    AMOUNT = "amount", _("số tiền")
    PER_CENT = "percent", _("phần trăm")


class Scope(models.TextChoices):
    """For which goods."""

    MARKET = "market", _("cả chợ")
    SELLER = "seller", _("một gian hàng")
    CATEGORY = "category", _("một nhóm hàng")
    PROVINCE = "province", _("hàng của một tỉnh")


class VoucherState(models.TextChoices):
    """Whether it may be used; its days, uses and budget are asked besides."""

    WAITING = "waiting", _("chờ nhà bán đồng ý")
    ACTIVE = "active", _("đang phát hành")
    PAUSED = "paused", _("tạm dừng")
    ENDED = "ended", _("đã kết thúc")
    REFUSED = "refused", _("nhà bán từ chối")
    LEFT = "left", _("nhà bán thôi cùng chịu")


class CommissionBase(models.TextChoices):
    """On what the market's commission is taken when a seller bears a discount."""

    NET = "net", _("tiền hàng sau phần nhà bán giảm")
    GROSS = "gross", _("tiền hàng trước khi giảm")


MOVES = {
    VoucherState.WAITING: frozenset({VoucherState.ACTIVE, VoucherState.REFUSED, VoucherState.ENDED}),
    VoucherState.ACTIVE: frozenset({VoucherState.PAUSED, VoucherState.ENDED, VoucherState.LEFT}),
    VoucherState.PAUSED: frozenset({VoucherState.ACTIVE, VoucherState.ENDED, VoucherState.LEFT}),
    VoucherState.LEFT: frozenset({VoucherState.WAITING, VoucherState.ENDED}),
    VoucherState.ENDED: frozenset(),
    VoucherState.REFUSED: frozenset(),
}
