"""What accounts and events of the ledger are called for finance."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.models import Partner
from shop.accounts.models import User
from shop.ledger.enums import AccountKind
from shop.ledger.models import Account
from shop.order.enums import PaymentMethod
from shop.shipping.models import PickUpPoint
from shop.vouchers.models import Sponsor

EVENTS: dict[str, str | Promise] = {
    "order-placed": gettext_lazy("Đặt đơn"),
    "part-amended": gettext_lazy("Đơn giảm theo thay đổi"),
    "part-taken-back": gettext_lazy("Đơn hủy hoặc trả về"),
    "part-restored": gettext_lazy("Đơn nhận lại vì tiền tới muộn"),
    "part-delivered": gettext_lazy("Giao cho khách"),
    "part-settled": gettext_lazy("Đối soát"),
    "cash-collected": gettext_lazy("Thu tiền mặt"),
    "cash-refunded": gettext_lazy("Trả lại tiền mặt"),
    "cash-counted": gettext_lazy("Kiểm quỹ lệch"),
    "cash-remitted": gettext_lazy("Nộp tiền mặt"),
    "cash-dispute-settled": gettext_lazy("Xử lý lượt giao tiền lệch"),
    "cash-variance-settled": gettext_lazy("Xử lý thiếu, thừa quỹ"),
    "money-received": gettext_lazy("Tiền vào"),
    "money-matched": gettext_lazy("Ghi tiền vào đơn"),
    "payment-applied": gettext_lazy("Trừ vào nợ của đơn"),
    "refund-queued": gettext_lazy("Phải hoàn tiền"),
    "refund-done": gettext_lazy("Đã hoàn tiền"),
    "refund-by-bank": gettext_lazy("Ngân hàng của khách đã trả khoản phải hoàn"),
    "payout-paid": gettext_lazy("Chuyển cho nhà bán"),
    "seller-paid-in": gettext_lazy("Nhà bán nộp lại"),
    "tax-withheld": gettext_lazy("Khấu trừ thuế"),
    "tax-paid": gettext_lazy("Nộp thuế"),
    "dispute-lost": gettext_lazy("Ngân hàng đòi lại tiền thẻ"),
    "dispute-decided": gettext_lazy("Quyết định ai chịu tiền thẻ bị đòi"),
    "return-granted": gettext_lazy("Nhận trả hàng"),
    "tax-returned": gettext_lazy("Trả lại thuế của hàng trả"),
    "cash-refund-queued": gettext_lazy("Phải trả lại tiền mặt"),
    "partner-charged": gettext_lazy("Hoa hồng của đối tác thu hộ"),
    "partner-funded": gettext_lazy("Chợ chuyển cho đối tác phần giảm giá"),
    "sponsor-paid": gettext_lazy("Nhà tài trợ trả phần giảm giá"),
    "provider-paid": gettext_lazy("Nhà cung cấp chuyển về"),
}
OF_SELLERS = {
    AccountKind.SELLER_CASH,
    AccountKind.SELLER_PENDING,
    AccountKind.SELLER_PAYABLE,
    AccountKind.SELLER_SETTLED,
}
OF_POINTS = {AccountKind.CASH_DRAWER, AccountKind.CASH_VARIANCE}
TREASURIES = {
    "": gettext_lazy("tiền mặt nộp về"),
    "platform": gettext_lazy("tài khoản của sàn"),
    "partner": gettext_lazy("tài khoản của đối tác"),
}
FEES = {"run": gettext_lazy("phí chuyến"), "point": gettext_lazy("phí điểm nhận")}
TAXES = {"vat": gettext_lazy("thuế GTGT"), "pit": gettext_lazy("thuế TNCN")}


def event_words(kind: str) -> str:
    """Return what an event of the ledger is called; a reversal says so."""
    plain = kind.removesuffix("-reversed")
    words = str(EVENTS.get(plain, plain))
    return _("Đảo: %(event)s") % {"event": words} if plain != kind else words


def names_of(accounts: Iterable[Account]) -> dict[int, str]:
    """Return account id -> whose it is: a seller, point, driver, sponsor, order or provider. Four queries at most."""
    accounts = list(accounts)
    sellers = _named(accounts, OF_SELLERS, Partner, "name")
    points = _named(accounts, OF_POINTS, PickUpPoint, "name")
    drivers = _named(accounts, {AccountKind.CASH_DRIVER}, User, "full_name")
    sponsors = _named(accounts, {AccountKind.SPONSOR_DUE}, Sponsor, "name")
    found: dict[int, str] = {}
    for account in accounts:
        known = sellers.get(account.pk) or points.get(account.pk) or drivers.get(account.pk) or sponsors.get(account.pk)
        found[account.pk] = known or _plain(account)
    return found


def _named(accounts: list[Account], kinds: set[AccountKind], model: type[Model], field: str) -> dict[int, str]:
    keys = {account.pk: int(account.key) for account in accounts if account.kind in kinds and account.key.isdigit()}
    names = dict(model._default_manager.filter(pk__in=set(keys.values())).values_list("pk", field)) if keys else {}
    return {pk: str(names[key]) for pk, key in keys.items() if names.get(key)}


def _plain(account: Account) -> str:
    if account.kind == AccountKind.TREASURY:
        return str(TREASURIES.get(account.key, account.key))
    if account.kind == AccountKind.TAX_WITHHELD:
        return str(TAXES.get(account.key, account.key))
    if account.kind == AccountKind.SELLER_FEE:
        return str(FEES.get(account.key, account.key))
    if (account.kind, account.key) == (AccountKind.PROVIDER_FEE, "partner"):
        return _("đối tác thu hộ")
    if account.kind == AccountKind.CASH_DISPUTE:
        return _("lượt nộp tiền %(pk)s") % {"pk": account.key}
    if account.key in PaymentMethod.values:
        return str(PaymentMethod(account.key).label)
    return account.key
