"""A provider that asks nobody: for tests and the demo market, never for production."""

from __future__ import annotations

from sellers.onboarding.identity_check.base import Answer, Claim
from sellers.onboarding.models import IdentityOutcome


class FakeProvider:
    """Numbers ending in 9 do not match, those ending in 8 cannot be checked, all others are verified."""

    name = "giả lập"

    def check(self, claim: Claim) -> Answer:
        if claim.number.endswith("9"):
            return Answer(outcome=IdentityOutcome.MISMATCH, note="Ngày sinh không khớp số định danh (giả lập).")
        if claim.number.endswith("8"):
            return Answer(outcome=IdentityOutcome.UNAVAILABLE, note="Dịch vụ không trả lời (giả lập).")
        return Answer(outcome=IdentityOutcome.VERIFIED, reference=f"GL-{claim.number[-4:]}")
