"""Signing in and the second factor."""

from tests.security.row import SIGNED_IN, Row, public

ROWS = [
    Row("account_login", ("visitor",), refused=302),
    Row("account_request_login_code", ("visitor",), refused=302),
    Row("account_confirm_login_code", (), refused=302, refused_visitor=302),
    public("account_signup", answer=302),
    Row("account_logout", SIGNED_IN, refused_visitor=302),
    public("account_inactive"),
    Row("account_change_password", SIGNED_IN),
    Row("account_set_password", SIGNED_IN, 302),
    public("account_reset_password", answer=302),
    Row("account_reauthenticate", SIGNED_IN),
    Row("account_change_phone", SIGNED_IN),
    Row("account_verify_phone", SIGNED_IN, 302, refused_visitor=302),
    Row("account_second_factor", SIGNED_IN, 302),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_authenticate", (), refused=302, refused_visitor=302),
    Row("mfa_reauthenticate", SIGNED_IN, 302),
    Row("mfa_activate_totp", SIGNED_IN, 302),
    Row("mfa_deactivate_totp", SIGNED_IN, 404),
    Row("mfa_view_recovery_codes", SIGNED_IN, 404),
    Row("mfa_generate_recovery_codes", SIGNED_IN, 302),
    Row("mfa_download_recovery_codes", SIGNED_IN, 404),
]
