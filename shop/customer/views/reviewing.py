"""Reviewing a good that was received."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogue.models import Product
from catalogue.reviews.models import ProductReview
from shop.accounts.permissions import signed_in
from shop.customer.domain.reviewing import has_received, write_review
from shop.customer.forms import ReviewForm


@require_http_methods(["GET", "POST"])
@signed_in
def review_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form and take the review; only for goods that reached this buyer."""
    product = get_object_or_404(Product.objects.select_related("parent"), pk=pk, is_public=True)
    product = product.parent or product  # packings of a good share its reviews
    if not has_received(user=request.user, product=product):
        raise PermissionDenied(_("Chỉ người đã nhận món này mới viết đánh giá được."))
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=_before(request, product))
    if request.method == "POST" and form.is_valid():
        write_review(user=request.user, product=product, **form.cleaned_data)
        messages.success(request, _("Cảm ơn bạn. Đánh giá sẽ hiện sau khi được xem qua."))
        return redirect("customer:orders")
    status = 422 if form.errors else 200
    return render(request, "customer/review.html", {"form": form, "product": product}, status=status)


def _before(request: HttpRequest, product: Product) -> dict[str, object]:
    fields = ("score", "title", "body")
    return ProductReview.objects.filter(product=product, user=request.user).values(*fields).first() or {}
