"""Where a lot comes from: the target of the QR label on the pack."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from catalogue.certification.models import Certificate
from catalogue.lots.models import Lot, LotState
from shop.order.lots.models import Recall
from shop.storefront import product_page
from shop.storefront.public import public_page


@public_page
def lot(request: HttpRequest, code: str) -> HttpResponse:
    """Show a lot also when its good is no longer sold: the label stays on the pack."""
    batch = get_object_or_404(Lot.objects.select_related("product__commune"), code=code)
    today = timezone.localdate()
    listing = product_page.read_listing(batch.product_id)
    papers = Certificate.objects.filter(product=batch.product).order_by("-decision_date")
    return render(
        request,
        "storefront/lot.html",
        {
            "lot": batch,
            "product": batch.product,
            "is_public": listing is not None,
            "seller": listing.seller if listing else None,
            "recall": Recall.objects.filter(lot=batch).first(),
            "is_recalled": batch.state == LotState.RECALLED,
            "is_expired": batch.expires_on is not None and batch.expires_on < today,
            "papers": [(paper, paper.is_valid_on(today)) for paper in papers],
        },
    )
