"""What people of the demo market say in the forum. Invented; every text says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Said:
    """One topic. ends: the state it stays in; days_ago: when it was written; answered_after: in days."""

    voice: str
    author: str
    body: str
    title: str
    text: str
    ends: str
    days_ago: int
    commune: str = ""
    organisation: str = ""
    note: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_after: int = 3
    party_reply: str = ""
    replies: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    crowd: tuple[str, ...] = ()


SAID = (
    Said(
        voice="consumer",
        author="lien",
        body="department",
        supporters=("hanh", "ngoc", "tin", "bay"),
        title="Nhãn mật ong ở chợ xã không ghi ngày đóng chai",
        text=(
            "Nhiều chai mật ong bày ở chợ xã không ghi ngày đóng chai và nơi lấy mật (bài minh hoạ).\n\n"
            "Người mua không biết chai nào mới. Tôi mong Sở hướng dẫn người bán ghi cho đủ, chữ đủ to."
        ),
        ends="awaiting",
        days_ago=5,
        commune="22786",
        replies=(
            ("hanh", "Ở chợ Phước Hà cũng vậy, tôi phải hỏi từng người (minh hoạ)."),
            ("ngoc", "Nên có mẫu nhãn in sẵn cho bà con dán (minh hoạ)."),
            ("quang", "Xin xem thêm ở nhan-dan-mat-ong.com (chờ duyệt)."),
        ),
    ),
    Said(
        voice="business",
        author="chu-cana",
        body="department",
        organisation="Công ty TNHH Nước mắm Cana",
        supporters=("chu-tuan-tu",),
        crowd=tuple(
            f"op-{key}"
            for key in (
                "tra-no",
                "phu-quy",
                "ca-na",
                "bac-ai-tay",
                "bac-ai",
                "bac-ai-dong",
                "ninh-son",
                "vinh-hai",
                "do-vinh",
            )
        ),
        title="Phí kiểm nghiệm mỗi lô nhỏ quá cao so với tiền bán",
        text=(
            "Mỗi lô 200 chai phải kiểm nghiệm như lô 5.000 chai nên cơ sở nhỏ không dám làm lô nhỏ (bài minh hoạ).\n\n"
            "Đề nghị Sở cho biết có thể gộp mẫu theo quý được không, và hồ sơ cần những gì."
        ),
        ends="overdue",
        days_ago=30,
        commune="22909",
        replies=(("chu-tuan-tu", "Cơ sở chúng tôi cũng gặp chuyện này (minh hoạ)."),),
    ),
    Said(
        voice="consumer",
        author="hanh",
        body="seller",
        title="Nho xanh giao chuyến thứ Bảy bị dập ở đáy thùng",
        text=(
            "Thùng nho xanh 5 kg giao chuyến thứ Bảy bị dập một lớp ở đáy vì không có giấy lót (bài minh hoạ).\n\n"
            "Tôi mong hợp tác xã đổi cách đóng thùng, và cho biết gặp thùng dập thì báo ai trong ngày."
        ),
        ends="answered",
        days_ago=16,
        commune="22900",
        answer=(
            "Hợp tác xã xin lỗi. Từ chuyến tới mỗi thùng có hai lớp giấy lót và không xếp quá hai tầng.\n\n"
            "Gặp thùng dập, bà con báo ở trang đơn hàng trong 24 giờ, hợp tác xã hoàn tiền (trả lời minh hoạ)."
        ),
        answered_by="chu-thai-an",
        answered_after=4,
        replies=(("bay", "Thùng của tôi tuần này đã có giấy lót, cảm ơn (minh hoạ)."),),
        pictures=("nho-xanh.webp",),
    ),
    Said(
        voice="consumer",
        author="ngoc",
        body="platform",
        supporters=("hanh", "lien", "tin"),
        title="Điểm nhận hàng nên mở thêm buổi tối",
        text=(
            "Người đi làm về sau 18 giờ không kịp ra điểm nhận hàng (bài minh hoạ).\n\n"
            "Đề nghị mỗi tuần một buổi mở tới 20 giờ ở các điểm đông người."
        ),
        ends="closed",
        days_ago=40,
        commune="22366",
        answer="Từ tháng sau 6 điểm đông người mở tới 20 giờ tối thứ Bảy (trả lời minh hoạ).",
        answered_by="quan-tri",
        answered_after=6,
    ),
    Said(
        voice="business",
        author="chu-tuan-tu",
        body="committee",
        organisation="HTX Dịch vụ Tổng hợp Tuấn Tú",
        title="Xin lịch phiên chợ cả năm để kịp trồng măng tây",
        text=(
            "Hợp tác xã cần biết lịch phiên chợ trước ba tháng để chia vụ măng tây (bài minh hoạ).\n\n"
            "Đề nghị Ban Chỉ đạo công bố lịch cả năm, dù sau này có đổi ngày."
        ),
        ends="published",
        days_ago=1,
        commune="22888",
    ),
    Said(
        voice="consumer",
        author="quang",
        body="committee",
        title="Cùng một loại tỏi mà hai gian hàng ghi hai vùng trồng",
        text=(
            "Tôi thấy HTX Dịch vụ tổng hợp nông nghiệp Thái An và một gian khác bán tỏi giống hệt nhưng ghi hai "
            "vùng khác nhau (bài minh hoạ).\n\nĐề nghị Ban Chỉ đạo cho biết ai kiểm tra việc ghi vùng trồng."
        ),
        ends="awaiting",
        days_ago=8,
        commune="22870",
        party_reply=(
            "Tỏi của hợp tác xã trồng ở xã Vĩnh Hải, có sổ ghi vùng trồng và mã lô in trên túi, ai cũng tra được "
            "(phản hồi minh hoạ)."
        ),
    ),
    Said(
        voice="consumer",
        author="tin",
        body="department",
        title="Cân ở chợ phiên nên có cân đối chứng",
        text=(
            "Phiên chợ tháng trước không có cân đối chứng để người mua cân lại (bài minh hoạ). "
            "Ai thắc mắc gọi số 0900 000 002. Tôi mong mỗi phiên có một cân ở bàn ban tổ chức."
        ),
        ends="waiting",
        days_ago=0,
        commune="22759",
    ),
    Said(
        voice="consumer",
        author="bay",
        body="seller",
        title="Gian hàng này lừa đảo mọi người đừng mua",
        text="Bán hàng toàn lừa đảo, xem thêm ở bang-chung.example.com, mọi người chia sẻ giúp (bài minh hoạ).",
        ends="waiting",
        days_ago=0,
        commune="22801",
    ),
    Said(
        voice="consumer",
        author="bay",
        body="platform",
        title="Quảng cáo vay tiền nhanh trong ngày",
        text="Ai cần vay tiền nhanh không cần giấy tờ thì nhắn cho tôi, giải quyết trong ngày (bài minh hoạ).",
        ends="rejected",
        days_ago=3,
        commune="22801",
        note="Bài quảng cáo vay tiền, không phải ý kiến gửi tới nơi trả lời (minh hoạ).",
    ),
)
