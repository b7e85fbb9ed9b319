"""What is the same everywhere. Values that differ by machine come from `env.py`."""

from shop.settings import env
from shop.settings.messages import *  # noqa: F403
from shop.settings.money import *  # noqa: F403
from shop.settings.oscar import *  # noqa: F403
from shop.settings.sign_in import *  # noqa: F403
from shop.settings.terms import *  # noqa: F403

BASE_DIR = env.BASE_DIR
DATA_DIR = env.path("DATA_DIR", BASE_DIR / ".local")
SITE_URL = env.url("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}", schemes=("http", "https")).rstrip("/")
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
DEMO_MARKET = env.flag("DEMO_MARKET", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # leaves: everybody may use them
    "shop.migrating",
    "shop.money",
    "shop.regions",
    "shop.ledger",
    "shop.communication",
    "shop.accounts",
    "shop.audit",
    # goods
    "shop.apps.ShopConfig",
    "catalogue",
    "catalogue.certification",
    "catalogue.lots",
    "catalogue.images",
    "catalogue.reviews",
    "catalogue.reviews.answers",
    "catalogue.search",
    # who makes and lists them
    "sellers",
    "sellers.movements",
    "sellers.documents",
    "sellers.onboarding",
    "sellers.standing",
    "sellers.team",
    "sellers.listings",
    "sellers.expiry",
    "sellers.listings.bulk",
    "sellers.commission",
    "sellers.tax",
    "sellers.payouts",
    "sellers.shopfront",
    # selling and delivering
    "shop.shipping",
    "shop.shipping.holidays",
    "shop.vouchers",
    "shop.basket",
    "shop.order",
    "shop.order.lots",
    "shop.payment",
    "shop.payment.connect",
    "shop.payment.partner_fees",
    "shop.fulfilment",
    "shop.fulfilment.amendments",
    "shop.fulfilment.cash",
    "shop.fulfilment.missing",
    "shop.fulfilment.collecting",
    "shop.aftersales",
    "shop.aftersales.returns",
    "shop.aftersales.disputes",
    "shop.aftersales.invoices",
    "shop.records",
    "shop.checkout",
    "shop.assisted",
    "shop.campaign.fairs",
    "shop.campaign.support",
    "shop.campaign.counterfeit",
    "shop.campaign.phone_codes",
    "shop.campaign.contests",
    "shop.campaign.quizzes",
    "shop.campaign.surveys",
    "shop.campaign.forum",
    "shop.customer",
    "shop.storefront",
    "shop.seller_centre",
    "shop.backoffice",
    "shop.demo",
    # Oscar's own apps that are used as they are
    "oscar.apps.address.apps.AddressConfig",
    "oscar.apps.offer.apps.OfferConfig",
    "oscar.apps.voucher.apps.VoucherConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig",
    # parts
    "treebeard",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "django_htmx",
    "procrastinate.contrib.django",
    "django_prometheus",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.storefront.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "shop.storefront.middleware.NullCharacterMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shop.basket.middleware.BasketMiddleware",
]

ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "shop" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "shop.storefront.context_processors.operator",
            ],
            "builtins": [
                "shop.money.templatetags.money",
                "shop.storefront.templatetags.ui",
                "shop.storefront.templatetags.card",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "shop" / "locale"]
FORMAT_MODULE_PATH = ["shop.locale.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "shop" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
SERVE_MEDIA = False  # on a server nginx does
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "sellers.documents.storage.PrivateStorage",
        "OPTIONS": {"location": str(PRIVATE_MEDIA_ROOT), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PAPER_KEYS = env.words("PAPER_KEYS")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o640

SEARCH_INDEX_DIR = DATA_DIR / "search"
SEARCH_URL = env.url("SEARCH_URL", schemes=("http", "https"))
MAP_TILES = env.url("MAP_TILES", schemes=("http", "https"))

REDIS_URL = env.url("REDIS_URL", schemes=("redis", "rediss"))
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "shop.accounts.shared_cache.ProcessCache", "LOCATION": "cho-phien"},
    # What every process must count together where there is no Redis: attempts to sign in.
    "shared": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Whole public pages, for a moment, in each process; apart, so that many addresses push nothing else out.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
PAGE_CACHE_SECONDS = env.number("PAGE_CACHE_SECONDS", 1, minimum=0)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "shop.storefront.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

METRICS_TOKEN = env.text("METRICS_TOKEN", "")
CRASH_AT = env.text("CRASH_AT", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"procrastinate": {"level": "WARNING"}, "elastic_transport": {"level": "WARNING"}},
    "root": {
        "handlers": ["console"],
        "level": env.text("LOG_LEVEL", "INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}
