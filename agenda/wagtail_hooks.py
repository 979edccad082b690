"""The agenda's own screens in Wagtail's admin."""

import agenda.coming_in.admin
import agenda.editor.admin  # noqa: F401 - registers its own screens
