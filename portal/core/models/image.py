"""Images, with what an honest publisher must know of them."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to

from portal.core.fields import PictureField


class Licence(models.TextChoices):
    OWN = "own", _("Nos photos, tous droits réservés")
    CC_BY = "cc-by", _("Creative Commons BY 4.0")
    CC_BY_SA = "cc-by-sa", _("Creative Commons BY-SA 4.0")
    PUBLIC_DOMAIN = "public-domain", _("Domaine public ou CC0")
    LENT = "lent", _("Prêtée pour ce site seulement")


class Consent(models.TextChoices):
    NOBODY = "nobody", _("On ne reconnaît personne")
    GIVEN = "given", _("Les personnes reconnaissables ont donné leur accord écrit")
    UNKNOWN = "unknown", _("Accord à demander")


class PortalImage(AbstractImage):
    """An image of the library; its file is stored without the camera's metadata (place, date, device).

    `description` is the text alternative. It is asked for unless the image is decorative.
    """

    file = PictureField(_("fichier"), upload_to=get_upload_to, width_field="width", height_field="height")
    description = models.CharField(
        _("texte de remplacement"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("Ce que l’image montre, en une phrase, pour qui ne la voit pas."),
    )
    is_decorative = models.BooleanField(
        _("image décorative"),
        default=False,
        help_text=_("Elle n’apporte aucune information : les lecteurs d’écran la passeront."),
    )
    credit = models.CharField(
        _("crédit"), max_length=200, blank=True, help_text=_("Qui a pris la photo ou fait le dessin.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.OWN)
    consent = models.CharField(
        _("accord des personnes visibles"),
        max_length=10,
        choices=Consent,
        default=Consent.UNKNOWN,
        help_text=_("Une photo où l’on reconnaît quelqu’un ne se publie qu’avec son accord."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "credit",
        "licence",
        "consent",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def clean(self):
        super().clean()
        if not self.is_decorative and not self.description.strip():
            raise ValidationError({"description": _("Décrivez l’image en une phrase, ou cochez « image décorative ».")})

    def save(self, *args, **kwargs):
        """Note the size and the print of a new file as it is stored, which is not as it came (see PictureField)."""
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def _set_image_file_metadata(self):
        """Close the stored file, which Wagtail would leave open."""
        super()._set_image_file_metadata()
        if self.file._committed:
            self.file.close()

    def generate_rendition_file(self, filter, *, source=None):
        """Close the temporary file that Wagtail draws a copy in, and would leave open."""
        with super().generate_rendition_file(filter, source=source) as drawn:
            drawn.seek(0)
            return ContentFile(drawn.read(), name=drawn.name)

    @property
    def default_alt_text(self):
        return "" if self.is_decorative else self.description


class PortalRendition(AbstractRendition):
    """A resized copy of an image."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("copie d’image")
        verbose_name_plural = _("copies d’images")
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="rendition_unique")
        ]
