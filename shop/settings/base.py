"""What is the same everywhere. Values that differ by machine come from `env.py`."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from shop.settings import env
from shop.settings.oscar import *  # noqa: F403

BASE_DIR = env.BASE_DIR
DATA_DIR = env.path("DATA_DIR", BASE_DIR / ".local")
SITE_URL = env.url("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}", schemes=("http", "https")).rstrip("/")
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
    "shop.basket",
    "shop.order",
    "shop.order.lots",
    "shop.payment",
    "shop.payment.connect",
    "shop.fulfilment",
    "shop.fulfilment.amendments",
    "shop.fulfilment.cash",
    "shop.fulfilment.missing",
    "shop.fulfilment.collecting",
    "shop.aftersales",
    "shop.aftersales.returns",
    "shop.aftersales.invoices",
    "shop.records",
    "shop.checkout",
    "shop.assisted",
    "shop.campaign.fairs",
    "shop.campaign.support",
    "shop.campaign.counterfeit",
    "shop.campaign.contests",
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
ASGI_APPLICATION = "shop.asgi.application"

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

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/tai-khoan/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "shop.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*", "password1"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 300
ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 5
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
# A six-digit code allows five tries; at most ten codes a day and phone keep guessing hopeless.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/5m/key,10/d/key",
    "verify_phone": "3/5m/key,10/m/ip",
    "change_phone": "5/h/user",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "shop.accounts.forms.LoginForm",
    "confirm_login_code": "shop.accounts.forms.ConfirmLoginCodeForm",
    "verify_phone": "shop.accounts.forms.VerifyPhoneForm",
    "reauthenticate": "shop.accounts.forms.ReauthenticateForm",
    "set_password": "shop.accounts.forms.SetPasswordForm",
    "change_password": "shop.accounts.forms.ChangePasswordForm",
}
MFA_ADAPTER = "shop.accounts.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Chợ Phiên"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "shop.accounts.forms.AuthenticateForm",
    "reauthenticate": "shop.accounts.forms.MfaReauthenticateForm",
    "activate_totp": "shop.accounts.forms.ActivateTOTPForm",
}
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", default=True)

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
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o640

SEARCH_INDEX_DIR = DATA_DIR / "search"
SEARCH_URL = env.url("SEARCH_URL", schemes=("http", "https"))

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

VOICE_PROVIDER = env.text("VOICE_PROVIDER", "log", choices=("log",))

MESSAGE_CHANNEL = env.text("MESSAGE_CHANNEL", "sms", choices=("sms", "zalo"))
QUIET_HOURS = env.hours("QUIET_HOURS", "21:00-06:30")

SMS_URL = env.url("SMS_URL", schemes=("http", "https"))
SMS_TOKEN = env.text("SMS_TOKEN", "")
SMS_SENDER = env.text("SMS_SENDER", "ChoPhien")

ZALO_URL = "https://business.openapi.zalo.me"
ZALO_OAUTH_URL = "https://oauth.zaloapp.com"
ZALO_APP_ID = env.text("ZALO_APP_ID", "")
ZALO_APP_SECRET = env.text("ZALO_APP_SECRET", "")
ZALO_REFRESH_TOKEN = env.text("ZALO_REFRESH_TOKEN", "")
ZALO_TEMPLATES = env.mapping("ZALO_TEMPLATES")

_mail = urlsplit(env.url("EMAIL_URL", schemes=("smtp", "smtps", "smtp+tls")))
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Chợ Phiên <khong-tra-loi@chophien.example>")

VAPID_PRIVATE_KEY = env.text("VAPID_PRIVATE_KEY", "")

PUSH_HOSTS = ["fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com"]

MESSAGE_PROVIDERS = {
    "sms": env.text("SMS_PROVIDER", "log", choices=("log", "http")),
    "zalo": env.text("ZALO_PROVIDER", "log", choices=("log", "zns")),
    "email": env.text("EMAIL_PROVIDER", "log", choices=("log", "smtp")),
    "push": "webpush" if VAPID_PRIVATE_KEY else "log",
}
_needed = {
    "http": {"SMS_URL": SMS_URL, "SMS_TOKEN": SMS_TOKEN},
    "zns": {"ZALO_APP_ID": ZALO_APP_ID, "ZALO_APP_SECRET": ZALO_APP_SECRET, "ZALO_REFRESH_TOKEN": ZALO_REFRESH_TOKEN},
    "smtp": {"EMAIL_URL": EMAIL_HOST},
}
for _provider in MESSAGE_PROVIDERS.values():
    for _name, _value in _needed.get(_provider, {}).items():
        if not _value:
            raise ImproperlyConfigured(f"Set {_name}: the message provider {_provider} needs it (see .env.example).")

PAPER_KEYS = env.words("PAPER_KEYS")
IDENTITY_CHECK_PROVIDER = env.text("IDENTITY_CHECK_PROVIDER", "")
IDENTITY_CHECK_FROM = env.text("IDENTITY_CHECK_FROM", "2027-01-01")  # Decree 248/2026, Art. 52.2
IDENTITY_KEEP_DAYS = env.number("IDENTITY_KEEP_DAYS", 180, minimum=1)
COLLECTS_MONEY = env.text("COLLECTS_MONEY", "partner", choices=("platform", "partner", "seller"))
PAYOUT_PERIOD = env.text("PAYOUT_PERIOD", "weekly", choices=("weekly", "monthly"))
RETURN_WINDOW_DAYS = env.number("RETURN_WINDOW_DAYS", 3, minimum=0)
RETURN_ANSWER_HOURS = env.number("RETURN_ANSWER_HOURS", 48, minimum=1)
RETURN_APPEAL_DAYS = env.number("RETURN_APPEAL_DAYS", 3, minimum=1)
RETURN_SEND_DAYS = env.number("RETURN_SEND_DAYS", 7, minimum=1)
RETURN_CHECK_HOURS = env.number("RETURN_CHECK_HOURS", 48, minimum=1)
RETURN_ALARM_DAYS = env.numbers("RETURN_ALARM_DAYS", "7,2")
INVOICE_PROVIDER = env.text("INVOICE_PROVIDER", "none", choices=("none", "log"))
PAYOUT_NEEDS_REMITTANCE = env.flag("PAYOUT_NEEDS_REMITTANCE", default=False)
CASH_LIMIT_VND = env.number("CASH_LIMIT_VND", 3_000_000, minimum=0)
CASH_POINT_LIMIT_VND = env.number("CASH_POINT_LIMIT_VND", 20_000_000, minimum=0)
CASH_DRIVER_LIMIT_VND = env.number("CASH_DRIVER_LIMIT_VND", 50_000_000, minimum=0)
CASH_REMIT_DAYS = env.number("CASH_REMIT_DAYS", 3, minimum=1)
CONFIRM_HOURS = env.number("CONFIRM_HOURS", 12, minimum=1)
AUTHORITY_REMIND_HOURS = env.numbers("AUTHORITY_REMIND_HOURS", "2,12")
CONFIRM_REMIND_HOURS = env.numbers("CONFIRM_REMIND_HOURS", "4,8")
MAP_TILES = env.url("MAP_TILES", schemes=("http", "https"))
RUN_MINIMUM_WARN_HOURS = env.number("RUN_MINIMUM_WARN_HOURS", 24, minimum=1)
COLLECT_REMIND_HOURS = env.number("COLLECT_REMIND_HOURS", 20, minimum=1)
AMENDMENT_HOURS = env.number("AMENDMENT_HOURS", 12, minimum=1)
MISSING_GRACE_MINUTES = env.number("MISSING_GRACE_MINUTES", 60, minimum=5)
MISSING_PARCEL_HOURS = env.number("MISSING_PARCEL_HOURS", 48, minimum=1)
COLLECT_EXTENSION_DAYS = env.number("COLLECT_EXTENSION_DAYS", 2, minimum=0)
RETURN_LEG_DAYS = env.number("RETURN_LEG_DAYS", 10, minimum=1)
COUNTER_LEASE_HOURS = env.number("COUNTER_LEASE_HOURS", 72, minimum=1)
PAY_WITHIN_MINUTES = env.number("PAY_WITHIN_MINUTES", 30, minimum=5)
VIETQR_BIN = env.text("VIETQR_BIN", "")
VIETQR_ACCOUNT = env.text("VIETQR_ACCOUNT", "")
VIETQR_HOLDER = env.text("VIETQR_HOLDER", "")
BANK_NOTIFIER = env.text("BANK_NOTIFIER", "casso", choices=("casso",))
BANK_NOTICE_SECRET = env.text("BANK_NOTICE_SECRET", "")
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET", "")
STRIPE_CONNECT = env.flag("STRIPE_CONNECT", default=False)
STRIPE_CONNECT_WEBHOOK_SECRET = env.text("STRIPE_CONNECT_WEBHOOK_SECRET", "")
STRIPE_API_BASE = env.url("STRIPE_API_BASE", schemes=("http", "https"))
VNPAY_TMN_CODE = env.text("VNPAY_TMN_CODE", "")
VNPAY_SECRET = env.text("VNPAY_SECRET", "")
VNPAY_PAGE = env.url("VNPAY_PAGE", "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html", schemes=("https",))
VNPAY_API = env.url(
    "VNPAY_API", "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction", schemes=("http", "https")
)
MOMO_PARTNER_CODE = env.text("MOMO_PARTNER_CODE", "")
MOMO_ACCESS_KEY = env.text("MOMO_ACCESS_KEY", "")
MOMO_SECRET_KEY = env.text("MOMO_SECRET_KEY", "")
MOMO_API = env.url("MOMO_API", "https://test-payment.momo.vn/v2/gateway/api", schemes=("http", "https"))
VOTE_CODES_PHONE_HOUR = env.number("VOTE_CODES_PHONE_HOUR", 3, minimum=1)
VOTE_CODES_NETWORK_HOUR = env.number("VOTE_CODES_NETWORK_HOUR", 60, minimum=1)
VOTE_CODES_CONTEST_DAY = env.number("VOTE_CODES_CONTEST_DAY", 5_000, minimum=1)
DEFAULT_PROVINCE = env.text("DEFAULT_PROVINCE", "56")
OPERATOR = {
    "name": env.text("OPERATOR_NAME", "Chợ Phiên (dữ liệu minh hoạ)"),
    "address": env.text("OPERATOR_ADDRESS", ""),
    "tax_code": env.text("OPERATOR_TAX_CODE", ""),
    "phone": env.text("OPERATOR_PHONE", "1900 0000"),
    "email": env.text("OPERATOR_EMAIL", "hotro@chophien.example"),
}

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
