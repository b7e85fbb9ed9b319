"""Which baskets belong to a visitor: by account when signed in, by signed cookie otherwise.

Nothing is asked of the database before somebody looks, and no row or cookie is made before something is added.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from shop.accounts.models import User
from shop.basket.domain.opening import merge_guest_basket
from shop.basket.models import Basket

SAVED_COOKIE = "de_mua_sau"


class HeldBasket:
    """One visitor's basket of one status. `basket` may be unsaved: then it is empty."""

    def __init__(self, request: HttpRequest, *, status: str, cookie: str) -> None:
        self.request = request
        self.status = status
        self.cookie = cookie

    @cached_property
    def basket(self) -> Basket:
        user = self.request.user
        return self._of_user(user) if user.is_authenticated else self._of_guest() or Basket(status=self.status)

    @property
    def was_opened(self) -> bool:
        return "basket" in self.__dict__

    def set_cookie(self, response: HttpResponse) -> None:
        """Give a guest the signed cookie of a basket that exists; drop one that leads nowhere or was merged."""
        if not self.was_opened:
            return
        held = self.request.COOKIES.get(self.cookie)
        wanted = None
        if self.basket.pk and not self.basket.owner_id and self.basket.status == self.status:
            wanted = signed(self.basket.pk, self.cookie)
        if wanted and wanted != held:
            response.set_cookie(
                self.cookie,
                wanted,
                max_age=settings.OSCAR_BASKET_COOKIE_LIFETIME,
                secure=settings.OSCAR_BASKET_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif held and not wanted:
            response.delete_cookie(self.cookie, samesite="Lax")

    def _of_guest(self) -> Basket | None:
        pk = unsigned(self.request.COOKIES.get(self.cookie, ""), self.cookie)
        return Basket.objects.filter(pk=pk, owner=None, status=self.status).first() if pk else None

    def _of_user(self, user: User) -> Basket:
        from_cookie = self._of_guest()
        if from_cookie:
            return merge_guest_basket(user=user, status=self.status, guest_basket=from_cookie)
        own = Basket.objects.filter(owner=user, status=self.status).order_by("pk").first()
        return own or Basket(owner=user, status=self.status)


def signed(pk: int, purpose: str) -> str:
    """Return a reference to a basket that nobody can guess or turn to another basket."""
    return Signer(salt=f"basket:{purpose}").sign(str(pk))


def unsigned(reference: str, purpose: str) -> int | None:
    """Return the basket's key, or None for a reference we did not sign."""
    try:
        return int(Signer(salt=f"basket:{purpose}").unsign(reference))
    except (BadSignature, ValueError):
        return None


def adopt(request: HttpRequest, basket: Basket) -> None:
    """Give a guest back the open basket of a form that we signed, when the cookie was lost meanwhile."""
    request.held_basket.__dict__["basket"] = basket  # type: ignore[attr-defined]
    request.basket = basket  # type: ignore[attr-defined]
