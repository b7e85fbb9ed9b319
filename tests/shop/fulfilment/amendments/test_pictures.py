"""Broken goods are photographed by whoever writes them down; office, seller and that person see it, nobody else."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from shop.accounts.enums import Role
from shop.fulfilment.amendments.models import Amendment, AmendmentPicture
from shop.fulfilment.models import Parcel
from tests.factories.applications import picture
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import ProvinceFactory
from tests.factories.road import a_driver, a_stop, an_operator, carry
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_2026.jpg", content or located(), "image/jpeg")


def located() -> bytes:
    """Return a photo that says where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Nhà chị Hoa"
    exif.get_ifd(0x8825)[1] = "N"
    Image.open(io.BytesIO(picture())).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def statuses(pictures_pk: int, name: str, *clients: Client) -> list[int]:
    return [client.get(reverse(name, args=[pictures_pk])).status_code for client in clients]


@pytest.fixture
def box() -> Parcel:
    return carry(placed_order((stocked_product(price=50_000), 4), stop=a_stop()), to_point=False)[0]


def test_a_driver_photographs_what_broke_and_only_those_concerned_see_it(box) -> None:
    me, line = box.run_stop.run.driver, box.seller_order.lines.get()
    driver, page = sign_in(me), f"{reverse('driver:report_damage')}?ma={box.code}"
    form = driver.get(page).content.decode()
    assert 'capture="environment"' in form and 'enctype="multipart/form-data"' in form
    sent = {f"units_{line.pk}": "3", "reason": "Vỡ một hũ"}
    hostile = driver.post(page, {**sent, "pictures": photo(b"<script>1</script>")})
    assert (hostile.status_code, "không phải ảnh" in hostile.content.decode()) == (422, True)
    assert "Vỡ một hũ" in hostile.content.decode() and not Amendment.objects.exists()
    again = driver.post(page, {**sent, "reason": "", "pictures": photo()}).content.decode()
    assert "chọn lại ảnh" in again
    many = driver.post(page, {**sent, "pictures": [photo() for _ in range(4)]})
    assert (many.status_code, Amendment.objects.count()) == (422, 0)

    assert "Đơn bớt 50.000" in driver.post(page, {**sent, "pictures": [photo(), photo()]}, follow=True).content.decode()

    kept = AmendmentPicture.objects.all()[0]
    assert [row.amendment.proposed_by for row in AmendmentPicture.objects.all()] == [me, me]
    with kept.file.open("rb") as file:
        stored = Image.open(file)
        assert (stored.format, dict(stored.getexif()), "exif" in stored.info) == ("WEBP", {}, False)
    seller = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_PACKER, seller=box.seller_order.seller).user)
    rival = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=SellerFactory()).user)
    office = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    assert statuses(kept.pk, "driver:damage_picture", driver, sign_in(a_driver())) == [200, 404]
    assert statuses(kept.pk, "counter:damage_picture", sign_in(an_operator(box.run_stop.point))) == [404]
    assert statuses(kept.pk, "seller_centre:damage_picture", seller, rival) == [200, 404]
    assert statuses(kept.pk, "backoffice:damage_picture", office) == [200]
    shown = office.get(reverse("backoffice:damage_picture", args=[kept.pk]))
    assert (shown["Cache-Control"], "sandbox" in shown["Content-Security-Policy"]) == ("private, no-store", True)
    pages = (
        (driver, reverse("driver:report_damage"), "driver:damage_picture"),
        (seller, reverse("seller_centre:order", args=[box.seller_order.number]), "seller_centre:damage_picture"),
        (office, f"{reverse('backoffice:trace_parcel')}?ma={box.code}", "backoffice:damage_picture"),
        (office, f"{reverse('backoffice:missing_parcels')}?loc=hong", "backoffice:damage_picture"),
    )
    for client, address, name in pages:
        assert reverse(name, args=[kept.pk]) in client.get(address).content.decode()
    elsewhere = sign_in(
        GrantFactory(role=Role.ADMINISTRATOR, province=ProvinceFactory(code="92", slug="noi-khac")).user
    )
    assert statuses(kept.pk, "backoffice:damage_picture", elsewhere) == [404]
    assert "Vỡ một hũ" not in elsewhere.get(f"{reverse('backoffice:missing_parcels')}?loc=hong").content.decode()
    buyer = Client().get(box.seller_order.order.get_absolute_url()).content.decode()
    assert "Vỡ một hũ" in buyer and "hang-hong/anh" not in buyer


def test_the_counter_photographs_what_it_opened() -> None:
    stop = a_stop()
    order = placed_order((stocked_product(price=50_000), 4), stop=stop)
    carry(order)
    part, line, client = order.seller_orders.get(), order.lines.get(), sign_in(an_operator(stop.point))
    page, prefix = reverse("counter:less", args=[stop.pk, order.number]), f"p{part.pk}-"
    sent = {"part": part.pk, f"{prefix}kind": "damage", f"{prefix}units_{line.pk}": "4", f"{prefix}reason": "Vỡ nắp"}
    nothing_less = client.post(page, {**sent, f"{prefix}pictures": photo()}).content.decode()
    assert "chọn lại ảnh" in nothing_less and not AmendmentPicture.objects.exists()

    client.post(page, {**sent, f"{prefix}units_{line.pk}": "3", f"{prefix}pictures": photo()})

    kept = AmendmentPicture.objects.get()
    assert (kept.amendment.seller_order, kept.amendment.kind) == (part, "damage")
    assert statuses(kept.pk, "counter:damage_picture", client) == [200]
