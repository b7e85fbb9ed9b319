"""A server: nothing guessed, everything over HTTPS."""

from django.core.exceptions import ImproperlyConfigured

from shop.settings import env
from shop.settings.base import *  # noqa: F403
from shop.settings.base import DATA_DIR, IDENTITY_CHECK_PROVIDER
from shop.settings.database import database

DEBUG = False
CRASH_AT = ""  # whatever the environment says
SECRET_KEY = env.text("SECRET_KEY")
if IDENTITY_CHECK_PROVIDER.endswith(".FakeProvider"):
    raise ImproperlyConfigured("IDENTITY_CHECK_PROVIDER: the fake provider verifies nobody; leave it empty instead.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or env.text("ALLOWED_HOSTS").split(",")
DATABASES = {"default": database(env.url("DATABASE_URL", schemes=("postgres", "postgresql")), DATA_DIR)}

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
OSCAR_BASKET_COOKIE_SECURE = True
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES", "127.0.0.1,::1")  # nginx on the same machine
