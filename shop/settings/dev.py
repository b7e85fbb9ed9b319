"""A developer's or a visitor's machine: embedded PostgreSQL, demo market, errors shown."""

from shop.settings import env
from shop.settings.base import *  # noqa: F403
from shop.settings.base import BANK_NOTICE_SECRET, DATA_DIR, VIETQR_ACCOUNT
from shop.settings.database import database
from shop.settings.local_secret import local_secret

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "") or local_secret(DATA_DIR)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
DEMO_MARKET = env.flag("DEMO_MARKET", default=True)
SERVE_MEDIA = True
if DEMO_MARKET:
    IDENTITY_CHECK_PROVIDER = env.text("IDENTITY_CHECK_PROVIDER", "sellers.onboarding.identity_check.fake.FakeProvider")
DATABASES = {"default": database(env.url("DATABASE_URL", schemes=("postgres", "postgresql")), DATA_DIR)}

if DEMO_MARKET and not VIETQR_ACCOUNT:
    # A demo market pays to an account that does not exist; the demo bank signs with a secret of this machine.
    VIETQR_BIN, VIETQR_ACCOUNT, VIETQR_HOLDER = "970405", "1234567890123", "CHO PHIEN (MINH HOA)"
    BANK_NOTICE_SECRET = BANK_NOTICE_SECRET or f"demo-bank:{SECRET_KEY}"
