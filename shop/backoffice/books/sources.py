"""Where an event of the ledger comes from: the office page of its order, payout, remittance or receipt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sellers.payouts.models import Payout, Transfer
from shop.ledger.models import Transaction
from shop.payment.models import Receipt


@dataclass(frozen=True)
class Source:
    """A link. title: what is behind it."""

    title: str
    url: str


def sources_of(transactions: Iterable[Transaction]) -> dict[int, list[Source]]:
    """Return transaction id -> links, the closest first. Four queries however many there are."""
    transactions = list(transactions)
    keys = {transaction.pk: transaction.business_key.split(":") for transaction in transactions}
    receipts, transfers, payouts = _receipts(keys.values()), _transfers(keys.values()), _payouts(transactions)
    found: dict[int, list[Source]] = {}
    for transaction in transactions:
        key = keys[transaction.pk]
        links = [
            *_receipt(key, receipts),
            *_transfer(key, transfers),
            *payouts.get(transaction.pk, []),
            *_cash(key),
            *_refund(key),
            *_listed(key),
            *_order(transaction.order_number),
        ]
        found[transaction.pk] = links
    return found


def _order(number: str) -> list[Source]:
    return [Source(number, f"{reverse('backoffice:orders')}?q={number}")] if number else []


def _cash(key: list[str]) -> list[Source]:
    if key[0] in {"cash-remitted", "cash-dispute-settled"}:
        return [Source(_("Lượt nộp %(pk)s") % {"pk": key[1]}, reverse("backoffice:cash"))]
    if key[0] in {"cash-counted", "cash-variance-settled"}:
        return [Source(_("Tiền mặt"), reverse("backoffice:cash"))]
    return []


def _refund(key: list[str]) -> list[Source]:
    is_refund = key[0] in {"refund-queued", "refund-done", "refund-by-bank"}
    return [Source(_("Hoàn tiền %(pk)s") % {"pk": key[1]}, reverse("backoffice:refunds"))] if is_refund else []


def _listed(key: list[str]) -> list[Source]:
    if key[0] == "provider-paid":
        return [Source(_("Nhà cung cấp chuyển về"), reverse("backoffice:provider_payouts"))]
    return [Source(_("Nộp thuế"), reverse("backoffice:tax_payments"))] if key[0] == "tax-paid" else []


def _receipt(key: list[str], receipts: dict[str, int]) -> list[Source]:
    pk = int(key[1]) if key[0] == "money-matched" else receipts.get(":".join(key[1:]), 0)
    is_receipt = key[0] in {"money-received", "money-matched"} and pk
    return [Source(_("Khoản tiền vào"), reverse("backoffice:receipt", args=[pk]))] if is_receipt else []


def _transfer(key: list[str], transfers: dict[str, Transfer]) -> list[Source]:
    transfer = transfers.get(key[1]) if key[0] == "payout-paid" else None
    if transfer is None:
        return []
    return [
        Source(transfer.reference, reverse("backoffice:payout", args=[transfer.payout_id])),
        Source(f"CT-{transfer.batch_id:05d}", reverse("backoffice:batch", args=[transfer.batch_id])),
    ]


def _receipts(keys: Iterable[list[str]]) -> dict[str, int]:
    wanted = [(key[1], ":".join(key[2:])) for key in keys if key[0] == "money-received"]
    rows = Receipt.objects.filter(external_id__in={external for _provider, external in wanted}) if wanted else []
    return {f"{receipt.provider}:{receipt.external_id}": receipt.pk for receipt in rows}


def _transfers(keys: Iterable[list[str]]) -> dict[str, Transfer]:
    wanted = [key[1] for key in keys if key[0] == "payout-paid"]
    return {row.reference: row for row in Transfer.objects.filter(reference__in=wanted)} if wanted else {}


def _payouts(transactions: list[Transaction]) -> dict[int, list[Source]]:
    """The payout of a settled part, or of a debt paid in: by period and seller."""
    settled = [transaction for transaction in transactions if transaction.kind == "part-settled"]
    if not settled:
        return {}
    sides = Transaction.objects.filter(pk__in=[one.pk for one in settled], entries__account__kind__startswith="seller_")
    sellers = dict(sides.values_list("pk", "entries__account__key"))
    periods = {one.pk: int(one.business_key.split(":")[1]) for one in settled}
    rows = Payout.objects.filter(period__in=set(periods.values()), seller__in={int(key) for key in sellers.values()})
    known = {(row.period_id, row.seller_id): row for row in rows.select_related("period")}
    found: dict[int, list[Source]] = {}
    for pk, period in periods.items():
        payout = known.get((period, int(sellers.get(pk, 0))))
        if payout:
            title = _("Đối soát %(period)s") % {"period": payout.period}
            found[pk] = [Source(title, reverse("backoffice:payout", args=[payout.pk]))]
    return found
