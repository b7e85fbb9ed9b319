"""Take-downs that authorities ask for: what is due, the paper trail of each, the decision."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.documents.checks import DocumentRefused
from sellers.listings.domain import authority, shelf
from sellers.listings.domain.moderation import ReasonMissing
from sellers.listings.domain.states import IllegalMove
from sellers.listings.models import Listing, TakeDownRequest, TakeDownState
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.accounts.reach import Reach
from shop.backoffice.frame import render_office
from shop.backoffice.listings.forms import LetterForm
from shop.backoffice.listings.source import number_of, reviewable_listings
from shop.backoffice.paging import paged


def requests_of(reach: Reach) -> QuerySet[TakeDownRequest]:
    """Return the requests about listings within reach, the first due first; only administrators act on them."""
    if Role.ADMINISTRATOR not in reach.roles:
        return TakeDownRequest.objects.none()
    found = TakeDownRequest.objects.filter(listing__in=reviewable_listings(reach))
    return found.select_related("listing__seller", "listing__product", "scan", "recorded_by", "decided_by")


def due(reach: Reach) -> int:
    """Return how many requests wait for a decision."""
    return requests_of(reach).filter(state=TakeDownState.OPEN).count()


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def index(request: HttpRequest) -> HttpResponse:
    """What is due, what was decided; recording a letter."""
    now = timezone.now()
    start = {"listing": request.GET.get("tin", "")[:20], "received_at": timezone.localtime(now)}
    form = LetterForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid() and (made := _record(request, form)):
        messages.success(request, _("Đã ghi yêu cầu. Xử lý trước hạn."))
        return redirect("backoffice:take_down", pk=made.pk)
    mine = requests_of(request.reach)
    context = {
        "form": form,
        "open_requests": [(row, row.due_at < now) for row in mine.filter(state=TakeDownState.OPEN)],
        "pager": paged(request, mine.exclude(state=TakeDownState.OPEN).order_by("-decided_at", "-pk")),
    }
    return render_office(request, "backoffice/listings/take_downs.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
@office(Role.ADMINISTRATOR)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _mine(request, pk))


@require_POST
@office(Role.ADMINISTRATOR)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take down, decline, or put back; the reason is read by the seller or answered to the authority."""
    found, act = _mine(request, pk), ACTS.get(request.POST.get("viec", ""))
    if act is None:
        return _page(request, found, error=_("Chọn gỡ, không gỡ hoặc cho bán lại."), status=422)
    try:
        act(request=found, reason=request.POST.get("ly_do", ""), by=request.user, at=timezone.now())
    except ReasonMissing:
        return _page(request, found, error=_("Hãy ghi lý do."), status=422)
    except (authority.AlreadyDecided, IllegalMove, shelf.NotOnTheShelf):
        error = _("Yêu cầu hoặc tin này vừa được xử lý ở nơi khác.")
        return _page(request, _mine(request, pk), error=error, status=409)
    except shelf.SellerNotSelling:
        return _page(request, found, error=_("Gian hàng đang tạm ngừng nên chưa cho bán lại được."), status=409)
    messages.success(request, _("Đã ghi kết quả."))
    return redirect("backoffice:take_down", pk=pk)


ACTS = {"go": authority.carry_out, "khong-go": authority.decline, "ban-lai": authority.put_back}


def _record(request: HttpRequest, form: LetterForm) -> TakeDownRequest | None:
    answers = form.cleaned_data
    listing: Listing | None = reviewable_listings(request.reach).filter(pk=answers["listing"]).first()
    if listing is None:
        form.add_error("listing", _("Không có tin số này. Xem lại số tin ở trang Sản phẩm."))
        return None
    letter = authority.Letter(
        authority=answers["authority"],
        document_no=answers["document_no"],
        demand=answers["demand"],
        received_at=answers["received_at"],
        scan=answers["scan"],
    )
    try:
        return authority.record_request(listing=listing, letter=letter, by=request.user, at=timezone.now())
    except authority.ReceivedLater:
        form.add_error("received_at", _("Giờ nhận ở tương lai. Hãy xem lại."))
    except authority.AlreadyRecorded:
        form.add_error("document_no", _("Văn bản này đã được ghi cho tin này."))
    except DocumentRefused as refusal:
        form.add_error("scan", str(refusal))
    return None


def _mine(request: HttpRequest, pk: int) -> TakeDownRequest:
    return get_object_or_404(requests_of(request.reach), pk=pk)


def _page(request: HttpRequest, found: TakeDownRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    is_open = found.state == TakeDownState.OPEN
    context = {
        "found": found,
        "number": number_of(found.listing),
        "is_open": is_open,
        "is_late": is_open and found.due_at < timezone.now(),
        "may_put_back": found.state == TakeDownState.DONE,
        "error": error,
        "reason": request.POST.get("ly_do", ""),
    }
    return render_office(request, "backoffice/listings/take_down_request.html", context, status=status)
