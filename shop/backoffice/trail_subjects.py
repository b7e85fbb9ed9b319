"""What an act of the trail was done to: a word, a number, and the office's page of it where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from shop.audit.models import AuditEvent

NAMES: dict[str, str | Promise] = {
    "accounts.rolegrant": gettext_lazy("quyền"),
    "accounts.user": gettext_lazy("tài khoản"),
    "aftersales.call": gettext_lazy("cuộc gọi"),
    "answers.question": gettext_lazy("câu hỏi"),
    "answers.reply": gettext_lazy("câu trả lời"),
    "assisted.assistedorder": gettext_lazy("đơn đặt hộ"),
    "bulk.importjob": gettext_lazy("lượt nhập hàng loạt"),
    "cash.cashcount": gettext_lazy("lượt kiểm quỹ"),
    "cash.cashlimit": gettext_lazy("mức tiền mặt"),
    "cash.remittance": gettext_lazy("lượt giao tiền"),
    "commission.commissionrate": gettext_lazy("phí sàn"),
    "communication.message": gettext_lazy("tin nhắn"),
    "contests.contest": gettext_lazy("cuộc bình chọn"),
    "contests.entry": gettext_lazy("sản phẩm dự thi"),
    "counterfeit.counterfeitcase": gettext_lazy("vụ hàng giả"),
    "documents.document": gettext_lazy("giấy tờ"),
    "connect.connectaccount": gettext_lazy("tài khoản Stripe"),
    "connect.connectreversal": gettext_lazy("khoản Stripe thu lại"),
    "forum.answerterm": gettext_lazy("thời hạn trả lời"),
    "forum.body": gettext_lazy("nơi trả lời"),
    "forum.dialogue": gettext_lazy("buổi đối thoại"),
    "forum.question": gettext_lazy("câu hỏi đối thoại"),
    "forum.reply": gettext_lazy("ý kiến diễn đàn"),
    "forum.topic": gettext_lazy("chủ đề diễn đàn"),
    "forum.watchedword": gettext_lazy("từ cần xem"),
    "disputes.disputedecision": gettext_lazy("khiếu nại thẻ"),
    "fulfilment.counteract": gettext_lazy("lượt máy gửi"),
    "fulfilment.counterdevice": gettext_lazy("máy ở điểm"),
    "invoices.categoryvatclass": gettext_lazy("loại thuế của nhóm hàng"),
    "invoices.invoiceterms": gettext_lazy("loại hóa đơn của gian hàng"),
    "invoices.vatrate": gettext_lazy("thuế suất GTGT"),
    "listings.listing": gettext_lazy("tin đăng"),
    "listings.watchedword": gettext_lazy("từ cấm"),
    "lots.lot": gettext_lazy("lô hàng"),
    "order_lots.recall": gettext_lazy("lượt thu hồi"),
    "onboarding.replytemplate": gettext_lazy("mẫu trả lời"),
    "onboarding.requirement": gettext_lazy("yêu cầu giấy tờ"),
    "onboarding.sellerapplication": gettext_lazy("hồ sơ"),
    "order.order": gettext_lazy("đơn hàng"),
    "order.sellerorder": gettext_lazy("phần đơn"),
    "partner.partner": gettext_lazy("gian hàng"),
    "partner.stockrecord": gettext_lazy("hàng trong kho"),
    "partner_fees.partnercharge": gettext_lazy("hoa hồng đối tác"),
    "partner_fees.partnerrate": gettext_lazy("mức hoa hồng đối tác"),
    "payment.bankstatement": gettext_lazy("sao kê"),
    "payment.receipt": gettext_lazy("khoản tiền vào"),
    "payment.refund": gettext_lazy("khoản hoàn"),
    "payouts.payout": gettext_lazy("bảng kê"),
    "payouts.payoutbatch": gettext_lazy("đợt chi trả"),
    "payouts.payouthold": gettext_lazy("khoản giữ"),
    "quizzes.quiz": gettext_lazy("cuộc thi tìm hiểu"),
    "quizzes.round": gettext_lazy("kỳ thi"),
    "records.retentionrule": gettext_lazy("quy tắc lưu giữ"),
    "records.sellerarchive": gettext_lazy("gói dữ liệu"),
    "reviews.productreview": gettext_lazy("đánh giá"),
    "shipping.holiday": gettext_lazy("ngày nghỉ"),
    "shipping.homedeliveryrate": gettext_lazy("phí giao tận nhà"),
    "shipping.pickuppoint": gettext_lazy("điểm nhận"),
    "shipping.pointapplication": gettext_lazy("đơn làm điểm nhận"),
    "shipping.run": gettext_lazy("chuyến"),
    "shipping.runtemplate": gettext_lazy("tuyến"),
    "support.complaint": gettext_lazy("khiếu nại"),
    "surveys.survey": gettext_lazy("cuộc khảo sát"),
    "team.staffinvitation": gettext_lazy("lời mời"),
    "vouchers.sponsor": gettext_lazy("nhà tài trợ"),
    "vouchers.sponsorpayment": gettext_lazy("khoản tài trợ"),
    "vouchers.partnerfunding": gettext_lazy("khoản chuyển cho đối tác"),
    "vouchers.voucher": gettext_lazy("mã giảm giá"),
}
PAGES = {
    "forum.dialogue": "forum_office:dialogue",
    "forum.topic": "forum_office:topic",
    "listings.listing": "listing",
    "onboarding.requirement": "requirement",
    "onboarding.sellerapplication": "application",
    "payment.receipt": "receipt",
    "payouts.payout": "payout",
    "payouts.payoutbatch": "batch",
    "shipping.pickuppoint": "point",
    "shipping.pointapplication": "point_application",
    "shipping.run": "run",
    "vouchers.sponsor": "sponsor",
    "vouchers.voucher": "voucher",
}


@dataclass(frozen=True)
class Subject:
    """name is empty for what has no word of its own; url where the office has a page of it."""

    name: str
    number: int
    url: str


def subject_of(event: AuditEvent) -> Subject:
    """Return what an act was done to, without a query."""
    page = PAGES.get(event.subject_type)
    url = reverse(f"backoffice:{page}", args=[event.subject_id]) if page else ""
    return Subject(str(NAMES.get(event.subject_type, "")), event.subject_id, url)
