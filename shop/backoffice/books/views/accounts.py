"""Accounts, the statement of one, and one transaction with all its sides."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sellers.listings.bulk.downloads import table_response
from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.books.period import kept, read_period
from shop.backoffice.books.sources import sources_of
from shop.backoffice.books.tables import account_rows, credit_of, debit_of, statement_rows
from shop.backoffice.books.words import EVENTS, OF_POINTS, OF_SELLERS, event_words, names_of
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.ledger.enums import AccountKind
from shop.ledger.models import Account, Entry, Transaction
from shop.ledger.trial_balance import accounts, entries_of, turnover
from shop.shipping.models import PickUpPoint

PER_PAGE = 100


@require_safe
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """Accounts of a kind, or all, with what stands on each; ?q= finds by code or by whose it is."""
    require_nationwide(request)
    form, period = read_period(request)
    kind, words, only_open = _filters(request)
    found = _searched(accounts(since=period.since, until=period.until, kind=kind, only_open=only_open), words)
    pager = paged(request, found, PER_PAGE)
    names = names_of(pager.rows)
    context = {
        "tab": "accounts",
        "form": form,
        "period": period,
        "kinds": AccountKind.choices,
        "kind": kind,
        "words": words,
        "only_open": only_open,
        "pager": pager,
        "rows": [(account, AccountKind(account.kind).label, names[account.pk]) for account in pager.rows],
        "kept": kept(request, "loai", "q", "con"),
    }
    return render_office(request, "backoffice/books/accounts.html", context, status=422 if form.errors else 200)


@require_safe
@office(Role.FINANCE)
def index_file(request: HttpRequest) -> HttpResponseBase:
    """The accounts of a kind as a spreadsheet."""
    require_nationwide(request)
    _form, period = read_period(request)
    kind, _words, only_open = _filters(request)
    rows = account_rows(period, kind=kind, only_open=only_open)
    return table_response(rows, name=f"tai-khoan-{kind or 'tat-ca'}", kind="xlsx", title="Tài khoản")


@require_safe
@office(Role.FINANCE)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: opening, entries with the balance after each, closing; filtered by event or by order."""
    require_nationwide(request)
    account = get_object_or_404(Account, pk=pk)
    form, period = read_period(request)
    event, words = request.GET.get("viec", ""), request.GET.get("q", "").strip()[:60]
    entries = _chosen(account, period.since, period.until, event, words)
    sums = turnover(account, since=period.since, until=period.until)
    pager = paged(request, entries, PER_PAGE)
    context = {
        "tab": "accounts",
        "form": form,
        "account": account,
        "title": AccountKind(account.kind).label,
        "owner": names_of([account])[account.pk],
        "period": period,
        "sums": sums,
        "events": sorted(((kind, str(title)) for kind, title in EVENTS.items()), key=lambda row: row[1]),
        "event": event,
        "words": words,
        "is_filtered": bool(event or words),
        "pager": pager,
        "rows": _rows(pager.rows, sums.opening_vnd),
    }
    return render_office(request, "backoffice/books/account.html", context, status=422 if form.errors else 200)


@require_safe
@office(Role.FINANCE)
def statement_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The whole statement of the period as a spreadsheet."""
    require_nationwide(request)
    account = get_object_or_404(Account, pk=pk)
    _form, period = read_period(request)
    name = f"so-{account.code.replace(':', '-')}-{period.first:%Y%m%d}".lower()
    return table_response(statement_rows(account, period), name=name, kind="xlsx", title="Sổ chi tiết")


@require_safe
@office(Role.FINANCE)
def transaction(request: HttpRequest, pk: int) -> HttpResponse:
    """One transaction with all its sides, what it reverses or what reversed it, and where it comes from."""
    require_nationwide(request)
    mine = get_object_or_404(Transaction.objects.select_related("reverses", "reversal"), pk=pk)
    entries = list(mine.entries.select_related("account").order_by("-amount_vnd", "pk"))
    names = names_of(entry.account for entry in entries)
    context = {
        "tab": "accounts",
        "transaction": mine,
        "words": event_words(mine.kind),
        "sources": sources_of([mine])[mine.pk],
        "reversal": getattr(mine, "reversal", None),
        "rows": [
            (entry, AccountKind(entry.account.kind).label, names[entry.account_id], *_columns(entry))
            for entry in entries
        ],
        "total_vnd": sum(debit_of(int(entry.amount_vnd)) for entry in entries),
    }
    return render_office(request, "backoffice/books/transaction.html", context)


def _filters(request: HttpRequest) -> tuple[str, str, bool]:
    kind = request.GET.get("loai", "")
    return kind if kind in AccountKind.values else "", request.GET.get("q", "").strip()[:60], "con" in request.GET


def _searched(found: QuerySet[Account], words: str) -> QuerySet[Account]:
    """Keep accounts whose code holds the words, or whose seller or point is called so."""
    if not words:
        return found
    sellers = [str(pk) for pk in Partner.objects.filter(name__icontains=words).values_list("pk", flat=True)[:200]]
    points = [str(pk) for pk in PickUpPoint.objects.filter(name__icontains=words).values_list("pk", flat=True)[:200]]
    return found.filter(
        Q(code__icontains=words) | Q(kind__in=OF_SELLERS, key__in=sellers) | Q(kind__in=OF_POINTS, key__in=points)
    )


def _chosen(account: Account, since: Any, until: Any, event: str, words: str) -> QuerySet[Entry]:
    entries = entries_of(account, since=since, until=until)
    if event:
        entries = entries.filter(transaction__kind__in=[event, f"{event}-reversed"])
    if words:
        named = Q(transaction__order_number__istartswith=words) | Q(line_key__istartswith=words)
        entries = entries.filter(named | Q(transaction__business_key__icontains=words))
    return entries


def _rows(entries: list[Entry], opening_vnd: int) -> list[dict[str, Any]]:
    """Return what the page shows of each entry: event, links, the accounts on the other side, amounts, balance."""
    events = [entry.transaction for entry in entries]
    sources, others = sources_of(events), _others(entries)
    return [
        {
            "entry": entry,
            "words": event_words(entry.transaction.kind),
            "sources": sources[entry.transaction_id],
            "others": others.get(entry.transaction_id, []),
            "debit_vnd": debit_of(int(entry.amount_vnd)),
            "credit_vnd": credit_of(int(entry.amount_vnd)),
            "balance_vnd": opening_vnd + int(entry.moved),
        }
        for entry in entries
    ]


def _others(entries: list[Entry]) -> dict[int, list[str]]:
    """Return transaction id -> the kinds of account on the other sides."""
    if not entries:
        return {}
    same = Entry.objects.filter(transaction__in={entry.transaction_id for entry in entries})
    rows = same.exclude(account=entries[0].account_id).values_list("transaction", "account__kind").distinct()
    found: dict[int, list[str]] = {}
    for pk, kind in rows.order_by("transaction", "account__kind"):
        found.setdefault(pk, []).append(str(AccountKind(kind).label))
    return found


def _columns(entry: Entry) -> tuple[int, int]:
    return debit_of(int(entry.amount_vnd)), credit_of(int(entry.amount_vnd))
