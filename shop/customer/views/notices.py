"""How I am told: channel, a copy by e-mail, and browsers that show notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.permissions import signed_in
from shop.checkout.queries import order_for
from shop.communication.models import ContactPreference, PushDevice
from shop.communication.preferences import UnknownPushService, add_device, forget_devices, set_preference
from shop.communication.providers.web_push import public_key
from shop.communication.sending import order_topic, phone_topic
from shop.order.models import Order


class PreferenceForm(forms.ModelForm):
    """By which channel, and where a copy goes."""

    class Meta:
        model = ContactPreference
        fields = ["channel", "email"]
        widgets = {"channel": forms.RadioSelect}
        labels = {"channel": gettext_lazy("Báo tin đơn hàng qua")}
        error_messages = {"email": {"invalid": gettext_lazy("Địa chỉ này thiếu hoặc sai, ví dụ ten@thu.vn.")}}


class DeviceForm(forms.Form):
    """What a browser hands out when it agrees to show notices."""

    endpoint = forms.URLField(max_length=500, assume_scheme="https")
    p256dh = forms.RegexField(r"^[\w=-]{80,100}$")
    auth = forms.RegexField(r"^[\w=-]{20,30}$")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notices_view(request: HttpRequest) -> HttpResponse:
    """Show and change how I am told."""
    phone = request.user.phone
    known = ContactPreference.objects.filter(phone=phone).first()
    form = PreferenceForm(request.POST or None, instance=known)
    if form.is_valid():
        set_preference(phone=phone, **form.cleaned_data)
        messages.success(request, _("Đã lưu. Mã đăng nhập và mã nhận hàng vẫn chỉ nhắn vào điện thoại."))
        return redirect("customer:notices")
    devices = PushDevice.objects.filter(topic=phone_topic(phone)).count()
    context = {"form": form, "devices": devices, "can_push": bool(public_key()), "section": "notices"}
    return render(request, "customer/notices.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device_view(request: HttpRequest) -> HttpResponse:
    """Let this browser show notices: of the account, or of one order for whoever holds its link."""
    order = _order(request)
    if order is None and not request.user.is_authenticated:
        raise Http404
    form = DeviceForm(request.POST or None)
    if form.is_valid() and _add(request, form, order):
        messages.success(request, _("Máy này sẽ hiện thông báo."))
        return redirect(order or "customer:notices")
    if form.is_bound:
        messages.error(request, _("Trình duyệt này chưa cho hiện thông báo. Hãy cho phép trong cài đặt rồi bấm lại."))
    response = render(request, "customer/push_device.html", _context(order), status=422 if form.is_bound else 200)
    response["Referrer-Policy"] = "same-origin"
    return response


@require_POST
@signed_in
def forget_view(request: HttpRequest) -> HttpResponse:
    """Switch notices off in every browser of the account."""
    forget_devices(topic=phone_topic(request.user.phone))
    messages.success(request, _("Đã tắt thông báo trên mọi máy."))
    return redirect("customer:notices")


@require_safe
@cache_control(public=True, max_age=3600)
def worker_view(request: HttpRequest) -> HttpResponse:
    """Return the worker that shows notices; its address is its scope, so it touches no other page."""
    found = finders.find("js/push_worker.js")
    if not found:
        raise Http404
    with open(found, encoding="utf-8") as script:
        return HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")


def _order(request: HttpRequest) -> Order | None:
    number = request.GET.get("don", "")
    return order_for(number=number, token=request.GET.get("khoa", ""), user=request.user) if number else None


def _add(request: HttpRequest, form: DeviceForm, order: Order | None) -> bool:
    topic = order_topic(order.number) if order else phone_topic(request.user.phone)
    try:
        add_device(topic=topic, at=timezone.now(), **form.cleaned_data)
    except UnknownPushService:
        return False
    return True


def _context(order: Order | None) -> dict[str, Any]:
    return {"order": order, "public_key": public_key()}
