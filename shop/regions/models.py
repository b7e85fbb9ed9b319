"""Provinces and communes: the two levels since July 2025, with the names they replaced."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Province(models.Model):
    """A province or central city. Source: Decision 19/2025/QĐ-TTg and later changes."""

    code = models.CharField(_("mã"), max_length=2, primary_key=True)
    full_name = models.CharField(_("tên đầy đủ"), max_length=80)
    name = models.CharField(_("tên"), max_length=60)
    slug = models.SlugField(unique=True, max_length=60)
    kind = models.CharField(_("loại"), max_length=40)
    former_names = ArrayField(models.CharField(max_length=60), default=list, help_text=_("tỉnh cũ được nhập vào"))
    sort_key = models.CharField(max_length=120, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, ward or special zone."""

    code = models.CharField(_("mã"), max_length=5, primary_key=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="communes")
    name = models.CharField(_("tên"), max_length=80, help_text=_("có loại: Xã Phước Hà"))
    slug = models.SlugField(max_length=90)
    kind = models.CharField(_("loại"), max_length=20)
    sort_key = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key"]
        indexes = [models.Index(fields=["province", "sort_key"])]

    def __str__(self) -> str:
        return self.name


class FormerCommune(models.Model):
    """A commune as it was before July 2025 and one present commune it went into (there may be several)."""

    province_name = models.CharField(max_length=60)
    district_name = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=5, db_index=True)
    search_key = models.CharField(max_length=200, db_index=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="former")

    class Meta:
        ordering = ["province_name", "district_name", "name"]
        constraints = [models.UniqueConstraint(fields=["code", "commune"], name="former_commune_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.district_name}, {self.province_name}"
