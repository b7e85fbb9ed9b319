"""A code is entered for the basket, or taken out; the basket page answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shop.basket.views.summary import answer, code_answer
from shop.vouchers.domain import entering


@never_cache
@require_POST
def enter_view(request: HttpRequest) -> HttpResponse:
    """Put the typed code (`ma`) on the basket; refused, it stays in the field with the reason."""
    return code_answer(request)


@never_cache
@require_POST
def remove_view(request: HttpRequest) -> HttpResponse:
    """Take the code out."""
    if request.basket.pk:
        entering.remove(basket_id=request.basket.pk)
    return answer(request)
