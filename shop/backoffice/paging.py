"""Pages of a long list, in the shape partials/pager.html draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 30


@dataclass(frozen=True)
class PageLink:
    """A number with its address; number 0 stands for the gap "…"."""

    number: int
    url: str


@dataclass(frozen=True)
class Pages:
    """One page of rows and the links to the others."""

    rows: list[Any]
    total: int
    page: int
    pages: int
    previous: str = ""
    next: str = ""
    links: list[PageLink] = field(default_factory=list)


def paged(request: HttpRequest, rows: Sequence[Any] | QuerySet[Any], per_page: int = PER_PAGE) -> Pages:
    """Return the page named by ?trang=; a wrong number gives the nearest page."""
    paginator = Paginator(rows, per_page)
    page = paginator.get_page(request.GET.get("trang"))

    def url(number: int) -> str:
        query = request.GET.copy()
        query["trang"] = str(number)
        return f"?{query.urlencode()}"

    shown = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return Pages(
        rows=list(page.object_list),
        total=paginator.count,
        page=page.number,
        pages=paginator.num_pages,
        previous=url(page.previous_page_number()) if page.has_previous() else "",
        next=url(page.next_page_number()) if page.has_next() else "",
        links=[PageLink(n, url(n)) if isinstance(n, int) else PageLink(0, "") for n in shown],
    )
