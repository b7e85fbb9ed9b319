"""Words of the forum, and which state a topic may go to from which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Voice(models.TextChoices):
    """Who speaks in a topic."""

    CONSUMER = "consumer", _("người tiêu dùng")
    BUSINESS = "business", _("doanh nghiệp, nhà phân phối")


class BodyKind(models.TextChoices):
    """What kind of body answers; each kind has its own time to answer."""

    COMMITTEE = "committee", _("Ban Chỉ đạo")
    DEPARTMENT = "department", _("sở, ngành")
    SELLER = "seller", _("nhà bán")
    PLATFORM = "platform", _("sàn Chợ Phiên")


class TopicState(models.TextChoices):
    """Where a topic stands."""

    WAITING = "waiting", _("chờ duyệt")
    PUBLISHED = "published", _("đã đăng")
    AWAITING = "awaiting", _("chờ trả lời")
    OVERDUE = "overdue", _("quá hạn")
    ANSWERED = "answered", _("đã trả lời")
    CLOSED = "closed", _("đã đóng")
    REJECTED = "rejected", _("từ chối")


# The database refuses every other change (trigger on Topic).
TRANSITIONS: dict[TopicState, tuple[TopicState, ...]] = {
    TopicState.WAITING: (TopicState.PUBLISHED, TopicState.REJECTED),
    TopicState.REJECTED: (TopicState.WAITING,),
    TopicState.PUBLISHED: (TopicState.AWAITING, TopicState.CLOSED, TopicState.REJECTED),
    TopicState.AWAITING: (TopicState.OVERDUE, TopicState.ANSWERED, TopicState.CLOSED, TopicState.REJECTED),
    TopicState.OVERDUE: (TopicState.AWAITING, TopicState.ANSWERED, TopicState.CLOSED, TopicState.REJECTED),
    TopicState.ANSWERED: (TopicState.AWAITING, TopicState.CLOSED, TopicState.REJECTED),
    TopicState.CLOSED: (TopicState.REJECTED,),
}
PUBLIC = (
    TopicState.PUBLISHED,
    TopicState.AWAITING,
    TopicState.OVERDUE,
    TopicState.ANSWERED,
    TopicState.CLOSED,
)
DUE = (TopicState.AWAITING, TopicState.OVERDUE)
OPEN = (TopicState.PUBLISHED, *DUE, TopicState.ANSWERED)
EDITABLE = (TopicState.WAITING, TopicState.REJECTED, TopicState.PUBLISHED, *DUE)


class TextState(models.TextChoices):
    """Whether everybody may read a text."""

    WAITING = "waiting", _("chờ duyệt")
    SHOWN = "shown", _("đã đăng")
    REFUSED = "refused", _("không đăng")
    REMOVED = "removed", _("đã gỡ")
    REPLACED = "replaced", _("bản trước")


OFF = (TextState.REFUSED, TextState.REMOVED)  # both with a reason; only the second was ever read


class ReplyKind(models.TextChoices):
    """In what capacity somebody replies."""

    COMMENT = "comment", _("ý kiến")
    OFFICIAL = "official", _("trả lời chính thức")
    PARTY = "party", _("phản hồi của bên được nhắc tới")


class Hold(models.TextChoices):
    """Why a machine holds a text until somebody has looked at just that."""

    LINK = "link", _("có đường dẫn")
    WORD = "word", _("có từ cần xem kỹ")
    REPEAT = "repeat", _("trùng với bài khác")
