"""Fixed charges a seller pays for one part of an order."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeeKind(models.TextChoices):
    """What the charge is for. A part delivered to the door by its seller carries neither."""

    RUN = "run", _("phí chuyến")
    POINT = "point", _("phí điểm nhận")
