from django.db import migrations

REPLIES = [
    "Ảnh mờ hoặc bị lóa, hãy chụp lại nơi đủ sáng.",
    "Ảnh thiếu mặt sau hoặc thiếu trang, hãy gửi đủ.",
    "Giấy đã hết hạn, hãy gửi giấy còn hạn.",
    "Tên trên giấy khác tên đã khai, hãy sửa cho khớp hoặc gửi giấy ủy quyền.",
    "Tài khoản cần đứng tên tổ chức hoặc người đứng tên hồ sơ.",
    "Mã số thuế không khớp giấy đăng ký, hãy xem lại từng chữ số.",
]


def seed(apps, schema_editor):
    reply = apps.get_model("onboarding", "ReplyTemplate")
    reply.objects.bulk_create(reply(body=body, position=10 * n) for n, body in enumerate(REPLIES, start=1))


class Migration(migrations.Migration):

    dependencies = [
        ("onboarding", "0008_add_replies_and_gtin"),
    ]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
