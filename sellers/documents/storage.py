"""Where papers lie: sealed, in a folder without any public address."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from sellers.documents.sealing import is_sealed, seal, unseal


class PrivateStorage(FileSystemStorage):
    """Files that only views hand out. Django's own storage would invent an address under MEDIA_URL."""

    def url(self, name: str | None) -> str:
        raise ValueError("This file is not accessible via a URL.")

    def _save(self, name: str, content: File[Any]) -> str:
        return super()._save(name, ContentFile(seal(content.read())))

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        with super()._open(name, "rb") as file:
            data = file.read()
        return ContentFile(unseal(data) if is_sealed(data) else data, name=name)
