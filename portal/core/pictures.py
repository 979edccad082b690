"""Picture files: removal of what a camera writes beside the pixels."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, ImageSequence

_ORIENTATION = 0x0112  # EXIF 2.3, table 4
# MPO is what many telephones write under .jpg: a JPEG followed by other views (depth, 3D), which are left out.
_OPTIONS = {
    "JPEG": {"quality": 92, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92, "method": 4},
    "AVIF": {"quality": 80},
    "GIF": {},
}


def without_metadata(file):
    """Return the picture file with no EXIF, GPS, XMP or comment, turned upright first; its name is kept.

    A format other than _OPTIONS' (SVG, say) comes back untouched: the library refuses those before.
    """
    file.seek(0)
    with Image.open(file) as picture:
        kind = "JPEG" if picture.format == "MPO" else picture.format
        if kind not in _OPTIONS:
            file.seek(0)
            return file
        clean = _written_again(picture, kind)
    return ContentFile(clean, name=file.name)


def _written_again(picture, kind):
    """Return the picture saved anew: only what Pillow is told to write (pixels, colour profile) remains."""
    options = _OPTIONS[kind] | {"icc_profile": picture.info.get("icc_profile")}
    if picture.format == kind and getattr(picture, "is_animated", False):
        frames = [frame.copy() for frame in ImageSequence.Iterator(picture)]
        durations = [frame.info.get("duration", 100) for frame in frames]
        options |= {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": 0}
        picture = frames[0]
    elif picture.getexif().get(_ORIENTATION, 1) != 1:
        picture = ImageOps.exif_transpose(picture)
    elif picture.format == "JPEG":
        options["quality"] = "keep"
    picture.info = {key: picture.info[key] for key in ("transparency", "background") if key in picture.info}
    out = BytesIO()
    picture.save(out, kind, exif=b"", **options)
    return out.getvalue()
