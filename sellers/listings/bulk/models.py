"""Imports of many listings at once: the file, its rows and pictures, and the seller's own codes of goods."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sellers.listings.models import Listing


def private_storage() -> Storage:
    """Return the storage that has no public address."""
    return storages["private"]


def random_name(instance: models.Model, filename: str) -> str:
    """Return a name that says nothing about its owner."""
    extension = filename.rsplit(".", 1)[-1].lower()
    return f"imports/{uuid.uuid4().hex}.{extension if extension.isalnum() else 'bin'}"


class SellerSku(models.Model):
    """The seller's own code of a listing (mã hàng): by it a second import finds what the first one made."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="skus")
    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="seller_sku")
    sku = models.CharField(_("mã hàng"), max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "sku"], name="sku_once_per_seller")]

    def __str__(self) -> str:
        return self.sku


class ImportState(models.TextChoices):
    """Where an import stands."""

    READING = "reading", _("đang đọc tệp")
    CHECKING = "checking", _("đang thử")
    CHECKED = "checked", _("đã thử, chờ bạn chọn")
    APPLYING = "applying", _("đang nhập")
    DONE = "done", _("đã nhập")
    REFUSED = "refused", _("tệp không đọc được")


WORKING = (ImportState.READING, ImportState.CHECKING, ImportState.APPLYING)


class ImportJob(models.Model):
    """One sent file. A job works on it in small transactions, so that after a crash another one goes on."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="imports")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    original_name = models.CharField(max_length=120)
    file = models.FileField(storage=private_storage, upload_to=random_name)
    pictures_file = models.FileField(storage=private_storage, upload_to=random_name, blank=True)
    submits = models.BooleanField(default=False, help_text=_("gửi duyệt luôn các tin đã đủ"))
    refusal = models.CharField(max_length=300, blank=True, help_text=_("vì sao tệp không đọc được"))
    remarks = models.JSONField(default=list, help_text=_("điều cần biết về cả tệp"))
    created_at = models.DateTimeField(db_index=True)
    worked_at = models.DateTimeField(help_text=_("lần cuối có tiến triển"))

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.original_name} #{self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING


class RowState(models.TextChoices):
    """Where one row stands."""

    WAITING = "waiting", _("chờ thử")
    READY = "ready", _("đủ để gửi duyệt")
    INCOMPLETE = "incomplete", _("nhập được, còn thiếu")
    BAD = "bad", _("có lỗi")
    DONE = "done", _("đã nhập")


class Outcome(models.TextChoices):
    """What an imported row did."""

    CREATED = "created", _("thêm mới")
    UPDATED = "updated", _("cập nhật")
    UNCHANGED = "unchanged", _("không đổi")


IMPORTABLE = (RowState.READY, RowState.INCOMPLETE)


class ImportRow(models.Model):
    """One row of a file: its cells by column, what is wrong with it and what came of it."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text=_("dòng trong tệp"))
    sku = models.CharField(max_length=40, blank=True)
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RowState.choices, default=RowState.WAITING)
    is_chosen = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    listing = models.ForeignKey(Listing, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="import_row_once"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(outcome=""), name="done_row_has_an_outcome"),
        ]
        indexes = [models.Index(fields=["job", "state", "is_chosen"]), models.Index(fields=["job", "sku"])]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.number}"


class ImportPicture(models.Model):
    """One picture of the zip, matched to a row by its name and already re-encoded; or why it was refused."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="pictures")
    sku = models.CharField(max_length=40, blank=True, db_index=True)
    name = models.CharField(max_length=160)
    position = models.PositiveIntegerField(default=0)
    file = models.FileField(storage=private_storage, upload_to=random_name, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    perceptual_hash = models.CharField(max_length=16, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = [F("position").asc(), "pk"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="import_picture_once")]

    def __str__(self) -> str:
        return self.name
