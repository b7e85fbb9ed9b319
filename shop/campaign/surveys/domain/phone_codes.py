"""One answer per phone: a code proves that the phone is in somebody's hand. What sending costs is bounded."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from shop.campaign.phone_codes.domain.bounds import MOST_TRIES, VALID_FOR, WrongCode, new_code, spend
from shop.campaign.phone_codes.domain.tallies import count_try, tries_left
from shop.campaign.surveys import credentials
from shop.campaign.surveys.models import PhoneCode, Survey
from shop.communication.sending import tell


@transaction.atomic
def send_code(*, survey: Survey, phone: str, network: str, at: datetime.datetime) -> None:
    """Send a code to a phone (E.164). network: its keyed hash. Raises TooManyCodes (with scope).

    The bounds are those of voting: a phone gets so many codes an hour from the whole campaign.
    """
    spend(occasion=f"survey:{survey.pk}", phone=phone, network=network, at=at)
    phone_hash = credentials.of_phone(survey.pk, phone)
    code = new_code()
    PhoneCode.objects.update_or_create(
        survey=survey,
        phone_hash=phone_hash,
        defaults={"code_hash": credentials.of_code(phone_hash, code), "tries": 0, "valid_until": at + VALID_FOR},
    )
    context = {"code": code, "survey": survey}
    tell(key=f"survey:{secrets.token_hex(8)}", recipient=phone, template="survey_code", context=context, is_secret=True)


def check_code(*, survey: Survey, phone: str, code: str, network: str, at: datetime.datetime) -> str:
    """Return the phone's hash when the code is right, and use the code up. Raises WrongCode; every try counts."""
    phone_hash = credentials.of_phone(survey.pk, phone)
    own = PhoneCode.objects.filter(survey=survey, phone_hash=phone_hash, valid_until__gte=at)
    may_try = tries_left(network=network, at=at)
    row = own.first() if may_try and own.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1) else None
    if row is None or not constant_time_compare(row.code_hash, credentials.of_code(phone_hash, code)):
        count_try(network=network, at=at)
        raise WrongCode
    deleted, _ = PhoneCode.objects.filter(pk=row.pk, code_hash=row.code_hash).delete()
    if not deleted:
        raise WrongCode
    return phone_hash
