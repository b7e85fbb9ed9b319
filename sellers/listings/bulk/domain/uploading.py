"""Take a file: keep it privately and let a job read and try it."""

from __future__ import annotations

import datetime

from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sellers.listings.bulk.models import WORKING, ImportJob
from sellers.listings.bulk.problems import FileRefused
from sellers.listings.bulk.reading import MOST_BYTES
from sellers.listings.bulk.zips import MOST_ZIP_BYTES, check_zip
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit import trail


class ImportRunning(Exception):
    """Another file of this seller is being worked on."""


@transaction.atomic
def start_import(
    *,
    seller: Partner,
    upload: UploadedFile,
    pictures: UploadedFile | None = None,
    actor: User,
    at: datetime.datetime,
) -> ImportJob:
    """Keep a file with its pictures and queue the reading. Raises FileRefused, ImportRunning."""
    from sellers.listings.bulk.tasks import work_on_import

    if (upload.size or 0) > MOST_BYTES:
        raise FileRefused(_("Tệp lớn hơn 20 MB. Chia thành nhiều tệp nhỏ hơn rồi gửi lần lượt."))
    if pictures is not None:
        if (pictures.size or 0) > MOST_ZIP_BYTES:
            raise FileRefused(_("Tệp ảnh lớn hơn 100 MB. Chia thành nhiều tệp zip rồi gửi lần lượt."))
        check_zip(pictures)
        pictures.seek(0)
    Partner.objects.select_for_update(no_key=True).get(pk=seller.pk)
    if ImportJob.objects.filter(seller=seller, state__in=WORKING).exists():
        raise ImportRunning
    job = ImportJob(seller=seller, actor=actor, original_name=_shown(upload.name or ""), created_at=at, worked_at=at)
    job.file.save(upload.name or "hang.csv", upload, save=False)
    if pictures is not None:
        job.pictures_file.save("anh.zip", pictures, save=False)
    job.save()
    trail.record(actor=actor, action="import.started", subject=job, at=at, details={"name": job.original_name})
    work_on_import.defer(job_id=job.pk)
    return job


@transaction.atomic
def discard(*, job: ImportJob, actor: User | None, at: datetime.datetime) -> None:
    """Throw a finished, refused or only tried import away with its files; goods it made stay. Raises ImportRunning."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state in WORKING:
        raise ImportRunning
    trail.record(actor=actor, action="import.discarded", subject=job, at=at, details={"state": job.state})
    files = [job.file, job.pictures_file, *(picture.file for picture in job.pictures.all())]
    stored = [(file.storage, str(file.name)) for file in files if file]
    job.delete()
    transaction.on_commit(lambda: _delete(stored))


def _delete(stored: list[tuple[Storage, str]]) -> None:
    for storage, name in stored:
        storage.delete(name)


def _shown(name: str) -> str:
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in bare if character.isprintable())[-120:] or "hang"
