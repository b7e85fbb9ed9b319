"""Drop what is kept about categories and provinces when one of them changes."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from catalogue.models import Category
from shop.regions.models import Province
from shop.storefront import navigation


def connect() -> None:
    for model in (Category, Province):
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"navigation-{model.__name__}-{id(signal)}")


def _changed(**_: Any) -> None:
    navigation.drop()
