"""Putting a good into the basket.

Product pages are cached whole and hold no token. Without JavaScript their form leads here by GET: a small page that
is never cached asks once more and posts with a token. With htmx the same GET brings a form that posts itself.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.models import Product
from shop.basket.domain.lines import NotEnough, NotForSale, add, stock_for_sale
from shop.basket.forms import QuantityForm
from shop.basket.queries import line_count

SELF_POSTING_FORM = "gio-tu-gui"


@never_cache
@require_http_methods(["GET", "POST"])
def add_view(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST adds."""
    product = _chosen(request, get_object_or_404(Product.objects.select_related("province"), pk=pk, is_public=True))
    if request.method == "GET":
        return _ask(request, product, QuantityForm(initial={"so_luong": request.GET.get("so_luong") or 1}))
    form = QuantityForm(request.POST)
    if form.is_valid() and _added(request, product, form):
        return _tell(request, product)
    return _ask(request, product, form)


def _chosen(request: HttpRequest, product: Product) -> Product:
    """Return the packing of the good that was chosen on its page (`goi`), otherwise the good itself."""
    typed = (request.POST if request.method == "POST" else request.GET).get("goi", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 12) or int(typed) == product.pk:
        return product
    return get_object_or_404(Product, pk=typed, parent=product, is_public=True)


def _added(request: HttpRequest, product: Product, form: QuantityForm) -> bool:
    try:
        add(basket=request.basket, product=product, quantity=form.cleaned_data["so_luong"])
    except NotForSale:
        form.add_error(None, _("Món này hiện không bán. Hãy xem món tương tự của người bán khác."))
    except NotEnough as problem:
        form.add_error("so_luong", not_enough_sentence(problem, product.unit))
    return not form.errors


def not_enough_sentence(problem: NotEnough, unit: str) -> str:
    """Say what is left and what to do."""
    if not problem.available:
        return _("Món này vừa hết hàng. Hãy quay lại sau hoặc chọn món khác.")
    if problem.in_basket:
        return _("Chỉ còn %(left)d %(unit)s, trong giỏ đã có %(mine)d. Hãy chọn ít hơn.") % {
            "left": problem.available,
            "unit": unit,
            "mine": problem.in_basket,
        }
    return _("Chỉ còn %(left)d %(unit)s. Giảm còn %(left)d hoặc ít hơn.") % {"left": problem.available, "unit": unit}


def _ask(request: HttpRequest, product: Product, form: QuantityForm) -> HttpResponse:
    try:
        stock = stock_for_sale(product)
    except NotForSale as error:
        raise Http404 from error
    context = {
        "product": product,
        "form": form,
        "price_vnd": stock.unit_vnd(_quantity(form)),
        "seller": stock.partner,
        "form_id": SELF_POSTING_FORM,
    }
    if not request.htmx:
        return render(request, "basket/add.html", context, status=422 if form.errors else 200)
    if form.errors:
        return _out_of_band(request, "basket/partials/add_refused.html", context)
    response = render(request, "basket/partials/add_form.html", context)
    response["HX-Retarget"] = "body"
    response["HX-Reswap"] = "beforeend"
    return response


def _quantity(form: QuantityForm) -> int:
    typed = str(form["so_luong"].value() or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1


def _tell(request: HttpRequest, product: Product) -> HttpResponse:
    if request.htmx:
        context = {"product": product, "count": line_count(request.basket)}
        return _out_of_band(request, "basket/partials/added.html", context)
    messages.success(request, _("Đã thêm “%(title)s” vào giỏ.") % {"title": product.title})
    return redirect("basket:summary")


def _out_of_band(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Answer htmx with parts that find their own places; the form that posted itself goes, any other stays."""
    response = render(request, template, context)
    response["HX-Reswap"] = "delete" if request.htmx.trigger == SELF_POSTING_FORM else "none"
    return response
