"""Vouchers: finance of the whole market issues and bills them; a seller's staff sees and moves its own seller's."""

from typing import Any

from shop.vouchers.models import Voucher
from tests.security.row import MONEY, Row, of_seller
from tests.security.world import Tenant


def own(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Voucher.objects.get(seller=tenant.seller, is_sellers=True).pk}


def asked(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Voucher.objects.get(seller=tenant.seller, is_sellers=False).pk}


def sponsor(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Voucher.objects.get(seller=tenant.seller, is_sellers=False).sponsor_id}


def no_payment(tenant: Tenant) -> dict[str, Any]:
    return sponsor(tenant) | {"payment": 0}


ROWS = [
    Row("backoffice:vouchers", MONEY),
    Row("backoffice:new_voucher", MONEY),
    Row("backoffice:voucher", MONEY, args=asked),
    Row("backoffice:voucher_act", MONEY, 302, args=asked, method="post"),
    Row("backoffice:sponsors", MONEY),
    Row("backoffice:sponsor", MONEY, args=sponsor),
    Row("backoffice:sponsor_bill", MONEY, args=sponsor),
    Row("backoffice:sponsor_payment_back", MONEY, 404, args=no_payment, method="post"),
    Row("backoffice:partner_funding", MONEY),
    Row("backoffice:partner_funding_back", MONEY, 404, args=lambda tenant: {"pk": 0}, method="post"),
    Row("backoffice:partner_funding_sheet", MONEY),
    Row("backoffice:partner_fees", MONEY),
    Row("backoffice:partner_rates", MONEY),
    Row("backoffice:partner_charge_back", MONEY, 404, args=lambda tenant: {"pk": 0}, method="post"),
    of_seller("seller_centre:vouchers", ("owner",)),
    of_seller("seller_centre:voucher_act", ("owner",), answer=302, args=own, method="post", other=404),
    of_seller("seller_centre:voucher_answer", ("owner",), answer=302, args=asked, method="post", other=404),
    of_seller("seller_centre:voucher_leave", ("owner",), answer=302, args=asked, method="post", other=404),
]
