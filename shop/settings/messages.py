"""How people are told: SMS, Zalo, e-mail, web push and voice, and when they are left in peace."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from shop.settings import env

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
