"""Hostile and honest files against the picture check."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from catalogue.images.checks import MAX_BYTES, ImageRefused, clean_image, difference_hash


def encoded(picture: Image.Image, kind: str, **options: object) -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    out.seek(0)
    return out


def gradient(width: int = 640, height: int = 400) -> Image.Image:
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is width × height."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_clean_image_returns_webp_of_the_same_size(kind: str) -> None:
    clean = clean_image(encoded(gradient(), kind))

    assert (clean.width, clean.height) == (640, 400)
    assert clean.as_image().format == "WEBP"
    assert clean.content_type == "image/webp"
    assert len(clean.perceptual_hash) == 16


def test_names_are_random_and_say_nothing() -> None:
    one, other = clean_image(encoded(gradient(), "PNG")), clean_image(encoded(gradient(), "PNG"))

    assert one.name != other.name
    assert one.name.endswith(".webp")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "EPS", "PDF", "ICO"])
def test_other_formats_are_refused_whatever_their_name(kind: str) -> None:
    file = encoded(gradient(), kind)
    file.name = "anh.jpg"

    with pytest.raises(ImageRefused, match="không phải ảnh JPG, PNG hoặc WebP"):
        clean_image(file)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) run",
        b"\xff\xd8\xff",
        b"MZ" + b"\0" * 200,
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageRefused):
        clean_image(io.BytesIO(data))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ImageRefused, match="trống"):
        clean_image(io.BytesIO(b""))


def test_too_many_bytes_are_refused_without_decoding() -> None:
    with pytest.raises(ImageRefused, match="12 MB"):
        clean_image(io.BytesIO(b"\xff" * (MAX_BYTES + 1)))


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (30_000, 30_000), (65_000, 65_000)])
def test_a_small_file_that_decodes_to_gigabytes_is_refused(width: int, height: int) -> None:
    with pytest.raises(ImageRefused, match="40 triệu điểm ảnh"):
        clean_image(io.BytesIO(png_header(width, height)))


def test_a_picture_cut_short_is_refused() -> None:
    whole = encoded(gradient(), "JPEG").getvalue()

    with pytest.raises(ImageRefused, match="hỏng"):
        clean_image(io.BytesIO(whole[: len(whole) // 2]))


def test_an_animation_is_refused() -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]

    with pytest.raises(ImageRefused, match="Ảnh động"):
        clean_image(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]))


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_an_animation_is_refused_whatever_its_format(kind: str) -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]

    with pytest.raises(ImageRefused):
        clean_image(encoded(frames[0], kind, save_all=True, append_images=frames[1:]))


@pytest.mark.parametrize(("kind", "name"), [("PNG", "anh.jpg"), ("JPEG", "anh.png"), ("WEBP", "anh.php.jpg")])
def test_the_bytes_count_and_not_the_name(kind: str, name: str) -> None:
    file = encoded(gradient(), kind)
    file.name = name
    clean = clean_image(file)

    assert clean.as_image().format == "WEBP"
    assert "anh" not in clean.name and clean.name.endswith(".webp") and clean.name.count(".") == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_profiles_and_descriptions_do_not_survive(kind: str) -> None:
    script = b"<?xpacket?><script>alert(1)</script>"
    clean = clean_image(encoded(gradient(), kind, xmp=script, icc_profile=script))

    assert b"<script>" not in clean.content
    assert not {"xmp", "icc_profile", "exif", "comment"} & clean.as_image().info.keys()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_page_before_the_picture_makes_it_no_picture(kind: str) -> None:
    with pytest.raises(ImageRefused, match="không phải ảnh"):
        clean_image(io.BytesIO(b"<html><script>alert(1)</script>" + encoded(gradient(), kind).getvalue()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_picture_cut_short_anywhere_is_refused(kind: str, share: float) -> None:
    noise = Image.effect_noise((200, 200), 90)
    whole = encoded(noise, kind).getvalue()

    with pytest.raises(ImageRefused):
        clean_image(io.BytesIO(whole[: int(len(whole) * share)]))


def test_a_small_png_of_hundreds_of_megabytes_is_refused_before_it_is_decoded() -> None:
    bomb = Image.new("1", (17_000, 17_000))
    file = encoded(bomb, "PNG", optimize=True)

    assert len(file.getvalue()) < 100_000
    with pytest.raises(ImageRefused, match="40 triệu điểm ảnh"):
        clean_image(file)


def test_where_a_photo_was_taken_is_removed() -> None:
    exif = Image.Exif()
    exif[0x010E] = "nhà cô Gió"
    exif.get_ifd(0x8825)[1] = "N"
    clean = clean_image(encoded(gradient(), "JPEG", exif=exif))

    assert not clean.as_image().getexif()
    assert "nhà cô Gió".encode() not in clean.content


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    clean = clean_image(encoded(gradient(640, 400), "JPEG", exif=exif))

    assert (clean.width, clean.height) == (400, 640)


def test_script_in_comments_does_not_survive() -> None:
    script = b"<script>alert(document.cookie)</script>"
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", script.decode())

    for file in (encoded(gradient(), "JPEG", comment=script), encoded(gradient(), "PNG", pnginfo=notes)):
        assert script in file.getvalue()
        assert script not in clean_image(file).content


def test_a_polyglot_keeps_only_its_pixels() -> None:
    tail = b"PK\x03\x04<?php system($_GET['c']); ?>"
    clean = clean_image(io.BytesIO(encoded(gradient(), "JPEG").getvalue() + tail))

    assert b"<?php" not in clean.content
    assert clean.content[:4] == b"RIFF"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    clean = clean_image(encoded(gradient().convert(mode), kind))

    assert clean.as_image().mode == "RGB"


def test_transparent_ground_becomes_white() -> None:
    clean = clean_image(encoded(Image.new("RGBA", (60, 60), (0, 0, 0, 0)), "PNG"))

    assert clean.as_image().getpixel((30, 30)) == (255, 255, 255)


def test_large_pictures_are_scaled_down() -> None:
    clean = clean_image(encoded(gradient(4000, 1000), "JPEG"))

    assert (clean.width, clean.height) == (2048, 512)


def test_the_hash_knows_the_same_picture_in_another_size_and_tells_others_apart() -> None:
    same = difference_hash(gradient(900, 560).rotate(90))
    again = difference_hash(gradient(450, 280).rotate(90))
    other = difference_hash(Image.radial_gradient("L"))

    assert differing_bits(same, again) <= 6
    assert differing_bits(same, other) > 10


def differing_bits(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()
