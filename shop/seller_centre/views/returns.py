"""What buyers want to give back: answer in time, confirm the goods, pay back cash that the seller took."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.images.private import private_picture
from sellers.listings.numbers import read_number
from shop.accounts.permissions import seller_staff
from shop.aftersales.returns.domain.answering import accept, offer, refuse
from shop.aftersales.returns.domain.coming_back import confirm_goods, contest_goods
from shop.aftersales.returns.domain.paying_back import pay_by_seller, payer_of
from shop.aftersales.returns.domain.refusals import WrongAnswer
from shop.aftersales.returns.enums import GoodsState, PaidFrom, ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnPicture, ReturnRequest
from shop.aftersales.returns.queries import of_sellers
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.holders import holder_of
from shop.money.formatting import vnd
from shop.seller_centre.frame import current_seller, render

PER_PAGE = 30
RECEIVING = ("da-nhan", "khong-dung")


@require_safe
@seller_staff()
def index(request: HttpRequest) -> HttpResponse:
    """Every request about this seller, those to answer first."""
    seller = current_seller(request)
    shown = Paginator(of_sellers([seller.pk]), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "seller_centre/returns.html", seller=seller, tab="returns", shown=shown)


@require_safe
@seller_staff()
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One request with pictures, both sides' words, and what to do."""
    return _page(request, _own(request, number))


@require_POST
@seller_staff()
def act(request: HttpRequest, number: str) -> HttpResponse:
    """Answer, confirm goods or cash; errors keep what was typed. Packers receive goods, the rest is for who lists."""
    is_receiving = request.POST.get("viec") in RECEIVING
    if not is_receiving and not request.reach.listing_seller_ids:
        raise PermissionDenied(_("Việc này dành cho chủ gian hàng và quản lý."))
    mine = request.reach.seller_ids if is_receiving else request.reach.listing_seller_ids
    found = get_object_or_404(of_sellers(mine), number=number)
    try:
        _do(request, found)
    except Refused as refusal:
        return _page(request, found, error=str(refusal))
    return redirect("seller_centre:return", number=number)


@require_safe
@seller_staff()
def picture(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """One picture of a request about this person's sellers."""
    return private_picture(get_object_or_404(ReturnPicture, request=_own(request, number), pk=pk).file)


def _own(request: HttpRequest, number: str) -> ReturnRequest:
    return get_object_or_404(of_sellers(request.reach.seller_ids), number=number)


def _do(request: HttpRequest, found: ReturnRequest) -> None:
    work, words, now = request.POST.get("viec", ""), request.POST.get("loi", ""), timezone.now()
    if work == "dong-y":
        chosen = request.POST.get("cach", "")
        if chosen not in ReturnWay.values:
            raise WrongAnswer(_("Chọn hàng trả lại bằng cách nào."))
        accept(request=found, way=ReturnWay(chosen), words=words, actor=request.user, at=now)
        messages.success(request, _("Đã đồng ý. Khách được nhắn ngay."))
    elif work == "mot-phan":
        offer(request=found, amount_vnd=_amount(request), words=words, actor=request.user, at=now)
        messages.success(request, _("Đã gửi đề nghị. Khách nhận, hoặc nhờ chợ phân xử."))
    elif work == "tu-choi":
        refuse(request=found, words=words, actor=request.user, at=now)
        messages.success(request, _("Đã gửi lời từ chối. Khách có thể nhờ chợ phân xử."))
    elif work == "da-nhan":
        chosen = request.POST.get("hang", "")
        if chosen not in GoodsState.values:
            raise WrongAnswer(_("Chọn hàng nhận lại còn bán được hay đã hỏng."))
        confirm_goods(request=found, goods_state=GoodsState(chosen), actor=request.user, at=now)
        messages.success(request, _("Đã xác nhận nhận lại hàng. Tiền được hoàn cho khách."))
    elif work == "khong-dung":
        contest_goods(request=found, words=words, actor=request.user, at=now)
        messages.success(request, _("Đã chuyển cho chợ phân xử."))
    elif work == "da-tra-tien":
        done = pay_by_seller(request=found, actor=request.user, at=now)
        messages.success(request, _("Đã ghi trả khách %(money)s tiền mặt.") % {"money": vnd(done.refund_vnd)})


def _amount(request: HttpRequest) -> int:
    amount = read_number(request.POST.get("so_tien", ""))
    if amount is None:
        raise WrongAnswer(_("Ghi số tiền đề nghị bằng số, ví dụ 50.000."))
    return amount


def _page(request: HttpRequest, found: ReturnRequest, *, error: str = "") -> HttpResponse:
    part = found.seller_order
    return render(
        request,
        "seller_centre/return.html",
        seller=part.seller,
        tab="returns",
        status=422 if error else 200,
        found=found,
        part=part,
        ways=[way for way in ReturnWay if way != ReturnWay.POINT or part.run_stop_id],
        goods_states=GoodsState.choices,
        holder=holder_of(found.parcel) if found.parcel else None,
        pays_cash=found.state == ReturnState.REFUNDING
        and found.settlement.is_cash
        and payer_of(part) == PaidFrom.SELLER,
        may_act=part.seller_id in request.reach.listing_seller_ids,
        typed=request.POST,
        error=error,
    )
