"""Sign-in by a code sent to a phone. A phone never seen becomes an account once its code is verified.

allauth sends known and unknown phones down different ways (a code, or a remark that there is no account). Here both
get a code and the same page, so nobody learns which phones have accounts.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from shop.accounts.models import User

FRESH_SECONDS = 10 * 60


class PhoneCodeProcess(LoginCodeVerificationProcess):
    """allauth's process, for phones with and without an account alike."""

    @classmethod
    def start(cls, request: HttpRequest, *, phone: str, user: User | None) -> None:
        """Send a code to the phone and remember it in the session."""
        login = Login(user=user)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, phone=phone), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> PhoneCodeProcess | None:
        return cls(stage=stage).abort_if_invalid()

    def send(self, skip_enumeration_mails: bool = False) -> None:
        phone, adapter = self.state["phone"], get_adapter()
        self.state["code"] = adapter.generate_phone_verification_code(user=self.user, phone=phone)
        adapter.send_verification_code_sms(user=self.user, phone=phone, code=self.state["code"])

    def resend(self) -> None:
        """Send a new code. Raises RateLimited when this phone got too many."""
        ratelimit.consume(self.request, action="request_login_code", key=self.state["phone"], raise_exception=True)
        self.send()
        self.record_resend()
        self.persist()

    def finish(self, redirect_url: str | None) -> HttpResponse:
        if self.user is None:
            self._user = account_of(self.state["phone"])
        return super().finish(redirect_url)


def account_of(phone: str) -> User:
    """Return the account of a phone whose code was just verified, making it at the first time."""
    user = User.objects.filter(phone=phone).first()
    if user:
        return user
    try:
        with transaction.atomic():
            return User.objects.create_user(phone)
    except IntegrityError:
        return User.objects.get(phone=phone)  # verified in two tabs at once


def fresh_code(request: HttpRequest) -> bool:
    """Return whether this session was opened by a code in the last ten minutes."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return any(record["method"] == "code" and time.time() - record["at"] < FRESH_SECONDS for record in records)
