"""Pictures of broken goods, kept with what was written down about them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from catalogue.images.checks import CleanImage
from shop.fulfilment.amendments.domain.refusals import WrongProposal
from shop.fulfilment.amendments.models import Amendment, AmendmentPicture

MOST_PICTURES = 3


def keep_pictures(amendment: Amendment, pictures: Sequence[CleanImage]) -> None:
    """Keep cleaned pictures where no address leads, in the caller's transaction. Raises WrongProposal."""
    if len(pictures) > MOST_PICTURES:
        raise WrongProposal(_("Gửi nhiều nhất %(most)s ảnh.") % {"most": MOST_PICTURES})
    for picture in pictures:
        row = AmendmentPicture(amendment=amendment)
        row.file.save("anh.webp", ContentFile(picture.content), save=False)
        row.save()
