"""Roles. Each is granted for a seller, a point or a province, or for the whole market (none of the three)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do; a buyer needs no grant."""

    SELLER_OWNER = "seller_owner", _("chủ gian hàng")
    SELLER_MANAGER = "seller_manager", _("quản lý gian hàng")
    SELLER_PACKER = "seller_packer", _("người đóng gói")
    POINT_OPERATOR = "point_operator", _("người trực điểm")
    DRIVER = "driver", _("tài xế")
    REVIEWER = "reviewer", _("người xét duyệt")
    FINANCE = "finance", _("kế toán")
    COMMITTEE = "committee", _("thành viên Ban Chỉ đạo")
    FORUM_MODERATOR = "forum_moderator", _("điều hành diễn đàn")
    SURVEYOR = "surveyor", _("điều tra viên")
    PROCUREMENT = "procurement", _("người mua sắm công")
    ADMINISTRATOR = "administrator", _("quản trị viên")


SELLER_ROLES = frozenset({Role.SELLER_OWNER, Role.SELLER_MANAGER, Role.SELLER_PACKER})
LISTING_ROLES = frozenset({Role.SELLER_OWNER, Role.SELLER_MANAGER})
OFFICE_ROLES = frozenset({Role.REVIEWER, Role.FINANCE, Role.COMMITTEE, Role.FORUM_MODERATOR, Role.ADMINISTRATOR})
