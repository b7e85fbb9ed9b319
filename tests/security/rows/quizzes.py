"""Quizzes: public pages, taking part, the committee's desk."""

from tests.security.quizzes import (
    by_pk,
    by_slug,
    certificate,
    coming,
    coming_desk,
    draft_desk,
    draft_pk,
    embedded,
    question,
)
from tests.security.row import SIGNED_IN, Row, public

COMMITTEE = ("committee", "admin")

ROWS = [
    public("quizzes:index"),
    public("quizzes:script"),
    public("quizzes:check"),
    public("quizzes:certificate", certificate, answer=404),
    public("quizzes:quiz", by_slug),
    public("quizzes:embedded", embedded),
    public("quizzes:round", coming),
    public("quizzes:drawing", coming, answer=404),
    Row("quizzes:begin", SIGNED_IN, 302, args=coming),
    Row("quizzes:sheet", SIGNED_IN, 302, args=coming),
    Row("backoffice:quizzes_office:index", COMMITTEE),
    Row("backoffice:quizzes_office:new", COMMITTEE),
    Row("backoffice:quizzes_office:template", COMMITTEE),
    Row("backoffice:quizzes_office:quiz", COMMITTEE, args=by_pk),
    Row("backoffice:quizzes_office:edit", COMMITTEE, args=draft_pk),
    Row("backoffice:quizzes_office:publish", COMMITTEE, 302, args=draft_pk, method="post"),
    Row("backoffice:quizzes_office:cancel", COMMITTEE, 422, args=by_pk, method="post"),
    Row("backoffice:quizzes_office:bank", COMMITTEE, args=by_pk),
    Row("backoffice:quizzes_office:load", COMMITTEE, 422, args=by_pk, method="post"),
    Row("backoffice:quizzes_office:retire", COMMITTEE, 302, args=question, method="post"),
    Row("backoffice:quizzes_office:new_round", COMMITTEE, args=by_pk),
    Row("backoffice:quizzes_office:round", COMMITTEE, args=coming_desk),
    Row("backoffice:quizzes_office:edit_round", COMMITTEE, args=draft_desk),
    Row("backoffice:quizzes_office:act", COMMITTEE, 302, args=draft_desk, method="post"),
    Row("backoffice:quizzes_office:results", COMMITTEE, args=coming_desk, writes=("audit_auditevent",)),
]
