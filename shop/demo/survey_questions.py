"""What the demo surveys ask: every kind of question, and a branch."""

from __future__ import annotations

from shop.campaign.surveys.domain.questionnaire import Condition, Kind, Option, Question, Questionnaire, Section


def _options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(str(place), text) for place, text in enumerate(texts, start=1))


LEVELS = _options("Rất tệ", "Tệ", "Tạm được", "Hài lòng", "Rất hài lòng")
SEX = Question("q1", Kind.SINGLE, "Bạn là nam hay nữ?", options=_options("Nam", "Nữ"), role="sex")
AGE = Question("q2", Kind.NUMBER, "Bạn bao nhiêu tuổi?", low=18, high=110, unit="tuổi", role="age")
PLACE = Question("q3", Kind.PLACE, "Bạn ở xã, phường nào?", role="commune")
QUESTIONNAIRE = Questionnaire(
    (
        Section("s1", "Về bạn", (SEX, AGE, PLACE)),
        Section(
            "s2",
            "Nhà bạn mua hàng",
            (
                Question(
                    "q4",
                    Kind.SINGLE,
                    "Khi có hàng Việt và hàng ngoại cùng loại, nhà bạn thường chọn hàng nào?",
                    options=_options("Hàng Việt", "Tùy giá", "Hàng ngoại", "Không để ý"),
                ),
                Question(
                    "q5",
                    Kind.SEVERAL,
                    "Ba tháng qua nhà bạn mua hàng Việt nào?",
                    options=_options("Rau quả", "Nước mắm, gia vị", "Cá, thịt", "Đồ khô", "Đồ dùng trong nhà"),
                    show_if=(Condition("q4", ("1", "2")),),
                ),
                Question(
                    "q6",
                    Kind.SINGLE,
                    "Bạn thường trả tiền cách nào?",
                    options=_options(
                        "Tiền mặt khi nhận", "Chuyển khoản VietQR", "Thẻ ngân hàng", "Nhờ con cháu trả giúp"
                    ),
                ),
            ),
        ),
        Section(
            "s3",
            "Chuyến hàng về xã",
            (
                Question("q7", Kind.SCALE, "Bạn hài lòng với chuyến gần nhất đến mức nào?", options=LEVELS),
                Question(
                    "q8",
                    Kind.MATRIX,
                    "Bạn thấy từng việc sau thế nào?",
                    options=LEVELS,
                    rows=_options("Giá hàng", "Giờ nhận hàng", "Người trực điểm"),
                ),
                Question(
                    "q9",
                    Kind.RANKING,
                    "Điều gì quan trọng với bạn hơn?",
                    options=_options("Giá", "Chất lượng", "Nguồn gốc rõ ràng", "Nhận gần nhà"),
                ),
                Question(
                    "q10",
                    Kind.NUMBER,
                    "Mỗi tháng nhà bạn mua hàng ở phiên khoảng bao nhiêu?",
                    low=0,
                    high=100_000,
                    unit="nghìn đồng",
                ),
                Question("q11", Kind.TEXT, "Bạn muốn chợ có thêm hàng gì?", required=False),
            ),
        ),
    ),
    11,
)
SHORT = Questionnaire(
    (
        Section("s1", "Về bạn", (SEX, AGE, PLACE)),
        Section(
            "s2",
            "Điểm nhận",
            (
                Question(
                    "q4",
                    Kind.SEVERAL,
                    "Giờ nhận hàng nào tiện cho bạn?",
                    options=_options("Sáng sớm 5:30–7:30", "Sáng 7:30–11:00", "Chiều 14:00–17:00", "Tối 18:00–20:00"),
                ),
                Question("q5", Kind.TEXT, "Điểm nhận ở xã bạn cần gì thêm?", required=False),
            ),
        ),
    ),
    5,
)
