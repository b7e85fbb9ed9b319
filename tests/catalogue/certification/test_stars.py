"""Stars on cards follow the certificates in force."""

import datetime

import pytest
from django.utils import timezone

from catalogue.certification.stars import lapsed, refresh_stars
from catalogue.certification.tasks import hide_lapsed_stars
from catalogue.models import Product
from catalogue.search.models import SearchOutbox
from tests.factories.goods import OcopCertificateFactory, ProductFactory

pytestmark = pytest.mark.django_db


def certified(*, decided_days_ago: int, stars: int = 4) -> Product:
    decided = timezone.localdate() - datetime.timedelta(days=decided_days_ago)
    certificate = OcopCertificateFactory(stars=stars, decision_date=decided)
    product = certificate.product
    product.stars, product.stars_until = certificate.stars, certificate.valid_until
    product.save()
    return product


def test_stars_of_an_ended_certificate_are_hidden_and_search_is_told() -> None:
    ended, in_force = certified(decided_days_ago=1100), certified(decided_days_ago=100)
    SearchOutbox.objects.all().delete()

    hide_lapsed_stars(timestamp=0)

    ended.refresh_from_db()
    in_force.refresh_from_db()
    assert (ended.stars, ended.stars_until) == (None, None)
    assert in_force.stars == 4
    assert set(SearchOutbox.objects.values_list("product_id", flat=True)) == {ended.pk}
    assert not lapsed(today=timezone.localdate()).exists()


def test_a_renewed_certificate_takes_over() -> None:
    product = certified(decided_days_ago=1100, stars=3)
    renewed = OcopCertificateFactory(product=product, stars=5)

    refresh_stars([product.pk], today=timezone.localdate())

    product.refresh_from_db()
    assert (product.stars, product.stars_until) == (5, renewed.valid_until)


def test_goods_without_certificate_have_no_stars() -> None:
    product = ProductFactory()

    assert refresh_stars([product.pk], today=timezone.localdate()) == 0
