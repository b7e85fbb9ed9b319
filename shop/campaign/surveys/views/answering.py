"""From the consent to the thanks, a page for each section. Works without JavaScript, a session or a cookie."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.phones import national
from shop.campaign.contests.views.ballots import TOO_MANY
from shop.campaign.phone_codes.credentials import of_network as any_network
from shop.campaign.phone_codes.domain.bounds import TooManyCodes, WrongCode
from shop.campaign.surveys import credentials
from shop.campaign.surveys.domain import answering
from shop.campaign.surveys.domain.branching import shown, shown_in
from shop.campaign.surveys.domain.phone_codes import check_code, send_code
from shop.campaign.surveys.domain.questionnaire import Questionnaire, Section, parse
from shop.campaign.surveys.domain.writing import NoSuchPart
from shop.campaign.surveys.forms import CodeForm, ConsentForm, PhoneConsentForm
from shop.campaign.surveys.messages import answer_text
from shop.campaign.surveys.models import Access, Channel, PersonalLink, Poster, Response, Standing
from shop.campaign.surveys.places import places_for
from shop.campaign.surveys.sheet import sheet
from shop.campaign.surveys.views.framing import Place, place_of, show
from shop.campaign.surveys.views.pages import first_page

CLOSED = gettext_lazy("Khảo sát đã đóng hoặc chưa mở nên không nhận câu trả lời.")
TOO_MANY_STARTS = gettext_lazy("Mạng bạn đang dùng vừa bắt đầu rất nhiều phiếu. Đợi 1 giờ, hoặc dùng mạng khác.")
WRONG_CODE = gettext_lazy("Mã chưa đúng hoặc đã hết hạn. Xem lại tin nhắn mới nhất; sai 5 lần thì phải xin mã mới.")
REFUSALS = (answering.NotRunning, answering.TooManyStarts)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, slug: str, frame: str = "") -> HttpResponse:
    """Take the consent; then the first question, or a code for the phone where one answer per phone is asked."""
    place = place_of(slug, frame)
    if request.method != "POST":
        return redirect(place.home)
    if place.survey.access == Access.LINK:
        return first_page(request, place, ConsentForm(), place.url("begin"), status=409)
    if place.survey.access == Access.PHONE:
        return _send_code(request, place)
    return _begin(request, place, ConsentForm(request.POST), answering.Way(network=_network(request, place)))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest, slug: str, frame: str = "") -> HttpResponse:
    """Take the code that was sent to a phone; who began before with this phone goes on with that answer."""
    place = place_of(slug, frame)
    if request.method != "POST" or place.survey.access != Access.PHONE:
        return redirect(place.home)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, place, form)
    try:
        phone_hash = check_code(
            survey=place.survey,
            phone=form.cleaned_data["phone"],
            code=form.cleaned_data["code"],
            network=any_network(_address(request)),
            at=timezone.now(),
        )
    except WrongCode:
        form.add_error("code", str(WRONG_CODE))
        return _code_page(request, place, form)
    token = credentials.new_token()
    before = Response.objects.filter(survey=place.survey, phone_hash=phone_hash)
    if before.update(token_hash=credentials.of_token(token)):
        return redirect(place.url("answer", token=token))
    return _begin(request, place, form, answering.Way(network=_network(request, place), phone_hash=phone_hash), token)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def personal(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The first page of somebody's own link, which also is the address to go on with."""
    place = place_of(slug)
    link = get_object_or_404(PersonalLink, survey=place.survey, token_hash=credentials.of_token(token))
    if Response.objects.filter(link=link).exists():
        return redirect(place.url("answer", token=token))
    action = place.url("personal", token=token)
    if request.method != "POST":
        return first_page(request, place, ConsentForm(), action)
    way = answering.Way(channel=Channel.LINK, network=_network(request, place), link=link)
    return _begin(request, place, ConsentForm(request.POST), way, token, action)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str, token: str, frame: str = "") -> HttpResponse:
    """One page of questions; at the end, the thanks."""
    place = place_of(slug, frame)
    response = _response(place, token)
    if response.standing != Standing.OPEN:
        return _end(request, place, response, token)
    questionnaire = parse(response.version.body)
    if request.method != "POST":
        section = _asked_for(request, questionnaire, response)
        return _page(request, place, response, token, section)
    try:
        step = answering.answer_page(
            response=response,
            section_key=request.POST.get("phan", ""),
            typed=dict(request.POST.lists()),
            asked=request.POST.get("hoi", "").split(),
            at=timezone.now(),
        )
    except NoSuchPart:
        raise Http404 from None
    except answering.Finished:
        return redirect(place.url("answer", token=token))
    except answering.NotRunning:
        return first_page(request, place, ConsentForm(), place.url("begin"), error=str(CLOSED), status=409)
    response.refresh_from_db()
    if step.errors and step.section:
        return _page(request, place, response, token, step.section, step.errors)
    following = f"?phan={step.section.key}" if step.section else ""
    return redirect(place.url("answer", token=token) + following)


@never_cache
@csrf_exempt
@require_POST
def keep(request: HttpRequest, slug: str, token: str, frame: str = "") -> HttpResponse:
    """Save what stands in the form while somebody types; the page asks no more than this of its script."""
    place = place_of(slug, frame)
    try:
        answering.keep_typed(
            response=_response(place, token),
            section_key=request.POST.get("phan", ""),
            typed=dict(request.POST.lists()),
            at=timezone.now(),
        )
    except NoSuchPart:
        raise Http404 from None
    except (answering.Finished, answering.NotRunning):
        return show(request, place, "saved", {"is_saved": False}, status=409)
    return show(request, place, "saved", {"is_saved": True})


@never_cache
@csrf_exempt
@require_POST
def withdraw(request: HttpRequest, slug: str, token: str, frame: str = "") -> HttpResponse:
    """Erase what was answered, at the wish of who has the token."""
    place = place_of(slug, frame)
    answering.withdraw(response=_response(place, token))
    return redirect(place.url("answer", token=token))


def _begin(
    request: HttpRequest, place: Place, form: ConsentForm, way: answering.Way, token: str = "", action: str = ""
) -> HttpResponse:
    action = action or place.url("begin")
    if not form.is_valid():
        return first_page(request, place, form, action, status=422)
    token = token or credentials.new_token()
    try:
        with transaction.atomic():
            way = _came_by(place, way, form.cleaned_data.get("qr", ""))
            answering.begin(survey=place.survey, way=way, consents=True, token=token, at=timezone.now())
    except IntegrityError:  # the same phone or link, twice at once: the other one made the answer
        return redirect(action if way.link else place.home)
    except REFUSALS as refusal:
        error = CLOSED if isinstance(refusal, answering.NotRunning) else TOO_MANY_STARTS
        return first_page(request, place, form, action, error=str(error), status=409)
    return redirect(place.url("answer", token=token))


def _came_by(place: Place, way: answering.Way, code: str) -> answering.Way:
    """Return the way with the channel it came by: a frame, or a poster's code."""
    poster = Poster.objects.filter(survey=place.survey, code=code).first() if code else None
    channel = way.channel
    if channel == Channel.ONLINE:
        channel = Channel.FRAME if place.frame else Channel.POSTER if poster else Channel.ONLINE
    return answering.Way(channel=channel, network=way.network, link=way.link, poster=poster, phone_hash=way.phone_hash)


def _send_code(request: HttpRequest, place: Place) -> HttpResponse:
    form = PhoneConsentForm(request.POST)
    if form.is_valid() and place.survey.phase(timezone.now()) != "running":
        return first_page(request, place, form, place.url("begin"), error=str(CLOSED), status=409)
    if not form.is_valid():
        return first_page(request, place, form, place.url("begin"), status=422)
    try:
        phone = form.cleaned_data["phone"]
        send_code(survey=place.survey, phone=phone, network=any_network(_address(request)), at=timezone.now())
    except TooManyCodes as refusal:
        form.add_error("phone", TOO_MANY[refusal.scope])
        return first_page(request, place, form, place.url("begin"), status=422)
    return _code_page(request, place, CodeForm(initial={**form.cleaned_data}))


def _code_page(request: HttpRequest, place: Place, form: CodeForm) -> HttpResponse:
    phone = form["phone"].value() or ""
    context = {"form": form, "phone": national(phone) if phone.startswith("+84") else phone}
    return show(request, place, "code", context, status=422 if form.errors else 200)


def _response(place: Place, token: str) -> Response:
    rows = Response.objects.select_related("version")
    return get_object_or_404(rows, survey=place.survey, token_hash=credentials.of_token(token))


def _asked_for(request: HttpRequest, questionnaire: Questionnaire, response: Response) -> Section:
    """Return the page in ?phan=, if something is asked on it, or the one to go on with."""
    open_pages = answering.pages(questionnaire, response.answers)
    wanted = next((section for section in open_pages if section.key == request.GET.get("phan")), None)
    section = wanted or answering.page_to_answer(questionnaire, response.answers)
    if section is None:
        raise Http404
    return section


def _page(
    request: HttpRequest,
    place: Place,
    response: Response,
    token: str,
    section: Section,
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    questionnaire = parse(response.version.body)
    questions = shown_in(section, questionnaire, response.answers)
    every = [one.key for one in shown(questionnaire, response.answers)]
    numbers = {key: number for number, key in enumerate(every, start=1)}
    errors = {
        one.key: answer_text(problems[one.key], one.low, one.high) for one in questions if one.key in (problems or {})
    }
    open_pages = answering.pages(questionnaire, response.answers)
    place_in = open_pages.index(section)
    answered = sum(key in response.answers for key in every)
    context: dict[str, Any] = {
        "token": token,
        "section": section,
        "cards": sheet(questions, response.typed, places_for(place.survey, questionnaire), numbers, errors),
        "asked": " ".join(one.key for one in questions),
        "answered": answered,
        "total": len(every),
        "is_last": place_in == len(open_pages) - 1,
        "before": open_pages[place_in - 1].key if place_in else "",
        "problems": [(one.key, one.title, errors[one.key]) for one in questions if one.key in errors],
        "action": place.url("answer", token=token),
        "keep_at": place.url("keep", token=token),
        "address": request.build_absolute_uri(place.url("answer", token=token)),
    }
    return show(request, place, "answer", context, status=422 if errors else 200)


def _end(request: HttpRequest, place: Place, response: Response, token: str) -> HttpResponse:
    """What is held back or surplus reads like what counts: who cheats learns nothing."""
    context = {
        "is_stopped": response.standing == Standing.STOPPED,
        "is_withdrawn": response.standing == Standing.WITHDRAWN,
        "withdraw_at": place.url("withdraw", token=token),
        "title": {
            Standing.STOPPED: _("Cảm ơn bạn, đã đủ người trả lời"),
            Standing.WITHDRAWN: _("Đã rút lại câu trả lời"),
        }.get(Standing(response.standing), _("Đã nhận câu trả lời của bạn")),
    }
    return show(request, place, "thanks", context)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(request: HttpRequest, place: Place) -> str:
    return credentials.of_network(place.survey.pk, _address(request))
