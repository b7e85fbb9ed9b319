"""Settings that Oscar reads."""

from django.utils.translation import gettext_lazy as _
from oscar.defaults import *  # noqa: F403

OSCAR_SHOP_NAME = "Chợ Phiên"
OSCAR_SHOP_TAGLINE = _("Đặc sản về tận xã bạn")
OSCAR_HOMEPAGE = "/"
OSCAR_DEFAULT_CURRENCY = "VND"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_MODERATE_REVIEWS = True
# Without this map slugify drops the letter: "Đường" would become "uong".
OSCAR_SLUG_MAP = {"đ": "d", "Đ": "D"}
OSCAR_SLUG_ALLOW_UNICODE = False
OSCAR_EAGER_ALERTS = False
OSCAR_SEND_REGISTRATION_EMAIL = False
OSCAR_MAX_BASKET_QUANTITY_THRESHOLD = 999
OSCAR_BASKET_COOKIE_OPEN = "gio_hang"
OSCAR_RECENTLY_VIEWED_PRODUCTS = 0
# Goods share pictures, so deleting one good's picture must not delete the file.
OSCAR_DELETE_IMAGE_FILES = False
