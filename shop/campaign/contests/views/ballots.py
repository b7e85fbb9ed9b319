"""From a choice to a receipt: choose, prove a phone or a printed code, done.

Works without JavaScript or a session: every page carries on what was chosen, and a stolen session is worth no vote.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.accounts.phones import national
from shop.campaign.contests import credentials, queries
from shop.campaign.contests.domain import voting
from shop.campaign.contests.domain.casting import vote_by_phone, vote_by_ticket
from shop.campaign.contests.domain.phone_codes import send_code
from shop.campaign.contests.domain.tickets import UnknownTicket
from shop.campaign.contests.forms import ChoiceForm, CodeForm, PhoneForm, SecretForm
from shop.campaign.contests.kiem_phieu import grouped, receipt_of
from shop.campaign.contests.models import Contest, Phase
from shop.campaign.contests.receipts import new_secret
from shop.campaign.contests.views.pages import contest_page
from shop.campaign.phone_codes.credentials import of_network
from shop.campaign.phone_codes.domain.bounds import TooManyCodes, WrongCode

CLOSED = gettext_lazy("Bình chọn đã đóng hoặc chưa mở nên phiếu này không được nhận.")
TOO_MANY = {
    "phone": gettext_lazy("Số này vừa nhận nhiều mã. Đợi 1 giờ rồi thử lại."),
    "network": gettext_lazy("Mạng bạn đang dùng đã xin nhiều mã. Đợi 1 giờ, hoặc dùng mạng khác."),
    "contest": gettext_lazy("Hôm nay đã gửi hết số tin nhắn cho phép. Mai thử lại, hoặc dùng thẻ QR phát ở phiên chợ."),
}
REFUSED = {
    WrongCode: gettext_lazy("Mã chưa đúng hoặc đã hết hạn. Xem lại tin nhắn mới nhất; sai 5 lần thì phải xin mã mới."),
    UnknownTicket: gettext_lazy("Thẻ này không có hoặc đã bị hủy. Xem lại mã in trên thẻ."),
    voting.AlreadyVoted: gettext_lazy("Số hoặc thẻ này đã bỏ phiếu. Mỗi số, mỗi thẻ một phiếu."),
    voting.VotingClosed: CLOSED,
    voting.InvalidChoice: gettext_lazy("Một sản phẩm không còn dự thi. Quay lại chọn sản phẩm khác."),
    voting.MayNotChange: gettext_lazy("Thể lệ không cho đổi phiếu này nữa."),
    voting.HeldBack: gettext_lazy("Phiếu này còn chờ xem xét hoặc chờ vào sổ nên chưa đổi được. Hãy thử lại sau."),
    voting.UnknownBallot: gettext_lazy("Không có lá phiếu nào mang mã bí mật này. Xem lại biên nhận."),
}


@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """What was ticked, and by what to prove it: a phone, a printed code, or the secret of an earlier ballot."""
    found, form, page = _begun(request, slug)
    if page:
        return page
    return _review(request, found, form)


@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a code to the phone and ask for it."""
    found, form, page = _begun(request, slug)
    if page:
        return page
    phone = PhoneForm(request.POST)
    if not phone.is_valid():
        return _review(request, found, form, phone=phone)
    try:
        number = phone.cleaned_data["phone"]
        send_code(contest=found, phone=number, network=_network(request), at=timezone.now())
    except TooManyCodes as refusal:
        phone.add_error("phone", TOO_MANY[refusal.scope])
        return _review(request, found, form, phone=phone)
    code = CodeForm(initial={"phone": number, "secret": new_secret()})
    return _step(request, "code", found, form, code=code, phone=number)


@never_cache
@require_http_methods(["GET", "POST"])
def cast(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the ballot in and give its receipt."""
    found, form, page = _begun(request, slug, is_over_allowed=True)
    if page:
        return page
    ticket, chosen = form.cleaned_data["the"], form.cleaned_data["chon"]
    origin = {"network": _network(request), "device": _device(request), "at": timezone.now()}
    code = CodeForm(request.POST)
    try:
        if ticket:
            asked = SecretForm(request.POST)
            secret = asked.cleaned_data["secret"] if asked.is_valid() else new_secret()
            receipt = vote_by_ticket(contest=found, ticket=ticket, secret=secret, entries=chosen, **origin)
        elif code.is_valid():
            secret = code.cleaned_data["secret"]
            receipt = vote_by_phone(contest=found, **code.cleaned_data, entries=chosen, **origin)
        else:
            return _again(request, found, form, code)
    except tuple(REFUSED) as refusal:
        message = str(REFUSED[type(refusal)])
        if ticket:
            return _review(request, found, form, error=message)
        code.add_error("code", message)
        return _again(request, found, form, code)
    return _receipt(request, found, receipt, secret)


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the choice in place of the one an earlier ballot made."""
    found, form, page = _begun(request, slug)
    if page:
        return page
    secret = SecretForm(request.POST)
    if secret.is_valid():
        typed = secret.cleaned_data["secret"]
        try:
            voting.change(contest=found, secret=typed, entries=form.cleaned_data["chon"], at=timezone.now())
            return _receipt(request, found, receipt_of(typed), typed, is_change=True)
        except tuple(REFUSED) as refusal:
            secret.add_error("secret", str(REFUSED[type(refusal)]))
    return _review(request, found, form, secret=secret)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Is this receipt's ballot in the log? With its secret, and only then: what does it say?"""
    found = get_object_or_404(queries.public(), slug=slug)
    form = SecretForm(request.POST if request.method == "POST" else None)
    number = request.GET.get("so", "")[:40]
    context: dict[str, Any] = {"contest": found, "form": form, "number": number, "is_running": _is_running(found)}
    if form.is_valid():
        secret = form.cleaned_data["secret"]
        context["number"] = number = grouped(receipt_of(secret))
        context["opened"] = queries.opened(found, secret)
        context["held"] = queries.held_of(found, secret)
    context["state"] = queries.receipt_state(found, number) if number else None
    return render(request, "contests/check.html", context, status=422 if form.errors else 200)


def _begun(
    request: HttpRequest, slug: str, *, is_over_allowed: bool = False
) -> tuple[Contest, ChoiceForm, HttpResponse | None]:
    """Return contest, choices, and the page to show instead when there is nothing to vote on.

    is_over_allowed: go on when voting just ended, so that a ballot sent again still gets its receipt.
    """
    found = get_object_or_404(queries.public(), slug=slug)
    form = ChoiceForm(request.POST, contest=found)
    if request.method != "POST":
        return found, form, redirect(found)
    ticked = request.POST.getlist("chon")
    if not _is_running(found) and not is_over_allowed:
        return found, form, contest_page(request, found, error=str(CLOSED), status=409)
    if not form.is_valid():
        error = next(iter(form.errors.values()))[0]
        ticket = request.POST.get("the", "")[:40]
        return found, form, contest_page(request, found, ticket=ticket, chosen=ticked, error=error, status=422)
    return found, form, None


def _is_running(found: Contest) -> bool:
    return found.phase(timezone.now()) == Phase.RUNNING


def _network(request: HttpRequest) -> str:
    return of_network(request.META.get("REMOTE_ADDR", ""))


def _device(request: HttpRequest) -> str:
    agent = f"{request.headers.get('User-Agent', '')}|{request.headers.get('Accept-Language', '')}"
    return credentials.of_device(request.META.get("REMOTE_ADDR", ""), agent)


def _review(request: HttpRequest, found: Contest, form: ChoiceForm, **forms: Any) -> HttpResponse:
    shown = {"phone": PhoneForm(), "secret": SecretForm(), **forms}
    failed = "error" in forms or any(getattr(one, "errors", None) for one in forms.values())
    return _step(request, "review", found, form, status=422 if failed else 200, new_secret=new_secret(), **shown)


def _again(request: HttpRequest, found: Contest, form: ChoiceForm, code: CodeForm) -> HttpResponse:
    phone = code.cleaned_data.get("phone") or request.POST.get("phone", "")
    return _step(request, "code", found, form, code=code, phone=phone, status=422)


def _step(
    request: HttpRequest, template: str, found: Contest, form: ChoiceForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    chosen = form.cleaned_data["chon"]
    if phone := context.get("phone"):
        context["shown_phone"] = national(phone) if isinstance(phone, str) and phone.startswith("+84") else phone
    context |= {
        "contest": found,
        "entries": queries.admitted(found).filter(number__in=chosen),
        "chosen": chosen,
        "ticket": form.cleaned_data["the"],
    }
    return render(request, f"contests/{template}.html", context, status=status)


def _receipt(
    request: HttpRequest, found: Contest, number: str, secret: str, *, is_change: bool = False
) -> HttpResponse:
    context = {
        "contest": found,
        "number": grouped(number),
        "secret": grouped(secret),
        "is_change": is_change,
        "held": queries.held_of(found, secret),
        "title": _("Đã đổi phiếu") if is_change else _("Đã nhận phiếu của bạn"),
    }
    response = render(request, "contests/receipt.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
