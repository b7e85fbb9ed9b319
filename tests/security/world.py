"""Two whole tenants: two provinces, each with a seller, a point, a run, an order and people in every role.

Whatever is private of a tenant carries its canary: a string that must never be in a page for the other one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from catalogue.lots.models import Lot
from catalogue.models import Product
from catalogue.reviews.models import ProductReview
from catalogue.search.models import SearchRedirect, SynonymGroup
from sellers.documents.models import Document
from sellers.listings.bulk.models import ImportJob, ImportState, RowState
from sellers.listings.domain.authority import TIME_TO_ACT
from sellers.listings.models import Listing, TakeDownRequest
from sellers.models import Partner
from sellers.onboarding.models import ReplyTemplate, SellerApplication
from sellers.standing.models import BankChange, Measure, MeasureKind, MeasureState
from sellers.team.domain.inviting import VALID_FOR, hash_of
from sellers.team.models import StaffInvitation
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.assisted.domain.gathering import start
from shop.assisted.models import AssistedOrder
from shop.campaign.counterfeit.domain import reporting
from shop.campaign.counterfeit.domain.reporting import Report
from shop.campaign.counterfeit.models import CounterfeitCase
from shop.campaign.fairs.models import MarketSession
from shop.campaign.support.domain import complaints
from shop.campaign.support.models import Complaint
from shop.fulfilment.models import CounterAct, CounterDevice, LeaseState, Parcel
from shop.order.lots.domain.recalling import open_recall
from shop.order.lots.models import Recall
from shop.order.models import Order, SellerOrder
from shop.records.models import RetentionRule
from shop.regions.models import Province
from shop.shipping.models import HomeDeliveryRate, PickUpPoint, Run, RunStop
from shop.vouchers.enums import VoucherState
from tests.factories import listings as listing_factory
from tests.factories.applications import ApplicationFactory, DocumentFactory
from tests.factories.counters import a_device, an_open_act
from tests.factories.goods import SellerFactory, category, stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, PointFactory, ProvinceFactory, RunFactory, RunStopFactory
from tests.factories.road import frozen, pack_part
from tests.factories.vouchers import a_seller_voucher, a_sponsor, a_voucher
from tests.security.cash import add_cash
from tests.security.centre import add_seller_centre
from tests.security.contests import add_contests
from tests.security.forum import add_forum
from tests.security.hubs import add_hub
from tests.security.planning import add_planning
from tests.security.quizzes import add_quizzes
from tests.security.returns import add_returns
from tests.security.surveys import add_surveys
from tests.sign_in import sign_in

PROVINCES = {"A": ("56", "Khánh Hòa", "khanh-hoa"), "B": ("01", "Hà Nội", "ha-noi")}


@dataclass
class Tenant:
    """One province with everything in it."""

    name: str
    canary: str
    province: Province
    seller: Partner
    product: Product
    lot: Lot
    point: PickUpPoint
    run: Run
    stop: RunStop
    order: Order
    part: SellerOrder
    parcel: Parcel
    application: SellerApplication
    draft_paper: Document
    listing: Listing
    draft: Listing
    rate: HomeDeliveryRate
    complaint: Complaint
    frozen_stop: RunStop
    session: MarketSession
    operator_grant: RoleGrant
    bank_change: BankChange
    measure: Measure
    sent_paper: Document
    reply: ReplyTemplate
    invitation: StaffInvitation
    synonyms: SynonymGroup
    search_redirect: SearchRedirect
    review: ProductReview
    device: CounterDevice
    act: CounterAct
    import_job: ImportJob
    case: CounterfeitCase
    recall: Recall
    assisted: AssistedOrder
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def paper(self) -> Document:
        return self.application.documents.order_by("pk").first()


@dataclass
class World:
    """Both tenants, and people who belong to neither."""

    a: Tenant
    b: Tenant
    clients: dict[str, Client]
    half_signed_in: Client  # an administrator who gave the password and no second factor

    def actors(self) -> list[tuple[str, str, Client]]:
        """Return (kind, tenant, client) of everybody; tenant "" for those of neither."""
        own = [(kind, tenant.name, client) for tenant in (self.a, self.b) for kind, client in tenant.clients.items()]
        return [*own, *((kind, "", client) for kind, client in self.clients.items())]


def build_world() -> World:
    """Make both tenants and the people of the whole market."""
    RetentionRule.objects.get_or_create(
        kind="listings", valid_from="2026-07-01", defaults={"keep_days": 365, "legal_basis": "thử"}
    )
    half = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user, second_factor=False)
    world = World(_tenant("A"), _tenant("B"), {"visitor": Client()}, half)
    for kind, role in (("finance", Role.FINANCE), ("committee", Role.COMMITTEE), ("admin", Role.ADMINISTRATOR)):
        world.clients[kind] = sign_in(GrantFactory(role=role).user)
    return world


def _tenant(name: str) -> Tenant:
    code, title, slug = PROVINCES[name]
    canary = f"chim-bao-{name}"
    province = ProvinceFactory(code=code, name=title, full_name=title, slug=slug)
    commune = CommuneFactory(province=province)
    seller = SellerFactory(
        name=f"HTX {title}", commune=commune, bank_holder=canary, bank_account=f"{canary}-1", tax_code=""
    )
    people = _people(canary, seller)
    point = PointFactory(commune=commune)
    operator_grant = GrantFactory(user=people["operator"], role=Role.POINT_OPERATOR, point=point)
    GrantFactory(user=people["driver"], role=Role.DRIVER, province=province)
    GrantFactory(user=people["reviewer"], role=Role.REVIEWER, province=province)
    run = RunFactory(province=province, driver=people["driver"], name=f"Chuyến {title}")
    stop = RunStopFactory(run=run, point=point)
    product = stocked_product(seller=seller, commune=commune, province=province)
    order = placed_order(product, stop=stop, user=people["buyer"], buyer_name=canary, note=canary)
    waiting = placed_order(product, stop=stop, buyer_phone="+84911111111", buyer_name=canary)
    part = order.seller_orders.get()
    device = a_device(point, people["operator"], label=canary, state=LeaseState.DRAINING)
    application = ApplicationFactory(
        submitted=True, papers=True, commune=commune, name=f"{canary} xin bán", representative=canary
    )
    application.documents.update(original_name=f"{canary}.jpg")
    draft_paper = DocumentFactory(
        application=ApplicationFactory(applicant=people["applicant"], commune=commune, name=f"{canary} nháp"),
        original_name=f"{canary}-nhap.jpg",
        uploaded_by=people["applicant"],
    )
    a_seller_voucher(seller, title=canary)
    a_voucher(
        scope="seller",
        seller=seller,
        seller_per_cent=50,
        sponsor_per_cent=50,
        sponsor=a_sponsor(),
        state=VoucherState.WAITING,
        title=canary,
    )
    tenant = Tenant(
        name=name,
        canary=canary,
        province=province,
        seller=seller,
        product=product,
        lot=Lot.objects.create(product=product, code=f"lo-{slug}", produced_on="2026-10-01", quantity=10),
        point=point,
        run=run,
        stop=stop,
        order=order,
        part=waiting.seller_orders.get(),
        parcel=pack_part(part)[0],
        application=application,
        draft_paper=draft_paper,
        listing=listing_factory.submitted(seller=seller, name=f"{canary} chờ duyệt"),
        draft=listing_factory.draft(seller=seller, name=f"{canary} nháp", seed=7),
        rate=HomeDeliveryRate.objects.create(seller=seller, amount_vnd=20_000),
        complaint=_complaint(title),
        frozen_stop=_frozen_stop(canary, run.driver, point, product),
        session=MarketSession.objects.create(name=f"Phiên chợ {title}", slug=f"phien-{slug}", province=province),
        operator_grant=operator_grant,
        bank_change=BankChange.objects.create(
            seller=seller, bank_account=canary, asked_by=people["owner"], asked_at=timezone.now()
        ),
        invitation=StaffInvitation.objects.create(
            seller=seller,
            role=Role.SELLER_PACKER,
            email=f"{canary}@vidu.vn",
            token_hash=hash_of(canary),
            invited_by=people["owner"],
            invited_at=timezone.now(),
            expires_at=timezone.now() + VALID_FOR,
        ),
        reply=ReplyTemplate.objects.create(body=f"Ảnh mờ, nhờ {title} chụp lại"),
        sent_paper=DocumentFactory(seller=seller, kind="test_report", uploaded_by=people["owner"]),
        measure=Measure.objects.create(
            seller=seller,
            kind=MeasureKind.CLOSE,
            state=MeasureState.PROPOSED,
            reason=canary,
            proposed_by=UserFactory(),
            proposed_at=timezone.now(),
        ),
        synonyms=SynonymGroup.objects.create(words=f"{slug}, {slug} xưa"),
        search_redirect=SearchRedirect.objects.create(query=slug, address="/chuyen-hang/"),
        review=ProductReview.objects.create(
            product=product,
            user=people["buyer"],
            score=2,
            title=canary,
            body=canary,
            status=ProductReview.FOR_MODERATION,
        ),
        device=device,
        act=an_open_act(device, canary=canary),
        import_job=_import_job(seller, canary),
        case=_case(product, canary),
        recall=_recall(product, slug),
        assisted=start(point=point, operator=people["operator"], name=canary, phone="+84911111113", at=timezone.now()),
        people=people,
    )
    tenant.clients = {kind: sign_in(user) for kind, user in people.items()}
    category()
    add_seller_centre(tenant)
    _take_down_request(tenant)
    add_planning(tenant)
    add_hub(tenant)
    add_cash(tenant)
    add_returns(tenant)
    add_contests(tenant)
    add_quizzes(tenant)
    add_surveys(tenant)
    add_forum(tenant)
    return tenant


def _take_down_request(tenant: Tenant) -> None:
    """An authority's open request about the tenant's listing; rows find it by its number, the canary."""
    now = timezone.now()
    TakeDownRequest.objects.create(
        listing=tenant.listing,
        authority=tenant.canary,
        document_no=tenant.canary,
        demand=tenant.canary,
        received_at=now,
        due_at=now + TIME_TO_ACT,
        recorded_at=now,
    )


def _case(product: Product, canary: str) -> CounterfeitCase:
    """Return a report about the tenant's good, by somebody only the office may know."""
    return reporting.record(report=Report(body=canary, product=product, phone="+84912345677"), at=timezone.now())


def _recall(product: Product, slug: str) -> Recall:
    batch = Lot.objects.create(product=product, code=f"thu-{slug}", produced_on="2026-10-01", quantity=10)
    return open_recall(lot=batch, reason="Sai nhãn", advice="Mang trả", actor=UserFactory(), at=timezone.now())


def _import_job(seller: Partner, canary: str) -> ImportJob:
    """Return a file whose rows were tried and wait for the seller's choice."""
    now = timezone.now()
    job = ImportJob.objects.create(
        seller=seller, original_name=f"{canary}.csv", state=ImportState.CHECKED, created_at=now, worked_at=now
    )
    job.rows.create(number=2, sku="A-1", cells={"sku": "A-1", "name": canary}, state=RowState.READY)
    return job


def _people(canary: str, seller: Partner) -> dict[str, User]:
    kinds = ("buyer", "applicant", "owner", "packer", "operator", "driver", "reviewer")
    people = {kind: UserFactory(full_name=f"{canary} {kind}") for kind in kinds}
    GrantFactory(user=people["owner"], role=Role.SELLER_OWNER, seller=seller)
    GrantFactory(user=people["packer"], role=Role.SELLER_PACKER, seller=seller)
    return people


def _frozen_stop(canary: str, driver: User, point: PickUpPoint, product: Product) -> RunStop:
    """Return the stop of a second run whose manifest is frozen with an order in it."""
    stop = RunStopFactory(run=RunFactory(province=point.commune.province, driver=driver), point=point)
    placed_order(product, stop=stop, buyer_name=canary, buyer_phone="+84911111112")
    frozen(stop.run)
    return stop


def _complaint(title: str) -> Complaint:
    """Complaints are not a province's: every reviewer answers them, so they carry no canary."""
    return complaints.record(
        subject="goods",
        name=f"Người khiếu nại {title}",
        phone="+84912345678",
        order_number="",
        body="Hàng tới muộn",
        at=timezone.now(),
        site_url="http://testserver",
    )
