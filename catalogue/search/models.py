"""What has changed and is not yet in the index, and what the office tells the search."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SearchOutbox(models.Model):
    """One change of one product. Written in the transaction of the change, removed once indexed.

    Triggers (see migrations) write rows for changes of goods and their categories, whoever makes them, and queue
    one drain job for each transaction that wrote rows here.
    """

    version = models.BigAutoField(primary_key=True)
    product_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.version}: product {self.product_id}"


class SynonymGroup(models.Model):
    """Words that mean the same. An empty table stands for the file rules/synonyms.txt."""

    words = models.CharField(_("các từ"), max_length=400, unique=True)  # "heo, lợn"
    is_ambiguous = models.BooleanField(_("có nghĩa khác"), default=False)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class CuratedVersion(models.Model):
    """One row whose number differs after every change of what the office tells the search (kept by triggers)."""

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)


class SearchRedirect(models.Model):
    """A search that leads to a page instead of a list of goods."""

    query = models.CharField(_("từ tìm"), max_length=80, unique=True)  # as searchlog.normalised gives it
    address = models.CharField(_("địa chỉ trên chợ"), max_length=300)  # begins with one "/"
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["query"]

    def __str__(self) -> str:
        return f"{self.query} → {self.address}"


class SearchCount(models.Model):
    """How often one thing was searched on one day, and how often nothing was found. Nothing about who searched."""

    day = models.DateField()
    query = models.CharField(max_length=80)
    searches = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="search_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.query}: {self.searches}"
