"""Invoice data in the demo market: invented rates, marked as such, and what one shop said about its invoices."""

from __future__ import annotations

import datetime

from catalogue.models import Category
from sellers.models import Partner
from shop.accounts.models import User
from shop.aftersales.invoices.domain.deciding import say_form, set_vat_class, set_vat_rate
from shop.aftersales.invoices.domain.recording import catch_up
from shop.aftersales.invoices.models import InvoiceForm, InvoiceRecord, VatClass, VatRate
from shop.order.models import Order

BASIS = "Mức minh hoạ, không phải mức đang có hiệu lực"
RATES = {VatClass.STANDARD: 1_000, VatClass.REDUCED: 500, VatClass.DELIVERY: 1_000}
BEFORE = datetime.timedelta(days=40)
TAX_CODE = "0100233488"


def write_invoices(*, finance: User, now: datetime.datetime, today: datetime.date) -> None:
    """Enter rates, let every second shop issue VAT invoices, let one buyer ask for an invoice, write the records."""
    if not VatRate.objects.exists():
        _rates(finance, now, today)
        for seller in Partner.objects.order_by("pk")[::2]:
            say_form(seller=seller, form=InvoiceForm.VAT, by=finance, at=now)
    if not InvoiceRecord.objects.exists():
        asked = Order.objects.filter(seller_orders__delivered_at__isnull=False).order_by("pk").first()
        if asked is not None:
            Order.objects.filter(pk=asked.pk).update(wants_invoice=True, invoice_tax_code=TAX_CODE)
    catch_up(at=now)


def _rates(finance: User, now: datetime.datetime, today: datetime.date) -> None:
    begins = today - BEFORE
    for vat_class, basis_points in RATES.items():
        set_vat_rate(
            vat_class=vat_class,
            basis_points=basis_points,
            valid_from=begins,
            legal_basis=BASIS,
            by=finance,
            at=now,
            today=begins - datetime.timedelta(days=1),
        )
    for number, category in enumerate(Category.get_root_nodes()):
        vat_class = VatClass.STANDARD if number else VatClass.REDUCED
        set_vat_class(category=category, vat_class=vat_class, by=finance, at=now)
