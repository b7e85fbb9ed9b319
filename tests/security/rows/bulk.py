"""Many goods at once, and what sellers take with them."""

from tests.security.row import of_seller, pk

OWNER = ("owner",)

ROWS = [
    of_seller("seller_centre:imports", OWNER),
    of_seller("seller_centre:import_template", OWNER, args=lambda tenant: {"slug": "thuc-pham", "kind": "csv"}),
    of_seller("seller_centre:import", OWNER, args=pk("import_job"), other=404),
    of_seller("seller_centre:import_choose", OWNER, args=pk("import_job"), method="post", answer=422, other=404),
    of_seller(
        "seller_centre:import_report",
        OWNER,
        args=lambda tenant: {"pk": tenant.import_job.pk, "kind": "csv"},
        other=404,
    ),
    of_seller("seller_centre:import_remove", OWNER, args=pk("import_job"), method="post", answer=302, other=404),
    of_seller("seller_centre:exports", OWNER),
    of_seller("seller_centre:export", OWNER, args=lambda tenant: {"what": "don-hang", "kind": "csv"}),
]
