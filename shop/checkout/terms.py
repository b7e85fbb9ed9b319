"""What both sides agree to (Art. 37 of the consumer law: payment, delivery, returns, validity). One list for page,
contract and file; a new version is written on the orders that follow it."""

from django.utils.translation import gettext_lazy as _

TERMS_VERSION = "2026-11"
TERMS = (
    _("Giá là giá cuối cùng, đã gồm thuế GTGT; không có phí nào khác ngoài phí giao ghi ở trên."),
    _("Trả tiền: tiền mặt khi nhận hàng, tại điểm nhận hoặc tại nhà."),
    _(
        "Giao hàng: theo chuyến và giờ phát hàng đã chọn; hàng giữ ở điểm nhận tới hết hạn nhận ghi trên đơn. "
        "Giao tận nhà theo số ngày của từng người bán."
    ),
    _(
        "Kiểm hàng trước khi nhận. Hàng hỏng, thiếu hoặc không đúng mô tả được đổi, trả và hoàn tiền trong 30 ngày "
        "kể từ khi báo; người bán chịu phí."
    ),
    _(
        "Giá và hàng có hiệu lực lúc bạn bấm đặt hàng; đơn thành lập khi trang hiện số đơn. Hủy miễn phí trước giờ "
        "chốt chuyến."
    ),
)
