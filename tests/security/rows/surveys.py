"""Surveys: public pages, which need no cookie and so no form token, and the committee's desk."""

from tests.security.row import Row, public
from tests.security.surveys import (
    answered,
    by_pk,
    by_slug,
    draft_pk,
    framed,
    framed_answered,
    new_question,
    personal,
    question,
)

COMMITTEE = ("committee", "admin")

ROWS = [
    public("surveys:index"),
    public("surveys:survey", by_slug, without_token=405),
    public("surveys:begin", by_slug, method="post", answer=422, without_token=422),
    public("surveys:prove", by_slug, method="post", answer=302, without_token=302),
    public("surveys:personal", personal, method="post", answer=422, without_token=422),
    public("surveys:answer", answered, without_token=200),
    public("surveys:keep", answered, method="post", answer=409, without_token=409),
    public("surveys:withdraw", answered, method="post", answer=302, without_token=302),
    public("surveys:framed", framed, without_token=405),
    public("surveys:framed_begin", framed, method="post", answer=422, without_token=422),
    public("surveys:framed_prove", framed, method="post", answer=302, without_token=302),
    public("surveys:framed_answer", framed_answered, without_token=200),
    public("surveys:framed_keep", framed_answered, method="post", answer=409, without_token=409),
    public("surveys:framed_withdraw", framed_answered, method="post", answer=302, without_token=302),
    Row("backoffice:surveys_office:index", COMMITTEE),
    Row("backoffice:surveys_office:new", COMMITTEE),
    Row("backoffice:surveys_office:survey", COMMITTEE, args=by_pk),
    Row("backoffice:surveys_office:edit", COMMITTEE, args=draft_pk),
    Row("backoffice:surveys_office:act", COMMITTEE, 302, args=draft_pk, method="post"),
    Row("backoffice:surveys_office:copy", COMMITTEE, args=by_pk),
    Row("backoffice:surveys_office:questions", COMMITTEE, args=draft_pk),
    Row("backoffice:surveys_office:arrange", COMMITTEE, 302, args=draft_pk, method="post"),
    Row("backoffice:surveys_office:preview", COMMITTEE, args=draft_pk),
    Row("backoffice:surveys_office:add_question", COMMITTEE, args=new_question),
    Row("backoffice:surveys_office:question", COMMITTEE, args=question),
]
