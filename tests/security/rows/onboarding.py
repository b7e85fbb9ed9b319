"""Applying to sell, and its papers."""

from tests.security.row import REVIEW, SIGNED_IN, Row, pk

ROWS = [
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
