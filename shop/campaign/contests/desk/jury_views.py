"""Invite a jury and see who has marked; never what, before the close."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign.contests import queries
from shop.campaign.contests.desk.forms import JurorForm
from shop.campaign.contests.desk.views import own_contest, render_desk
from shop.campaign.contests.domain import jury as seats
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.reasons import ReasonMissing

REFUSED = {
    NotNow: gettext_lazy("Mời được từ lúc công bố đến trước khi đóng."),
    ReasonMissing: ReasonMissing.message,
    seats.NoJury: gettext_lazy("Thể lệ cuộc này không có phần hội đồng chấm."),
    seats.AlreadyInvited: gettext_lazy("Số này đã được mời."),
    seats.HandedIn: gettext_lazy("Người này đã nộp phiếu chấm hoặc đã được ghi là vắng."),
}


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def jury(request: HttpRequest, pk: int) -> HttpResponse:
    """The jury of one contest; a form to invite, while one may."""
    found = own_contest(request, pk)
    form = JurorForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            seats.invite(contest=found, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Đã mời. Tin nhắn có đường dẫn chấm điểm."))
            return redirect("backoffice:contests_office:jury", pk=pk)
        except NotNow:
            status = 409  # the page says why, there is no form any more
        except tuple(REFUSED) as refusal:
            form.add_error("phone", str(REFUSED[type(refusal)]))
    phase = own_contest(request, pk).phase(timezone.now())
    return render_desk(
        request,
        "contests/desk/jury.html",
        status=422 if form.errors else status,
        contest=found,
        phase=phase.value,
        invites=phase in seats.INVITING,
        jurors=queries.jurors(found),
        form=form,
    )


@office(Role.COMMITTEE)
@require_POST
def excuse(request: HttpRequest, pk: int, juror_pk: int) -> HttpResponse:
    """Go on without somebody."""
    juror = get_object_or_404(own_contest(request, pk).jurors, pk=juror_pk)
    try:
        seats.excuse(juror=juror, reason=request.POST.get("reason", "")[:300], by=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi. Kết quả tính trên các phiếu chấm đã nộp."))
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:contests_office:jury", pk=pk)
