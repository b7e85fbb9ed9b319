"""The list of forbidden and watched words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.listings.models import WatchedWord, WordGrade
from sellers.listings.watchlist import remove_word, save_word
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.listings.forms import WordForm


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def words(request: HttpRequest) -> HttpResponse:
    """Show the list, add a word or change its grade."""
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        word = save_word(
            words=answers["words"],
            grade=WordGrade(answers["grade"]),
            reason=answers["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã lưu “%(word)s”. Có hiệu lực ngay.") % {"word": word})
        return redirect("backoffice:watchlist")
    context = {"form": form, "words": WatchedWord.objects.select_related("added_by")}
    return render_office(request, "backoffice/listings/words.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.ADMINISTRATOR)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    word = get_object_or_404(WatchedWord, pk=pk)
    remove_word(word=word, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ “%(word)s”.") % {"word": word})
    return redirect("backoffice:watchlist")
