"""What waits for a reviewer: applications of producers and listings of sellers, sent the way they send them."""

from __future__ import annotations

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalogue.images.checks import clean_image
from sellers.documents.models import Document, DocumentKind
from sellers.listings.domain import writing
from sellers.listings.domain.pictures import add_picture
from sellers.listings.models import Listing
from sellers.onboarding.checklist import checklist_of
from sellers.onboarding.domain.assigning import take
from sellers.onboarding.domain.deciding import approve, ask_changes, reject
from sellers.onboarding.domain.drafting import add_paper, save_draft
from sellers.onboarding.domain.identity import write_identity
from sellers.onboarding.domain.judging import judge_paper
from sellers.onboarding.domain.submitting import submit
from sellers.onboarding.models import SellerApplication
from shop.accounts.models import RoleGrant, User
from shop.demo.tables import ART, descriptions, rows

REVIEWER = "xet-duyet"
BANK_BIN = "970405"
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR


def load_applications(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Write and send the applications of data/applications.csv that nobody has begun."""
    for row in rows("applications"):
        applicant = people[row["applicant"]]
        if not SellerApplication.objects.filter(applicant=applicant).exists():
            _apply(row, applicant, people[REVIEWER], now)


def _apply(row: dict[str, str], applicant: User, reviewer: User, now: datetime.datetime) -> None:
    application = save_draft(applicant=applicant, fields=_fields(row, applicant))
    write_identity(
        application_id=application.pk,
        number=f"000185{application.pk:06d}",
        born_on=datetime.date(1985, 11, 20),
        by=applicant,
        at=now - DAY,
    )
    for text in row["papers"].split():
        kind, _, name = text.partition("=")
        _send_paper(applicant, kind, name)
    if row["ending"] == "draft":
        return
    at = now - (DAY if row["ending"] in {"resubmitted", "approved", "rejected"} else 5 * HOUR)
    _submit(application, applicant, "", at)
    act = {"application_id": application.pk, "by": reviewer}
    match row["ending"]:
        case "resubmitted":
            _refuse_paper(row, application, reviewer, now - 20 * HOUR)
            _send_paper(applicant, row["refused_paper"], row["second_paper"])
            _submit(application, applicant, "Tôi đã chụp lại giấy.", now - 2 * HOUR)
        case "changes_asked":
            _refuse_paper(row, application, reviewer, now - 3 * HOUR)
        case "in_review":
            take(**act, at=now - HOUR)
        case "rejected":
            reject(**act, reason=row["reason"], at=now - 18 * HOUR)
        case "approved":
            _approve(application, reviewer, now - 17 * HOUR)


def _submit(application: SellerApplication, applicant: User, note: str, at: datetime.datetime) -> None:
    attested = [item.requirement.pk for item in checklist_of(application).attestations]
    submit(application_id=application.pk, by=applicant, note=note, attested=attested, at=at)


def _refuse_paper(row: dict[str, str], application: SellerApplication, reviewer: User, at: datetime.datetime) -> None:
    paper = Document.objects.get(application=application, kind=row["refused_paper"])
    judge_paper(document=paper, accepted=False, reason=row["reason"], by=reviewer, at=at)
    ask_changes(application_id=application.pk, requests=[], by=reviewer, at=at)


def _approve(application: SellerApplication, reviewer: User, at: datetime.datetime) -> None:
    """Accept every paper, the food-safety one with an end that is near, and open the shop."""
    for paper in Document.objects.filter(application=application):
        ends = timezone.localdate(at) + 25 * DAY if paper.kind == DocumentKind.FOOD_SAFETY else None
        judge_paper(document=paper, accepted=True, valid_until=ends, by=reviewer, at=at)
    checks = [item.requirement.pk for item in checklist_of(application).checks]
    approve(application_id=application.pk, by=reviewer, at=at, checked=checks)


def _fields(row: dict[str, str], applicant: User) -> dict[str, object]:
    copied = ["legal_type", "name", "tax_code", "registration_no", "address_line", "bank_account", "goods"]
    return {
        **{name: row[name] for name in copied},
        "representative": applicant.full_name,
        "phone": applicant.phone,
        "commune_id": row["commune_code"],
        "bank_bin": BANK_BIN if row["bank_account"] else "",
        "bank_holder": applicant.full_name if row["bank_account"] else "",
        "goods_kinds": row["goods_kinds"].split(),
    }


def _send_paper(applicant: User, kind: str, name: str) -> None:
    content = (ART / f"{name}.webp").read_bytes()
    upload = SimpleUploadedFile(f"{name}.webp", content, content_type="image/webp")
    add_paper(applicant=applicant, kind=DocumentKind(kind), upload=upload)


def load_drafts(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Write the listings of data/drafts.csv that are missing, and submit those that are ready."""
    for row in rows("drafts"):
        owner = people[row["seller"]]
        seller = RoleGrant.objects.select_related("seller").get(user=owner, seller__isnull=False).seller
        if Listing.objects.filter(seller=seller, content__name=row["name"]).exists():
            continue
        at = now - 3 * HOUR
        listing = writing.start(
            seller=seller, typed=typed_draft(row, seller.name, seller.province.name), actor=owner, at=at
        )
        if row["ending"] == "submitted":
            with (ART / row["picture"]).open("rb") as file:
                add_picture(listing=listing, clean=clean_image(file), actor=owner, at=at)
            writing.submit(listing=listing, actor=owner, at=at)


def typed_draft(row: dict[str, str], producer: str, province: str) -> dict[str, str]:
    """Return what a seller types for a row of data/drafts.csv or data/offers.csv."""
    template = descriptions()[row["template"]]
    copied = ["name", "category", "unit", "net_content", "weight_g", "price_vnd", "stock", "shelf_life_days"]
    return {
        **{name: row[name] for name in copied},
        "description": template["text"].format(name=row["name"], producer=producer, province=province),
        "ingredients": template["ingredients"],
        "usage": template["use"],
        "storage": template["storage"],
        "warning": template.get("warning", ""),
        "origin": f"{province}, Việt Nam",
    }
