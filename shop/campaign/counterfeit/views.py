"""The public form, the lot check, and the reporter's page."""

from __future__ import annotations

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.images.checks import CleanImage, ImageRefused, clean_image
from catalogue.lots.models import Lot
from catalogue.models import Product
from sellers.models import Partner
from shop.campaign.counterfeit.domain.reporting import MOST_PICTURES, Report, link_of, lot_of_code, record
from shop.campaign.counterfeit.forms import ReportForm
from shop.campaign.counterfeit.queries import of_reporter

PER_HOUR = 10


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; good, lot or seller come with the link that led here."""
    about = _about(request)
    lot: Lot | None = about["lot"]
    initial = {"lot_code": lot.code if lot else "", "order_number": request.GET.get("don", "")[:32]}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=initial)
    refusals: list[str] = []
    if form.is_valid():
        pictures, refusals = _pictures(request)
        if refusals:
            form.add_error(None, _("Ảnh chưa nhận được, hãy chọn lại ảnh. Chữ đã ghi vẫn còn."))
        elif _too_many(request):
            form.add_error(None, _("Máy này đã gửi nhiều lần. Thử lại sau 1 giờ hoặc gọi tổng đài."))
        else:
            case = record(report=_report(form, about), pictures=pictures, at=timezone.now())
            return redirect(link_of(case))
    context = {"form": form, "refusals": refusals, "most_pictures": MOST_PICTURES, **about}
    return render(request, "counterfeit/new.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def check_lot(request: HttpRequest) -> HttpResponse:
    """Say whether a lot of this code exists: a fragment for the form."""
    code = request.GET.get("lot_code", "").strip()[:40]
    return render(request, "counterfeit/lot_check.html", {"code": code, "found": lot_of_code(code)})


@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The reporter's page: what was sent, where it stands, what was decided."""
    case = of_reporter(number, request.GET.get("khoa", ""))
    if case is None:
        raise Http404
    response = render(request, "counterfeit/receipt.html", {"case": case})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _about(request: HttpRequest) -> dict[str, Lot | Product | Partner | None]:
    """Return what the link says: ?lo=, ?hang=, ?nha-ban=; what does not exist is left out."""
    lot = lot_of_code(request.GET.get("lo", "")[:40])
    key = request.GET.get("hang", "")
    product = Product.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    seller = Partner.objects.filter(slug=request.GET.get("nha-ban", "")[:128]).first()
    return {"lot": lot, "product": product or (lot.product if lot else None), "seller": seller}


def _report(form: ReportForm, about: dict[str, Lot | Product | Partner | None]) -> Report:
    data = form.cleaned_data
    elsewhere = data["where"] == "noi-khac"
    return Report(
        body=data["body"],
        **about,  # type: ignore[arg-type]
        is_elsewhere=elsewhere,
        place=data["place"] if elsewhere else "",
        order_number="" if elsewhere else data["order_number"],
        lot_code=data["lot_code"],
        signs=data["signs"],
        phone=data["phone"],
    )


def _pictures(request: HttpRequest) -> tuple[list[CleanImage], list[str]]:
    clean, refusals = [], []
    for upload in request.FILES.getlist("anh")[:MOST_PICTURES]:
        try:
            clean.append(clean_image(upload))
        except ImageRefused as refusal:
            refusals.append(f"{upload.name}: {refusal}")
    return clean, refusals


def _too_many(request: HttpRequest) -> bool:
    """Allow ten reports an hour from one address."""
    key = f"counterfeit:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) > PER_HOUR
    except ValueError:
        return False
