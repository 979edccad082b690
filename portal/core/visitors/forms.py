"""What the forms of visitors have in common; templates/visitors/ shows them."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.visitors.limits import network_address, takes_one_more
from portal.core.visitors.stamp import Expired, is_too_fast, stamp


class LongText(forms.CharField):
    """A text of several lines. Its length is checked here alone: a browser would cut a pasted one without a word."""

    def __init__(self, *, most, rows, **kwargs):
        """most: characters, a line end being one."""
        words = gettext_lazy("Votre message fait %(show_value)d signes : raccourcissez-le à %(limit_value)d.")
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(validators=[MaxLengthValidator(most, words)], widget=widget, **kwargs)

    def to_python(self, value):
        return normalize_newlines(super().to_python(value))


class VisitorForm(forms.Form):
    """A form with a signed moment of opening, and a trap: a field that people neither see nor reach, and robots fill.

    Whether a message that looks like a robot's is refused or read first is for each kind to say, from `is_trapped` and
    `is_too_fast` (once it is valid).
    """

    purpose = ""  # what its tokens and its counters are for
    min_seconds = 4
    per_hour = 5  # from one sender
    trap = "complement"
    stamp_name = "jeton"

    def __init__(self, request, key, **kwargs):
        """key: the number of the page that the form is about."""
        super().__init__(request.POST if request.method == "POST" else None, **kwargs)
        self.request, self.key = request, key

    def clean(self):
        try:
            self.is_too_fast = self._is_too_fast()
        except Expired:
            raise forms.ValidationError(
                _("Ce formulaire est resté ouvert trop longtemps. Relisez votre message et renvoyez-le.")
            ) from None
        return super().clean()

    @property
    def is_trapped(self):
        return bool(self.data.get(self.trap, "").strip())

    @property
    def token(self):
        """A form shown again keeps the moment at which it was first opened, unless that is too long ago."""
        try:
            return stamp(self.purpose, self.key) if self._is_too_fast() else self.data[self.stamp_name]
        except Expired:
            return stamp(self.purpose, self.key)

    def _is_too_fast(self):
        return is_too_fast(self.data.get(self.stamp_name, ""), self.purpose, self.key, self.min_seconds)

    def is_within_limit(self, **who):
        """Count the message, of its network address and of `who` else; False, and said, when that makes too many."""
        if takes_one_more(self.purpose, self.per_hour, ip=network_address(self.request), **who):
            return True
        words = _("Pas plus de %(n)s messages par heure. Réessayez un peu plus tard.")
        self.add_error(None, words % {"n": self.per_hour})
        return False
