"""Words that mean the same."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.search import curated
from catalogue.search.models import SynonymGroup
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.search.domain import remove_synonyms, save_synonyms
from shop.backoffice.search.forms import SynonymForm


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.REVIEWER)
def synonyms(request: HttpRequest) -> HttpResponse:
    """List the groups and add one; ?tu= begins a group with a word that people typed."""
    typed = request.GET.get("tu", "")[:80]
    form = SynonymForm(
        request.POST if request.method == "POST" else None, initial={"words": f"{typed}, " if typed else ""}
    )
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    sought = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    groups = SynonymGroup.objects.filter(words__icontains=sought) if sought else SynonymGroup.objects.all()
    context = {"form": form, "pager": paged(request, groups), "sought": sought}
    return render_office(request, "backoffice/search/synonyms.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.REVIEWER)
def synonym(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one group."""
    group = get_object_or_404(SynonymGroup, pk=pk)
    start = {"words": group.words, "is_ambiguous": group.is_ambiguous, "note": group.note}
    form = SynonymForm(request.POST if request.method == "POST" else None, initial=start, group=group)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    context = {"form": form, "group": group}
    return render_office(request, "backoffice/search/synonym.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.REVIEWER)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(SynonymGroup, pk=pk)
    remove_synonyms(group=group, by=request.user, at=timezone.now())
    curated.look_now()
    messages.success(request, _("Đã bỏ nhóm từ."))
    return redirect("backoffice:synonyms")


def _saved(request: HttpRequest, form: SynonymForm) -> HttpResponse:
    group = save_synonyms(group=form.group, **form.cleaned_data, by=request.user, at=timezone.now())
    curated.look_now()
    messages.success(request, _("Đã lưu: %(words)s. Có hiệu lực ngay.") % {"words": group.words})
    return redirect("backoffice:synonyms")
