"""Links between the pages of a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

PARAMETER = "trang"
AROUND = 1


@dataclass(frozen=True)
class PageLink:
    """`number` 0 stands for the gap between numbers."""

    number: int
    url: str


@dataclass(frozen=True)
class Pager:
    """What partials/pager.html draws: first, last and near pages; addresses keep every other parameter."""

    page: int
    pages: int
    parameters: QueryDict

    @property
    def links(self) -> list[PageLink]:
        near = {1, self.pages, *range(self.page - AROUND, self.page + AROUND + 1)}
        numbers = sorted(number for number in near if 1 <= number <= self.pages)
        links: list[PageLink] = []
        for number in numbers:
            if links and number - links[-1].number > 1:
                links.append(PageLink(0, ""))
            links.append(PageLink(number, self._url(number)))
        return links

    @property
    def previous(self) -> str:
        return self._url(self.page - 1) if self.page > 1 else ""

    @property
    def next(self) -> str:
        return self._url(self.page + 1) if self.page < self.pages else ""

    def _url(self, number: int) -> str:
        parameters = self.parameters.copy()
        parameters.pop(PARAMETER, None)
        if number > 1:
            parameters[PARAMETER] = str(number)
        return f"?{parameters.urlencode()}"
