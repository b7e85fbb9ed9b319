"""The market's own terms: who operates it, and how long people have for what."""

from shop.settings import env

IDENTITY_CHECK_PROVIDER = env.text("IDENTITY_CHECK_PROVIDER", "")
IDENTITY_CHECK_FROM = env.text("IDENTITY_CHECK_FROM", "2027-01-01")  # Decree 248/2026, Art. 52.2
IDENTITY_KEEP_DAYS = env.number("IDENTITY_KEEP_DAYS", 180, minimum=1)
RETURN_ANSWER_HOURS = env.number("RETURN_ANSWER_HOURS", 48, minimum=1)
RETURN_APPEAL_DAYS = env.number("RETURN_APPEAL_DAYS", 3, minimum=1)
RETURN_SEND_DAYS = env.number("RETURN_SEND_DAYS", 7, minimum=1)
RETURN_CHECK_HOURS = env.number("RETURN_CHECK_HOURS", 48, minimum=1)
RETURN_ALARM_DAYS = env.numbers("RETURN_ALARM_DAYS", "7,2")
CONFIRM_HOURS = env.number("CONFIRM_HOURS", 12, minimum=1)
AUTHORITY_REMIND_HOURS = env.numbers("AUTHORITY_REMIND_HOURS", "2,12")
CONFIRM_REMIND_HOURS = env.numbers("CONFIRM_REMIND_HOURS", "4,8")
RUN_MINIMUM_WARN_HOURS = env.number("RUN_MINIMUM_WARN_HOURS", 24, minimum=1)
COLLECT_REMIND_HOURS = env.number("COLLECT_REMIND_HOURS", 20, minimum=1)
AMENDMENT_HOURS = env.number("AMENDMENT_HOURS", 12, minimum=1)
MISSING_GRACE_MINUTES = env.number("MISSING_GRACE_MINUTES", 60, minimum=5)
MISSING_PARCEL_HOURS = env.number("MISSING_PARCEL_HOURS", 48, minimum=1)
COLLECT_EXTENSION_DAYS = env.number("COLLECT_EXTENSION_DAYS", 2, minimum=0)
RETURN_LEG_DAYS = env.number("RETURN_LEG_DAYS", 10, minimum=1)
COUNTER_LEASE_HOURS = env.number("COUNTER_LEASE_HOURS", 72, minimum=1)
VOTE_CODES_PHONE_HOUR = env.number("VOTE_CODES_PHONE_HOUR", 3, minimum=1)
VOTE_CODES_NETWORK_HOUR = env.number("VOTE_CODES_NETWORK_HOUR", 60, minimum=1)
VOTE_CODES_CONTEST_DAY = env.number("VOTE_CODES_CONTEST_DAY", 5_000, minimum=1)
VOTE_HOLD_DEVICE_HOUR = env.number("VOTE_HOLD_DEVICE_HOUR", 10, minimum=1)
VOTE_HOLD_NETWORK_HOUR = env.number("VOTE_HOLD_NETWORK_HOUR", 40, minimum=1)
VOTE_HOLD_PREFIX_HOUR = env.number("VOTE_HOLD_PREFIX_HOUR", 20, minimum=1)
SURVEY_STARTS_NETWORK_HOUR = env.number("SURVEY_STARTS_NETWORK_HOUR", 300, minimum=1)
FORUM_ANSWER_DAYS = env.number("FORUM_ANSWER_DAYS", 15, minimum=1)
FORUM_ESCALATE_DAYS = env.number("FORUM_ESCALATE_DAYS", 3, minimum=1)
DEFAULT_PROVINCE = env.text("DEFAULT_PROVINCE", "56")
OPERATOR = {
    "name": env.text("OPERATOR_NAME", "Chợ Phiên (dữ liệu minh hoạ)"),
    "address": env.text("OPERATOR_ADDRESS", ""),
    "tax_code": env.text("OPERATOR_TAX_CODE", ""),
    "phone": env.text("OPERATOR_PHONE", "1900 0000"),
    "email": env.text("OPERATOR_EMAIL", "hotro@chophien.example"),
}
