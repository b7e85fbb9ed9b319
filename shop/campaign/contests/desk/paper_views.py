"""The desk where papers are read: by two people apart, and by a third where they differ."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign.contests import queries
from shop.campaign.contests.desk.forms import PaperForm
from shop.campaign.contests.desk.views import own_contest, render_desk
from shop.campaign.contests.domain import papers
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.domain.voting import InvalidChoice

REFUSED = {
    NotNow: gettext_lazy("Cuộc này không nhận phiếu giấy lúc này."),
    InvalidChoice: gettext_lazy(
        "Số dự thi không có, hoặc quá số lựa chọn của một nhóm. Nếu phiếu ghi thế thì là phiếu hỏng."
    ),
    papers.SameReader: gettext_lazy("Bạn đã nhập phiếu này. Người khác phải nhập lần thứ hai."),
    papers.Settled: gettext_lazy("Phiếu này đã nhập xong."),
    papers.BallotsHeld: gettext_lazy("Còn phiếu chờ xem xét. Hai người quyết định xong rồi mới đóng sổ."),
    papers.JuryMarks: gettext_lazy("Hội đồng chưa chấm xong. Xem mục Hội đồng giám khảo."),
    papers.PapersOpen: gettext_lazy("Còn phiếu chờ nhập lần hai hoặc chờ người thứ ba. Nhập hết rồi mới đóng sổ."),
}


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def read_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Type one paper after another; nobody sees what others read."""
    found = own_contest(request, pk)
    form = PaperForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number, entries = form.cleaned_data["number"], form.cleaned_data["entries"]
        try:
            ballot = papers.read_paper(
                contest=found, number=number, entries=entries, by=request.user, at=timezone.now()
            )
        except tuple(REFUSED) as refusal:
            field = "entries" if isinstance(refusal, InvalidChoice) else "number"
            form.add_error(field, str(REFUSED[type(refusal)]))
        else:
            state = _("xong") if ballot.is_settled else _("chờ người khác nhập")
            said = {"number": number, "state": state}
            messages.success(request, _("Phiếu %(number)d: đã ghi, %(state)s.") % said)
            return redirect("backoffice:contests_office:papers", pk=pk)
    progress = queries.paper_progress(found, reader=request.user)
    status = 422 if form.errors else 200
    return render_desk(request, "contests/desk/papers.html", contest=found, form=form, progress=progress, status=status)


@office(Role.COMMITTEE)
@require_POST
def finish_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """All papers are read: close the log."""
    try:
        papers.finish(contest=own_contest(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("Đã đóng sổ phiếu. Kết quả đã công bố."))
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:contests_office:contest", pk=pk)
