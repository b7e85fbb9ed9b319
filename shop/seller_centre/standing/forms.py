"""The account a seller wants to be paid at."""

from __future__ import annotations

from sellers.onboarding.forms import BankForm
from sellers.standing.models import BankChange


class BankChangeForm(BankForm):
    """The same fields and checks as in the application."""

    class Meta(BankForm.Meta):
        model = BankChange
