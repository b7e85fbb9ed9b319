"""What a reviewer compares: what was declared beside what can be checked without asking anybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sellers.enums import LegalType
from sellers.models import Partner
from sellers.onboarding.banks import bank_name
from sellers.onboarding.models import SellerApplication
from sellers.onboarding.queries import others_with
from sellers.onboarding.requirements import legal_rules_of
from sellers.onboarding.tax_codes import clean_tax_code
from shop.accounts.phones import national
from shop.regions.vietnamese import fold


@dataclass(frozen=True)
class Check:
    """One row: what was declared and the finding. tone: ok, warn or bad; details: what a tag has no room for."""

    subject: str
    label: str
    declared: str
    tone: str
    finding: str
    details: str = ""
    twins: tuple[SellerApplication | Partner, ...] = ()


def checks_of(application: SellerApplication) -> list[Check]:
    """Return the rows a reviewer reads, each with a plain finding."""
    rows = [_name(application), _tax_code(application), _person(application), _place(application), _bank(application)]
    return [*rows, _gtin(application)] if application.gtin else rows


def _name(application: SellerApplication) -> Check:
    label = _("Tên gian hàng")
    if Partner.objects.filter(name__iexact=application.name).exclude(pk=application.seller_id).exists():
        return Check("name", label, application.name, "warn", _("Trùng tên"), _("Đã có gian hàng cùng tên."))
    return Check("name", label, application.name, "ok", _("Chưa trùng tên"))


def _tax_code(application: SellerApplication) -> Check:
    rules, label = legal_rules_of(application.legal_type), _("Mã số thuế, số đăng ký")
    declared = " · ".join(filter(None, [application.tax_code, application.registration_no]))
    try:
        if rules:
            clean_tax_code(application.tax_code, rules.tax_code)
    except ValidationError as wrong:
        return Check("tax_code", label, declared, "bad", _("Sai dạng"), wrong.messages[0])
    twins = others_with(application, tax_code=application.tax_code)
    if twins:
        return Check("tax_code", label, declared, "bad", _("Trùng mã"), _names(twins), tuple(twins))
    return Check("tax_code", label, declared, "ok", _("Đúng dạng, chưa ai dùng"))


def _person(application: SellerApplication) -> Check:
    declared, label = f"{application.representative}, {national(application.phone)}", _("Người đại diện, điện thoại")
    twins = others_with(application, phone=application.phone)
    if twins:
        return Check("representative", label, declared, "warn", _("Trùng số điện thoại"), _names(twins), tuple(twins))
    return Check("representative", label, declared, "ok", _("Số chưa ai dùng"))


def _place(application: SellerApplication) -> Check:
    commune, label = application.commune, _("Địa chỉ")
    if commune is None or commune.valid_to is not None:
        return Check("address_line", label, application.address_line, "bad", _("Xã không có trong danh mục"))
    declared = f"{application.address_line}, {commune.name}, {commune.province.name}"
    return Check("address_line", label, declared, "ok", _("Xã đang có"))


def _bank(application: SellerApplication) -> Check:
    declared = f"{bank_name(application.bank_bin)} {application.bank_account}, {application.bank_holder}"
    label = _("Tài khoản nhận tiền")
    twins = others_with(application, bank_account=application.bank_account)
    if twins:
        return Check("bank_account", label, declared, "bad", _("Trùng tài khoản"), _names(twins), tuple(twins))
    if not _holder_fits(application):
        details = _("Chủ tài khoản cần là tổ chức hoặc người đứng tên hồ sơ.")
        return Check("bank_account", label, declared, "warn", _("Tên khác hồ sơ"), details)
    return Check("bank_account", label, declared, "ok", _("Tên khớp hồ sơ"))


def _gtin(application: SellerApplication) -> Check:
    """A bar code belongs to one producer: another seller's good or another application with it needs explaining."""
    label, gtin = _("Mã vạch"), application.gtin
    others = SellerApplication.objects.filter(gtin=gtin, submitted_at__isnull=False, seller=None)
    sellers = Partner.objects.filter(stockrecords__product__gtin=gtin).exclude(pk=application.seller_id).distinct()
    twins = [*others.exclude(pk=application.pk)[:5], *sellers[:5]]
    if twins:
        return Check("gtin", label, gtin, "bad", _("Trùng mã vạch"), _names(twins), tuple(twins))
    return Check("gtin", label, gtin, "ok", _("Chưa ai dùng"))


def _holder_fits(application: SellerApplication) -> bool:
    """Return whether the account stands in the name of the organisation, or of the person where that is the seller."""
    known = [application.name]
    if application.legal_type not in {LegalType.ENTERPRISE, LegalType.COOPERATIVE}:
        known.append(application.representative)
    holder = _words(application.bank_holder)
    return any(holder <= _words(name) or _words(name) <= holder for name in known if name)


def _names(twins: list[SellerApplication | Partner]) -> str:
    """Name sellers, who are public, and only number applications: another province's are not this reviewer's."""
    return ", ".join(twin.number if isinstance(twin, SellerApplication) else twin.name for twin in twins)


def _words(text: str) -> set[str]:
    return set(fold(text).replace(".", " ").split())
