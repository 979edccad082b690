"""The frame is read anew as soon as an editor has changed something it may show."""

from wagtail import hooks

from portal.home.frame import forget_frame

for name in (
    "after_publish_page",
    "after_unpublish_page",
    "after_delete_page",
    "after_move_page",
    "after_edit_page",
    "after_bulk_action",
    "after_edit_setting",
):

    @hooks.register(name)
    def _read_the_frame_anew(request, *args):
        forget_frame()
