"""What people answered, and by which way they came. Tokens, phones and networks are kept as keyed hashes."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NOT_DECIDED = """
    IF NOT EXISTS (SELECT FROM surveys_burst WHERE id = NEW.burst_id AND state = CASE
        WHEN NEW.standing = 'held' THEN 'left_out' ELSE 'counted' END) THEN
        RAISE EXCEPTION 'two people decide whether answer % counts', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Channel(models.TextChoices):
    """How an answer came."""

    ONLINE = "online", _("trang khảo sát")
    LINK = "link", _("đường dẫn riêng")
    POSTER = "poster", _("mã QR")
    FRAME = "frame", _("trang khác nhúng")
    INTERVIEWER = "visit", _("điều tra viên")


class Standing(models.TextChoices):
    """Whether an answer counts."""

    OPEN = "open", _("đang trả lời")
    COUNTED = "counted", _("được tính")
    STOPPED = "stopped", _("dừng vì đủ chỉ tiêu")
    SURPLUS = "surplus", _("vượt chỉ tiêu")
    QUARANTINED = "held", _("tạm giữ")
    WITHDRAWN = "withdrawn", _("người trả lời rút lại")


class PersonalLink(models.Model):
    """A link for one answer. The token is shown once, when it is made."""

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("gửi cho ai"), max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return self.label


class Poster(models.Model):
    """A printed QR code for a place, so that answers tell where they came from."""

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="posters")
    code = models.CharField(max_length=12, unique=True)
    label = models.CharField(_("dán ở đâu"), max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class PhoneCode(models.Model):
    """A code sent to a phone that wants to answer."""

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    phone_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    valid_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "phone_hash"], name="survey_one_code_each")]

    def __str__(self) -> str:
        return str(self.pk)


class Response(models.Model):
    """One person's answers.

    typed: field name -> what stands in the form, valid or not. answers: question key -> clean answer
    (domain/kinds.py). commune, age, sex: values of the questions with these roles. nonce: the interviewer's device
    gave it. pattern: hash of the answers. reasons: why it is held back; burst: with which others.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey("surveys.Version", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.OPEN)
    token_hash = models.CharField(max_length=64, unique=True)
    link = models.OneToOneField(PersonalLink, null=True, blank=True, on_delete=models.PROTECT)
    poster = models.ForeignKey(Poster, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    nonce = models.UUIDField(null=True, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    network_hash = models.CharField(max_length=64, blank=True)
    consented_at = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    typed = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    commune = models.CharField(max_length=5, blank=True)
    age = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=8, blank=True)
    pattern = models.CharField(max_length=64, blank=True)
    burst = models.ForeignKey(
        "surveys.Burst", null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    reasons = ArrayField(models.CharField(max_length=16), default=list)
    decided_reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["started_at", "pk"]
        indexes = [
            models.Index(fields=["survey", "standing"], name="survey_response_standing"),
            models.Index(fields=["survey", "network_hash", "finished_at"], name="survey_response_network"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "phone_hash"], condition=~Q(phone_hash=""), name="survey_one_answer_each_phone"
            ),
            models.UniqueConstraint(fields=["survey", "nonce"], name="survey_synced_once"),
            models.CheckConstraint(
                condition=Q(standing__in=["open", "stopped", "withdrawn"]) | Q(finished_at__isnull=False),
                name="survey_counts_when_finished",
            ),
            models.CheckConstraint(condition=~Q(standing="held") | ~Q(reasons=[]), name="survey_held_with_a_reason"),
        ]
        triggers = [
            pgtrigger.Protect(name="answers_stay", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="two_people_decide",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.standing NOT IN ('open', 'counted') AND NEW.standing IN ('counted', 'surplus') "
                    "AND OLD.standing <> NEW.standing OR OLD.standing = 'held' AND NEW.standing = 'held' "
                    "AND OLD.decided_at IS DISTINCT FROM NEW.decided_at"
                ),
                func=NOT_DECIDED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.standing}"

    @property
    def seconds(self) -> int:
        """How long the answering took, 0 while it goes on."""
        return round((self.finished_at - self.started_at).total_seconds()) if self.finished_at else 0
