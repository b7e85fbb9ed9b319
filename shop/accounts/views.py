"""Sign-in pages: allauth's views where they fit, ours where phones differ from e-mail."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginByCodeStage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from shop.accounts.code_sign_in import PhoneCodeProcess, fresh_code
from shop.accounts.permissions import signed_in
from shop.accounts.second_factor import is_enrolled


class RequestCodeView(allauth_views.RequestLoginCodeView):
    """Ask for the phone and send a code."""

    def form_valid(self, form: Any) -> HttpResponse:
        PhoneCodeProcess.start(self.request, phone=form.cleaned_data["phone"], user=form._user)
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_request_login_code"), name="dispatch"
)
class ConfirmCodeView(allauth_views.ConfirmLoginCodeView):
    """Take the code; five tries, five minutes."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.stage = request._login_stage  # type: ignore[attr-defined]
        self._process = PhoneCodeProcess.resume(self.stage)
        if self._process is None:
            return HttpResponseRedirect(self.passthrough_next_url(reverse("account_request_login_code")))
        return FormView.dispatch(self, request, *args, **kwargs)


class SetPasswordView(allauth_views.PasswordSetView):
    """Set a password: the first one, or a new one shortly after signing in by a code (a forgotten password)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and fresh_code(request):
            return FormView.dispatch(self, request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)


@require_safe
def sign_up(request: HttpRequest) -> HttpResponse:
    """Signing up is signing in by code for the first time."""
    return _with_next(request, "account_request_login_code")


@require_safe
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """A forgotten password is replaced after signing in by code."""
    query = urlencode({"next": reverse("account_set_password")})
    return HttpResponseRedirect(f"{reverse('account_request_login_code')}?{query}")


@require_safe
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Lead staff to what is missing: setting the authenticator up, or using it."""
    return _with_next(request, "mfa_reauthenticate" if is_enrolled(request.user) else "mfa_activate_totp")


def _with_next(request: HttpRequest, name: str) -> HttpResponse:
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return HttpResponseRedirect(reverse(name))
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': target})}")
