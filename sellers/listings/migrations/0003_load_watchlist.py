"""Goods that no market may sell, as a first list; administrators keep it from here on.

Forbidden: banned by law outright (prohibited trades of the investment law, endangered animals, drugs, weapons).
Serious: claims that advertising of food may not make (a food is no medicine), to be looked at by a person.
"""

from typing import Any

from django.db import migrations

FORBIDDEN = (
    "pháo nổ", "thuốc nổ", "súng", "đạn", "ma túy", "cần sa", "thuốc phiện", "tiền giả", "ngà voi", "sừng tê giác",
    "vảy tê tê", "mật gấu", "cao hổ", "thuốc lá điện tử", "thuốc lá nung nóng", "bóng cười",
)  # fmt: skip
SERIOUS = ("chữa khỏi", "đặc trị", "trị dứt điểm", "thay thế thuốc", "chữa ung thư", "cam kết khỏi bệnh")


def load(apps: Any, schema_editor: Any) -> None:
    word = apps.get_model("listings", "WatchedWord")
    rows = [(words, "forbidden", "Hàng cấm kinh doanh.") for words in FORBIDDEN]
    rows += [(words, "serious", "Thực phẩm không được quảng cáo như thuốc.") for words in SERIOUS]
    word.objects.bulk_create(
        [word(words=words, grade=grade, reason=reason) for words, grade, reason in rows], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("listings", "0002_add_watchlist_and_take_downs")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
