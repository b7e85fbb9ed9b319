import io
import zlib

import pytest
from PIL import Image

from sellers.documents.checks import MAX_BYTES, DocumentRefused, clean_document
from tests.factories.applications import pdf, picture


def clean(data: bytes) -> tuple[str, bytes]:
    document = clean_document(io.BytesIO(data))
    return document.content_type, document.content


def object_stream(objects: bytes) -> bytes:
    packed = zlib.compress(objects)
    return b"2 0 obj << /Type /ObjStm /N 1 /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream endobj"


def test_a_picture_is_drawn_anew_without_metadata_or_script() -> None:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script> GPS"
    out = io.BytesIO()
    Image.new("RGB", (60, 80)).save(out, "JPEG", exif=exif, comment=b"<?php system('id') ?>")
    kind, content = clean(out.getvalue())
    assert kind == "image/webp"
    assert b"script" not in content
    assert b"php" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_plain_pdf_is_kept_as_it_came() -> None:
    assert clean(pdf()) == ("application/pdf", pdf())


@pytest.mark.parametrize(
    "body",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /S /J#61vaScript /JS (app.alert(1)) >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Names << /EmbeddedFiles 3 0 R >> >>",
        b"<< /XFA 4 0 R >>",
        object_stream(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>"),
        object_stream(b"1 0 << /S /#4Aava#53cript >>"),
        b"2 0 obj << /Type /ObjStm /Filter /LZWDecode >>\nstream\nxxxx\nendstream endobj",
    ],
)
def test_a_pdf_that_can_act_or_hide_is_refused(body: bytes) -> None:
    with pytest.raises(DocumentRefused, match="PDF"):
        clean(pdf(body))


def test_a_bomb_in_an_object_stream_is_refused() -> None:
    with pytest.raises(DocumentRefused):
        clean(pdf(object_stream(b"0" * 60_000_000)))


def test_an_encrypted_pdf_is_refused_because_it_cannot_be_checked() -> None:
    with pytest.raises(DocumentRefused, match="mật khẩu"):
        clean(pdf(b"<< /Encrypt 5 0 R >>"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"0" * 100,
        b"MZ\x90\x00 not a picture",
        b"%PDF-1.4 cut off",
        picture()[:60],
        b"%PDF-1.4" + b"0" * MAX_BYTES,
    ],
)
def test_what_is_neither_picture_nor_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentRefused):
        clean(data)
