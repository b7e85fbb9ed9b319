"""A buyer's right to a copy of the data kept, and to have the account deleted (Law 91/2025/QH15)."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from catalogue.reviews.models import ProductReview
from shop.accounts.models import RoleGrant, User
from shop.audit.trail import record
from shop.basket.models import Basket
from shop.checkout.queries import orders_of
from shop.communication.models import ContactPreference, Message
from shop.communication.preferences import forget_devices
from shop.communication.sending import phone_topic
from shop.customer.models import Consent
from shop.order.domain.taking_back import OVER
from shop.order.models import Line, Order, SellerOrder


class OrdersUnderWay(Exception):
    """Some orders have not reached the buyer yet; without the account nobody could be asked about them."""


class HoldsRoles(Exception):
    """The account works for a seller, a point or the market; somebody else must take over first."""


def copy_of(user: User) -> dict[str, Any]:
    """Return everything kept about a buyer as plain values, ready for JSON. Times in ISO 8601."""
    orders = orders_of(user).select_related("commune").prefetch_related("lines")
    return {
        "tai_khoan": {
            "so_dien_thoai": user.phone,
            "ho_ten": user.full_name,
            "thu_dien_tu": user.email,
            "xa": user.commune_id,
            "tham_gia": user.date_joined.isoformat(),
            "xac_minh_so": user.phone_verified_at.isoformat() if user.phone_verified_at else None,
        },
        "dong_y": [_consent(consent) for consent in Consent.objects.filter(user=user)],
        "don_hang": [_order(order) for order in orders],
        "dien_dan": _forum(user),
        "danh_gia": list(ProductReview.objects.filter(user=user).values("product__title", "score", "title", "body")),
    }


@transaction.atomic
def delete_account(*, user: User, at: datetime.datetime) -> None:
    """Remove what names the buyer and close the account for good.

    Orders stay with what the law wants kept of a contract for three years (Decree 248/2026/NĐ-CP), without the
    account. Raises OrdersUnderWay or HoldsRoles.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if RoleGrant.objects.filter(user=locked).exists():
        raise HoldsRoles
    if SellerOrder.objects.filter(order__in=orders_of(locked)).exclude(state__in=OVER).exists():
        raise OrdersUnderWay
    Message.objects.filter(recipient=locked.phone).exclude(sent_at=None).delete()
    ContactPreference.objects.filter(phone=locked.phone).delete()
    forget_devices(topic=phone_topic(locked.phone))
    Basket.objects.filter(owner=locked).exclude(status=Basket.SUBMITTED).delete()
    Authenticator.objects.filter(user=locked).delete()
    ProductReview.objects.filter(user=locked).delete()
    Consent.objects.filter(user=locked).delete()
    locked.forum_subscriptions.all().delete()
    locked.forum_reports.update(reason="")
    locked.forum_bodies.all().delete()
    _forget(locked)
    record(actor=None, action="account.deleted", subject=locked, at=at)


def _forget(user: User) -> None:
    user.phone = f"xoa-{user.pk}"
    user.phone_verified_at = None
    user.full_name = user.email = ""
    user.commune = None
    user.is_active = False
    user.set_unusable_password()
    user.save()


def _consent(consent: Consent) -> dict[str, Any]:
    withdrawn = consent.withdrawn_at.isoformat() if consent.withdrawn_at else None
    return {"muc_dich": consent.purpose, "tu": consent.given_at.isoformat(), "rut_lai": withdrawn}


def _forum(user: User) -> dict[str, Any]:
    """What the person said in the forum, and what they support and follow."""
    return {
        "chu_de": list(user.forum_topics.values("title", "text", "state")),
        "y_kien": list(user.forum_replies.values("topic__title", "text", "state")),
        "cau_hoi": list(user.forum_questions.values("dialogue__title", "text", "state")),
        "ung_ho": list(user.forum_supports.values_list("topic__title", flat=True)),
        "bao_vi_pham": list(user.forum_reports.values("reason", "verdict")),
        "theo_doi": list(user.forum_subscriptions.values_list("topic__title", flat=True)),
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "so_don": order.number,
        "dat_luc": order.date_placed.isoformat(),
        "trang_thai": order.status,
        "nguoi_nhan": order.buyer_name,
        "so_dien_thoai": order.buyer_phone,
        "dia_chi": order.address_line,
        "xa": order.commune.name if order.commune else None,
        "loi_nhan": order.note,
        "ma_so_thue": order.invoice_tax_code,
        "ma_giam_gia": order.voucher_code,
        "giam_gia_vnd": order.discount_vnd,
        "tong_vnd": order.total_vnd,
        "hang": [_line(line) for line in order.lines.all()],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "ten": line.title,
        "nguoi_ban": line.partner_name,
        "so_luong": line.quantity,
        "thanh_tien_vnd": int(line.line_price_incl_tax),
    }
