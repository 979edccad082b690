"""The form of a request for advice."""

from directory.contact.forms import ContactForm


class AdviceForm(ContactForm):
    """A message to a structure, counted apart from those that are written from its own page."""

    purpose = "advice"
