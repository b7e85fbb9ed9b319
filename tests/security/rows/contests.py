"""Contests: public pages, the seller's entries, the committee's desk."""

from tests.security.contests import by_pk, by_slug, draft_pk, embedded, entry_pk, held_batch, juror, screened, sheet
from tests.security.row import Row, public

COMMITTEE = ("committee", "admin")

ROWS = [
    public("contests:index"),
    public("contests:script"),
    public("contests:contest", by_slug),
    public("contests:review", by_slug, method="post", answer=409),
    public("contests:send", by_slug, method="post", answer=409),
    public("contests:cast", by_slug, method="post", answer=422),
    public("contests:change", by_slug, method="post", answer=409),
    public("contests:receipt", by_slug),
    public("contests:log", by_slug),
    public("contests:embedded", embedded),
    Row("seller_centre:contests", ("owner",)),
    Row("seller_centre:contest_enter", ("owner",), 422, args=by_slug, method="post", other=404),
    Row("seller_centre:contest_withdraw", ("owner",), 302, args=entry_pk, method="post", other=404),
    Row("backoffice:contests_office:index", COMMITTEE),
    Row("backoffice:contests_office:new", COMMITTEE),
    Row("backoffice:contests_office:contest", COMMITTEE, args=by_pk),
    Row("backoffice:contests_office:edit", COMMITTEE, args=draft_pk),
    Row("backoffice:contests_office:act", COMMITTEE, 302, args=draft_pk, method="post"),
    Row("backoffice:contests_office:screen", COMMITTEE, 302, args=screened, method="post"),
    Row(
        "backoffice:contests_office:tickets",
        COMMITTEE,
        args=by_pk,
        method="post",
        data=lambda tenant: {"label": "Phiên chợ", "size": 2},
    ),
    Row("backoffice:contests_office:void_tickets", COMMITTEE, 302, args=sheet, method="post"),
    Row("backoffice:contests_office:papers", COMMITTEE, args=by_pk),
    Row("backoffice:contests_office:finish_papers", COMMITTEE, 302, args=by_pk, method="post"),
    Row("backoffice:contests_office:held", COMMITTEE, args=by_pk),
    Row("backoffice:contests_office:limits", COMMITTEE, 422, args=by_pk, method="post"),
    Row("backoffice:contests_office:held_act", COMMITTEE, 302, args=held_batch, method="post"),
    Row("contests:sheet", ("buyer",), args=by_slug, other=404, refused=404),
    Row("backoffice:contests_office:jury", COMMITTEE, args=by_pk),
    Row("backoffice:contests_office:excuse", COMMITTEE, 302, args=juror, method="post"),
    Row("backoffice:contests_office:recognise", COMMITTEE, 422, args=by_pk, method="post"),
]
