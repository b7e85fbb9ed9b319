"""The trail in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.documents.models import DocumentKind
from sellers.onboarding.steps import subject_label
from shop.audit.models import AuditEvent

SENTENCES: dict[str, str | Promise] = {
    "application.submitted": gettext_lazy("gửi hồ sơ lần đầu"),
    "application.resubmitted": gettext_lazy("gửi lại hồ sơ đã sửa"),
    "application.approved": gettext_lazy("duyệt, mở gian hàng"),
    "application.rejected": gettext_lazy("từ chối hồ sơ"),
    "application.taken": gettext_lazy("nhận xem hồ sơ"),
    "application.given": gettext_lazy("giao hồ sơ"),
    "application.released": gettext_lazy("trả hồ sơ về hàng chờ"),
    "application.papers_deleted": gettext_lazy("xóa giấy tờ đã hết hạn lưu"),
    "requirement.added": gettext_lazy("thêm yêu cầu"),
    "requirement.changed": gettext_lazy("sửa yêu cầu"),
    "requirement.retired": gettext_lazy("ngừng áp dụng yêu cầu"),
    "requirement.waived": gettext_lazy("miễn"),
    "requirement.checked": gettext_lazy("đã kiểm tra"),
    "listing.edited": gettext_lazy("sửa bản nháp"),
    "listing.submitted": gettext_lazy("gửi duyệt"),
    "listing.recalled": gettext_lazy("rút lại để sửa"),
    "listing.changes_asked": gettext_lazy("nhờ bổ sung"),
    "listing.approved": gettext_lazy("duyệt, đưa lên chợ"),
    "listing.rejected": gettext_lazy("từ chối tin đăng"),
    "listing.withdrawn": gettext_lazy("ẩn khỏi chợ"),
    "listing.put_back": gettext_lazy("bán lại trên chợ"),
    "listing.taken_down": gettext_lazy("gỡ khỏi chợ"),
    "listing.restored": gettext_lazy("cho bán lại trên chợ"),
    "take_down.recorded": gettext_lazy("ghi yêu cầu gỡ của cơ quan có thẩm quyền"),
    "take_down.done": gettext_lazy("gỡ theo yêu cầu của cơ quan có thẩm quyền"),
    "take_down.declined": gettext_lazy("không gỡ theo yêu cầu"),
    "take_down.put_back": gettext_lazy("bán lại sau yêu cầu gỡ"),
    "watchlist.saved": gettext_lazy("ghi từ cấm"),
    "watchlist.removed": gettext_lazy("bỏ từ cấm"),
    "seller_order.more_parcels": gettext_lazy("đóng nhiều hơn một kiện"),
    "seller_order.phoned": gettext_lazy("gọi nhà bán về đơn chưa xác nhận"),
    "review.approved": gettext_lazy("đăng đánh giá"),
    "review.rejected": gettext_lazy("ẩn đánh giá"),
    "text.shown": gettext_lazy("đăng câu hỏi hoặc trả lời"),
    "text.hidden": gettext_lazy("ẩn câu hỏi hoặc trả lời"),
    "seller.holiday": gettext_lazy("nghỉ bán"),
    "seller.back": gettext_lazy("bán lại sau kỳ nghỉ"),
    "seller.story": gettext_lazy("viết lại câu chuyện gian hàng"),
    "seller.cover": gettext_lazy("đổi ảnh bìa gian hàng"),
    "seller.picture": gettext_lazy("thêm ảnh gian hàng"),
    "seller.picture_removed": gettext_lazy("bỏ ảnh gian hàng"),
    "seller.suspended": gettext_lazy("tạm ngừng gian hàng"),
    "seller.closed": gettext_lazy("đóng gian hàng"),
    "seller.closed_by_owner": gettext_lazy("chủ gian hàng tự đóng"),
    "suspend.proposed": gettext_lazy("quyết định tạm ngừng"),
    "suspend.cancelled": gettext_lazy("hủy quyết định tạm ngừng"),
    "close.proposed": gettext_lazy("đề nghị đóng gian hàng"),
    "close.confirmed": gettext_lazy("xác nhận đóng gian hàng"),
    "close.cancelled": gettext_lazy("hủy đề nghị đóng gian hàng"),
    "staff.invited": gettext_lazy("mời người làm"),
    "staff.invitation_cancelled": gettext_lazy("hủy lời mời"),
    "staff.joined": gettext_lazy("nhận lời vào làm"),
    "staff.role_changed": gettext_lazy("đổi vai trò"),
    "staff.removed": gettext_lazy("cho thôi làm"),
    "identity.looked": gettext_lazy("xem số căn cước"),
    "identity.erased": gettext_lazy("xóa số và giấy căn cước theo lịch"),
    "paper.sent": gettext_lazy("gửi thêm"),
    "paper.accepted": gettext_lazy("nhận"),
    "paper.rejected": gettext_lazy("nhờ gửi lại"),
    "paper.expired": gettext_lazy("hết hạn"),
    "paper.goods_hidden": gettext_lazy("ẩn hàng vì thiếu giấy còn hạn"),
    "paper.goods_back": gettext_lazy("hiện lại hàng, đã có"),
    "reply.added": gettext_lazy("thêm mẫu trả lời"),
    "reply.changed": gettext_lazy("sửa mẫu trả lời"),
    "reply.removed": gettext_lazy("bỏ mẫu trả lời"),
    "bank_change.asked": gettext_lazy("xin đổi tài khoản nhận tiền"),
    "bank_change.first": gettext_lazy("xác nhận đổi tài khoản, lần một"),
    "bank_change.confirmed": gettext_lazy("xác nhận đổi tài khoản, lần hai"),
    "bank_change.refused": gettext_lazy("không nhận đổi tài khoản"),
    "bank_change.withdrawn": gettext_lazy("rút yêu cầu đổi tài khoản"),
    "seller.reopened": gettext_lazy("mở lại gian hàng"),
    "message.sent_again": gettext_lazy("gửi lại tin nhắn"),
    "run.stop_called_off": gettext_lazy("bỏ một điểm dừng"),
    "run.goes_anyway": gettext_lazy("cho chạy dù chưa đủ đơn"),
    "run.stop_moved": gettext_lazy("dời điểm dừng"),
    "run_template.saved": gettext_lazy("lưu tuyến hằng tuần"),
    "holiday.added": gettext_lazy("thêm ngày nghỉ"),
    "holiday.removed": gettext_lazy("bỏ ngày nghỉ"),
    "point_application.submitted": gettext_lazy("xin làm điểm nhận"),
    "point_application.resubmitted": gettext_lazy("gửi lại đơn làm điểm nhận"),
    "point_application.approved": gettext_lazy("duyệt điểm nhận"),
    "point_application.changes_asked": gettext_lazy("nhờ bổ sung đơn làm điểm nhận"),
    "point_application.rejected": gettext_lazy("từ chối đơn làm điểm nhận"),
    "run.scheduled": gettext_lazy("lập chuyến"),
    "run.rescheduled": gettext_lazy("sửa chuyến"),
    "run.driver_assigned": gettext_lazy("đổi tài xế"),
    "run.frozen": gettext_lazy("chốt đơn"),
    "run.departed": gettext_lazy("xuất phát"),
    "run.arrived": gettext_lazy("tới hết các điểm"),
    "run.closed": gettext_lazy("kết thúc chuyến"),
    "run.called_off": gettext_lazy("hủy chuyến"),
    "assisted.asked": gettext_lazy("gửi mã đồng ý đặt hộ"),
    "order.placed_for": gettext_lazy("đặt hộ người mua"),
    "counter_device.enrolled": gettext_lazy("ghi danh máy cho điểm"),
    "counter_device.ended": gettext_lazy("thôi dùng máy ở điểm"),
    "counter_device.revoked": gettext_lazy("thu hồi máy của điểm"),
    "counter_act.applied": gettext_lazy("ghi vào sổ lượt máy đã gửi"),
    "counter_act.dismissed": gettext_lazy("đóng lượt máy đã gửi, không ghi sổ"),
    "point.added": gettext_lazy("thêm điểm nhận"),
    "point.changed": gettext_lazy("sửa điểm nhận"),
    "role.granted": gettext_lazy("giao việc"),
    "role.revoked": gettext_lazy("thôi giao việc"),
    "home_rate.set": gettext_lazy("đặt phí giao tận nhà"),
    "home_rate.removed": gettext_lazy("bỏ phí giao tận nhà"),
    "receipt.matched": gettext_lazy("ghi khoản tiền vào đơn"),
    "receipt.returned": gettext_lazy("trả lại khoản tiền"),
    "refund.done": gettext_lazy("chuyển tiền hoàn"),
    "statement.taken": gettext_lazy("ghi sao kê ngân hàng"),
    "synonyms.added": gettext_lazy("thêm từ đồng nghĩa"),
    "synonyms.changed": gettext_lazy("sửa từ đồng nghĩa"),
    "synonyms.removed": gettext_lazy("bỏ từ đồng nghĩa"),
    "search_redirect.set": gettext_lazy("đặt chuyển hướng từ tìm"),
    "search_redirect.removed": gettext_lazy("bỏ chuyển hướng từ tìm"),
}


def sentence_of(event: AuditEvent) -> str:
    """Return what was done, without who and when."""
    if event.action == "application.changes_asked":
        subjects = [subject_label(subject) for subject, _reason in event.details.get("requests", [])]
        return _("nhờ bổ sung: %(list)s") % {"list": ", ".join(subjects)}
    if event.action in {"document.accepted", "document.rejected"}:
        paper = str(DocumentKind(event.details["kind"]).label)
        words = _("nhận %(paper)s") if event.action == "document.accepted" else _("nhờ gửi lại %(paper)s")
        return words % {"paper": paper}
    words = str(SENTENCES.get(event.action, event.action))
    what = event.details.get("what")
    return f"{words}: {what}" if what else words
