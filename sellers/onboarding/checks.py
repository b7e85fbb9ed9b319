"""What a reviewer compares: what was declared beside what can be checked without asking anybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sellers.models import Partner
from sellers.onboarding.banks import bank_name
from sellers.onboarding.models import SellerApplication
from sellers.onboarding.queries import others_with
from sellers.onboarding.requirements import requirements_of
from sellers.onboarding.tax_codes import clean_tax_code
from shop.accounts.phones import national
from shop.regions.vietnamese import fold


@dataclass(frozen=True)
class Check:
    """One row: the field, what was declared, and the finding. tone: ok, warn or bad."""

    subject: str
    label: str
    declared: str
    tone: str
    finding: str


def checks_of(application: SellerApplication) -> list[Check]:
    """Return the rows a reviewer reads, each with a plain finding."""
    return [_name(application), _tax_code(application), _person(application), _place(application), _bank(application)]


def _name(application: SellerApplication) -> Check:
    same = Partner.objects.filter(name__iexact=application.name).exclude(pk=application.seller_id).first()
    finding = _("Trùng tên gian hàng đang có") if same else _("Chưa gian hàng nào trùng tên")
    return Check("name", _("Tên gian hàng"), application.name, "warn" if same else "ok", finding)


def _tax_code(application: SellerApplication) -> Check:
    rules = requirements_of(application.legal_type)
    declared = " · ".join(filter(None, [application.tax_code, application.registration_no]))
    tone, finding = "ok", _("Đúng dạng cho loại hình này, chưa ai dùng")
    try:
        if rules:
            clean_tax_code(application.tax_code, rules.tax_code)
    except ValidationError as wrong:
        tone, finding = "bad", wrong.messages[0]
    else:
        twins = others_with(application, tax_code=application.tax_code)
        if twins:
            tone, finding = "bad", _twins(twins)
    return Check("tax_code", _("Mã số thuế, số đăng ký"), declared, tone, finding)


def _person(application: SellerApplication) -> Check:
    declared = f"{application.representative}, {national(application.phone)}"
    twins = others_with(application, phone=application.phone)
    finding = _twins(twins) if twins else _("Số điện thoại chưa ai dùng")
    return Check("representative", _("Người đại diện, điện thoại"), declared, "warn" if twins else "ok", finding)


def _place(application: SellerApplication) -> Check:
    commune = application.commune
    declared = f"{application.address_line}, {commune.name}, {commune.province.name}" if commune else ""
    in_force = commune is not None and commune.valid_to is None
    finding = _("Xã đang có trong danh mục") if in_force else _("Xã không còn trong danh mục")
    return Check("address_line", _("Địa chỉ"), declared, "ok" if in_force else "bad", finding)


def _bank(application: SellerApplication) -> Check:
    declared = f"{bank_name(application.bank_bin)} {application.bank_account}, {application.bank_holder}"
    twins = others_with(application, bank_account=application.bank_account)
    if twins:
        return Check("bank_account", _("Tài khoản nhận tiền"), declared, "bad", _twins(twins))
    holder, known = set(_words(application.bank_holder)), (application.name, application.representative)
    fits = any(holder <= set(_words(name)) or set(_words(name)) <= holder for name in known if name)
    finding = _("Tên chủ tài khoản khớp hồ sơ") if fits else _("Tên chủ tài khoản khác tên gian hàng và đại diện")
    return Check("bank_account", _("Tài khoản nhận tiền"), declared, "ok" if fits else "warn", finding)


def _twins(twins: list[SellerApplication | Partner]) -> str:
    return _("Trùng với %(names)s") % {"names": ", ".join(str(twin) for twin in twins)}


def _words(text: str) -> list[str]:
    return fold(text).replace(".", " ").split()
