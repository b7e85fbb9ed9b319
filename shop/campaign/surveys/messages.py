"""What people read when something is refused."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.campaign import two_people
from shop.campaign.reasons import ReasonMissing
from shop.campaign.surveys.domain import bursts, running, writing

REFUSED: dict[type[Exception], str | Promise] = {
    running.NotNow: gettext_lazy("Cuộc khảo sát không còn ở bước này nên không làm được."),
    ReasonMissing: ReasonMissing.message,
    running.StillHeld: gettext_lazy(
        "Còn phiếu tạm giữ. Hai người quyết định xong mới công bố kết quả, để kết quả không đổi về sau."
    ),
    running.OnlyWords: gettext_lazy(
        "Khảo sát đã công bố chỉ sửa được lời. Muốn thêm, bớt hay đổi thứ tự câu hỏi thì chép sang đợt mới."
    ),
    two_people.AlreadyDecided: gettext_lazy("Đợt phiếu này không còn ở bước đó. Xem lại bên dưới."),
    two_people.SamePerson: gettext_lazy("Bạn đã đề nghị. Người khác trong Ban phải quyết định."),
    bursts.NothingChosen: gettext_lazy("Đánh dấu ít nhất một phiếu còn chờ rồi gửi đề nghị."),
    writing.NoSuchPart: gettext_lazy("Phần hoặc câu hỏi này không còn. Tải lại trang rồi làm lại."),
    writing.TooMuch: gettext_lazy("Tối đa 20 phần và 60 câu hỏi. Bớt phần hoặc câu khác trước."),
}
FAULTS = {
    "empty": gettext_lazy("Chưa có câu hỏi nào."),
    "section": gettext_lazy("Phần “%(title)s” chưa có câu hỏi: thêm câu hỏi hoặc xóa phần."),
    "options": gettext_lazy("Câu “%(title)s” cần ít nhất hai lựa chọn."),
    "rows": gettext_lazy("Câu “%(title)s” cần ít nhất một dòng."),
}
ANSWERS = {
    "missing": gettext_lazy("Hãy trả lời câu này rồi đi tiếp."),
    "option": gettext_lazy("Hãy chọn một trong các mục đã cho."),
    "lines": gettext_lazy("Hãy chọn ở mỗi dòng."),
    "ranks": gettext_lazy("Hãy cho mỗi mục một thứ tự khác nhau, bắt đầu từ 1."),
    "number": gettext_lazy("Hãy ghi một số nguyên, ví dụ 35."),
    "long": gettext_lazy("Câu trả lời dài quá 2.000 chữ. Hãy viết ngắn lại."),
    "place": gettext_lazy("Hãy chọn một nơi trong danh sách."),
}

REASONS = {
    "too_fast": gettext_lazy("Trả lời quá nhanh"),
    "velocity": gettext_lazy("Quá nhiều phiếu từ một mạng"),
    "same_answers": gettext_lazy("Giống hệt phiếu khác"),
    "overlap": gettext_lazy("Hỏi hai người cùng lúc"),
}


def refusal_text(refusal: Exception) -> str:
    """Return the sentence for a refused act."""
    if isinstance(refusal, writing.NeededByBranch):
        return _("Câu “%(title)s” chỉ hiện theo câu trả lời này. Sửa điều kiện của câu đó trước.") % {
            "title": refusal.title
        }
    if isinstance(refusal, running.NotReady):
        return " ".join(fault_text(code) for code in refusal.faults)
    return str(REFUSED[type(refusal)])


def fault_text(code: str) -> str:
    """Return the sentence for one fault of a questionnaire ("options:<title>")."""
    kind, _colon, title = code.partition(":")
    return str(FAULTS[kind]) % {"title": title} if title else str(FAULTS[kind])


def answer_text(problem: str, low: int | None, high: int | None) -> str:
    """Return the sentence for an answer that cannot be taken. low, high: bounds of the question."""
    if problem != "range":
        return str(ANSWERS[problem])
    if low is None:
        return _("Số lớn nhất là %(high)d. Hãy xem lại.") % {"high": high}
    if high is None:
        return _("Số nhỏ nhất là %(low)d. Hãy xem lại.") % {"low": low}
    return _("Hãy ghi số từ %(low)d đến %(high)d.") % {"low": low, "high": high}
