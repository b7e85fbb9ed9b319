"""Papers lie sealed; keys can be changed; what was written before still opens."""

import pytest
from django.core.files.base import ContentFile

from sellers.documents.models import private_storage
from sellers.documents.sealing import Unreadable, seal, unseal
from tests.factories.applications import pdf, picture


@pytest.mark.parametrize("data", [pdf(b"bi mat"), picture(kind="WEBP")])
def test_a_file_lies_sealed_and_comes_back_as_it_was(data: bytes) -> None:
    storage = private_storage()
    name = storage.save("documents/giay.bin", ContentFile(data))
    with open(storage.path(name), "rb") as file:
        raw = file.read()
    assert data not in raw
    assert not raw.startswith((b"%PDF", b"RIFF"))
    assert storage.open(name).read() == data


def test_files_from_before_sealing_still_open(settings) -> None:
    storage = private_storage()
    name = storage.save("documents/cu.pdf", ContentFile(b""))
    with open(storage.path(name), "wb") as file:
        file.write(pdf())
    assert storage.open(name).read() == pdf()


def test_a_new_key_in_front_opens_what_the_old_one_sealed(settings) -> None:
    settings.PAPER_KEYS = ["cu"]
    sealed = seal(b"bi mat")
    settings.PAPER_KEYS = ["moi", "cu"]
    assert unseal(sealed) == b"bi mat"
    settings.PAPER_KEYS = ["moi"]
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(seal(b"bi mat"))
    sealed[20] ^= 1
    with pytest.raises(Unreadable):
        unseal(bytes(sealed))
