"""What could not be sent, what is tried again, what waits for the morning."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import record
from shop.backoffice.frame import render_office
from shop.backoffice.messages.queries import messages_within
from shop.backoffice.paging import paged
from shop.communication.delivering import send_again

TABS = {
    "": (gettext_lazy("Không gửi được"), Q(sent_at=None) & ~Q(failed_at=None)),
    "thu-lai": (gettext_lazy("Đang gửi lại"), Q(sent_at=None, failed_at=None, attempts__gt=0)),
    "cho": (gettext_lazy("Đang chờ"), Q(sent_at=None, failed_at=None, attempts=0)),
    "da-gui": (gettext_lazy("Đã gửi"), ~Q(sent_at=None)),
}


@require_safe
@office(Role.ADMINISTRATOR)
def index(request: HttpRequest) -> HttpResponse:
    """The messages of one tab, the newest first; `q` finds them by order number or the end of a phone number."""
    chosen = request.GET.get("loc", "")
    chosen = chosen if chosen in TABS else ""
    words = request.GET.get("q", "").strip()[:40]
    rows = messages_within(request.reach).filter(TABS[chosen][1])
    if words:
        rows = rows.filter(Q(reference__iexact=words) | Q(recipient__endswith=words))
    context = {
        "pager": paged(request, rows.order_by("-created_at", "-pk")),
        "tabs": [(value, label, value == chosen) for value, (label, _rows) in TABS.items()],
        "chosen": chosen,
        "words": words,
    }
    return render_office(request, "backoffice/messages/index.html", context)


@require_POST
@office(Role.ADMINISTRATOR)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a message that was given up another set of attempts."""
    message = get_object_or_404(messages_within(request.reach), pk=pk)
    if send_again(message=message):
        record(actor=request.user, action="message.sent_again", subject=message, at=timezone.now())
        messages.success(request, _("Đang gửi lại."))
    else:
        messages.info(request, _("Tin này đã gửi hoặc đang được gửi."))
    return redirect("backoffice:messages")
