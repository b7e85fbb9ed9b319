"""The test run: real PostgreSQL, fast password hashing, files in a folder of their own."""

from shop.settings import env
from shop.settings.base import *  # noqa: F403
from shop.settings.base import CACHES, DATA_DIR, STORAGES
from shop.settings.database import database

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEBUG = False
DATABASES = {
    "default": database(
        env.url("DATABASE_URL", schemes=("postgres", "postgresql")), DATA_DIR, folder="test-postgres", durable=False
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c statement_timeout=120s"  # one test fails, not the run
DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DATABASE_NAME", "test_chophien")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {**STORAGES["private"], "OPTIONS": {"location": str(DATA_DIR / "test-private")}},
}
MEDIA_ROOT = DATA_DIR / "test-media"
SERVE_MEDIA = True
SEARCH_URL = ""  # tests of the server engine name their own
SEARCH_INDEX_DIR = DATA_DIR / "no-search"  # never built: a test that searches asks for the search_index fixture
DEMO_MARKET = True
ACCOUNT_RATE_LIMITS = False
PAGE_CACHE_SECONDS = 0
WHITENOISE_AUTOREFRESH = True  # look files up when asked for, instead of listing them all for every test client
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}}
