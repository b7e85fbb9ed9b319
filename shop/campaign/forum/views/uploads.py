"""Pictures sent along with a topic."""

from __future__ import annotations

from django.http import HttpRequest

from catalogue.images.checks import CleanImage, ImageRefused, clean_image
from shop.campaign.forum.domain.writing import MOST_PICTURES


def pictures_of(request: HttpRequest) -> tuple[list[CleanImage], list[str]]:
    """Return the pictures that were taken, and for each refused one its name with a sentence why."""
    clean, refusals = [], []
    for upload in request.FILES.getlist("anh")[:MOST_PICTURES]:
        try:
            clean.append(clean_image(upload))
        except ImageRefused as refusal:
            refusals.append(f"{upload.name}: {refusal}")
    return clean, refusals
