"""Batches of transfers: made by one, approved by another, a file for the bank, and the bank's answer."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellers.listings.bulk.downloads import table_response
from sellers.payouts.bank_file import bank_rows
from sellers.payouts.domain.batches import Decided, NothingToPay, SamePerson, approve_batch, cancel_batch, make_batch
from sellers.payouts.domain.executing import SeenBefore, take_answer
from sellers.payouts.enums import BatchState, TransferState
from sellers.payouts.models import BankAnswer, PayoutBatch
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.payouts.reading import told_in
from shop.backoffice.trail_words import sentence_of
from shop.payment.statements.reading import UnreadableFile

VERDICTS = {
    "executed": "đã chuyển",
    "rejected": "bị từ chối, chờ đợt sau",
    "known": "đã ghi trước đó",
    "other_amount": "sai số tiền, chưa ghi",
    "unknown": "không rõ, chưa ghi",
}


@require_POST
@office(Role.FINANCE)
def make(request: HttpRequest) -> HttpResponse:
    """Put what waits into a new batch."""
    require_nationwide(request)
    try:
        mine = make_batch(by=request.user, at=timezone.now())
    except NothingToPay:
        messages.info(request, _("Không có khoản nào chuyển được lúc này."))
        return redirect("backoffice:payouts")
    messages.success(request, _("Đã lập đợt chuyển. Nhờ người thứ hai duyệt."))
    return redirect("backoffice:batch", pk=mine.pk)


@require_safe
@office(Role.FINANCE)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch with its transfers."""
    require_nationwide(request)
    mine = get_object_or_404(PayoutBatch.objects.select_related("created_by", "decided_by"), pk=pk)
    transfers = list(mine.transfers.select_related("payout__seller", "payout__period"))
    context = {
        "tab": "periods",
        "batch": mine,
        "transfers": transfers,
        "by_route_count": sum(bool(transfer.route) for transfer in transfers if transfer.state != "cancelled"),
        "by_bank_count": sum(not transfer.route for transfer in transfers if transfer.state != "cancelled"),
        "total_vnd": sum(transfer.amount_vnd for transfer in transfers if transfer.state != "cancelled"),
        "is_mine": mine.created_by_id == request.user.pk,
        "trail": [(event, sentence_of(event)) for event in trail_of(mine)],
    }
    return render_office(request, "backoffice/payouts/batch.html", context)


@require_POST
@office(Role.FINANCE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a batch, or cancel it."""
    require_nationwide(request)
    mine = get_object_or_404(PayoutBatch, pk=pk)
    try:
        if request.POST.get("viec") == "duyet":
            approve_batch(batch=mine, by=request.user, at=timezone.now())
            messages.success(request, _approved(mine))
        elif request.POST.get("viec") == "huy":
            cancel_batch(batch=mine, by=request.user, at=timezone.now())
            messages.success(request, _("Đã hủy đợt, các khoản lại chờ."))
    except SamePerson:
        messages.error(request, _("Người lập đợt không tự duyệt. Nhờ một kế toán khác."))
    except Decided:
        messages.error(request, _("Đợt này vừa được người khác quyết định."))
    except NothingToPay:
        messages.error(request, _("Mọi khoản trong đợt đang bị giữ lại. Hãy hủy đợt."))
    return redirect("backoffice:batch", pk=pk)


def _approved(batch: PayoutBatch) -> str:
    """Say what happens next, which depends on how the transfers go."""
    standing = batch.transfers.exclude(state=TransferState.CANCELLED)
    if standing.filter(route="").exists():
        return _("Đã duyệt. Tải tệp rồi đưa ngân hàng.")
    return _("Đã duyệt. Mọi khoản đang tự chuyển qua Stripe.")


@require_safe
@office(Role.FINANCE)
def bank_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The bank's file, CSV or XLSX, once the batch is approved."""
    require_nationwide(request)
    mine = get_object_or_404(PayoutBatch, pk=pk, state=BatchState.APPROVED)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    return table_response(bank_rows(mine), name=f"chi-tra-{mine}".lower(), kind=kind, title="Chi trả")


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def answers(request: HttpRequest) -> HttpResponse:
    """Upload what the bank did; below, what the last files came to."""
    require_nationwide(request)
    error = _take(request) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect("backoffice:bank_answers")
    files = BankAnswer.objects.select_related("uploaded_by")[:5]
    shown = [(answer, [(row, VERDICTS[row["verdict"]]) for row in answer.rows[:300]]) for answer in files]
    context = {"tab": "answers", "answers": shown, "error": error}
    return render_office(request, "backoffice/payouts/answers.html", context, status=422 if error else 200)


def _take(request: HttpRequest) -> str:
    sent = request.FILES.get("tep")
    if sent is None:
        return _("Chọn tệp kết quả của ngân hàng (CSV hoặc XLSX).")
    data = sent.read()
    try:
        told = told_in(name=sent.name, data=data)
        answer = take_answer(name=sent.name, data=data, told=told, by=request.user, at=timezone.now())
    except UnreadableFile as problem:
        return str(problem)
    except SeenBefore:
        return _("Tệp này đã ghi rồi, không ghi lần nữa.")
    counted = Counter(row["verdict"] for row in answer.rows)
    messages.success(request, ", ".join(f"{VERDICTS[verdict]}: {count}" for verdict, count in counted.items()))
    return ""
