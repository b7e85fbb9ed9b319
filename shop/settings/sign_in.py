"""Who signs in and how: phone codes, passwords, the second factor, and how often anybody may try."""

from shop.settings import env

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
    # Codes of vouchers that do not exist, typed by one buyer; and by all who are not signed in on one network.
    "voucher_guess": "8/10m/key,30/d/key",
    "voucher_guess_network": "60/10m/ip,600/d/ip",
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
