"""The screens of guides and stories in Wagtail's admin."""

import guides.amending.admin  # noqa: F401 - registers its own screens
