"""Questions about goods, and the seller's word to a question or a review."""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TextState(models.TextChoices):
    """Whether everybody may read a text."""

    WAITING = "waiting", _("Chờ xem")
    SHOWN = "shown", _("Đã đăng")
    HIDDEN = "hidden", _("Đã ẩn")


class Moderated(models.Model):
    """A text that a moderator reads before everybody does."""

    body = models.TextField(max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(db_index=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING, db_index=True)

    class Meta:
        abstract = True

    @property
    def fingerprint(self) -> str:
        """A short digest of what a reader sees."""
        return blake2b(self.body.encode(), digest_size=8).hexdigest()


class Question(Moderated):
    """A buyer asks about a good. Its seller sees it at once, everybody once it was read."""

    product = models.ForeignKey("catalogue.Product", on_delete=models.CASCADE, related_name="questions")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["product", "state", "-created_at"])]

    def __str__(self) -> str:
        return self.body[:40]


class Reply(Moderated):
    """What a seller says to one question or one review: once, edited as often as needed."""

    question = models.OneToOneField(Question, null=True, blank=True, on_delete=models.CASCADE, related_name="reply")
    review = models.OneToOneField(
        "reviews.ProductReview", null=True, blank=True, on_delete=models.CASCADE, related_name="reply"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(question=None, review__isnull=False) | Q(review=None, question__isnull=False),
                name="reply_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:40]
