"""Ballots that came too fast: one member proposes what to do with a batch, another decides. Nobody sees the choices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign import two_people
from shop.campaign.contests import queries
from shop.campaign.contests.desk.forms import LimitsForm
from shop.campaign.contests.desk.views import own_contest, render_desk
from shop.campaign.contests.domain import holding, velocity
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.models import Contest, Phase
from shop.campaign.reasons import ReasonMissing

REFUSED = {
    two_people.AlreadyDecided: gettext_lazy("Lô phiếu này không còn ở bước đó. Xem lại bên dưới."),
    ReasonMissing: ReasonMissing.message,
    two_people.SamePerson: gettext_lazy("Bạn đã đề nghị. Người khác trong Ban phải quyết định."),
    velocity.LimitOutOfRange: gettext_lazy("Ghi số phiếu từ 1 trở lên cho cả ba ô."),
    NotNow: gettext_lazy("Bình chọn đã đóng hoặc đã hủy nên không đổi ngưỡng nữa."),
}
TAKES_LIMITS = {Phase.DRAFT, Phase.UPCOMING, Phase.RUNNING}


@office(Role.COMMITTEE)
@require_safe
def batches(request: HttpRequest, pk: int) -> HttpResponse:
    """Every batch with what was decided, and the limits."""
    return _page(request, own_contest(request, pk))


@office(Role.COMMITTEE)
@require_POST
def act(request: HttpRequest, pk: int, batch_pk: int) -> HttpResponse:
    """Propose, disagree, or decide."""
    batch = get_object_or_404(queries.batches(own_contest(request, pk)), pk=batch_pk)
    by, now, reason = request.user, timezone.now(), request.POST.get("reason", "")[:500]
    try:
        match request.POST.get("viec"):
            case "dong-y":
                holding.decide(batch=batch, by=by, at=now)
                messages.success(request, _("Đã quyết định. Lý do và số phiếu nằm trong sổ."))
            case "tra-lai":
                holding.send_back(batch=batch, reason=reason, by=by, at=now)
                messages.success(request, _("Đã trả lại. Lô phiếu chờ đề nghị khác."))
            case "dem" | "loai" as verdict:
                holding.propose(batch=batch, is_refusal=verdict == "loai", reason=reason, by=by, at=now)
                messages.success(request, _("Đã đề nghị. Người thứ hai phải đồng ý thì mới có hiệu lực."))
            case _:
                messages.error(request, _("Chọn Đếm hoặc Không đếm."))
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:contests_office:held", pk=pk)


@office(Role.COMMITTEE)
@require_POST
def limits(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the limits from now on."""
    found, form = own_contest(request, pk), LimitsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        velocity.set_limits(contest=found, per_hour=form.per_hour(), by=request.user, at=timezone.now())
        messages.success(request, _("Đã đặt ngưỡng, áp dụng từ bây giờ."))
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:contests_office:held", pk=pk)


def _page(request: HttpRequest, found: Contest, *, form: LimitsForm | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    known = {kind.value: number for kind, number in velocity.limits(contest=found, at=now).items()}
    return render_desk(
        request,
        "contests/desk/held.html",
        status=status,
        contest=found,
        batches=queries.batches(found)[:200],
        holding=queries.holding(found),
        form=form or LimitsForm(initial=known),
        takes_limits=found.phase(now) in TAKES_LIMITS,
    )
