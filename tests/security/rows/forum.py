"""The forum: public pages, authors, who answers, the desk."""

from tests.security.forum import body_pk, by_pk, by_slug, member, reply_pk, waiting_pk, word_pk
from tests.security.row import SIGNED_IN, Row, public

COMMITTEE = ("committee", "admin")

ROWS = [
    public("forum:index"),
    public("forum:topic", by_slug),
    public("forum:picture", lambda tenant: {"pk": 0}, answer=404),
    public("forum:figures"),
    Row("forum:support", SIGNED_IN, 302, args=by_pk, method="post"),
    Row("forum:follow", SIGNED_IN, 302, args=by_pk, method="post"),
    Row("forum:new", SIGNED_IN),
    Row("forum:mine", SIGNED_IN),
    Row("forum:inbox", SIGNED_IN),
    Row("forum:answer", ("owner", "reviewer"), args=by_pk, other=404, refused=404),
    Row("forum:edit", ("buyer",), args=waiting_pk, other=404, refused=404),
    Row("forum:close", ("buyer",), 302, args=by_pk, method="post", other=404, refused=404),
    Row("forum:reply", SIGNED_IN, 422, args=by_pk, method="post"),
    Row("seller_centre:forum", ("owner",)),
    Row("backoffice:forum_office:index", COMMITTEE),
    Row("backoffice:forum_office:topic", COMMITTEE, args=by_pk),
    Row("backoffice:forum_office:act", COMMITTEE, 302, args=waiting_pk, method="post"),
    Row("backoffice:forum_office:reply", COMMITTEE, 422, args=reply_pk, method="post"),
    Row("backoffice:forum_office:bodies", COMMITTEE),
    Row("backoffice:forum_office:new_body", COMMITTEE),
    Row("backoffice:forum_office:body", COMMITTEE, args=body_pk),
    Row("backoffice:forum_office:add_member", COMMITTEE, 422, args=body_pk, method="post"),
    Row("backoffice:forum_office:remove_member", COMMITTEE, 302, args=member, method="post"),
    Row("backoffice:forum_office:figures", COMMITTEE),
    Row("backoffice:forum_office:figures_file", COMMITTEE),
    Row("backoffice:forum_office:rules", COMMITTEE),
    Row("backoffice:forum_office:set_term", COMMITTEE, 422, method="post"),
    Row("backoffice:forum_office:add_word", COMMITTEE, 422, method="post"),
    Row("backoffice:forum_office:remove_word", COMMITTEE, 302, args=word_pk, method="post"),
]
