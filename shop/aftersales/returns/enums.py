"""Words for where a request to return goods stands, and for how sure a term is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReturnState(models.TextChoices):
    """Where a request stands. Legal moves: returns/domain/transitions.py."""

    ASKED = "asked", _("chờ nhà bán trả lời")
    OFFERED = "offered", _("nhà bán đề nghị hoàn một phần")
    REFUSED = "refused", _("nhà bán từ chối")
    ESCALATED = "escalated", _("chờ chợ phân xử")
    TO_SEND = "to_send", _("chờ khách gửi trả hàng")
    ON_WAY = "on_way", _("hàng đang về nhà bán")
    REFUNDING = "refunding", _("đang hoàn tiền")
    REFUNDED = "refunded", _("đã hoàn tiền")
    CLOSED = "closed", _("đã khép, không hoàn")
    WITHDRAWN = "withdrawn", _("đã rút lại")


ENDED = (ReturnState.REFUNDED, ReturnState.CLOSED, ReturnState.WITHDRAWN)
OPEN = tuple(state for state in ReturnState if state not in ENDED)
BEFORE_THE_MONEY = tuple(state for state in OPEN if state != ReturnState.REFUNDING)


class ReturnWay(models.TextChoices):
    """How the goods come back."""

    POINT = "point", _("gửi lại điểm nhận hàng")
    DIRECT = "direct", _("trả tận tay nhà bán")
    KEEP = "keep", _("khách giữ lại hàng")


class Confidence(models.TextChoices):
    """How sure it is that a term is law."""

    HIGH = "H", _("văn bản gốc hoặc nhiều nguồn khớp nhau")
    MEDIUM = "M", _("một nguồn khá tin cậy")
    LOW = "L", _("nguồn yếu")
    MEMORY = "mem", _("chưa kiểm chứng")
    OWN = "own", _("cam kết của chợ, không phải luật")


class GoodsState(models.TextChoices):
    """What the seller found when the goods were back."""

    SELLABLE = "sellable", _("còn bán được, nhập lại kho")
    SPOILED = "spoiled", _("hỏng, không bán lại được")


class PaidFrom(models.TextChoices):
    """Where the cash of a cash order comes from."""

    DRAWER = "drawer", _("quỹ điểm nhận")
    SELLER = "seller", _("nhà bán trả tận tay")
    TREASURY = "treasury", _("kế toán chuyển khoản")
