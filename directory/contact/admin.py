"""Waiting messages in Wagtail's admin: read, then sent on or refused, one or several at a time."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.contact.relay import refuse, transmit
from directory.models import ContactMessage

READ_ONLY = ("structure", "about", "sender_name", "sender_email", "text", "reason", "state", "written_at", "treated_at")


class ContactMessageViewSet(SnippetViewSet):
    """Nobody writes or rewrites a message here: the right to change one is the right to decide on it."""

    model = ContactMessage
    icon = "mail"
    menu_label = _("Messages à relire")
    menu_order = 410
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["sender_name", "structure", "about", "reason", "state", "written_at"]
    list_filter = ["state", "reason"]
    ordering = ["-state", "-written_at"]  # "waiting" is the last of the states in the alphabet
    panels = [FieldPanel(name, read_only=True) for name in READ_ONLY]

    def get_queryset(self, request):
        return ContactMessage.objects.select_related("structure", "about")

    def register_chooser_viewset(self):
        """No chooser: Wagtail shows a snippet's to everybody who enters the admin, senders' names and all."""


class Decision(SnippetBulkAction):
    """What is common to the two decisions: an extra page asks for confirmation and shows the messages."""

    models = [ContactMessage]
    template_name = "directory/structure/message_decision.html"
    classes = set()

    def check_perm(self, message):
        return self.permission_policy.user_has_permission_for_instance(self.request.user, "change", message)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"verb": self.display_name}

    @classmethod
    def execute_action(cls, objects, **kwargs):
        done = sum(cls.decide(message) for message in objects)
        return done, len(objects) - done

    def get_success_message(self, done, left):
        words = ngettext("%(n)s message traité.", "%(n)s messages traités.", done) % {"n": done}
        if not left:
            return words
        rest = ngettext("%(n)s message reste en l’état.", "%(n)s messages restent en l’état.", left) % {"n": left}
        return f"{words} {rest}"


class Transmit(Decision):
    display_name = _("Transmettre")
    action_type = "transmettre"
    aria_label = _("Transmettre les messages choisis")
    action_priority = 10
    decide = staticmethod(transmit)


class Refuse(Decision):
    display_name = _("Refuser")
    action_type = "refuser"
    aria_label = _("Refuser les messages choisis")
    action_priority = 20
    classes = {"serious"}
    decide = staticmethod(refuse)


register_snippet(ContactMessageViewSet)
hooks.register("register_bulk_action", Transmit)
hooks.register("register_bulk_action", Refuse)
