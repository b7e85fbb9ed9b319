"""Market sessions: dated rural markets and fairs, past ones as an archive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MarketSession(models.Model):
    """One session. Figures are what the source printed; empty where it printed none."""

    name = models.CharField(_("tên"), max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField(_("loại"), max_length=60, blank=True)
    place = models.CharField(_("nơi họp"), max_length=200, blank=True)
    province = models.ForeignKey("regions.Province", null=True, blank=True, on_delete=models.PROTECT)
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT)
    starts_on = models.DateField(null=True, blank=True, db_index=True)
    ends_on = models.DateField(null=True, blank=True)
    date_as_printed = models.CharField(max_length=60, blank=True)
    booths = models.CharField(_("gian hàng"), max_length=30, blank=True)
    firms = models.CharField(_("doanh nghiệp"), max_length=30, blank=True)
    visitors = models.CharField(_("lượt khách"), max_length=40, blank=True)
    turnover = models.CharField(_("doanh thu"), max_length=60, blank=True)
    organiser = models.CharField(_("đơn vị tổ chức"), max_length=200, blank=True)
    note = models.TextField(blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    run = models.ForeignKey("shipping.Run", null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions")
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["-starts_on", "name"]

    def __str__(self) -> str:
        return self.name
