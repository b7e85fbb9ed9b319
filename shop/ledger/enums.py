"""Kinds of accounts. An account's code is "kind" or "kind:key"; amounts are signed, debit positive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """What stands on an account. Assets carry debit (positive) balances, debts credit (negative) ones."""

    BUYER_DUE = "buyer_due", _("người mua còn phải trả")
    CASH_DRAWER = "cash_drawer", _("tiền mặt tại điểm nhận")
    CASH_DRIVER = "cash_driver", _("tiền mặt tài xế đang mang")
    CASH_DISPUTE = "cash_dispute", _("tiền giao nhận lệch, chờ xử lý")
    CASH_VARIANCE = "cash_variance", _("thiếu, thừa quỹ khi kiểm")
    CASH_LOSS = "cash_loss", _("thiếu, thừa quỹ chợ chịu")
    TREASURY = "treasury", _("quỹ")
    SELLER_CASH = "seller_cash", _("tiền nhà bán tự thu")
    SELLER_PENDING = "seller_pending", _("phải trả nhà bán, chưa tới hạn")
    SELLER_PAYABLE = "seller_payable", _("phải trả nhà bán, đã tới hạn")
    SELLER_SETTLED = "seller_settled", _("đã đối soát với nhà bán, chờ chuyển")
    TAX_WITHHELD = "tax_withheld", _("thuế đã khấu trừ, phải nộp")
    COMMISSION = "commission", _("phí sàn")
    SELLER_FEE = "seller_fee", _("phí chuyến, phí điểm thu của nhà bán")
    PROVIDER_FEE = "provider_fee", _("phí nhà cung cấp thanh toán đã trừ")
    DELIVERY = "delivery", _("phí giao hàng")
    CLEARING = "clearing", _("tiền nhà cung cấp thanh toán đang giữ")
    UNAPPLIED = "unapplied", _("tiền của đơn, chưa trừ vào nợ")
    UNMATCHED = "unmatched", _("tiền chưa biết của đơn nào")
    DISPUTED = "disputed", _("tiền thẻ ngân hàng đòi lại, chờ quyết định")
    DISPUTE_LOSS = "dispute_loss", _("tiền thẻ bị đòi lại, chợ chịu")
    DISCOUNT = "discount", _("giảm giá chợ chịu")
    SPONSOR_DUE = "sponsor_due", _("nhà tài trợ còn phải trả")
    REFUND_DUE = "refund_due", _("tiền phải hoàn")
