"""Who did not come, who must pay in advance because of it, and the dated rule."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.accounts.phones import parse_mobile
from shop.backoffice.frame import render_office
from shop.backoffice.no_shows.forms import RuleForm
from shop.backoffice.paging import paged
from shop.fulfilment.collecting.domain.no_shows import end_rule, lift, set_rule
from shop.fulfilment.collecting.models import NoShow, NoShowRule
from shop.fulfilment.collecting.queries import rule_on
from shop.fulfilment.domain.refusal import Refused


@require_safe
@office(Role.ADMINISTRATOR)
def index(request: HttpRequest) -> HttpResponse:
    """The latest no-shows; with the rule in force, how often each phone counts."""
    return _page(request)


@require_POST
@office(Role.ADMINISTRATOR)
def lift_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one not count."""
    row = get_object_or_404(_within(request), pk=pk)
    reason = request.POST.get("reason", "")
    try:
        lift(no_show=row, reason=reason, actor=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, wrong={"pk": pk, "error": str(refusal)}, status=422)
    messages.success(request, _("Đã bỏ qua lần này của số ••• %(last)s.") % {"last": row.phone[-3:]})
    return redirect("backoffice:no_shows")


@require_POST
@office(Role.ADMINISTRATOR)
def rule(request: HttpRequest) -> HttpResponse:
    """Set the rule from a day on: for the whole market, so only by those who answer for all of it."""
    form = RuleForm(request.POST)
    if not _is_for_all(request):
        form.add_error(None, _("Quy định này chung cho cả sàn. Nhờ quản trị toàn sàn đặt."))
    elif form.is_valid():
        try:
            set_rule(actor=request.user, at=timezone.now(), today=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("valid_from", str(refusal))
        else:
            messages.success(request, _("Đã đặt quy định. Trang hướng dẫn nhận hàng ghi lại quy định này."))
            return redirect("backoffice:no_shows")
    return _page(request, form=form, status=422)


@require_POST
@office(Role.ADMINISTRATOR)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule end today, or take away one that has not begun."""
    found = get_object_or_404(NoShowRule, pk=pk)
    if not _is_for_all(request):
        messages.error(request, _("Quy định này chung cho cả sàn. Nhờ quản trị toàn sàn ngừng."))
    else:
        end_rule(rule=found, actor=request.user, at=timezone.now(), today=timezone.localdate())
        messages.success(request, _("Đã ngừng quy định này."))
    return redirect("backoffice:no_shows")


def _is_for_all(request: HttpRequest) -> bool:
    return request.reach.provinces(Role.ADMINISTRATOR) is None


def _within(request: HttpRequest) -> QuerySet[NoShow]:
    rows = NoShow.objects.select_related("order", "run_stop__run", "run_stop__point", "lifted_by")
    return request.reach.within(rows, Role.ADMINISTRATOR, "run_stop__run__province")


def _page(
    request: HttpRequest, *, form: RuleForm | None = None, wrong: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    words, now = request.GET.get("q", "").strip()[:40], timezone.now()
    today = timezone.localdate(now)
    pager = paged(request, _matching(_within(request), words))
    in_force = rule_on(today)
    context = {
        "pager": pager,
        "words": words,
        "counts": _counts([row.phone for row in pager.rows], in_force, now),
        "rule": in_force,
        "rules": NoShowRule.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today)),
        "may_set": _is_for_all(request),
        "form": form or RuleForm(initial={"valid_from": today}),
        "today": today,
        "wrong": wrong or {},
    }
    return render_office(request, "backoffice/no_shows/index.html", context, status=status)


def _matching(rows: QuerySet[NoShow], words: str) -> QuerySet[NoShow]:
    if not words:
        return rows
    try:
        return rows.filter(phone=parse_mobile(words))
    except ValidationError:
        return rows.filter(order__number=words)


def _counts(phones: list[str], rule: NoShowRule | None, now: object) -> dict[str, int]:
    """Return phone -> how many of its no-shows count now."""
    if rule is None:
        return {}
    rows = NoShow.objects.filter(phone__in=phones, lifted_at=None, at__gt=rule.since(now))  # type: ignore[arg-type]
    return dict(rows.order_by().values_list("phone").annotate(n=Count("pk")))
