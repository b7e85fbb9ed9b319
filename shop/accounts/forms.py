"""allauth's forms in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

SIX_DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 9, "class": "otp"}


def _password(field: forms.Field, label: str, hint: str = "") -> None:
    field.label, field.help_text = label, hint
    field.error_messages["required"] = _("Hãy ghi mật khẩu.")
    field.widget.attrs.pop("placeholder", None)


def _code(form: forms.Form, hint: str = "") -> None:
    form.fields["code"].label, form.fields["code"].help_text = _("Mã 6 số"), hint
    form.fields["code"].error_messages["required"] = _("Hãy ghi mã 6 số.")
    form.fields["code"].widget = forms.TextInput(attrs=SIX_DIGITS)


class LoginForm(account.LoginForm):
    """Phone and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self.fields["password"], _("Mật khẩu"))


class ConfirmLoginCodeForm(account.ConfirmLoginCodeForm):
    """The code that was sent to the phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


class VerifyPhoneForm(account.VerifyPhoneForm):
    """The code that was sent to the new phone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self.fields["password"], _("Mật khẩu"))


class SetPasswordForm(account.SetPasswordForm):
    """A first or a new password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_passwords(self)


class ChangePasswordForm(account.ChangePasswordForm):
    """The old password, and the new one typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self.fields["oldpassword"], _("Mật khẩu đang dùng"))
        _new_passwords(self)


def _new_passwords(form: forms.Form) -> None:
    _password(form.fields["password1"], _("Mật khẩu mới"), _("Ít nhất 10 ký tự, không phải mật khẩu hay gặp."))
    _password(form.fields["password2"], _("Ghi lại mật khẩu mới"))


class AuthenticateForm(mfa.AuthenticateForm):
    """The authenticator's code, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Mã trong ứng dụng xác thực, hoặc một mã dự phòng 8 số."))


class MfaReauthenticateForm(mfa.ReauthenticateForm):
    """The authenticator's code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Mã trong ứng dụng xác thực, hoặc một mã dự phòng 8 số."))


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Mã mà ứng dụng vừa hiện."))
