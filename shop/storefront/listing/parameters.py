"""What an address of a list asks for. What makes no sense in it is left out, so that old links keep working."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict

from catalogue.search.protocol import MAX_PAGE, MAX_TEXT, SearchQuery, Sort

CATEGORY, PROVINCE, STARS, SELLER = "danh-muc", "tinh", "sao", "nha-ban"
PRICE_FROM, PRICE_TO, IN_STOCK, SEASON, COMMUNE, MARK = "gia-tu", "gia-den", "con-hang", "mua", "xa", "nhan"
TEXT, SORT, PAGE = "q", "sap-xep", "trang"
AS_TYPED = "nguyen-van"  # search the very words, correct nothing

FILTERS = (CATEGORY, PROVINCE, STARS, SELLER, PRICE_FROM, PRICE_TO, IN_STOCK, SEASON, COMMUNE, MARK)
MOST_VALUES = 30
SLUG = re.compile(r"[a-z0-9-]{1,150}")
COMMUNE_CODE = re.compile(r"\d{5}")
HIGHEST_PRICE = 10**10


@dataclass(frozen=True)
class Place:
    """What a page itself stands for, whatever its address asks: one category, province or seller."""

    category: str = ""
    province: str = ""
    seller: str = ""


def query_from(parameters: QueryDict, place: Place, month: int, per_page: int = 24) -> SearchQuery:
    """Return the search that the address and the page mean; `month` is the present one, for goods in season."""
    return SearchQuery(
        text=text_from(parameters),
        as_typed=_is_on(parameters, AS_TYPED),
        categories=_slugs(parameters, CATEGORY) or _one(place.category),
        provinces=_one(place.province) or _slugs(parameters, PROVINCE),
        sellers=_one(place.seller) or _slugs(parameters, SELLER),
        stars=tuple(sorted({int(value) for value in parameters.getlist(STARS) if value in {"1", "2", "3", "4", "5"}})),
        price_from=_price(parameters.get(PRICE_FROM, "")),
        price_to=_price(parameters.get(PRICE_TO, "")),
        in_stock=_is_on(parameters, IN_STOCK),
        marks=_slugs(parameters, MARK),
        months=(month,) if _is_on(parameters, SEASON) else (),
        communes=tuple(code for code in parameters.getlist(COMMUNE)[:MOST_VALUES] if COMMUNE_CODE.fullmatch(code)),
        sort=_sort(parameters.get(SORT, "")),
        page=_page(parameters.get(PAGE, "")),
        per_page=per_page,
    )


def text_from(parameters: QueryDict) -> str:
    """Return the words typed, without the NUL that a database refuses."""
    return parameters.get(TEXT, "").replace("\x00", "").strip()[:MAX_TEXT]


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _slugs(parameters: QueryDict, name: str) -> tuple[str, ...]:
    values = dict.fromkeys(parameters.getlist(name)[:MOST_VALUES])
    return tuple(value for value in values if SLUG.fullmatch(value))


def _price(text: str) -> int | None:
    """Read "300.000", "300 000 ₫" or "300000"."""
    digits = re.sub(r"[.\s,₫đ]", "", text)
    return min(int(digits), HIGHEST_PRICE) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def _is_on(parameters: QueryDict, name: str) -> bool:
    return parameters.get(name, "") in {"1", "on", "co"}


def _sort(text: str) -> Sort:
    return Sort(text) if text in set(Sort) else Sort.RELEVANCE


def _page(text: str) -> int:
    return min(max(int(text), 1), MAX_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
