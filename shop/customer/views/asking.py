"""Asking about a good, and what became of one's own questions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogue.models import Product
from catalogue.reviews.answers.domain.writing import NotWritable
from catalogue.reviews.answers.models import Question
from shop.accounts.permissions import signed_in
from shop.customer.domain.asking import ask


@require_http_methods(["GET", "POST"])
@signed_in
def ask_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form with one's own questions about this good, and take another."""
    product = get_object_or_404(Product, pk=pk, is_public=True)
    error, body = "", ""
    if request.method == "POST":
        body = request.POST.get("cau_hoi", "")[:2000]
        try:
            ask(product=product, author=request.user, body=body, at=timezone.now())
        except NotWritable as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Đã gửi câu hỏi. Có trả lời, chúng tôi nhắn bạn."))
            return redirect("customer:ask", pk=product.pk)
    mine = Question.objects.filter(product=product, author=request.user).select_related("reply")
    context = {"product": product, "mine": mine, "error": error, "body": body}
    return render(request, "customer/ask.html", context, status=422 if error else 200)
