import pytest
from django.utils import timezone

from catalogue.models import Product
from catalogue.reviews.domain.moderating import AlreadyDecided, ReasonMissing, approve, reject
from catalogue.reviews.models import ProductReview
from tests.factories.goods import ProductFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def review(product: Product, score: int) -> ProductReview:
    return ProductReview.objects.create(
        product=product, user=UserFactory(), score=score, title="Ngon", body="Ăn được", status=0
    )


def shown(product: Product) -> tuple[int, float | None]:
    product.refresh_from_db()
    return product.review_count, product.rating


def test_only_approved_reviews_count():
    product = ProductFactory()
    first, second = review(product, 5), review(product, 2)
    assert shown(product) == (0, None)
    approve(review=first, by=None, at=NOW)
    assert shown(product) == (1, 5)
    approve(review=second, by=None, at=NOW)
    with pytest.raises(AlreadyDecided):
        approve(review=second, by=None, at=NOW)
    assert shown(product) == (2, 3.5)


def test_a_rejected_review_no_longer_counts_but_is_kept():
    product = ProductFactory()
    only = review(product, 1)
    approve(review=only, by=None, at=NOW)
    with pytest.raises(ReasonMissing):
        reject(review=only, by=None, at=NOW, reason=" ")
    reject(review=only, by=None, at=NOW, reason="Có số điện thoại")
    assert shown(product) == (0, None)
    assert ProductReview.objects.get(pk=only.pk).body == "Ăn được"


def test_writing_a_review_leaves_the_card_alone():
    product = ProductFactory(available=5)
    Product.objects.filter(pk=product.pk).update(available=3)
    review(product, 4).save()
    product.refresh_from_db()
    assert product.available == 3
