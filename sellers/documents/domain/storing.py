"""Keep, replace and remove papers."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sellers.documents.checks import DocumentRefused, clean_document
from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.documents.queries import current
from sellers.models import Partner
from shop.accounts.models import User

MOST_PER_KIND = 6
MOST_IN_ALL = 40


def store_document(
    *,
    upload: UploadedFile,
    kind: DocumentKind,
    by: User,
    application_id: int | None = None,
    seller: Partner | None = None,
) -> Document:
    """Check and keep one paper of an application or a seller; it takes the place of refused ones of its kind.

    The same bytes sent twice are kept once. Raises DocumentRefused with a sentence for the sender.
    """
    clean = clean_document(upload)
    digest = hashlib.sha256(clean.content).hexdigest()
    with transaction.atomic():
        mine = current(Document.objects.select_for_update().filter(application_id=application_id, seller=seller))
        same = mine.filter(sha256=digest, kind=kind).exclude(state=DocumentState.REJECTED).first()
        if same:
            return same
        _check_room(len(mine), len([paper for paper in mine if paper.kind == kind]))
        document = Document(
            application_id=application_id,
            seller=seller,
            kind=kind,
            original_name=_short_name(upload.name or ""),
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=digest,
            uploaded_by=by,
        )
        document.file.save("paper", ContentFile(clean.content))
        mine.filter(kind=kind, state=DocumentState.REJECTED).update(replaced_by=document)
    return document


def remove_document(*, document: Document) -> None:
    """Delete a paper and its file; the file goes once the deletion is certain."""
    name, storage = str(document.file.name), document.file.storage
    with transaction.atomic():
        document.delete()
        transaction.on_commit(lambda: storage.delete(name))


def _check_room(in_all: int, of_kind: int) -> None:
    if of_kind >= MOST_PER_KIND:
        raise DocumentRefused(_("Mỗi loại giấy tờ nhận tới %(n)d tệp. Hãy xóa bớt rồi gửi.") % {"n": MOST_PER_KIND})
    if in_all >= MOST_IN_ALL:
        raise DocumentRefused(_("Hồ sơ đã có %(n)d tệp. Hãy xóa bớt rồi gửi.") % {"n": MOST_IN_ALL})


def _short_name(name: str) -> str:
    """Return the name for showing only: no folders, no control characters, at most 120 characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in bare if character.isprintable())[-120:] or "giay-to"
