"""The reasons to begin with. What is promised by the market itself is on; what no official text was read for is off."""

import datetime

from django.db import migrations

GAZETTE = "Nghị định 248/2026/NĐ-CP (sàn nhận trả hàng không đúng mô tả)"
CONSUMER = "Luật Bảo vệ quyền lợi người tiêu dùng 19/2023/QH15 (hoàn tiền trong 30 ngày khi thông tin sai, thiếu)"
OWN = "Cam kết của Chợ Phiên"
ROWS = [  # code, title, hint, days to ask, days to refund, picture, delivery back, on, basis, confidence
    ("not-as-described", "Không đúng như mô tả", "Khác ảnh, khác quy cách, khác loại đã đặt", 7, 30, True, True, True, GAZETTE, "M"),
    ("damaged", "Hư hỏng, dập, vỡ", "Bao bì rách, hàng dập nát, chảy nước khi mở ra", 3, 30, True, True, True, OWN, "own"),
    ("spoiled", "Ôi, mốc hoặc hết hạn", "Hàng hỏng, quá hạn ghi trên tem", 7, 30, True, True, True, OWN, "own"),
    ("missing", "Thiếu hàng", "Nhận ít hơn số đã đặt", 3, 30, False, True, True, OWN, "own"),
    ("wrong-goods", "Giao nhầm hàng", "Nhận món khác với món đã đặt", 7, 30, True, True, True, OWN, "own"),
    ("wrong-information", "Thông tin trên trang sai, thiếu", "Giá, xuất xứ, hạn dùng, người bán ghi sai hoặc không ghi", 30, 30, False, True, False, CONSUMER, "mem"),
    ("changed-mind", "Đổi ý, không cần nữa", "Hàng còn nguyên, chưa mở", 3, 30, False, False, False, "Chưa tìm thấy quyền này trong luật; là lựa chọn của chợ", "own"),
]  # fmt: skip


def load(apps, schema_editor):
    reason = apps.get_model("returns", "ReturnReason")
    for position, row in enumerate(ROWS, start=1):
        code, title, hint, ask_days, refund_days, picture, delivery, is_on, basis, confidence = row
        reason.objects.create(
            code=code,
            title=title,
            hint=hint,
            ask_days=ask_days,
            refund_days=refund_days,
            needs_picture=picture,
            returns_delivery=delivery,
            is_on=is_on,
            legal_basis=basis,
            confidence=confidence,
            position=position,
            valid_from=datetime.date(2026, 7, 1),
        )


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_add_returns")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
