"""Support a topic, follow it, or take that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shop.accounts.permissions import signed_in
from shop.campaign.forum import queries
from shop.campaign.forum.domain import supporting
from shop.campaign.forum.domain.crowds import network_of
from shop.campaign.forum.domain.path import NotNow, OwnText

REFUSED = {
    NotNow: gettext_lazy("Chủ đề đã đóng nên không nhận ủng hộ nữa."),
    OwnText: gettext_lazy("Đây là bài của bạn, nên bạn không ủng hộ được."),
}


@require_POST
@signed_in
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Support a topic, or with viec=thoi take it back."""
    topic = get_object_or_404(queries.public(), pk=pk)
    if request.POST.get("viec") == "thoi":
        supporting.take_back(topic=topic, user=request.user)
        return redirect(topic)
    network = network_of(request.META.get("REMOTE_ADDR", ""))
    try:
        given = supporting.support(topic=topic, user=request.user, network=network, at=timezone.now())
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    else:
        if given.flag and not given.cleared_at:
            messages.warning(request, _("Đã nhận. Có nhiều lượt giống nhau trong một giờ nên lượt này chờ kiểm tra."))
        else:
            messages.success(request, _("Đã ghi ủng hộ của bạn."))
    return redirect(topic)


@require_POST
@signed_in
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a topic, or with viec=thoi no longer."""
    topic = get_object_or_404(queries.public(), pk=pk)
    if request.POST.get("viec") == "thoi":
        supporting.unfollow(topic=topic, user=request.user)
        messages.success(request, _("Đã thôi theo dõi."))
    else:
        supporting.follow(topic=topic, user=request.user, at=timezone.now())
        messages.success(request, _("Có trả lời, chúng tôi nhắn bạn."))
    return redirect(topic)
