"""One edit of a shop front: what buyers see beside what is proposed, what a machine remarks, the decision."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sellers.shopfront import moderation
from sellers.shopfront.checks import findings
from sellers.shopfront.models import EditState, ShopEdit, ShopPicture
from sellers.shopfront.queries import shown_pictures
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.shopfronts.source import number_of, reviewable_edits
from shop.backoffice.trail_words import sentence_of

NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
# What of the seller's trail is about its shop front.
TOLD = (
    "seller.story",
    "seller.cover",
    "seller.picture",
    "seller.picture_removed",
    "shopfront.approved",
    "shopfront.rejected",
)
REFUSALS: dict[type[Exception], tuple[str | Promise, int]] = {
    moderation.ReasonMissing: (gettext_lazy("Hãy ghi lý do để người bán biết sửa gì."), 422),
    moderation.OwnShop: (gettext_lazy("Bạn làm cho gian hàng này nên không xét trang của nó được."), 403),
    moderation.SeenAnotherVersion: (gettext_lazy("Người bán vừa sửa lại. Hãy xem bản mới."), 409),
    moderation.DecidedAlready: (gettext_lazy("Bản sửa này đã có quyết định. Lần này không được ghi."), 409),
}


@require_safe
@office(Role.REVIEWER)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a decision needs."""
    return _page(request, _mine(request, pk))


@require_POST
@office(Role.REVIEWER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject the version that was seen; a second decision is refused."""
    edit = _mine(request, pk)
    seen = parse_datetime(request.POST.get("da_xem", "")) or NEVER
    reason = "\n".join([*request.POST.getlist("diem"), request.POST.get("ly_do", "").strip()]).strip()[:2000]
    verdict = request.POST.get("ket_luan", "")
    try:
        if verdict == "duyet":
            moderation.approve(edit_id=edit.pk, seen=seen, reviewer=request.user, at=timezone.now())
        elif verdict == "tu-choi":
            moderation.reject(edit_id=edit.pk, seen=seen, reason=reason, reviewer=request.user, at=timezone.now())
        else:
            return _page(request, edit, error=_("Hãy chọn một kết luận."), status=422)
    except tuple(REFUSALS) as refusal:
        sentence, status = REFUSALS[type(refusal)]
        return _page(request, _mine(request, pk), error=str(sentence), status=status)
    except moderation.Forbidden as refusal:
        error = _("Không duyệt được: %(why)s") % {"why": " ".join(refusal.sentences)}
        return _page(request, _mine(request, pk), error=error, status=409)
    done = _("Đã duyệt, khách đang thấy.") if verdict == "duyet" else _("Đã từ chối, người bán nhận lý do.")
    messages.success(request, done)
    return redirect("backoffice:queue")


def _mine(request: HttpRequest, pk: int) -> ShopEdit:
    return get_object_or_404(reviewable_edits(request.reach), pk=pk)


def _page(request: HttpRequest, edit: ShopEdit, *, error: str = "", status: int = 200) -> HttpResponse:
    is_open = edit.state == EditState.WAITING
    waiting = ShopPicture.objects.filter(seller=edit.seller, state=EditState.WAITING)
    context = {
        "edit": edit,
        "number": number_of(edit),
        "is_open": is_open,
        "findings": findings(edit) if is_open else [],
        "pictures": waiting if is_open else [],
        "shown": shown_pictures(edit.seller),
        "trail": [(event, sentence_of(event)) for event in trail_of(edit.seller).filter(action__in=TOLD)],
        "error": error,
        "reason": request.POST.get("ly_do", ""),
        "verdict": request.POST.get("ket_luan", ""),
        "ticked": request.POST.getlist("diem"),
    }
    return render_office(request, "backoffice/shopfronts/shopfront.html", context, status=status)
