"""Bodies with their members, the days they have, and the watched words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign.forum import queries
from shop.campaign.forum.desk.forms import BodyForm, MemberForm, TermForm, WordForm
from shop.campaign.forum.desk.frame import render_desk
from shop.campaign.forum.domain import managing
from shop.campaign.forum.domain.terms import days_of
from shop.campaign.forum.enums import BodyKind
from shop.campaign.forum.models import AnswerTerm, Body, BodyMember
from shop.regions.models import Province


@office(Role.COMMITTEE)
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body of this member's provinces."""
    return render_desk(request, "forum/desk/bodies.html", bodies=queries.desk_bodies(request.reach))


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_body(request: HttpRequest) -> HttpResponse:
    """Write a new body."""
    return _write(request, None)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a body; see who answers for it."""
    return _write(request, get_object_or_404(queries.desk_bodies(request.reach), pk=pk))


@office(Role.COMMITTEE)
@require_POST
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the account of a phone answer for a body."""
    found, form = get_object_or_404(queries.desk_bodies(request.reach), pk=pk), MemberForm(request.POST)
    if form.is_valid():
        try:
            managing.add_member(body=found, phone=form.cleaned_data["phone"], by=request.user, at=timezone.now())
            messages.success(request, _("Đã giao. Người này thấy việc ở trang Trả lời diễn đàn."))
            return redirect("backoffice:forum_office:body", pk=pk)
        except managing.AlreadyThere:
            form.add_error("phone", _("Người này đã trả lời thay cơ quan này."))
    return _body_page(request, found, _body_form(request, found, None), member_form=form, status=422)


@office(Role.COMMITTEE)
@require_POST
def remove_member(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Let somebody answer for a body no longer."""
    found = get_object_or_404(queries.desk_bodies(request.reach), pk=pk)
    member = get_object_or_404(BodyMember, body=found, pk=member_pk)
    managing.remove_member(member=member, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thôi giao."))
    return redirect("backoffice:forum_office:body", pk=pk)


@office(*queries.DESK_ROLES)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The days to answer and the watched words."""
    return _rules_page(request)


@office(Role.COMMITTEE)
@require_POST
def set_term(request: HttpRequest) -> HttpResponse:
    """Set the days of a kind of body."""
    form = TermForm(request.POST, provinces=request.reach.provinces(Role.COMMITTEE))
    if not form.is_valid():
        return _rules_page(request, term_form=form, status=422)
    managing.set_term(**form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Đã đặt thời hạn cho các chủ đề chuyển từ bây giờ."))
    return redirect("backoffice:forum_office:rules")


@office(*queries.DESK_ROLES)
@require_POST
def add_word(request: HttpRequest) -> HttpResponse:
    """Watch a word, or take over the suggested ones."""
    provinces = queries.desk_provinces(request.reach)
    if request.POST.get("viec") == "goi-y":
        mine = [None] if provinces is None else list(Province.objects.filter(code__in=provinces))
        added = sum(managing.watch_suggested(province=row, by=request.user, at=timezone.now()) for row in mine)
        messages.success(request, _("Đã thêm %(n)d từ gợi ý.") % {"n": added})
        return redirect("backoffice:forum_office:rules")
    form = WordForm(request.POST, provinces=provinces)
    if form.is_valid():
        try:
            managing.watch(**form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("backoffice:forum_office:rules")
        except managing.AlreadyThere:
            form.add_error("words", _("Từ này có trong danh sách rồi."))
    return _rules_page(request, word_form=form, status=422)


@office(*queries.DESK_ROLES)
@require_POST
def remove_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Watch a word no longer."""
    word = get_object_or_404(queries.desk_words(request.reach), pk=pk)
    managing.unwatch(word=word, by=request.user, at=timezone.now())
    return redirect("backoffice:forum_office:rules")


def _write(request: HttpRequest, found: Body | None) -> HttpResponse:
    form = _body_form(request, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            saved = managing.save_body(body=found, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Đã lưu."))
            return redirect("backoffice:forum_office:body", pk=saved.pk)
        except managing.AlreadyThere:
            form.add_error("name", _("Tỉnh này đã có cơ quan mang tên đó, hoặc gian hàng đã có trong danh sách."))
    return _body_page(request, found, form, status=422 if form.errors else 200)


def _body_form(request: HttpRequest, found: Body | None, typed: Any) -> BodyForm:
    initial: dict[str, Any] = {}
    if found:
        names = ("name", "kind", "province", "is_active")
        initial = {name: getattr(found, name) for name in names}
        initial |= {"commune_code": found.commune_id or "", "seller_slug": found.seller.slug if found.seller else ""}
    reach = request.reach
    provinces, communes = reach.provinces(Role.COMMITTEE), reach.communes(Role.COMMITTEE)
    return BodyForm(typed, provinces=provinces, communes=communes, initial=initial)


def _body_page(
    request: HttpRequest,
    found: Body | None,
    form: BodyForm,
    *,
    member_form: MemberForm | None = None,
    status: int = 200,
) -> HttpResponse:
    return render_desk(
        request,
        "forum/desk/body.html",
        status=status,
        body=found,
        form=form,
        members=found.members.select_related("user") if found else [],
        member_form=member_form or MemberForm(),
    )


def _rules_page(
    request: HttpRequest, *, term_form: TermForm | None = None, word_form: WordForm | None = None, status: int = 200
) -> HttpResponse:
    mine, keeps = request.reach.provinces(Role.COMMITTEE), queries.desk_provinces(request.reach)
    where = keeps[0] if keeps else None
    return render_desk(
        request,
        "forum/desk/rules.html",
        status=status,
        terms=[(kind.label, days_of(kind=kind, province_id=where)) for kind in BodyKind],
        own_terms=AnswerTerm.objects.select_related("province").exclude(province=None)
        if keeps is None
        else AnswerTerm.objects.select_related("province").filter(province__in=keeps),
        words=queries.desk_words(request.reach),
        shared=[] if keeps is None else queries.shared_words(),
        term_form=term_form or TermForm(provinces=mine),
        word_form=word_form or WordForm(provinces=keeps),
    )
