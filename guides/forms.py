"""The admin form of guides and of their parts."""

from portal.core.forms import PageForm


class ChangeNoteForm(PageForm):
    """The reason of the last change is not that of the next one: an editor starts from none once it is published."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "change_note" in self.fields and self.instance.live and not self.instance.has_unpublished_changes:
            self.initial["change_note"] = ""
