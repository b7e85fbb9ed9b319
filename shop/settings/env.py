"""The only reader of the environment: typed values with an error that names what is missing or wrong.

Every variable is declared once here, with its meaning; `.env.example` and the README's table list the same names
(a test compares them). Files named `.env` in the project folder are read first; the environment wins.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]


def _read_env_file(path: Path) -> None:
    if not path.exists():
        return
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, separator, value = line.partition("=")
        if not separator:
            raise ImproperlyConfigured(f"{path.name}, line {number}: expected NAME=value, found {line!r}")
        os.environ.setdefault(name.strip(), value.strip().strip("'\""))


_read_env_file(BASE_DIR / ".env")


def text(name: str, default: str | None = None, *, choices: tuple[str, ...] = ()) -> str:
    """Return the variable, or raise ImproperlyConfigured naming it when it is missing or not among `choices`."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment (see .env.example).")
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(choices)}")
    return value


def flag(name: str, default: bool) -> bool:
    """Return a yes/no variable: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} must be 1 or 0")


def number(name: str, default: int, *, minimum: int | None = None) -> int:
    """Return a whole number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        result = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number") from None
    if minimum is not None and result < minimum:
        raise ImproperlyConfigured(f"{name}={result} must be at least {minimum}")
    return result


def path(name: str, default: Path) -> Path:
    """Return a folder or file path; relative ones start at the project folder."""
    value = os.environ.get(name, "").strip()
    return (BASE_DIR / value).resolve() if value else default


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    value = os.environ.get(name, "").strip() or default
    return [item.strip() for item in value.split(",") if item.strip()]


def numbers(name: str, default: str) -> list[int]:
    """Return a comma-separated list of whole numbers, smallest first."""
    found = words(name, default)
    if not all(item.isascii() and item.isdigit() for item in found):
        raise ImproperlyConfigured(f"{name}={','.join(found)!r} must be whole numbers, separated by commas")
    return sorted(int(item) for item in found)


def day(name: str) -> datetime.date | None:
    """Return a day written 2026-01-31; None without one."""
    value = os.environ.get(name, "").strip()
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} must be a day, for example 2026-01-31") from None


def hours(name: str, default: str) -> tuple[datetime.time, datetime.time]:
    """Return two times of day written "21:00-06:30"; two equal ones for "none"."""
    value = os.environ.get(name, default).strip() or "00:00-00:00"
    try:
        begin, end = (datetime.time.fromisoformat(part.strip()) for part in value.split("-"))
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} must be two times, for example 21:00-06:30") from None
    return begin, end


def mapping(name: str) -> dict[str, str]:
    """Return a comma-separated list of name=value."""
    pairs = [item.partition("=") for item in words(name)]
    if not all(separator and value for _, separator, value in pairs):
        raise ImproperlyConfigured(f"{name} must be written name=value,name=value")
    return {key.strip(): value.strip() for key, _, value in pairs}


def url(name: str, default: str = "", *, schemes: tuple[str, ...]) -> str:
    """Return an address whose scheme is among `schemes`, or the default when empty."""
    value = os.environ.get(name, "").strip() or default
    if value and urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must start with one of: {', '.join(s + '://' for s in schemes)}")
    return value


@dataclass(frozen=True)
class Variable:
    """One documented environment variable: what the README's table and `.env.example` say about it."""

    name: str
    default: str
    meaning: str


VARIABLES: tuple[Variable, ...] = (
    Variable("DJANGO_SETTINGS_MODULE", "shop.settings.dev", "shop.settings.production on a server"),
    Variable(
        "SECRET_KEY",
        "made and kept under .local/ in development",
        "signs sessions, order links and codes; required in production",
    ),
    Variable(
        "SECRET_KEY_FALLBACKS", "none", "comma-separated former SECRET_KEYs, still believed while people move over"
    ),
    Variable("DATABASE_URL", "embedded PostgreSQL", "postgres://user:password@host:port/name of your own server"),
    Variable("DATA_DIR", ".local", "embedded database, search index, uploads and logs"),
    Variable("PORT", "8000", "port of `make run`"),
    Variable("WEB_WORKERS", "2", "web server processes of `make run`"),
    Variable("ALLOWED_HOSTS", "localhost,127.0.0.1", "comma-separated host names; required in production"),
    Variable(
        "TRUSTED_PROXIES",
        "none; in production 127.0.0.1,::1",
        "addresses or networks of your own proxies, whose X-Forwarded-For is believed",
    ),
    Variable("SITE_URL", "http://localhost:8000", "public address used in QR codes and messages"),
    Variable("REDIS_URL", "local memory", "redis://… for a cache shared by several machines"),
    Variable(
        "SEARCH_URL",
        "embedded search engine",
        "http(s)://user:password@host:9200/name of an Elasticsearch 8.19 server; name is what its indexes are called",
    ),
    Variable("VOICE_PROVIDER", "log", "how codes are read out by phone call; only `log` is built in"),
    Variable("MESSAGE_CHANNEL", "sms", "how people are told who chose nothing else: sms or zalo"),
    Variable(
        "QUIET_HOURS",
        "21:00-06:30",
        "hours in which only codes and urgent news are sent, nobody is phoned and no deadline ends; empty: none",
    ),
    Variable("SMS_PROVIDER", "log", "log, or http: the gateway below"),
    Variable("SMS_URL", "empty", "address that takes a POST of to, from, text and reference as JSON"),
    Variable("SMS_TOKEN", "empty", "bearer token of the SMS gateway"),
    Variable("SMS_SENDER", "ChoPhien", "brand name that messages come from"),
    Variable("ZALO_PROVIDER", "log", "log, or zns: Zalo Notification Service"),
    Variable("ZALO_APP_ID", "empty", "app of the official account"),
    Variable("ZALO_APP_SECRET", "empty", "secret of that app"),
    Variable("ZALO_REFRESH_TOKEN", "empty", "first refresh token; later ones are kept in the database"),
    Variable("ZALO_TEMPLATES", "empty", "message=template id, …; a message without one goes by SMS"),
    Variable("EMAIL_PROVIDER", "log", "log, or smtp: the server below"),
    Variable("EMAIL_URL", "empty", "smtp://user:password@host:25 or smtps://…:465; smtp+tls://…:587 for STARTTLS"),
    Variable("EMAIL_FROM", "Chợ Phiên <khong-tra-loi@chophien.example>", "sender of e-mail"),
    Variable("VAPID_PRIVATE_KEY", "empty: no web push", "key of web push, made by `manage.py new_vapid_key`"),
    Variable("DEMO_MARKET", "1 in development, 0 in production", "shows demo sign-ins at /demo/"),
    Variable("COLLECTS_MONEY", "partner", "who collects buyers' money: platform, partner (licensed) or seller"),
    Variable(
        "PAPER_KEYS",
        "derived from SECRET_KEY",
        "comma-separated secrets that seal private papers, personal numbers and jury marks; the first seals, all open",
    ),
    Variable(
        "IDENTITY_CHECK_PROVIDER",
        "empty; a fake one in the demo market",
        "dotted path of the class that verifies sellers electronically; none is built in",
    ),
    Variable(
        "IDENTITY_CHECK_FROM",
        "2027-01-01",
        "day from which applicants must state number and birth of the representative",
    ),
    Variable("IDENTITY_KEEP_DAYS", "180", "days after approval until identity papers and numbers are erased"),
    Variable("OPERATOR_NAME", "Chợ Phiên (dữ liệu minh hoạ)", "legal name of the operator, shown on /quy-che/"),
    Variable("OPERATOR_ADDRESS", "empty", "registered address of the operator"),
    Variable("OPERATOR_TAX_CODE", "empty", "tax code of the operator"),
    Variable("OPERATOR_PHONE", "1900 0000", "hotline"),
    Variable("OPERATOR_EMAIL", "hotro@chophien.example", "address for complaints"),
    Variable("VOTE_CODES_PHONE_HOUR", "3", "codes for votes and surveys that one phone gets in an hour, in all"),
    Variable("VOTE_CODES_NETWORK_HOUR", "60", "codes for votes and surveys one network (/24, /48) gets in an hour"),
    Variable("VOTE_CODES_CONTEST_DAY", "5000", "codes that one contest or survey sends in a day, to bound its cost"),
    Variable("VOTE_HOLD_DEVICE_HOUR", "10", "votes of one device in an hour beyond which ballots wait for a decision"),
    Variable("VOTE_HOLD_NETWORK_HOUR", "40", "votes of one network in an hour beyond which they wait for a decision"),
    Variable("VOTE_HOLD_PREFIX_HOUR", "20", "the same for a thousand phone numbers in a row; organisers set their own"),
    Variable("SURVEY_STARTS_NETWORK_HOUR", "300", "surveys begun from one network (/24 or /48) in an hour"),
    Variable("FORUM_ANSWER_DAYS", "15", "days a body of the forum has to answer where no row says otherwise"),
    Variable("FORUM_ESCALATE_DAYS", "3", "days late after which the committee is told of a topic of the forum"),
    Variable("DEFAULT_PROVINCE", "56", "official code of the province whose runs a cached page promises"),
    Variable(
        "COUNTER_LEASE_HOURS",
        "72",
        "how long a point's device works without having reached the server before it wipes itself",
    ),
    Variable("PAYOUT_PERIOD", "weekly", "what sellers are settled by: weekly (Monday to Sunday) or monthly"),
    Variable(
        "COMMISSION_BASE", "net", "commission on goods after what the seller bears of a voucher (net) or before (gross)"
    ),
    Variable("VOUCHER_NEEDS_NOTICE", "0", "1: the office's vouchers need the number of their promotion notice"),
    Variable("RETURN_WINDOW_DAYS", "3", "days after hand-over before a part can be settled with its seller"),
    Variable("RETURN_ANSWER_HOURS", "48", "hours in which a seller answers a request to return goods"),
    Variable("RETURN_APPEAL_DAYS", "3", "days in which a buyer takes an offer, or contests a refusal"),
    Variable("RETURN_SEND_DAYS", "7", "days in which a buyer brings the goods back"),
    Variable("RETURN_CHECK_HOURS", "48", "hours after goods are back in which the seller confirms or contests"),
    Variable("RETURN_ALARM_DAYS", "7,2", "days before money has to be back at which administrators are reminded"),
    Variable("INVOICE_PROVIDER", "none", "service that gets the data of e-invoices: none (export only) or log"),
    Variable("INVOICES_FROM", "empty: all", "day (2026-01-31) from which delivered orders get data of e-invoices"),
    Variable("PAYOUT_NEEDS_REMITTANCE", "0", "1: cash has to leave the point's drawer before its seller is paid"),
    Variable("CASH_LIMIT_VND", "3000000", "largest order that may be paid in cash"),
    Variable(
        "CASH_POINT_LIMIT_VND",
        "20000000",
        "cash a point may hold; from then on no order is paid there in cash; 0: no limit",
    ),
    Variable("CASH_DRIVER_LIMIT_VND", "50000000", "cash a driver may carry; more is not taken over; 0: no limit"),
    Variable("CASH_REMIT_DAYS", "3", "days after which held cash is shown as overdue"),
    Variable("CONFIRM_HOURS", "12", "hours in which a seller confirms an order, before an admin phones"),
    Variable(
        "AUTHORITY_REMIND_HOURS",
        "2,12",
        "hours before an authority's demand is overdue at which administrators are told; once more when it is",
    ),
    Variable("CONFIRM_REMIND_HOURS", "4,8", "hours after an order at which the seller's staff are reminded to confirm"),
    Variable("MAP_TILES", "empty: no map", "https://…/{z}/{x}/{y}.png of a map server, loaded only after a tap"),
    Variable("RUN_MINIMUM_WARN_HOURS", "24", "hours before cut-off at which staff hear of a run below its minimum"),
    Variable("COLLECT_REMIND_HOURS", "20", "hours before goods go back at which their buyer is reminded"),
    Variable("AMENDMENT_HOURS", "12", "hours in which a buyer answers a change of an order; then it is reduced"),
    Variable(
        "MISSING_GRACE_MINUTES",
        "60",
        "minutes after a truck left or reached a stop at which a parcel not scanned there is looked for",
    ),
    Variable("MISSING_PARCEL_HOURS", "48", "hours in which a missing parcel is to be found or given up"),
    Variable(
        "COLLECT_EXTENSION_DAYS",
        "2",
        "days more that a buyer may ask for once, while the point has room; 0: none",
    ),
    Variable("RETURN_LEG_DAYS", "10", "days in one hand after which a parcel on its way back is looked for"),
    Variable("PAY_WITHIN_MINUTES", "30", "how long an order waits for a payment in advance"),
    Variable("VIETQR_BIN", "empty: no transfers", "six-digit number of the bank that keeps the market's account"),
    Variable("VIETQR_ACCOUNT", "empty", "number of that account"),
    Variable("VIETQR_HOLDER", "empty", "its holder's name as the bank writes it, ASCII capitals"),
    Variable("BANK_NOTIFIER", "casso", "service that tells of transfers: casso (webhook version 2)"),
    Variable("BANK_NOTICE_SECRET", "empty", "its checksum key; a demo market makes its own"),
    Variable("STRIPE_SECRET_KEY", "empty: no cards", "key of the Stripe account"),
    Variable("STRIPE_WEBHOOK_SECRET", "empty", "secret of the webhook /webhooks/stripe/"),
    Variable("STRIPE_CONNECT", "0", "1: sellers may open a Stripe account and be paid by transfers to it"),
    Variable(
        "STRIPE_CONNECT_WEBHOOK_SECRET", "empty", "secret of the webhook for connected accounts, if it has its own"
    ),
    Variable("STRIPE_API_BASE", "Stripe's own", "address of another server that speaks Stripe's interface, for tests"),
    Variable("VNPAY_TMN_CODE", "empty: no VNPay", "terminal code of the VNPay contract"),
    Variable("VNPAY_SECRET", "empty", "its hash secret; the IPN address is /webhooks/vnpay/"),
    Variable("VNPAY_PAGE", "the sandbox", "address of VNPay's payment page"),
    Variable("VNPAY_API", "the sandbox", "address of VNPay's interface for queries and refunds"),
    Variable("MOMO_PARTNER_CODE", "empty: no MoMo", "partner code of the MoMo contract"),
    Variable("MOMO_ACCESS_KEY", "empty", "its access key"),
    Variable("MOMO_SECRET_KEY", "empty", "its secret key; the IPN address is /webhooks/momo/"),
    Variable("MOMO_API", "the sandbox", "address of MoMo's v2 gateway"),
    Variable("STAFF_SECOND_FACTOR", "1", "staff must use a second factor in the back office"),
    Variable("PAGE_CACHE_SECONDS", "1", "how long a process keeps a finished public page; 0 switches this off"),
    Variable("METRICS_TOKEN", "empty: only this machine", "bearer token that may read /metrics"),
    Variable("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
    Variable("CRASH_AT", "empty", "name of a point at which a process kills itself, for tests; never in production"),
    Variable("DEBUG", "0", "1 shows Django's error pages; development only"),
)
