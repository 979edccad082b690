"""Images: an alternative or « decorative », no metadata in the stored file, and limits that answer with a sentence."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.core.models import PortalImage
from portal.demo.builders import make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/images/add/"
MANY = "/admin/images/multiple/add/"
IN_WAGTAIL = pytest.mark.ignore_template_errors
SECRET = b"Kodachrome-4242"


def camera_exif(orientation=1):
    """What a telephone writes: a device, the way it was held, and where it was."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (44.0, 33.0, 30.0), 3: "E", 4: (6.0, 4.0, 48.0)})
    return exif


def picture_file(kind="JPEG", size=(60, 40), exif=None, frames=0, **options):
    """Return the bytes of a picture, red on the left and blue on the right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    if frames:
        others = [Image.new("RGB", size, color) for color in ("green", "blue", "yellow")[: frames - 1]]
        options |= {"save_all": True, "append_images": others, "duration": 120}
    out = BytesIO()
    picture.save(out, kind, **(options | ({"exif": exif} if exif else {})))
    return out.getvalue()


def stored(content, name):
    """Save the picture as any door of the library does, and return its stored bytes."""
    image = PortalImage(title="Test", description="Un essai", file=ContentFile(content, name=name))
    image.save()
    with image.file.open("rb") as file:
        return image, file.read()


# -- Alternative ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("description", ["", "   "])
def test_an_image_without_alternative_is_refused(description):
    with pytest.raises(ValidationError, match="Décrivez l’image"):
        PortalImage(title="x", description=description).clean()


def test_a_decorative_image_needs_no_alternative_and_has_none():
    image = PortalImage(title="x", is_decorative=True, description="Un fond")
    image.clean()
    assert image.default_alt_text == ""


def test_the_alternative_is_what_is_read_out():
    image = PortalImage(title="DSC_001", description="Deux bénévoles réparent un vélo")
    image.clean()
    assert image.default_alt_text == "Deux bénévoles réparent un vélo"


# -- Metadata ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("MPO", "a.jpg")])
def test_the_stored_file_has_neither_place_nor_device(kind, name):
    content = picture_file(kind, exif=camera_exif(), **({"frames": 2} if kind == "MPO" else {}))
    with Image.open(BytesIO(content)) as before:
        assert before.getexif().get_ifd(0x8825), "the test's own picture has a GPS point"
    _image, after = stored(content, name)
    with Image.open(BytesIO(after)) as picture:
        assert not dict(picture.getexif())
        assert not picture.getexif().get_ifd(0x8825)
    assert SECRET not in after


def test_the_stored_file_has_no_comment_nor_xmp():
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    _image, jpeg = stored(picture_file("JPEG", comment=SECRET, xmp=xmp), "a.jpg")
    notes = PngInfo()
    notes.add_text("Author", SECRET.decode())
    _image, png = stored(picture_file("PNG", pnginfo=notes), "a.png")
    _image, gif = stored(picture_file("GIF", comment=SECRET), "a.gif")
    _image, webp = stored(picture_file("WEBP", xmp=xmp), "a.webp")
    assert [SECRET in content for content in (jpeg, png, gif, webp)] == [False] * 4


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_a_picture_taken_sideways_is_stored_upright(kind, name):
    """Orientation 6: the camera was held upright; red, on the file's left, is at the top of what people see."""
    image, after = stored(picture_file(kind, exif=camera_exif(orientation=6)), name)
    with Image.open(BytesIO(after)) as picture:
        assert picture.size == (40, 60)
        red, _green, blue = picture.convert("RGB").getpixel((20, 5))
    assert (image.width, image.height) == (40, 60)
    assert red > 200 > 60 > blue


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")])
def test_the_pixels_keep_their_number(kind, name):
    image, after = stored(picture_file(kind, size=(61, 37)), name)
    with Image.open(BytesIO(after)) as picture:
        assert (picture.format, picture.size) == (kind, (61, 37))
    assert (image.width, image.height, image.file_size) == (61, 37, len(after))


def test_a_jpeg_is_not_compressed_a_second_time():
    content = picture_file("JPEG", exif=camera_exif(), quality=80)
    _image, after = stored(content, "a.jpg")
    with Image.open(BytesIO(content)) as first, Image.open(BytesIO(after)) as second:
        assert first.quantization == second.quantization


@pytest.mark.parametrize(("kind", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp")])
def test_an_animation_stays_animated(kind, name):
    _image, after = stored(picture_file(kind, frames=3), name)
    with Image.open(BytesIO(after)) as picture:
        assert picture.is_animated
        assert picture.n_frames == 3


# -- Through the editor's own form ------------------------------------------------------------------------------------
@pytest.fixture
def admin(client, portal_site):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    return client


def upload(client, content, name="photo.jpg", content_type="image/jpeg", **values):
    values = {"title": "Photo", "description": "Un essai", "licence": "own", "consent": "nobody"} | values
    root = {"collection": "1", "tags": ""}
    return client.post(ADD, values | root | {"file": SimpleUploadedFile(name, content, content_type)})


def errors_of(response):
    assert response.status_code == 200, response
    return response.context["form"].errors


@IN_WAGTAIL
def test_the_form_takes_a_photo_with_its_alternative(admin):
    response = upload(admin, picture_file(exif=camera_exif()))
    assert response.status_code == 302
    image = PortalImage.objects.get()
    with image.file.open("rb") as file:
        assert SECRET not in file.read()


@IN_WAGTAIL
def test_the_form_asks_for_an_alternative(admin):
    assert "description" in errors_of(upload(admin, picture_file(), description=""))
    assert not PortalImage.objects.exists()


@IN_WAGTAIL
def test_the_form_takes_a_decorative_image_without_alternative(admin):
    assert upload(admin, picture_file(), description="", is_decorative="on").status_code == 302


@IN_WAGTAIL
def test_a_file_over_8_mb_is_refused(admin):
    heavy = picture_file() + b"\0" * (8 * 1024 * 1024)
    assert "file" in errors_of(upload(admin, heavy))


@IN_WAGTAIL
def test_a_picture_over_30_million_pixels_is_refused(admin):
    out = BytesIO()
    Image.new("1", (6000, 5001)).save(out, "PNG")
    assert "file" in errors_of(upload(admin, out.getvalue(), "grande.png", "image/png"))


@IN_WAGTAIL
def test_a_decompression_bomb_is_refused(admin, monkeypatch):
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")  # 50 KB that would take 400 MB
    assert "file" in errors_of(upload(admin, out.getvalue(), "bombe.png", "image/png"))


REFUSED = {
    "an SVG": ("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "image/svg+xml"),
    "an SVG named .png": ("dessin.png", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "image/png"),
    "a text named .jpg": ("photo.jpg", b"Ceci n'est pas une photo.", "image/jpeg"),
    "an empty file": ("photo.jpg", b"", "image/jpeg"),
    "a photo cut short": ("photo.jpg", picture_file(size=(400, 300), quality=95)[:2000], "image/jpeg"),
    "a PNG cut short": ("photo.png", picture_file("PNG", size=(400, 300), compress_level=0)[:2000], "image/png"),
    "an animation cut short": ("a.gif", picture_file("GIF", size=(300, 200), frames=3)[:-400], "image/gif"),
    "a PNG named .jpg": ("photo.jpg", picture_file("PNG"), "image/jpeg"),
    "a BMP": ("photo.bmp", picture_file("BMP"), "image/bmp"),
}


@IN_WAGTAIL
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_a_good_picture_gets_a_sentence_and_not_a_breakdown(admin, case):
    name, content, content_type = REFUSED[case]
    assert "file" in errors_of(upload(admin, content, name, content_type))
    assert not PortalImage.objects.exists()


@IN_WAGTAIL
def test_a_photo_dropped_with_others_waits_for_its_alternative(admin):
    """Wagtail's form for several images first sends the file alone."""
    sent = {"title": "Photo", "files[]": SimpleUploadedFile("photo.jpg", picture_file(), "image/jpeg")}
    response = admin.post(MANY, sent | {"collection": "1"}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert response.status_code == 200
    answer = response.json()
    assert answer["success"] is True
    assert "description" in answer["form"]


@IN_WAGTAIL
def test_a_photo_dropped_with_others_is_stored_without_place_nor_device(admin):
    sent = {"title": "Photo", "files[]": SimpleUploadedFile("photo.jpg", picture_file(exif=camera_exif(orientation=6)))}
    answer = admin.post(MANY, sent | {"collection": "1"}, HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()
    key = answer["uploaded_file_id"]
    fields = {"title": "Photo", "description": "Une salle.", "licence": "own", "consent": "nobody", "collection": "1"}
    admin.post(
        f"/admin/images/multiple/create_from_uploaded_image/{key}/",
        {f"uploaded-image-{key}-{name}": value for name, value in fields.items()},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
    image = PortalImage.objects.get()
    with Image.open(image.file.path) as picture:
        assert not dict(picture.getexif())
        assert picture.size == (image.width, image.height) == (40, 60)
    assert image.file_size == image.file.size
