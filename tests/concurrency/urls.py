"""The project's addresses, and one that places an order from JSON."""

import json
import uuid

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from shop.basket.models import Basket
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.place import CheckoutProblem, place_order


@csrf_exempt
def place(request: HttpRequest) -> JsonResponse:
    asked = json.loads(request.body)
    details = CheckoutDetails(
        buyer_phone="+84912345678",
        buyer_name="Nguyễn Thị Lan",
        run_stop_id=asked["stop"],
        expected_total_vnd=asked["total"],
    )
    try:
        order = place_order(
            basket=Basket(pk=asked["basket"]),
            details=details,
            idempotency_key=uuid.UUID(asked["key"]),
            now=timezone.now(),
        )
    except CheckoutProblem as problem:
        return JsonResponse({"problem": type(problem).__name__, "message": problem.message}, status=409)
    return JsonResponse({"number": order.number, "link": order.token})


urlpatterns = [path("race/place/", place), path("", include("shop.urls"))]
