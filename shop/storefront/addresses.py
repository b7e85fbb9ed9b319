"""Old slugs: kept when a category, seller or pick-up point is renamed, and led to the present address."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_save
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from catalogue.models import Category
from sellers.models import Partner
from shop.regions.vietnamese import slug as slug_of
from shop.shipping.models import PickUpPoint
from shop.storefront.models import AddressKind, OldAddress

__all__ = ["connect", "redirect_from_old", "slug_of"]

OWNERS: dict[str, type[Model]] = {
    AddressKind.CATEGORY: Category,
    AddressKind.SELLER: Partner,
    AddressKind.POINT: PickUpPoint,
}


def connect() -> None:
    """Note each change of slug from now on."""
    for kind, model in OWNERS.items():
        pre_save.connect(_note_change, sender=model, dispatch_uid=f"old-address-{kind}")


def redirect_from_old(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Redirect permanently to the owner's present address, parameters kept. Raises Http404 for an unknown slug."""
    old = OldAddress.objects.filter(kind=kind, slug=slug).first()
    owner: Any = OWNERS[kind]._default_manager.filter(pk=old.target_id).first() if old else None
    if owner is None or owner.slug == slug:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{owner.get_absolute_url()}{'?' + query if query else ''}", permanent=True)


def _note_change(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    if raw or not instance.pk:
        return
    before = sender._default_manager.filter(pk=instance.pk).values_list("slug", flat=True).first()
    kind = next(kind for kind, model in OWNERS.items() if model is sender)
    if before and before != instance.slug:
        OldAddress.objects.update_or_create(kind=kind, slug=before, defaults={"target_id": instance.pk})
        OldAddress.objects.filter(kind=kind, slug=instance.slug).delete()
