"""Who may reach what: one row for every address. A new address without a row fails the test beside this file.

Every address is asked for with the identifiers of tenant A. `who` names the kinds of people who may enter and what
they get; the same kinds of tenant B get `other`; everybody else gets `refused` (visitors: the sign-in page).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.security.world import Tenant

SIGN_IN = "sign-in"  # a redirect to the sign-in page
VISITOR = frozenset({"visitor"})
TENANT_KINDS = ("buyer", "applicant", "owner", "packer", "operator", "driver", "reviewer")
SIGNED_IN = (*TENANT_KINDS, "finance", "committee", "admin")
EVERYBODY = ("visitor", *SIGNED_IN)
STAFF = ("owner", "packer")
OFFICE = ("reviewer", "finance", "committee", "admin")
REVIEW = ("reviewer", "admin")
MONEY = ("finance", "admin")

Answer = int | str


@dataclass(frozen=True)
class Row:
    """What one address answers to whom."""

    name: str
    who: tuple[str, ...]
    answer: Answer | tuple[Answer, ...] = 200
    args: Callable[[Tenant], dict[str, Any]] = field(default=lambda tenant: {})
    method: str = "get"
    data: Callable[[Tenant], dict[str, Any]] = field(default=lambda tenant: {})
    other: Answer | None = None  # None: not about one tenant's thing, the same answer as `answer`
    refused: Answer = 403
    refused_visitor: Answer = SIGN_IN
    writes: tuple[str, ...] = ()  # tables a GET may write
    without_token: int = 403


def public(name: str, args: Callable[[Tenant], dict[str, Any]] | None = None, **more: Any) -> Row:
    """A page for everybody."""
    return Row(name, EVERYBODY, args=args or (lambda tenant: {}), **more)


def of_seller(name: str, who: tuple[str, ...] = STAFF, **more: Any) -> Row:
    """A page of the seller centre."""
    return Row(name, who, **more)


def pk(attribute: str) -> Callable[[Tenant], dict[str, Any]]:
    """Return {"pk": …} of something of the tenant."""
    return lambda tenant: {"pk": getattr(tenant, attribute).pk}


def slug(attribute: str) -> Callable[[Tenant], dict[str, Any]]:
    """Return {"slug": …} of something of the tenant."""
    return lambda tenant: {"slug": getattr(tenant, attribute).slug}


def order_link(tenant: Tenant) -> dict[str, Any]:
    return {"number": tenant.order.number}


PUBLIC = [
    public("storefront:home"),
    public("storefront:search"),
    public("storefront:suggest"),
    public("storefront:category", lambda tenant: {"slug": "gia-vi"}),
    public("storefront:province", slug("province")),
    public("storefront:product_by_id", pk("product"), answer=301),
    public("storefront:reviews", pk("product")),
    public("storefront:product", lambda tenant: {"slug": tenant.product.slug, "pk": tenant.product.pk}),
    public("storefront:lot", lambda tenant: {"code": tenant.lot.code}),
    public("storefront:seller", slug("seller")),
    public("storefront:points"),
    public("storefront:point", slug("point")),
    public("storefront:runs"),
    public("storefront:choose_commune", answer=302),
    public("storefront:personal"),
    public("storefront:communes"),
    public("storefront:next_run"),
    public("storefront:regulations"),
    public("storefront:privacy"),
    public("storefront:ranking"),
    public("storefront:how_to_order"),
    public("storefront:returns"),
    public("storefront:healthz"),
    public("storefront:readyz"),
    public("storefront:metrics"),
    public("storefront:robots"),
    public("storefront:sitemap"),
    public("storefront:sitemap_part", lambda tenant: {"part": "hang-1"}),
    public("storefront:favicon", answer=302),
    public("fairs:landing"),
    public("fairs:sessions"),
    public("fairs:session", slug("session")),
    public("support:new"),
    public("images:media", lambda tenant: {"path": "khong-co.webp"}, answer=404),
    public("demo:demo"),
    public("onboarding:landing"),
]

BASKET = [
    public("basket:summary"),
    public("basket:add", pk("product")),
    public("basket:update", method="post", answer=302),
    public("basket:remove", lambda tenant: {"pk": 1}, method="post", answer=302),
    public("basket:accept", lambda tenant: {"pk": 1}, method="post", answer=302),
    public("basket:save_for_later", lambda tenant: {"pk": 1}, method="post", answer=302),
    public("basket:restore", lambda tenant: {"pk": 1}, method="post", answer=302),
    public("checkout:checkout", answer=302, without_token=409),
    public("checkout:lookup"),
    # Without the link's token only the buyer's own account opens an order; others cannot tell that it exists.
    Row("checkout:order", ("buyer",), args=order_link, other=404, refused=404, refused_visitor=404),
    Row(
        "checkout:order_qr",
        ("buyer",),
        args=lambda tenant: {"number": tenant.order.number, "stop": tenant.stop.pk},
        other=404,
        refused=404,
        refused_visitor=404,
    ),
    Row("checkout:contract", ("buyer",), args=order_link, other=404, refused=404, refused_visitor=404),
    Row("checkout:contract_file", ("buyer",), args=order_link, other=404, refused=404, refused_visitor=404),
    Row(
        "checkout:cancel",
        ("buyer",),
        302,
        args=order_link,
        method="post",
        other=404,
        refused=404,
        refused_visitor=404,
    ),
    # The link of a complaint carries a token; the number alone opens nothing, not even for its sender.
    Row(
        "support:complaint",
        (),
        args=lambda tenant: {"number": tenant.complaint.number},
        refused=404,
        refused_visitor=404,
    ),
]

SIGN_IN_PAGES = [
    Row("account_login", ("visitor",), refused=302),
    Row("account_request_login_code", ("visitor",), refused=302),
    Row("account_confirm_login_code", (), refused=302, refused_visitor=302),
    public("account_signup", answer=302),
    Row("account_logout", SIGNED_IN, refused_visitor=302),
    public("account_inactive"),
    Row("account_change_password", SIGNED_IN),
    Row("account_set_password", SIGNED_IN, 302),
    public("account_reset_password", answer=302),
    Row("account_reauthenticate", SIGNED_IN),
    Row("account_change_phone", SIGNED_IN),
    Row("account_verify_phone", SIGNED_IN, 302, refused_visitor=302),
    Row("account_second_factor", SIGNED_IN, 302),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_authenticate", (), refused=302, refused_visitor=302),
    Row("mfa_reauthenticate", SIGNED_IN, 302),
    Row("mfa_activate_totp", SIGNED_IN, 302),
    Row("mfa_deactivate_totp", SIGNED_IN, 404),
    Row("mfa_view_recovery_codes", SIGNED_IN, 404),
    Row("mfa_generate_recovery_codes", SIGNED_IN, 302),
    Row("mfa_download_recovery_codes", SIGNED_IN, 404),
]

ACCOUNT = [
    Row("customer:orders", SIGNED_IN),
    Row("customer:profile", SIGNED_IN),
    Row("customer:privacy", SIGNED_IN),
    Row("customer:export", SIGNED_IN),
    Row("customer:delete", SIGNED_IN),
    Row("customer:review", SIGNED_IN, 403, args=pk("product")),  # reviewing needs a delivered order,
]

ONBOARDING = [
    Row("onboarding:resume", SIGNED_IN, 302),
    Row("onboarding:status", SIGNED_IN, 302),
    Row("onboarding:address", SIGNED_IN),
    Row("onboarding:communes", SIGNED_IN),
    Row("onboarding:papers", ("applicant",), refused=302),
    Row("onboarding:remove_paper", ("applicant",), 302, args=pk("draft_paper"), method="post", other=404, refused=404),
    Row("onboarding:review", ("applicant",), refused=302),
    Row("onboarding:step", SIGNED_IN, args=lambda tenant: {"slug": "gian-hang"}),
    Row("documents:show", REVIEW, args=pk("paper"), other=404, refused=404, writes=("documents_documentview",)),
]

SELLER_CENTRE = [
    of_seller("seller_centre:today"),
    of_seller("seller_centre:choose", method="post", data=lambda tenant: {"seller": tenant.seller.pk}, answer=302),
    of_seller("seller_centre:orders"),
    of_seller("seller_centre:order", args=lambda tenant: {"number": tenant.part.number}, other=404),
    of_seller(
        "seller_centre:order_confirm",
        args=lambda tenant: {"number": tenant.part.number},
        method="post",
        answer=302,
        other=404,
    ),
    of_seller(
        "seller_centre:order_pack",
        args=lambda tenant: {"number": tenant.part.number},
        method="post",
        answer=(302, 422),
        other=404,
    ),
    of_seller(
        "seller_centre:order_labels", args=lambda tenant: {"number": tenant.order.seller_orders.get().number}, other=404
    ),
    of_seller(
        "seller_centre:order_delivered",
        args=lambda tenant: {"number": tenant.part.number},
        method="post",
        answer=302,
        other=404,
    ),
    of_seller("seller_centre:runs"),
    of_seller("seller_centre:run", args=lambda tenant: {"code": tenant.run.code}, other=404),
    of_seller(
        "seller_centre:run_confirm", args=lambda tenant: {"code": tenant.run.code}, method="post", answer=302, other=404
    ),
    of_seller("seller_centre:run_list", args=lambda tenant: {"code": tenant.run.code}, other=404),
    of_seller("seller_centre:run_labels", args=lambda tenant: {"code": tenant.run.code}, other=404),
    of_seller("seller_centre:listings", ("owner",)),
    of_seller("seller_centre:listing_new", ("owner",)),
    of_seller("seller_centre:listing", ("owner",), args=pk("draft"), other=404),
    of_seller("seller_centre:money", ("owner",)),
]

ROAD = [
    Row("counter:home", ("operator",)),
    Row("counter:stop", ("operator",), args=pk("stop"), other=404),
    Row("counter:find", ("operator",), (302, 422), args=pk("stop"), method="post", other=404),
    Row("counter:receive", ("operator",), (302, 422), args=pk("stop"), method="post", other=404),
    # No parcel of this stop is on its way back, so even its operator finds none.
    Row("counter:give_back", ("operator",), 404, args=pk("stop"), method="post", other=404),
    Row("counter:manifest", ("operator",), args=pk("frozen_stop"), other=404),
    Row(
        "counter:order",
        ("operator",),
        args=lambda tenant: {"pk": tenant.stop.pk, "number": tenant.order.number},
        other=404,
    ),
    Row(
        "counter:prove",
        ("operator",),
        (302, 422),
        args=lambda tenant: {"pk": tenant.stop.pk, "number": tenant.order.number},
        method="post",
        other=404,
    ),
    Row("driver:home", ("driver",)),
    Row("driver:run", ("driver",), args=pk("run"), other=404),
    Row(
        "driver:scan",
        ("driver",),
        (200, 302, 422),
        args=lambda tenant: {"pk": tenant.run.pk, "act": "len-xe"},
        method="post",
        other=404,
    ),
    Row("driver:depart", ("driver",), (302, 422), args=pk("run"), method="post", other=404),
    Row(
        "driver:arrive",
        ("driver",),
        (302, 422),
        args=lambda tenant: {"pk": tenant.run.pk, "stop_pk": tenant.stop.pk},
        method="post",
        other=404,
    ),
    Row("driver:close", ("driver",), (302, 422), args=pk("run"), method="post", other=404),
]

BACK_OFFICE = [
    Row("backoffice:home", OFFICE),
    Row("backoffice:queue", REVIEW),
    Row("backoffice:application", REVIEW, args=pk("application"), other=404),
    Row(
        "backoffice:judge_paper",
        REVIEW,
        302,
        args=lambda tenant: {"pk": tenant.application.pk, "document_pk": tenant.paper.pk},
        data=lambda tenant: {"ket_qua": "dat"},
        method="post",
        other=404,
    ),
    Row(
        "backoffice:decide",
        REVIEW,
        302,
        args=pk("application"),
        data=lambda tenant: {"ket_luan": "tu-choi", "ly_do": "Không đủ điều kiện bán"},
        method="post",
        other=404,
    ),
    Row("backoffice:listings", REVIEW),
    Row("backoffice:listing", REVIEW, args=pk("listing"), other=404),
    Row("backoffice:decide_listing", REVIEW, (302, 422), args=pk("listing"), method="post", other=404),
    Row("backoffice:take_down_listing", ("admin",), (302, 409, 422), args=pk("listing"), method="post"),
    Row("backoffice:reviews", REVIEW),
    Row(
        "backoffice:decide_review",
        REVIEW,
        302,
        args=pk("review"),
        data=lambda tenant: {"ket_luan": "dang"},
        method="post",
        other=404,
    ),
    Row("backoffice:sellers", ("reviewer", "finance", "admin")),
    Row("backoffice:seller", ("reviewer", "finance", "admin"), args=slug("seller"), other=404),
    Row(
        "backoffice:suspend_seller",
        REVIEW,
        302,
        args=slug("seller"),
        data=lambda tenant: {"ly_do": "Hàng không rõ nguồn gốc"},
        method="post",
        other=404,
    ),
    Row("backoffice:reopen_seller", REVIEW, (409, 422), args=slug("seller"), method="post", other=404),
    Row("backoffice:orders", ("reviewer", "finance", "admin")),
    Row("backoffice:home_rates", MONEY),
    Row("backoffice:remove_home_rate", MONEY, 302, args=pk("rate"), method="post"),
    Row("backoffice:roles", ("admin",)),
    Row("backoffice:revoke_role", ("admin",), 302, args=pk("operator_grant"), method="post"),
    Row("backoffice:trail", ("admin",)),
    Row("backoffice:points", ("admin",)),
    Row("backoffice:new_point", ("admin",)),
    Row("backoffice:point", ("admin",), args=pk("point")),
    Row("backoffice:appoint_operator", ("admin",), (302, 422), args=pk("point"), method="post"),
    Row(
        "backoffice:dismiss_operator",
        ("admin",),
        302,
        args=lambda tenant: {"pk": tenant.point.pk, "grant_pk": tenant.operator_grant.pk},
        method="post",
    ),
    Row("backoffice:runs", ("admin",)),
    Row("backoffice:new_run", ("admin",)),
    Row("backoffice:run", ("admin",), args=pk("run")),
    Row("backoffice:edit_run", ("admin",), args=pk("run")),
    Row("backoffice:change_driver", ("admin",), 302, args=pk("run"), method="post"),
    Row("backoffice:freeze_run", ("admin",), 302, args=pk("run"), method="post"),
    Row("backoffice:call_off_run", ("admin",), (200, 302, 422), args=pk("run"), method="post"),
    Row("backoffice:manifest", ("admin",), args=lambda tenant: {"pk": tenant.frozen_stop.run_id}),
    Row("backoffice:cash", MONEY),
    Row("backoffice:searches", REVIEW),
    Row("backoffice:search_redirects", REVIEW),
    Row("backoffice:remove_search_redirect", REVIEW, 302, args=pk("search_redirect"), method="post"),
    Row("backoffice:synonyms", REVIEW),
    Row("backoffice:synonym", REVIEW, args=pk("synonyms")),
    Row("backoffice:remove_synonym", REVIEW, 302, args=pk("synonyms"), method="post"),
    Row("backoffice:support_office:inbox", REVIEW),
    Row("backoffice:support_office:answer", REVIEW, args=lambda tenant: {"number": tenant.complaint.number}),
]

ROWS = [
    *PUBLIC,
    *BASKET,
    *SIGN_IN_PAGES,
    *ACCOUNT,
    *ONBOARDING,
    *SELLER_CENTRE,
    *ROAD,
    *BACK_OFFICE,
]
