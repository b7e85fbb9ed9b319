"""Questions and replies: written once, rewritten after reading, shown only as they were read."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.reviews.answers.domain.moderating import hide, show
from catalogue.reviews.answers.domain.writing import A_DAY, NotWritable, answer, ask, reply
from catalogue.reviews.answers.models import Question, Reply, TextState
from catalogue.reviews.domain.moderating import AlreadyDecided, ReasonMissing, RewrittenMeanwhile
from catalogue.reviews.models import ProductReview
from shop.communication.models import Message
from tests.factories.goods import stocked_product
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    author = UserFactory(phone="+84977123456")
    return ask(product=stocked_product(), author=author, body="Nho có hạt không?", at=timezone.now())


def test_same_question_is_asked_once_and_a_day_has_a_limit() -> None:
    good, author, now = stocked_product(), UserFactory(), timezone.now()
    texts = [f"Câu hỏi số {n}?" for n in range(A_DAY)]
    for text in [*texts, *texts]:
        ask(product=good, author=author, body=text, at=now)
    assert Question.objects.count() == A_DAY
    with pytest.raises(NotWritable):
        ask(product=good, author=author, body="Một câu nữa?", at=now)
    ask(product=good, author=author, body="Một câu nữa?", at=now + datetime.timedelta(days=2))


def test_answer_is_one_and_goes_back_to_the_moderator_when_rewritten(question: Question) -> None:
    seller, now = UserFactory(), timezone.now()
    first = answer(question=question, author=seller, body="Không có hạt.", at=now)
    show(text=first, by=UserFactory(), at=now, seen=first.fingerprint)
    answer(question=question, author=seller, body="Không có hạt, giòn.", at=now)
    stored = Reply.objects.get()
    assert (stored.body, stored.state) == ("Không có hạt, giòn.", TextState.WAITING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(question=question, body="Khác", created_at=now)


def test_asker_is_told_when_the_answer_may_be_read(question: Question) -> None:
    written = answer(question=question, author=UserFactory(), body="Không có hạt.", at=timezone.now())
    assert not Message.objects.exists()
    show(text=written, by=UserFactory(), at=timezone.now(), seen=written.fingerprint)
    assert Message.objects.get(recipient="+84977123456").template == "question_answered"


def test_only_what_was_read_is_shown_and_hiding_says_why(question: Question) -> None:
    admin, now = UserFactory(), timezone.now()
    with pytest.raises(RewrittenMeanwhile):
        show(text=question, by=admin, at=now, seen="khác")
    with pytest.raises(ReasonMissing):
        hide(text=question, by=admin, at=now, reason=" ")
    hide(text=question, by=admin, at=now, reason="Có số điện thoại")
    with pytest.raises(AlreadyDecided):
        hide(text=question, by=admin, at=now, reason="Có số điện thoại")


def test_reply_to_a_review_leaves_the_review_as_it_is() -> None:
    review = ProductReview.objects.create(
        product=stocked_product(), user=UserFactory(), score=1, title="Mặn", body="Mặn", status=ProductReview.APPROVED
    )
    reply(review=review, author=UserFactory(), body="Xin lỗi bạn, mẻ sau sẽ nhạt hơn.", at=timezone.now())
    review.refresh_from_db()
    assert (review.score, review.body, review.status) == (1, "Mặn", ProductReview.APPROVED)
