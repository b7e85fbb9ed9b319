"""The one door of every private page. Decorate a view function, or a class with
`@method_decorator(office(Role.REVIEWER), name="dispatch")`.

Nobody signed in: the sign-in page, which leads back. The wrong person: a 403 page. Another's thing: the view's
queryset, filtered by `request.reach` (see reach.py), does not hold it, so it answers 404.

    @office(Role.REVIEWER)          # and every administrator; with the second factor used in this session
    @office()                       # anybody who works in the back office
    @seller_staff()                 # request.reach.seller_ids
    @seller_staff(LISTING_ROLES)    # request.reach.listing_seller_ids
    @point_operator                 # request.reach.point_ids
    @driver                         # runs with driver=request.user
    @surveyor                       # request.reach.within(…, Role.SURVEYOR)
    @signed_in                      # any account
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from shop.accounts.enums import OFFICE_ROLES, SELLER_ROLES, Role
from shop.accounts.reach import Reach
from shop.accounts.second_factor import required_and_missing

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Let any account in."""
    return _guard(view, "signed_in", frozenset())


def office(*roles: Role) -> Callable[[View], View]:
    """Let in who holds one of the roles (none named: any office role) or is an administrator."""
    allowed = frozenset(roles or OFFICE_ROLES) | {Role.ADMINISTRATOR}
    return lambda view: _guard(view, "office", allowed)


def seller_staff(roles: Iterable[Role] = SELLER_ROLES) -> Callable[[View], View]:
    """Let in who holds one of the roles for some seller; the view filters by request.reach."""
    return lambda view: _guard(view, "seller", frozenset(roles))


def point_operator(view: View) -> View:
    """Let in who operates a pick-up point."""
    return _guard(view, "point", frozenset({Role.POINT_OPERATOR}))


def driver(view: View) -> View:
    """Let in who drives runs."""
    return _guard(view, "driver", frozenset({Role.DRIVER}))


def surveyor(view: View) -> View:
    """Let in who interviews people for surveys."""
    return _guard(view, "surveyor", frozenset({Role.SURVEYOR}))


def _guard(view: View, door: str, allowed: frozenset[Role]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        reach = Reach(request.user)
        if allowed and not allowed & reach.roles:
            raise PermissionDenied(_("Tài khoản này không được giao việc ở trang này."))
        if door == "office" and required_and_missing(request):
            return _to_second_factor(request)
        request.reach = reach  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    guarded.door = door  # type: ignore[attr-defined]  # read by the test that every private address has one
    guarded.roles = allowed  # type: ignore[attr-defined]
    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A page goes to sign-in and back; a fragment or a device is told, because it cannot show that page."""
    login = resolve_url(settings.LOGIN_URL)
    if not request.accepts("text/html"):
        return JsonResponse({"error": _("Phiên đăng nhập đã hết. Hãy đăng nhập lại.")}, status=401)
    if request.headers.get("HX-Request"):
        target = f"{login}?{urlencode({'next': _page_of(request)})}"
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return redirect_to_login(_page_of(request), login)


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    target = f"{reverse('account_second_factor')}?{urlencode({'next': _page_of(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _page_of(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or for a fragment or a sent form the page it stood on."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return urlsplit(referer)._replace(scheme="", netloc="").geturl()
    return request.path
